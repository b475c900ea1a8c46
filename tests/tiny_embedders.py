"""Builds tiny sentence-transformers models in a folder: the real saving and loading, small random weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexes.embedder_torch import load_sentence_transformer
from indexes.types import Vectors

WORDS = [
    "give",
    "zinc",
    "salt",
    "sugar",
    "water",
    "artesunate",
    "for",
    "a",
    "child",
    "of",
    "kg",
    "mg",
    "query",
    "passage",
]
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *"0123456789.,:/-?"]
SENTENCES = ("give zinc", "artesunate 2.4 mg/kg for a child of 9 kg?", "water, salt, sugar", "")


def make_tokenizer() -> Any:
    """Return a BERT tokenizer of a few words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    numbers = {word: number for number, word in enumerate(VOCABULARY)}
    make_model: Any = models.WordPiece
    tokenizer: Any = Tokenizer(make_model(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", numbers["[CLS]"]), ("[SEP]", numbers["[SEP]"])],
    )
    make_fast: Any = PreTrainedTokenizerFast
    names = {f"{name.lower()}_token": f"[{name}]" for name in ("PAD", "UNK", "CLS", "SEP", "MASK")}
    return make_fast(
        tokenizer_object=tokenizer, model_input_names=["input_ids", "token_type_ids", "attention_mask"], **names
    )


def make_model(folder: Path, seed: int = 0, pooling: str = "mean", dimension: int = 32) -> Path:
    """Save a tiny random sentence-transformers model, as `save` does, and return the folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    base = folder.with_name(f"{folder.name}-base")
    settings: dict[str, Any] = {
        "vocab_size": len(VOCABULARY),
        "hidden_size": dimension,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 64,
        "initializer_range": 0.3,
    }
    bert: Any = BertModel(BertConfig(**settings))
    bert.save_pretrained(base)
    make_tokenizer().save_pretrained(base)
    modules = [Transformer(str(base), max_seq_length=48), Pooling(dimension, pooling_mode=pooling)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


def make_multilingual_model(folder: Path, texts: Sequence[str], seed: int = 0, dimension: int = 32) -> Path:
    """Save a tiny random model of the kind of multilingual-e5: XLM-RoBERTa over a unigram vocabulary of these texts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

    torch.manual_seed(seed)
    words = sorted({f"▁{word}" for text in texts for word in text.split()})
    letters = sorted({letter for word in words for letter in word})
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    pieces = [(mark, 0.0) for mark in marks] + [(word, -5.0) for word in words]
    pieces += [(letter, -12.0) for letter in letters if letter not in words] + [("<mask>", 0.0)]
    make_unigram: Any = models.Unigram
    tokenizer: Any = Tokenizer(make_unigram(pieces, unk_id=marks.index("<unk>")))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", marks.index("<s>")), ("</s>", marks.index("</s>"))]
    )
    make_fast: Any = PreTrainedTokenizerFast
    base = folder.with_name(f"{folder.name}-base")
    make_fast(
        tokenizer_object=tokenizer,
        model_input_names=["input_ids", "attention_mask"],
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
    ).save_pretrained(base)
    settings: dict[str, Any] = {
        "vocab_size": len(pieces),
        "hidden_size": dimension,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 258,
        "type_vocab_size": 1,
        "initializer_range": 0.3,
        "bos_token_id": 0,
        "pad_token_id": 1,
        "eos_token_id": 2,
    }
    model: Any = XLMRobertaModel(XLMRobertaConfig(**settings))
    model.save_pretrained(base)
    modules = [Transformer(str(base), max_seq_length=256), Pooling(dimension, pooling_mode="mean"), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


def make_static_model(folder: Path) -> Path:
    """Save a model that looks each token up and has no attention mask: what OpenVINO is not given."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    module = StaticEmbedding(make_tokenizer().backend_tokenizer, embedding_dim=16)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return folder


def encode_plainly(folder: Path, texts: list[str]) -> Vectors:
    """Embed with sentence-transformers itself."""
    model = load_sentence_transformer(folder, "cpu")
    return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)
