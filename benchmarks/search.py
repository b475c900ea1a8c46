"""Searches sets of 5,000, 50,000 and 500,000 passages with Fieldguide and with what a user would pick instead.

    .venv/bin/python -m benchmarks.search FOLDER --work WORK [--sizes 5000,50000,500000] [--sides ...] [--plot FILE.svg]

FOLDER holds PDFs: their passages, recombined (large_sets.py), make the sets, which stay in WORK and are used again.
Each side runs in a process of its own, one after another (search_sides.py).
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from benchmarks.asked import ANSWERABLE, read_rows
from benchmarks.large_sets import make_set, read_halves
from benchmarks.machine import print_machine
from benchmarks.search_changes import measure_changes
from benchmarks.search_plot import draw_plot
from benchmarks.search_recall import measure_recall
from benchmarks.search_sides import SIDES
from indexes.library import Library


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--work", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where the sets stay.")
@click.option("--sizes", default="5000,50000,500000", show_default=True)
@click.option("--sides", default=",".join(SIDES), show_default=True)
@click.option("--questions", "count", default=50, show_default=True, help="How many are asked.")
@click.option("--plot", type=click.Path(path_type=Path), help="An SVG file to draw the times in.")
@click.option("--out", type=click.Path(path_type=Path), help="A JSON file to write the figures in.")
def main(folder: Path, work: Path, sizes: str, sides: str, count: int, plot: Path | None, out: Path | None) -> None:
    """Compare searches of recombined sets of these sizes."""
    print_machine("fieldguide", "openvino", "tantivy", "faiss-cpu", "langchain-community", "txtai")
    home = work / "home"
    os.environ["FIELDGUIDE_HOME"] = str(home)
    os.environ["HF_HUB_OFFLINE"] = "1"
    chosen = [int(size) for size in sizes.split(",")]
    _make_sets(folder, home, chosen)
    figures: list[dict[str, Any]] = []
    for size in chosen:
        for side in sides.split(","):
            found = _run_side(side, home / f"recombined-{size}", count)
            figures.append({"size": size, "side": side} | found)
            print(_line(figures[-1]), flush=True)
        recall = measure_recall(home / f"recombined-{size}", [row["question"] for row in read_rows(ANSWERABLE)])
        print(f"{size:>8} passages: recall@10 of the dense side against exact search {recall:.4f}", flush=True)
        changes = measure_changes(folder, home, f"recombined-{size}")
        print(
            f"{size:>8} passages: a PDF of {changes.pages} pages added in {changes.added:.2f} s, to an empty set in "
            f"{changes.added_to_empty:.2f} s: {changes.added / changes.added_to_empty:.2f} times; removed in "
            f"{1000 * changes.removed:.0f} ms",
            flush=True,
        )
        figures.append({"size": size, "recall": recall} | asdict(changes))
    _print_ratios(figures)
    if plot is not None:
        draw_plot([figure for figure in figures if "side" in figure], plot)
    if out is not None:
        out.write_text(json.dumps(figures, indent=1), "utf-8")


def _make_sets(folder: Path, home: Path, sizes: list[int]) -> None:
    if not (home / "real" / "library.sqlite").exists():
        subprocess.run([_command(), "add", str(folder), "--set", "real"], check=True, stdout=subprocess.DEVNULL)
    missing = [size for size in sizes if not (home / f"recombined-{size}" / "dense.json").exists()]
    if not missing:
        return
    real = Library.open(home / "real")
    halves = read_halves(real)
    for size in missing:
        print(f"making a set of {size} passages", flush=True)
        make_set(home / f"recombined-{size}", size, halves, real.embedder)
    real.close()


def _command() -> str:
    return str(Path(sys.executable).with_name("fieldguide"))


def _run_side(side: str, folder: Path, count: int) -> dict[str, Any]:
    _read_once(folder)
    command = [sys.executable, "-m", "benchmarks.search_sides", side, str(folder), str(ANSWERABLE), str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    milliseconds = sorted(1000 * seconds for seconds in found.pop("seconds"))
    return found | {
        "p50": statistics.median(milliseconds),
        "p95": milliseconds[min(len(milliseconds) - 1, int(0.95 * len(milliseconds)))],
    }


def _read_once(folder: Path) -> None:
    """Bring a set's files into the system's file cache: what is measured is a search of a set in use."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                while file.read(1 << 24):
                    pass


def _line(figure: dict[str, Any]) -> str:
    return (
        f"{figure['size']:>8} {figure['side']:<11} p50 {figure['p50']:8.1f} ms  p95 {figure['p95']:8.1f} ms  "
        f"memory {figure['memory'] / 2**20:7.0f} MiB  opened in {figure['opened']:6.2f} s"
    )


def _print_ratios(figures: list[dict[str, Any]]) -> None:
    times: Callable[[str], dict[int, float]] = lambda side: {  # noqa: E731
        figure["size"]: figure["p50"] for figure in figures if figure.get("side") == side
    }
    ours = times("fieldguide")
    for side in SIDES:
        ratios = [f"{size}: {p50 / ours[size]:.1f}" for size, p50 in times(side).items() if size in ours]
        if side != "fieldguide" and ratios:
            print(f"{side} takes so many times as long: {', '.join(ratios)}")


if __name__ == "__main__":
    main()
