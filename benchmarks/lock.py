"""Measures what the evidence lock adds to a step of decoding on a CPU, at the size of Qwen's vocabulary.

    .venv/bin/python -m benchmarks.lock QWEN_TIKTOKEN [--set NAME] [--steps 96] [--runs 3]

QWEN_TIKTOKEN is Qwen's table of byte-pair ranks. The prompts are those of real questions to a set; the model is a tiny
random Qwen2 with 152,064 rows, which is made to write sentences of the evidence: those of its own prompt, with labels,
which the lock lets pass; or those of another prompt without labels, which it must bend at each number and full stop.
"""

import base64
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import torch
from transformers import LogitsProcessor

from benchmarks.asked import ANSWERABLE, read_rows
from benchmarks.machine import print_machine
from indexes.library import Library
from ingest.sentences import find_sentences
from rag.answerers.evidence_lock import EvidenceLock
from rag.answerers.prompt import build_prompt
from rag.answerers.token_table import TokenTable
from rag.assistant import Assistant
from rag.types import Request, Statement
from ui.sets import set_folder

VOCABULARY = 152_064
BATCHES = (1, 8, 32)
PROMPT_TOKENS = 32
"""The model reads so many tokens of each prompt: the lock never looks at them, and takes the passages whole."""


class Keeper:
    """An answerer that only keeps what it is asked."""

    name = "keeper"

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def answer(self, requests: Sequence[Request]) -> list[tuple[Statement, ...]]:
        """Keep the requests."""
        self.requests.extend(requests)
        return [() for _ in requests]


class Script(LogitsProcessor):
    """Makes each row's next token of a script the best, whatever was written."""

    def __init__(self, scripts: Sequence[Sequence[int]]) -> None:
        self._scripts = torch.tensor(scripts)
        self._step = 0

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:  # noqa: ARG002
        """Add to the scripted tokens' scores."""
        scripted = self._scripts[:, self._step : self._step + 1]
        self._step += 1
        return scores.scatter_add(1, scripted, torch.full(scripted.shape, 1000.0))


class Timed(LogitsProcessor):
    """Counts the seconds that a processor takes."""

    def __init__(self, inner: LogitsProcessor) -> None:
        self._inner = inner
        self.seconds: list[float] = []

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """Do as the processor does."""
        started = time.perf_counter()
        scores = self._inner(input_ids, scores)
        self.seconds.append(time.perf_counter() - started)
        return scores


@click.command()
@click.argument("ranks", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--set", "set_name", default="default", help="The set that the questions are put to.")
@click.option("--steps", default=96, help="Tokens of each answer.")
@click.option("--runs", default=3, help="Runs of each side, by turns.")
def main(ranks: Path, set_name: str, steps: int, runs: int) -> None:
    """Print milliseconds a step without the lock and with it, and what the lock itself takes of a step."""
    print_machine("torch", "transformers")
    tokenizer = load_tiktoken(ranks)
    started = time.perf_counter()
    table = TokenTable(tokenizer, VOCABULARY, [tokenizer.eos_token_id])
    click.echo(f"token table: {time.perf_counter() - started:.2f} s, once for a model")
    requests = find_requests(set_name, max(BATCHES))
    prompts = [build_prompt(request) for request in requests]
    started = time.perf_counter()
    EvidenceLock(prompts, table)
    spent = 1000 * (time.perf_counter() - started) / len(prompts)
    click.echo(f"licence: {spent:.1f} ms, once for a prompt, on average of {len(prompts)}")
    model = make_model()
    for kind in ("passes", "bent"):
        scripts = [write_script(tokenizer, request, steps, labelled=kind == "passes") for request in requests]
        if kind == "bent":
            scripts = scripts[1:] + scripts[:1]
        for size in BATCHES:
            ids = torch.tensor([tokenizer(prompt.text)["input_ids"][-PROMPT_TOKENS:] for prompt in prompts[:size]])
            free: list[float] = []
            locked: list[float] = []
            inside: list[float] = []
            for _ in range(runs):
                free.append(run(model, ids, steps, [Script(scripts[:size])]))
                lock = Timed(EvidenceLock(prompts[:size], table))
                locked.append(run(model, ids, steps, [Script(scripts[:size]), lock]))
                inside.extend(1000 * second for second in lock.seconds)
            nearly_all = statistics.quantiles(inside, n=20)[-1]
            click.echo(f"{kind}, batch {size}: {statistics.median(free):.1f} ms a step without the lock")
            click.echo(
                f"  {statistics.median(locked):.1f} with it; the lock itself {statistics.mean(inside):.2f} on average,"
            )
            click.echo(f"  {statistics.median(inside):.2f} in half and at most {nearly_all:.2f} in 95 % of the steps")


def load_tiktoken(ranks: Path) -> Any:
    """Return the byte-level tokenizer of a table of ranks: a token is merged of the two parts that rank lowest."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    lines = [line.split() for line in ranks.read_bytes().splitlines() if line.strip()]
    rank_of = {base64.b64decode(token): int(rank) for token, rank in lines}
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    signs = [chr(byte if byte in printable else next(others)) for byte in range(0x100)]

    def spell(token: bytes) -> str:
        return "".join(signs[byte] for byte in token)

    merges = [tuple(map(spell, split_token(token, rank_of))) for token in sorted(rank_of, key=rank_of.__getitem__)]
    model: Any = models.BPE(
        vocab={spell(token): rank for token, rank in rank_of.items()},
        merges=[pair for pair in merges if len(pair) == 2],
    )
    tokenizer: Any = Tokenizer(model)
    words = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    spaces = r"\s*[\r\n]+|\s+(?!\S)|\s+"
    split: Any = pre_tokenizers.Split(Regex(f"{words}|{spaces}"), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken("<|endoftext|>", special=True)])
    make_fast: Any = PreTrainedTokenizerFast
    return make_fast(tokenizer_object=tokenizer, eos_token="<|endoftext|>", pad_token="<|endoftext|>")


def split_token(token: bytes, rank_of: dict[bytes, int]) -> list[bytes]:
    """Return the two tokens that a token is merged of, or the token itself if it is a byte."""
    parts = [token[at : at + 1] for at in range(len(token))]
    while len(parts) > 2:
        ranks = [rank_of.get(parts[at] + parts[at + 1], VOCABULARY) for at in range(len(parts) - 1)]
        at = ranks.index(min(ranks))
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return parts


def find_requests(set_name: str, count: int) -> list[Request]:
    """Return so many questions with their evidence, as an answerer is asked them."""
    keeper = Keeper()
    rows = read_rows(ANSWERABLE)
    Assistant(Library.open(set_folder(set_name)), keeper).ask_all([row["question"] for row in rows[: 2 * count]])
    return keeper.requests[:count]


def write_script(tokenizer: Any, request: Request, steps: int, *, labelled: bool) -> list[int]:
    """Return the tokens of an answer of the first sentences of each passage, over and over."""
    sentences = []
    for evidence in request.evidence:
        start, end = find_sentences(evidence.quote)[0]
        sentence = evidence.quote[start:end].rstrip(".").replace("[", "(").replace("]", ")")
        sentences.append(f" {sentence} [{evidence.label}]." if labelled else f" {sentence}.")
    tokens: list[int] = tokenizer("".join(sentences))["input_ids"]
    return (tokens * (steps // len(tokens) + 1))[:steps]


def make_model() -> Any:
    """Return a tiny random Qwen2 with Qwen's number of scores."""
    from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
    )
    model: Any = Qwen2ForCausalLM(config)
    make_settings: Any = GenerationConfig
    model.generation_config = make_settings(do_sample=False, pad_token_id=0)
    return model.eval()


def run(model: Any, ids: torch.Tensor, steps: int, processors: list[LogitsProcessor]) -> float:
    """Decode so many steps and return the milliseconds that each took."""
    started = time.perf_counter()
    with torch.inference_mode():
        model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=steps,
            logits_processor=processors,
        )
    return 1000 * (time.perf_counter() - started) / steps


if __name__ == "__main__":
    main()
