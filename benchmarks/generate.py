"""Measures generation against the card's limits, and against plain transformers in the same run.

    .venv/bin/python -m benchmarks.generate [--ranks QWEN_TIKTOKEN]     # a GPU with 80 GB; less with --batches 1,8
    .venv/bin/python -m benchmarks.generate --tiny                      # a CPU: shows that it runs, no speed

The model has Meditron3's size (Qwen2.5-7B) and random weights, in bfloat16: speed does not depend on what they are.
Prompts are passages of the demonstration guidelines; the answers are scripted, and written under the evidence lock.
Without Qwen's table of byte-pair ranks a small tokenizer is trained on the prompts' head, and the scores stay as many.
"""

import json
import logging
from collections.abc import Iterator
from copy import copy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import torch

from benchmarks.generation_measures import (
    Card,
    Limits,
    Measured,
    find_limits,
    measure_card,
    measure_first_statement,
    measure_ours,
    measure_plainly,
)
from benchmarks.generation_prompts import ScriptedModel, make_prompts
from benchmarks.lock import VOCABULARY, load_tiktoken
from benchmarks.machine import print_machine
from rag.answerers.model_settings import Pace
from rag.answerers.prompt import HEAD

SIZES = {
    "hidden_size": 3584,
    "intermediate_size": 18944,
    "num_hidden_layers": 28,
    "num_attention_heads": 28,
    "num_key_value_heads": 4,
    "max_position_embeddings": 32768,
}
"""Those of Qwen2.5-7B: 7,615,616,512 parameters."""

TINY = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 32768,
}

LEAST_SHARE = 0.6
LEAST_RATE = 6.0
LEAST_RATIO = 2.0
"""What is asked of an H200: a share of the bandwidth's limit at batch 1, questions a second, times plain generation."""


@click.command()
@click.option("--ranks", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Qwen's byte-pair ranks.")
@click.option("--tiny", is_flag=True, help="A tiny model in float32, on a CPU where there is no GPU.")
@click.option("--prompt-tokens", default=3000, help="Tokens of each prompt.")
@click.option("--new-tokens", default=200, help="Tokens of each answer.")
@click.option("--batches", default="1,8,32", help="Sizes of batch.")
@click.option("--paces", default="stepwise,graph,compiled", help="Ways of running a step.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, and nothing else.")
def main(
    ranks: Path | None, tiny: bool, prompt_tokens: int, new_tokens: int, batches: str, paces: str, as_json: bool
) -> None:
    """Measure prefill, steps, whole batches under the lock and the first statement, beside plain `generate`."""
    if not torch.cuda.is_available() and not tiny:
        raise click.UsageError("there is no CUDA GPU here: give --tiny to see the run on a CPU")
    logging.basicConfig(level=logging.WARNING)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    sizes = sorted({int(size) for size in batches.split(",")})
    if not as_json:
        print_machine("torch", "transformers")
    tokenizer = load_tiktoken(ranks) if ranks else train_tokenizer()
    prompts = make_prompts(tokenizer, max(sizes), prompt_tokens)
    card = measure_card(device)
    model = make_model(TINY if tiny else SIZES, device, torch.float32 if tiny else torch.bfloat16, tokenizer)
    texts = [prompt.text for prompt in prompts]
    limits = find_limits(model, card, len(tokenizer(texts[0])["input_ids"]))
    measured = [measure_plainly(model, tokenizer, texts[:size], new_tokens) for size in sizes]
    first = {}
    for pace in read_paces(paces, device):
        scripted = ScriptedModel(
            model,
            tokenizer,
            name="random",
            max_new_tokens=new_tokens,
            batch_size=max(sizes),
            context_tokens=2 * (prompt_tokens + new_tokens) + 1024,
            pace=pace,
        )
        for size in sizes:
            measured += measure_ours(scripted, prompts[:size], pace)
        first[pace] = measure_first_statement(scripted, prompts[0])
        scripted.decoder.forget()
    asked = judge(measured, limits)
    facts = {
        "card": asdict(card),
        "limits": asdict(limits),
        "measured": [asdict(one) for one in measured],
        "seconds_to_first_statement": first,
        "asked": asked,
    }
    click.echo(json.dumps(facts) if as_json else "\n".join(describe(card, limits, measured, first, asked)))


def read_paces(paces: str, device: str) -> list[Pace]:
    """Return the paces to measure; a CPU has one."""
    known: tuple[Pace, ...] = ("stepwise", "graph", "compiled")
    return [pace for pace in known if pace in paces.split(",")] if device == "cuda" else ["stepwise"]


def train_tokenizer() -> Any:
    """Return a small byte-level tokenizer, which has every digit, bracket and letter as a token of its own."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer: Any = Tokenizer(models.BPE())
    digits = pre_tokenizers.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer: Any = trainers.BpeTrainer(
        vocab_size=2000,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([HEAD], trainer)
    make_fast: Any = PreTrainedTokenizerFast
    return make_fast(tokenizer_object=tokenizer, eos_token="<|endoftext|>", pad_token="<|endoftext|>")


def make_model(sizes: dict[str, int], device: str, dtype: torch.dtype, tokenizer: Any) -> Any:
    """Return a random Qwen2 with Qwen's number of scores, on its device."""
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    make_config: Any = Qwen2Config
    config = make_config(
        vocab_size=VOCABULARY,
        rope_parameters={"rope_type": "default", "rope_theta": 1e6},  # by default theta is 1e4, not the model's
        tie_word_embeddings=False,
        bos_token_id=None,
        eos_token_id=None,
        pad_token_id=tokenizer.pad_token_id,
        **sizes,
    )
    make: Any = Qwen2ForCausalLM
    with torch.device(device):
        return make._from_config(copy(config), dtype=dtype, attn_implementation="sdpa").eval()


def judge(measured: list[Measured], limits: Limits) -> dict[str, float]:
    """Return what is asked of an H200, as the best pace has it."""
    free = [one for one in measured if one.way.endswith("free") and one.batch == 1]
    locked = [one for one in measured if one.way.endswith("locked")]
    plain = [one for one in measured if one.way == "generate"]
    rate = max(one.questions_per_second for one in locked)
    return {
        "share_of_bandwidth_at_batch_1": max((limits.step / one.step_seconds for one in free), default=0.0),
        "locked_questions_per_second": rate,
        "times_plain_at_batch_1": max(
            (p.step_seconds / one.step_seconds for one in free for p in plain if p.batch == 1), default=0.0
        ),
        "times_plain_questions_per_second": rate / max(one.questions_per_second for one in plain),
    }


def describe(
    card: Card, limits: Limits, measured: list[Measured], first: dict[Pace, float], asked: dict[str, float]
) -> Iterator[str]:
    """Yield the lines that are printed."""
    yield f"{card.name}: {card.bytes_per_second / 1e9:.0f} GB/s and {card.flops / 1e12:.2f} TFLOP/s seen"
    yield f"limits: prefill {1000 * limits.prefill:.1f} ms a prompt, step {1000 * limits.step:.2f} ms at batch 1"
    heads = f"{'prefill ms':>10} {'step ms':>8} {'tokens/s':>9} {'questions/s':>11} {'peak GB':>8} {'lock ms':>8}"
    yield f"{'way':18} {'batch':>5} {heads}"
    for one in measured:
        yield (
            f"{one.way:18} {one.batch:5} {1000 * one.prefill_seconds:10.1f} {1000 * one.step_seconds:8.2f} "
            f"{one.batch / one.step_seconds:9.1f} {one.questions_per_second:11.2f} {one.peak_gigabytes:8.2f} "
            f"{1000 * one.lock_seconds:8.2f}"
        )
    for pace, seconds in first.items():
        yield f"first statement, {pace}: {seconds:.2f} s"
    share = asked["share_of_bandwidth_at_batch_1"]
    yield f"share of the bandwidth's limit at batch 1: {share:.2f} (asked {LEAST_SHARE})"
    yield f"locked questions a second: {asked['locked_questions_per_second']:.1f} (asked {LEAST_RATE})"
    yield (
        f"times plain generate: {asked['times_plain_at_batch_1']:.1f} a step at batch 1, "
        f"{asked['times_plain_questions_per_second']:.1f} in questions a second (asked {LEAST_RATIO})"
    )


if __name__ == "__main__":
    main()
