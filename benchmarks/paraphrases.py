"""Counts which faithful paraphrases of guideline sentences and rows the checks flag wrongly.

    .venv/bin/python -m benchmarks.paraphrases [--set NAME] [--missed] [--beside]

paraphrases.jsonl has them, written by hand: each with the PDF, the page and a few words that its passage alone has
there. The checks were made with those of the part "choose" in view; the part "first" was then measured unseen, and
errors of a general kind that it showed were mended; the part "last" was written and measured after that. The part
"second" is of pages that the others use little, and was measured unseen before what the first three still showed was
looked at. The part "third" was written and measured after what "second" showed was mended too. The part "fourth" is
as an answer would put it, of passages drawn by chance from pages that the others do not use, and was written without
sight of the checks; the part "fifth" was written like that after what "fourth" showed was mended, and
"sixth" after what "fifth" showed.
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.asked import read_rows
from benchmarks.intervals import wilson
from indexes.library import Library
from ingest.types import Passage
from rag.checks.support import check_statement
from ui.sets import set_folder

PARAPHRASES = Path(__file__).with_name("paraphrases.jsonl")


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A statement that says what a passage does, in other words."""

    id: str
    file: str
    page: int
    holds: str
    """Words that no other passage of that page has."""
    text: str

    @property
    def part(self) -> str:
        """Return which part it is of: "choose", "first", "last", "second", "third", "fourth", "fifth" or "sixth"."""
        return self.id.split("-")[0]


def load_paraphrases() -> tuple[Paraphrase, ...]:
    """Return the paraphrases, in the file's order."""
    return tuple(
        Paraphrase(row["id"], row["file"], row["page"], row["holds"], row["paraphrase"])
        for row in read_rows(PARAPHRASES)
    )


Guidelines = dict[str, tuple[str, list[Passage]]]
"""The title and the passages, in order, of each PDF by its file name."""


def read_guidelines(library: Library) -> Guidelines:
    """Return what a set holds of each PDF."""
    return {
        stored.guideline.file: (stored.guideline.title, list(library.passages(stored.guideline.id)))
        for stored in library.guidelines()
    }


def find_passage(guidelines: Guidelines, paraphrase: Paraphrase) -> tuple[str, Passage, tuple[Passage, ...]]:
    """Return the title of a paraphrase's guideline, its passage and those beside that.

    Raises ValueError unless there is exactly one passage.
    """
    title, passages = guidelines.get(paraphrase.file, ("", []))
    found = [
        at
        for at, passage in enumerate(passages)
        if passage.spans[0].page == paraphrase.page and paraphrase.holds in " ".join(passage.text.split())
    ]
    if len(found) != 1:
        raise ValueError(f"{len(found)} passages for {paraphrase.id}: build the set from the PDFs of the README")
    (at,) = found
    return title, passages[at], tuple(passages[max(0, at - 1) : at] + passages[at + 1 : at + 2])


@click.command()
@click.option("--set", "set_name", default="default", help="The set that has the passages.")
@click.option("--missed", is_flag=True, help="Print each paraphrase that is flagged, and why.")
@click.option("--beside", is_flag=True, help="Hold each against the passages before and behind its own as well.")
def main(set_name: str, missed: bool, beside: bool) -> None:
    """Check all paraphrases against their passages, and print how many are flagged."""
    guidelines = read_guidelines(Library.open(set_folder(set_name)))
    flagged: dict[str, list[bool]] = defaultdict(list)
    backed: list[bool] = []
    for paraphrase in load_paraphrases():
        title, passage, others = find_passage(guidelines, paraphrase)
        verdict, problems = check_statement(paraphrase.text, [passage.text], [title, *passage.heading])
        flagged[paraphrase.part].append(verdict != "supported")
        for other in others if beside else ():
            verdict, _ = check_statement(paraphrase.text, [other.text], [title, *other.heading])
            backed.append(verdict == "supported")
        if missed and problems:
            click.echo(f"{paraphrase.id}: {paraphrase.text}\n  {'; '.join(problems)}")
    for part, outcomes in flagged.items():
        low, high = wilson(sum(outcomes), len(outcomes))
        click.echo(f"{part}: {sum(outcomes)} of {len(outcomes)} flagged wrongly ({low:.1%} to {high:.1%})")
    if backed:
        low, high = wilson(sum(backed), len(backed))
        click.echo(f"beside: {sum(backed)} of {len(backed)} backed by a passage beside ({low:.1%} to {high:.1%})")


if __name__ == "__main__":
    main()
