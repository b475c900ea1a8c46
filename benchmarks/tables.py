"""Scores the tables that Fieldguide reads from PDFs against cells typed by hand from the page pictures.

    .venv/bin/python -m benchmarks.tables FOLDER [--json] [--misses]

FOLDER holds the PDFs that table_truth.jsonl names.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from benchmarks.table_scoring import Score, Share, Verdict, judge_table, score
from benchmarks.table_truth import STYLES, TruthTable, load_truth
from ingest.read import read_guideline


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--misses", is_flag=True, help="Print each cell that is not right, and what was found instead.")
def main(folder: Path, as_json: bool, misses: bool) -> None:
    """Score the tables of the PDFs in FOLDER against the table truth set."""
    truth = load_truth()
    absent = sorted({table.file for table in truth if not (folder / table.file).is_file()})
    if absent:
        raise click.ClickException(f"{folder} has no {', '.join(absent)}")
    verdicts = judge_folder(truth, folder)
    scores = group_scores(verdicts)
    if as_json:
        click.echo(json.dumps({name: _as_numbers(value) for name, value in scores.items()}, indent=2))
    else:
        print_scores(scores)
    if misses:
        for verdict in verdicts:
            if verdict.fate != "right":
                print_miss(verdict)


def judge_folder(truth: Sequence[TruthTable], folder: Path) -> tuple[Verdict, ...]:
    """Read each PDF once and return what became of every truth cell. Raises UnreadablePDFError."""
    verdicts: list[Verdict] = []
    for file in dict.fromkeys(table.file for table in truth):
        tables = [table for table in truth if table.file == file]
        reading = read_guideline(folder / file, tables[0].guideline)
        for table in tables:
            verdicts.extend(judge_table(table, reading.tables))
    return tuple(verdicts)


def group_scores(verdicts: Sequence[Verdict]) -> dict[str, Score]:
    """Return the scores of all cells, of those not in term lists, of each style and of each file, by name, in order."""
    tabular = [verdict for verdict in verdicts if "term-list" not in verdict.table.style]
    scores = {"all": score(verdicts), "all but term-list": score(tabular)}
    for style in STYLES:
        scores[f"style {style}"] = score([verdict for verdict in verdicts if style in verdict.table.style])
    for file in dict.fromkeys(verdict.table.file for verdict in verdicts):
        scores[f"file {file}"] = score([verdict for verdict in verdicts if verdict.table.file == file])
    return scores


def print_scores(scores: dict[str, Score]) -> None:
    """Print one line a score: share, counts and 95% interval of its cells found and right, all and doses."""
    click.echo(f"{'':42}{'found':29}{'right':29}{'doses found':29}doses right")
    for name, value in scores.items():
        shares = (value.found, value.right, value.dose_found, value.dose_right)
        click.echo((f"{name:42}" + "".join(f"{_write(share):29}" for share in shares)).rstrip())


def print_miss(verdict: Verdict) -> None:
    """Print a cell that is not right, as printed, and below it what was found instead."""
    cell = verdict.cell
    where = " | ".join([" > ".join(cell.column), " > ".join(cell.row), cell.value])
    click.echo(f"\n{verdict.fate}{' dose' if cell.dose else ''}: {verdict.table.file} page {cell.page}: {where}")
    for text in verdict.instead or ("nothing",):
        click.echo(f"    found {text}")


def _write(share: Share) -> str:
    if not share.of:
        return "none"
    low, high = share.interval
    return f"{share.value:.3f} {share.count}/{share.of} ({low:.3f}-{high:.3f})"


def _as_numbers(value: Score) -> dict[str, dict[str, int | float | list[float]]]:
    shares: Iterable[tuple[str, Share]] = (
        ("found", value.found),
        ("right", value.right),
        ("dose_found", value.dose_found),
        ("dose_right", value.dose_right),
    )
    return {
        name: {"count": share.count, "of": share.of, "share": share.value, "interval": list(share.interval)}
        for name, share in shares
    }


if __name__ == "__main__":
    main()
