"""The command `fieldguide evaluate retrieval`."""

from pathlib import Path

import click
from tqdm import tqdm

from indexes.reranker import load_reranker
from rag.evaluation.gold import read_gold
from rag.evaluation.retrieval import search_for, summarise
from ui.filled_sets import open_filled
from ui.options import json_option, print_json, reranker_option, say, set_option

_MEANINGS = {
    "page@1": "a page that answers is the first hit",
    "page@5": "it is among the first five",
    "page@10": "it is among the first ten",
    "MRR": "mean of 1 / its rank, 0 where it is not among the first ten",
    "evidence@5": "the first five hold nine tenths of the words of a text that answers",
}


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@set_option
@reranker_option
@json_option
def retrieval(gold: Path, set_name: str, reranker: str | None, as_json: bool) -> int:
    """Measure how well a set's search finds the pages that answer, on a JSON Lines file of gold questions.

    A line has id, question, file (the PDF's name), pages (any of them will do) and evidence (texts, any of which
    answers); those with "answerable": false are left out. Intervals are 95%: Wilson's, and of the MRR by bootstrap.
    """
    questions = read_gold(gold)
    library = open_filled(set_name)
    there = {stored.guideline.file for stored in library.guidelines()}
    lacking = sorted({one.file for one in questions} - there)
    if lacking:
        lost = sum(one.file in lacking for one in questions)
        named = ", ".join(lacking)
        say(f"the set {set_name!r} lacks {named}: {lost} of {len(questions)} questions count as not found")
    reader = None if reranker is None else load_reranker(reranker)
    with tqdm(questions, unit="question", dynamic_ncols=True) as bar:
        figures = summarise([search_for(library, one, reranker=reader) for one in bar])
    if as_json:
        print_json(
            {
                "library": {"set": library.name, "generation": library.generation},
                "questions": len(questions),
                "files_lacking": lacking,
                "reranker": reranker,
                "figures": {
                    name: {"value": share.value, "low": share.low, "high": share.high}
                    for name, share in figures.items()
                },
            }
        )
        return 0
    click.echo(f"{len(questions)} questions to the set {library.name}, with 95% intervals")
    for name, share in figures.items():
        click.echo(f"  {name:10}  {share}  {_MEANINGS[name]}")
    return 0
