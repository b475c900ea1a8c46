"""Counts how many changed statements the checks catch.

    .venv/bin/python -m benchmarks.mutations [--set NAME] [--each 400] [--missed]

The set holds the PDFs that benchmarks/README.md names; `mutants` makes the statements from their sentences and rows. Of
each kind so many are drawn, by chance with a fixed seed, among those whose unchanged statement the checks back: it is
the change that must be seen.
"""

import random
from collections import Counter

import click

from benchmarks.intervals import wilson
from benchmarks.machine import print_machine
from benchmarks.mutants import KINDS, Mutant, make_mutants
from indexes.library import Library
from rag.checks.support import check_statement
from ui.sets import set_folder


def draw(mutants: list[Mutant], each: int) -> list[Mutant]:
    """Return at most so many mutants of each kind, of different statements, whose unchanged statement is backed."""
    drawn: list[Mutant] = []
    for kind in KINDS:
        of_kind = [mutant for mutant in mutants if mutant.kind == kind]
        random.Random(7).shuffle(of_kind)
        backed: dict[str, Mutant] = {}
        for mutant in of_kind:
            if len(backed) < each and mutant.text not in backed and _is_backed(mutant):
                backed[mutant.text] = mutant
        drawn += backed.values()
    return drawn


def _is_backed(mutant: Mutant) -> bool:
    return check_statement(mutant.faithful, mutant.passages, mutant.headings)[0] == "supported"


@click.command()
@click.option("--set", "set_name", default="default", help="The set to take sentences and rows from.")
@click.option("--each", default=400, help="At most so many of each kind.")
@click.option("--missed", is_flag=True, help="Print each changed statement that is not caught.")
def main(set_name: str, each: int, missed: bool) -> None:
    """Make the changed statements, check them, and print how many of each kind are caught."""
    print_machine("pint")
    library = Library.open(set_folder(set_name))
    guidelines = [
        (stored.guideline.title, library.passages(stored.guideline.id))
        for stored in sorted(library.guidelines(), key=lambda stored: stored.guideline.file)
    ]
    mutants = draw(list(make_mutants(guidelines)), each)
    caught: Counter[str] = Counter()
    for mutant in mutants:
        verdict, _ = check_statement(mutant.text, mutant.passages, mutant.headings)
        caught[mutant.kind] += verdict == "unsupported"
        if missed and verdict != "unsupported":
            click.echo(f"{mutant.kind} ({mutant.form}): {mutant.text}\n  was: {mutant.faithful}")
    totals = Counter(mutant.kind for mutant in mutants)
    for kind in KINDS:
        _echo(kind, caught[kind], totals[kind])
    _echo("all", sum(caught.values()), len(mutants))
    forms = Counter(mutant.form for mutant in mutants)
    click.echo("made of: " + ", ".join(f"{form} {count}" for form, count in forms.most_common()))


def _echo(name: str, count: int, total: int) -> None:
    low, high = wilson(count, total)
    share = count / total if total else 0.0
    click.echo(f"{name:<11} {count:>5} of {total:>5} caught  {share:6.1%}  ({low:.1%} to {high:.1%})")


if __name__ == "__main__":
    main()
