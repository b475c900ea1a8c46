"""Measures how well the search finds the pages that answer, and what each of its clues brings.

    .venv/bin/python -m benchmarks.retrieval [--set NAME] [--gold FILE.jsonl] [--without]

The set holds the PDFs that benchmarks/README.md names. FILE has further questions: id, question, answerable, file,
pages and evidence. With --without, the search is repeated with each clue switched off, on the choosing half alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.asked import ANSWERABLE, half_of
from indexes.library import Library
from indexes.weights import WEIGHTS, Weights
from rag.evaluation.gold import read_gold
from rag.evaluation.retrieval import Gold, Score, search_for, summarise
from rag.evaluation.shares import mean_of
from ui.sets import set_folder

WITHOUT: dict[str, Weights] = {
    "late interaction": replace(WEIGHTS, match=0.0),
    "the question's words (coverage)": replace(WEIGHTS, coverage=0.0),
    "titles on the lexical side": replace(WEIGHTS, heading=0.0),
    "the lexical side": replace(WEIGHTS, lexical=0.0),
    "the dense side": replace(WEIGHTS, dense=0.0),
    "medicines' abbreviations and other names": replace(WEIGHTS, names=False),
    "the patient's row": replace(WEIGHTS, fitting=0.0),
    "the quantity asked for": replace(WEIGHTS, asked=0.0),
}


@click.command()
@click.option("--set", "set_name", default="default", help="The set to search.")
@click.option("--gold", "given", type=click.Path(exists=True, path_type=Path), help="Further gold questions.")
@click.option("--without", is_flag=True, help="Switch each clue off in turn, on the choosing half.")
def main(set_name: str, given: Path | None, without: bool) -> None:
    """Print the figures of each half and file with 95% intervals."""
    library = Library.open(set_folder(set_name))
    files = {"own": read_gold(ANSWERABLE)} | ({given.stem: read_gold(given)} if given else {})
    gold = [one for questions in files.values() for one in questions]
    scores = {one: search_for(library, one) for one in gold}
    for half in ("choose", "report"):
        for name, questions in {**files, "together": gold}.items():
            chosen = [scores[one] for one in questions if half_of(one.id) == half]
            figures = "  ".join(f"{label} {share}" for label, share in summarise(chosen).items())
            click.echo(f"{half:6} {name:8} {len(chosen):3} questions  {figures}")
    if without:
        _print_without(library, [one for one in gold if half_of(one.id) == "choose"], scores)


def _print_without(library: Library, gold: Sequence[Gold], scores: dict[Gold, Score]) -> None:
    for clue, weights in WITHOUT.items():
        found = [search_for(library, one, weights) for one in gold]
        lost = mean_of([scores[one].reciprocal - score.reciprocal for one, score in zip(gold, found, strict=True)])
        figures = "  ".join(f"{label} {share.value:.3f}" for label, share in summarise(found).items())
        click.echo(f"without {clue:40}  {figures}  of the MRR it brings {lost}")


if __name__ == "__main__":
    main()
