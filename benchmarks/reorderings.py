"""Counts which rows and sentences the checks flag wrongly when their parts are said in another order.

    .venv/bin/python -m benchmarks.reorderings [--set NAME] [--flagged]

It is the other side of the mutants "exchange": the values have changed places, and their labels with them. The set
holds the PDFs that benchmarks/README.md names.
"""

import itertools
import random
import re
from collections.abc import Iterator

import click

from benchmarks.intervals import wilson
from benchmarks.mutant_forms import cells_of
from indexes.library import Library
from ingest.sentences import find_sentences
from rag.checks.support import check_statement
from ui.sets import set_folder

_SHORTEST, _LONGEST = 25, 400
_BETWEEN = re.compile(r"(; |, and |, but |, whereas |, while )")
_WITH_VALUE = re.compile(r"[<>≤≥]?\s?\d")
_LONGEST_VALUE = 40
_WHERE = r"(?:in|for|to|at|before|after|during|among)"
_TWO = re.compile(rf"(.*\d.*?) ({_WHERE} [^,;]{{5,60}}) and (\S*\d.*?) ({_WHERE} [^,;]{{5,60}})")
"""Two values, each with the words that say what it is of: "20 mg in adults and 10 mg in children"."""


def reorder(line: str, chance: random.Random) -> Iterator[str]:
    """Yield a row or sentence with two of its parts, each with a number, in the other order."""
    subject, *cells = cells_of(line)
    if cells:
        named = [(label, value) for cell in cells for label, mark, value in [cell.partition(": ")] if mark and label]
        pairs = [
            pair
            for pair in itertools.combinations(named, 2)
            if all(len(value) <= _LONGEST_VALUE and _WITH_VALUE.match(value) for _, value in pair)
            and pair[0][1] != pair[1][1]
        ]
        if pairs:
            (label, value), (other, other_value) = chance.choice(pairs)
            of = subject.removesuffix(":")
            yield f"For {of}, {other} should be {other_value} and {label} should be {value}."
            yield f"{of}: {other_value} for {other}; {value} for {label}."
        return
    sentence = subject.rstrip(". ")
    parts = _BETWEEN.split(sentence)
    if len(parts) == 3 and all(re.search(r"\d", part) for part in parts[::2]):
        first, between, second = parts
        yield f"{second[0].upper()}{second[1:]}{between}{first}."
    two = _TWO.fullmatch(sentence)
    if two is not None:
        yield f"{two[3]} {two[4]} and {two[1]} {two[2]}."


@click.command()
@click.option("--set", "set_name", default="default", help="The set to take sentences and rows from.")
@click.option("--flagged", is_flag=True, help="Print each statement that is flagged, and why.")
def main(set_name: str, flagged: bool) -> None:
    """Check the reordered rows and sentences, and print how many are flagged."""
    library = Library.open(set_folder(set_name))
    chance = random.Random(2026)
    outcomes: list[bool] = []
    for stored in sorted(library.guidelines(), key=lambda stored: stored.guideline.file):
        for passage in library.passages(stored.guideline.id):
            headings = [stored.guideline.title, *passage.heading]
            lines = [passage.text[start:end] for start, end in find_sentences(passage.text)]
            for line in (line for line in lines if _SHORTEST <= len(line) <= _LONGEST):
                for text in reorder(line, chance):
                    verdict, problems = check_statement(text, [passage.text], headings)
                    outcomes.append(verdict != "supported")
                    if flagged and problems:
                        click.echo(f"{text}\n  {'; '.join(problems)}")
    low, high = wilson(sum(outcomes), len(outcomes))
    click.echo(f"{sum(outcomes)} of {len(outcomes)} flagged wrongly ({low:.1%} to {high:.1%})")


if __name__ == "__main__":
    main()
