"""Clocks for generation: what the hardware does at best, plain transformers, and ours, free and under the lock."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from benchmarks.generation_prompts import ScriptedModel
from rag.answerers.meditron import MeditronAnswerer
from rag.answerers.model_settings import Pace
from rag.answerers.prompt import HEAD, Prompt


@dataclass(frozen=True, slots=True)
class Card:
    """What the hardware does at best, as measured in the same run."""

    name: str
    bytes_per_second: float
    flops: float


@dataclass(frozen=True, slots=True)
class Limits:
    """The least seconds that the hardware allows."""

    prefill: float
    """For one prompt: two operations for each weight and token, at the card's peak."""
    step: float
    """For a step at batch 1: the weights' bytes and those of one prompt's keys and values, at the card's bandwidth."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of generating, on one size of batch."""

    way: str
    batch: int
    prefill_seconds: float
    """For one prompt."""
    step_seconds: float
    questions_per_second: float
    peak_gigabytes: float
    lock_seconds: float = 0.0
    """Of a step, in which the lock chose; the processor's time, half of the steps took less."""


def measure_card(device: str) -> Card:
    """Measure how fast the hardware copies and multiplies."""
    is_cuda = device == "cuda"
    numbers = 1 << (30 if is_cuda else 24)
    source = torch.ones(numbers, dtype=torch.bfloat16, device=device)
    target = torch.empty_like(source)
    copying = min(time_call(lambda: target.copy_(source)) for _ in range(8))
    side = 8192 if is_cuda else 1024
    left = torch.randn(side, side, device=device).to(torch.bfloat16 if is_cuda else torch.float32)
    multiplying = min(time_call(lambda: left @ left) for _ in range(8))
    name = torch.cuda.get_device_name() if is_cuda else "CPU"
    return Card(name, 2 * source.nbytes / copying, 2 * side**3 / multiplying)


def find_limits(model: Any, card: Card, tokens: int) -> Limits:
    """Return the least seconds for one prompt of so many tokens, and for a step behind it."""
    config = model.config
    table, scores = model.get_input_embeddings().weight, model.get_output_embeddings().weight
    weights = sum(parameter.numel() for parameter in model.parameters()) - table.numel()
    kept = (
        2 * config.num_hidden_layers * config.num_key_value_heads * (config.hidden_size // config.num_attention_heads)
    )
    read = (weights + kept * tokens) * scores.element_size()
    return Limits(2 * (weights - scores.numel()) * tokens / card.flops, read / card.bytes_per_second)


def measure_plainly(model: Any, tokenizer: Any, texts: list[str], new_tokens: int) -> Measured:
    """Measure transformers' own greedy generation of a batch, padded on the left, without a lock."""
    from transformers import GenerationConfig

    rows = [tokenizer(text)["input_ids"] for text in texts]
    width = max(map(len, rows))
    pad = tokenizer.pad_token_id
    ids = torch.tensor([[pad] * (width - len(row)) + row for row in rows], device=model.device)
    mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in rows], device=model.device)
    make_settings: Any = GenerationConfig

    def generate(tokens: int) -> None:
        settings = make_settings(do_sample=False, max_new_tokens=tokens, min_new_tokens=tokens, pad_token_id=pad)
        with torch.inference_mode():
            model.generate(input_ids=ids, attention_mask=mask, generation_config=settings)

    with peak_memory() as peak:
        generate(2)
        prefill = time_call(lambda: generate(1))
        whole = time_call(lambda: generate(new_tokens))
    step = (whole - prefill) / max(1, new_tokens - 1)
    return Measured("generate", len(rows), prefill / len(rows), step, len(rows) / whole, peak())


def measure_ours(model: ScriptedModel, prompts: list[Prompt], pace: Pace) -> Iterator[Measured]:
    """Measure batches with the head read once, free and under the lock; the first run of each size warms up."""
    texts = [prompt.text for prompt in prompts]
    tokens = [model.tokenizer(text)["input_ids"] for text in texts]
    head = model.tokenizer(HEAD)["input_ids"][:-1]
    steps = model.max_new_tokens - 1

    def prefill() -> None:
        model.decoder.begin(tokens, model.max_new_tokens, head).close()

    with peak_memory() as peak:
        _ = model.token_table  # is read once for a model
        prefill()
        read = time_call(prefill)
        session = model.decoder.begin(tokens, model.max_new_tokens, head)

        def decode() -> None:
            for _ in range(steps):
                session.advance(session.best)

        step = time_call(decode) / max(1, steps)
        session.close()
    rate = len(prompts) / (read + steps * step)
    yield Measured(f"{pace}, free", len(prompts), read / len(prompts), step, rate, peak())
    with peak_memory() as peak:
        whole = time_call(lambda: model.generate(texts, locked_to=prompts, head=HEAD))
    locked = (whole - read) / max(1, steps)
    rate = len(prompts) / whole
    chosen = statistics.median(model.lock.seconds)
    yield Measured(f"{pace}, locked", len(prompts), read / len(prompts), locked, rate, peak(), chosen)


def measure_first_statement(model: ScriptedModel, prompt: Prompt) -> float:
    """Return the seconds from a prompt to its first checked statement."""
    answerer = MeditronAnswerer(model)
    started = time.perf_counter()
    for statements in answerer.stream(prompt.request):
        if statements:
            break
    return time.perf_counter() - started


def time_call(call: Callable[[], object]) -> float:
    """Return the seconds that a call and what it set going on the GPU take."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    started = time.perf_counter()
    call()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter() - started


@contextmanager
def peak_memory() -> Iterator[Callable[[], float]]:
    """Give what tells the most GPU memory that was taken inside, in GB; 0 without a GPU."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    yield lambda: torch.cuda.max_memory_allocated() / 1e9 if torch.cuda.is_available() else 0.0
