"""Holds the scorer of `fieldguide evaluate mcq` to lm-evaluation-harness itself, question by question.

    .venv/bin/python -m benchmarks.mcq FOLDER [--items 200] [--tiktoken QWEN_TIKTOKEN]

FOLDER has medmcqa_dev.jsonl, medqa_us_4_options_test.jsonl, pubmedqa_test.json and pubmedqa_test_ground_truth.json, as
their authors publish them. The harness (the optional group `evaluation`) runs its own tasks on them, from local copies
in the form of its hub's data, with tiny random models made on the spot; so do we. Neither needs a network.
QWEN_TIKTOKEN is Qwen's table of byte-pair ranks: with it a fourth model has the tokens of Meditron3.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.harness import ask_harness
from benchmarks.lock import load_tiktoken
from benchmarks.machine import print_machine
from rag.answerers.log_likelihood import LogLikelihoodModel
from rag.evaluation.mcq_formats import read_items
from rag.evaluation.mcq_prompts import ask, choices_of, draw_examples
from rag.evaluation.mcq_types import TASKS, Item, Scored, Task
from rag.json_lines import Row
from tests.tiny_models import make_tiny_model, make_tokenizer

FILES: dict[Task, str] = {
    "medmcqa": "medmcqa_dev.jsonl",
    "medqa": "medqa_us_4_options_test.jsonl",
    "pubmedqa": "pubmedqa_test.json",
}
TRUTH = "pubmedqa_test_ground_truth.json"

NEAR = 1e-4
"""How far two log-likelihoods may lie apart."""

_BATCH = 8

MODELS = ("options of one token", "options of several tokens", "context of 192 tokens")
CASES: tuple[tuple[str, Task, int], ...] = (
    *((MODELS[0], task, shots) for shots in (0, 2) for task in TASKS),
    *((MODELS[1], task, 0) for task in TASKS),
    *((MODELS[2], task, shots) for shots in (0, 2) for task in TASKS),
)
"""A model, a set, and the number of examples."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One set with one model, asked by both."""

    questions: int
    same_text: int
    """How many have the same text and options, character by character."""
    same_choice: int
    same_verdict: int
    """How many are right, or wrong, for both."""
    farthest: float
    """The largest difference between two log-likelihoods."""
    cut: int
    """How many were too long for the model."""
    chosen: dict[str, int]
    """How often each choice was the likeliest."""

    @property
    def same(self) -> bool:
        """Whether there is no difference but in the last digits."""
        same = {self.same_text, self.same_choice, self.same_verdict}
        return same == {self.questions} and self.farthest < NEAR


def learn_from(folder: Path, items: int) -> list[Item]:
    """Return the first questions of each set, which the tiny models' tokenizer is trained on."""
    return [item for task in TASKS for item in read_items(task, folder / FILES[task])[:items]]


def make_models(folder: Path, items: Sequence[Item]) -> dict[str, Path]:
    """Save the three tiny models: their options are one token, or several, and the third has room for little."""
    texts = [f"{item.question} {' '.join(item.options)} {' '.join(item.abstract)}" for item in items]
    words = [f"Answer: {choice}\n" for task in TASKS for choice in choices_of(task)] * 20
    tokenizer = make_tokenizer(4000, corpus=[*texts, *words])
    one = make_tiny_model(folder / "one", tokenizer=tokenizer, spare_rows=24)
    several = make_tiny_model(folder / "several", seed=1)
    short = make_tiny_model(folder / "short", tokenizer=tokenizer, seed=2, max_position_embeddings=192)
    return dict(zip(MODELS, (one, several, short), strict=True))


def compare(task: Task, folder: Path, model: Path, shots: int, items: int, *, same_split: bool = False) -> Comparison:
    """Ask both for the first questions of a set, with examples from its others or, of the same split, from these."""
    whole = read_items(task, folder / FILES[task], folder / TRUTH if task == "pubmedqa" else None)
    rows = read_rows(task, folder)
    asked = whole[:items]
    examples = draw_examples(asked, asked if same_split else whole[items:], shots)
    texts = [ask(task, item, drawn) for item, drawn in zip(asked, examples, strict=True)]
    scorer = LogLikelihoodModel.from_pretrained(str(model), device="cpu", batch_size=_BATCH)
    choices = choices_of(task)
    ours = [
        Scored(item.id, item.answer, one.of_options, choices, one.cut)
        for item, one in zip(asked, scorer.score(texts), strict=True)
    ]
    theirs = ask_harness(task, rows[:items], () if same_split else rows[items:], model, shots, _BATCH)
    pairs = list(zip(texts, ours, theirs, strict=True))
    return Comparison(
        questions=len(pairs),
        same_text=sum((text.context, text.options) == (other.context, other.options) for text, _, other in pairs),
        same_choice=sum(one.choice == other.choice for _, one, other in pairs),
        same_verdict=sum((one.choice == one.answer) == other.right for _, one, other in pairs),
        farthest=max(
            abs(mine - other)
            for _, one, heard in pairs
            for mine, other in zip(one.likelihoods, heard.likelihoods, strict=True)
        ),
        cut=sum(one.cut > 0 for one in ours),
        chosen=dict(Counter(choices[one.choice] for one in ours)),
    )


def read_rows(task: Task, folder: Path) -> list[Row]:
    """Return a set's rows as they are published, with nothing of ours between."""
    text = (folder / FILES[task]).read_text("utf-8")
    if task == "pubmedqa":
        return list(json.loads(text).values())
    return [json.loads(line) for line in text.splitlines()]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--items", default=200, help="Questions of each set.")
@click.option("--tiktoken", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Qwen's tokens.")
def main(folder: Path, items: int, tiktoken: Path | None) -> None:
    """Print for each set and model how many questions have the same text, choice and verdict; status 1 if not all."""
    print_machine("torch", "transformers", "lm_eval")
    differ = False
    with tempfile.TemporaryDirectory() as made:
        models = make_models(Path(made), learn_from(folder, items))
        cases = list(CASES)
        if tiktoken is not None:
            models["Qwen's tokens"] = make_tiny_model(Path(made) / "qwen", tokenizer=load_tiktoken(tiktoken), seed=3)
            cases += [("Qwen's tokens", task, 0) for task in TASKS]
        for name, task, shots in cases:
            found = compare(task, folder, models[name], shots, items)
            differ = differ or not found.same
            click.echo(
                f"{name}, {task}, {shots} examples: same text {found.same_text}, choice {found.same_choice} and "
                f"verdict {found.same_verdict} of {found.questions}, at most {found.farthest:.1e} apart; "
                f"{found.cut} cut; chosen {found.chosen}"
            )
    raise SystemExit(int(differ))


if __name__ == "__main__":
    main()
