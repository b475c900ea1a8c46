"""Counts which of the questions that the dev guidelines do not answer are refused.

    .venv/bin/python -m benchmarks.refusals [--set NAME] [--answered]

The set holds the PDFs that benchmarks/README.md names, and quotes answer.
"""

from collections import defaultdict
from dataclasses import dataclass

import click

from benchmarks.asked import UNANSWERABLE, half_of, read_rows
from indexes.library import Library
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import Assistant
from ui.sets import set_folder


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question that the guidelines do not answer, and why not."""

    id: str
    question: str
    why: str

    @property
    def half(self) -> str:
        """Return "choose" if thresholds and word lists were made with it in view, else "report"."""
        return half_of(self.id)


def load_unanswerable() -> tuple[Unanswerable, ...]:
    """Return the questions, in the file's order."""
    return tuple(Unanswerable(row["id"], row["question"], row["why"]) for row in read_rows(UNANSWERABLE))


@click.command()
@click.option("--set", "set_name", default="default", help="The set to ask.")
@click.option("--answered", is_flag=True, help="Print each question of the choosing half that got an answer, and it.")
def main(set_name: str, answered: bool) -> None:
    """Ask the unanswerable questions and print how many of each half are refused."""
    library = Library.open(set_folder(set_name))
    questions = load_unanswerable()
    answers = Assistant(library, QuoteAnswerer(library.embedder)).ask_all([each.question for each in questions])
    refused: dict[str, list[bool]] = defaultdict(list)
    for each, answer in zip(questions, answers, strict=True):
        refused[each.half].append(answer.outcome == "not_in_guidelines")
        if answered and each.half == "choose" and answer.statements:
            click.echo(f"{each.id}: {each.question}\n  {answer.statements[0].text}")
    for half, outcomes in refused.items():
        click.echo(f"{half}: {sum(outcomes)} of {len(outcomes)} refused")


if __name__ == "__main__":
    main()
