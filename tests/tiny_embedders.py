"""Builds tiny sentence-transformers models in a folder: the real saving and loading, small random weights."""

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
