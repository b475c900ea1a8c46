"""Builds a tiny Qwen2 and its byte-level BPE tokenizer in a folder: the real loading and decoding, small weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.answerers.prompt import HEAD

CORPUS = [HEAD, "Give artesunate 2.4 mg/kg IV at 0, 12 and 24 hours [1]. Children under 20 kg: 3 mg/kg per dose [2]."]
"""What the tokenizer is trained on."""

SPECIAL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

_PRINTABLE = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
_OTHERS = [byte for byte in range(0x100) if byte not in _PRINTABLE]
BYTE_CHARACTERS = {byte: chr(byte) for byte in _PRINTABLE} | {
    byte: chr(0x100 + place) for place, byte in enumerate(_OTHERS)
}
"""The character that stands for each byte in a byte-level vocabulary."""

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def make_tiny_model(
    folder: Path,
    *,
    vocabulary: int = 500,
    spare_rows: int = 0,
    tied: bool = False,
    seed: int = 0,
    lessons: Sequence[tuple[str, str]] = (),
    tokenizer: Any = None,
    **settings: Any,
) -> Path:
    """Save a tiny random Qwen2 and its tokenizer as `save_pretrained` does, and return the folder.

    `spare_rows` are rows of the embedding that no token has, as Qwen has them. `lessons` are pairs of a prompt and what
    the model learns by heart to write after it, before its end token. `tokenizer` is by default `make_tokenizer`'s.
    `settings` go to Qwen2Config.
    """
    import torch
    from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM

    tokenizer = tokenizer or make_tokenizer(vocabulary)
    torch.manual_seed(seed)
    sizes: dict[str, Any] = {
        "vocab_size": len(tokenizer) + spare_rows,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 8192,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6},
        "tie_word_embeddings": tied,
        # Wide random weights: a random model with small ones writes one token again and again.
        "initializer_range": 0.2,
    }
    model: Any = Qwen2ForCausalLM(Qwen2Config(**{**sizes, **settings}))
    # Qwen's own settings sample and penalise repetition; greedy decoding must not be moved by them.
    make_settings: Any = GenerationConfig
    model.generation_config = make_settings(
        do_sample=True,
        temperature=0.7,
        top_p=0.8,
        top_k=20,
        repetition_penalty=1.3,
        eos_token_id=tokenizer.eos_token_id,
    )
    if lessons:
        _teach(model, tokenizer, lessons)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make_tokenizer(vocabulary: int = 500, *, corpus: Sequence[str] = CORPUS, joined: bool = False) -> Any:
    """Return a byte-level BPE tokenizer with Qwen's special tokens and chat template, trained on `corpus`.

    Digits stand alone in it, as Qwen's do; where they are `joined`, tokens hold whatever is frequent: several digits,
    digits with spaces, points and brackets, and words in a row.
    """
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer: Any = Tokenizer(models.BPE())
    bytes_of = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=not joined)
    digits = pre_tokenizers.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = bytes_of if joined else pre_tokenizers.Sequence([digits, bytes_of])
    tokenizer.decoder = decoders.ByteLevel()
    trainer: Any = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=SPECIAL_TOKENS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus, trainer)
    return wrap_tokenizer(tokenizer)


def make_tokenizer_of(tokens: Sequence[bytes]) -> Any:
    """Return a byte-level tokenizer of SPECIAL_TOKENS, each byte, and these tokens, in this order."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    pieces = [bytes([byte]) for byte in range(256)] + [token for token in tokens if len(token) > 1]
    spelled = dict.fromkeys("".join(BYTE_CHARACTERS[byte] for byte in piece) for piece in pieces)
    vocabulary = {text: place for place, text in enumerate([*SPECIAL_TOKENS, *spelled])}
    tokenizer: Any = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in SPECIAL_TOKENS])
    return wrap_tokenizer(tokenizer)


def wrap_tokenizer(tokenizer: Any) -> Any:
    """Return a tokenizer of transformers around one of tokenizers that has SPECIAL_TOKENS."""
    from transformers import PreTrainedTokenizerFast

    make_fast: Any = PreTrainedTokenizerFast
    return make_fast(
        tokenizer_object=tokenizer, eos_token="<|endoftext|>", pad_token="<|endoftext|>", chat_template=CHAT_TEMPLATE
    )


def _teach(model: Any, tokenizer: Any, lessons: Sequence[tuple[str, str]], steps: int = 200) -> None:
    """Train until the model writes each completion after its prompt."""
    import torch

    rows = [(tokenizer(before)["input_ids"], tokenizer(after)["input_ids"]) for before, after in lessons]
    width = max(len(before) + len(after) for before, after in rows) + 1
    ids = torch.full((len(rows), width), tokenizer.eos_token_id)
    labels = torch.full((len(rows), width), -100)
    for row, (before, after) in enumerate(rows):
        end = len(before) + len(after)
        ids[row, :end] = torch.tensor([*before, *after])
        labels[row, len(before) : end + 1] = ids[row, len(before) : end + 1]
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for _ in range(steps):
        loss = model(input_ids=ids, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < 0.02:
            break
    model.eval()
