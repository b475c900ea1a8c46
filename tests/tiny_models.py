"""Builds a tiny Qwen2 and its byte-level BPE tokenizer in a folder: the real loading and decoding, small weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.answerers.prompt import HEAD

CORPUS = [HEAD, "Give artesunate 2.4 mg/kg IV at 0, 12 and 24 hours [1]. Children under 20 kg: 3 mg/kg per dose [2]."]
"""What the tokenizer is trained on."""

SPECIAL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

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
    **settings: Any,
) -> Path:
    """Save a tiny random Qwen2 and its tokenizer as `save_pretrained` does, and return the folder.

    `spare_rows` are rows of the embedding that no token has, as Qwen has them. `lessons` are pairs of a prompt and what
    the model learns by heart to write after it, before its end token. `settings` go to Qwen2Config.
    """
    import torch
    from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM

    tokenizer = make_tokenizer(vocabulary)
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


def make_tokenizer(vocabulary: int = 500) -> Any:
    """Return a byte-level BPE tokenizer with Qwen's special tokens, chat template and single digits."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer: Any = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer: Any = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=SPECIAL_TOKENS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
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
