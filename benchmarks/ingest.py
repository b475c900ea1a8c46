"""Adds a folder of PDFs with Fieldguide and with LangChain's parts, in one run, and prints both and the ratio.

    .venv/bin/python -m benchmarks.ingest FOLDER [--runs 3]

Each side runs as a fresh process through its ordinary entry point: `fieldguide add`, and langchain_ingest.py, which
is what a user would write. The seconds are those of the whole process.
"""

import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.machine import print_machine

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """One side's one pass over the folder. Seconds are those of the whole process; start_up is that part of them
    which LangChain's side spends on imports and on loading its model, and is not known of ours. processor is the
    processors' time, user and system, which other work on the machine disturbs less.
    """

    files: int
    pages: int
    pieces: int
    refused: tuple[str, ...]
    seconds: float
    processor: float
    start_up: float
    device: str


class Clock:
    """Measures one child process, and its own children, from here to when it is asked. The child must be done then."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._used = _children_processor()

    def seconds(self) -> float:
        """Return the seconds that went by."""
        return time.monotonic() - self._started

    def processor(self) -> float:
        """Return the seconds of processor time that children used."""
        return _children_processor() - self._used


def _children_processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--runs", type=click.IntRange(1), default=1, show_default=True, help="Runs of each side, by turns.")
def main(folder: Path, runs: int) -> None:
    """Compare adding the PDFs of FOLDER with Fieldguide and with LangChain's parts."""
    for module in ("langchain_community", "langchain_text_splitters"):
        if importlib.util.find_spec(module) is None:
            raise click.ClickException(
                f"{module} is not installed; run .venv/bin/pip install -c constraints.txt -e '.[benchmarks]'"
            )
    folder = folder.resolve()
    print_machine("fieldguide", "openvino", "langchain-community", "sentence-transformers", "torch", "faiss-cpu")
    # Both sides shall find the PDFs in the system's file cache, whichever is first.
    for path in folder.rglob("*"):
        if path.is_file():
            path.read_bytes()
    ours: list[Run] = []
    theirs: list[Run] = []
    with tempfile.TemporaryDirectory(prefix="fieldguide-benchmark-") as temporary:
        work = Path(temporary)
        environment = os.environ | {"FIELDGUIDE_CACHE": str(work / "cache"), "HF_HUB_OFFLINE": "1"}
        first, second = load_embedder_once(environment), load_embedder_once(environment)
        print(
            f"before the clock: Fieldguide's embedder is converted once per machine, here in {first - second:.1f} s "
            f"(first load {first:.1f} s, then {second:.1f} s)"
        )
        for number in range(1, runs + 1):
            load = os.getloadavg()[0]
            ours.append(run_fieldguide(folder, environment | {"FIELDGUIDE_HOME": str(work / f"home-{number}")}))
            theirs.append(run_langchain(folder, work / f"langchain-{number}", environment))
            print(
                f"run {number} of {runs}: Fieldguide {ours[-1].seconds:.1f} s, LangChain {theirs[-1].seconds:.1f} s "
                f"(load average before it {load:.2f})",
                flush=True,
            )
    print_comparison(ours, theirs)


def load_embedder_once(environment: Mapping[str, str]) -> float:
    """Return the seconds that a fresh process needs to load our embedder, converting it if that was not done."""
    clock = Clock()
    _run([sys.executable, "-c", "from indexes.embedder import load_embedder; load_embedder()"], environment, (0,))
    return clock.seconds()


def run_fieldguide(folder: Path, environment: Mapping[str, str]) -> Run:
    """Add a folder to a new set with `fieldguide add`."""
    clock = Clock()
    # Exit status 1 says that some of the PDFs were refused.
    command = [str(Path(sys.executable).with_name("fieldguide")), "add", str(folder), "--json"]
    report = _run(command, environment, allowed=(0, 1))
    return Run(
        files=len(report["added"]),
        pages=sum(added["pages"] for added in report["added"]),
        pieces=sum(added["passages"] for added in report["added"]),
        refused=tuple(f"{item['file']}: {item['reason']}" for item in [*report["refused"], *report["skipped"]]),
        seconds=clock.seconds(),
        processor=clock.processor(),
        start_up=0.0,
        device="",
    )


def run_langchain(folder: Path, index: Path, environment: Mapping[str, str]) -> Run:
    """Index a folder with LangChain's parts."""
    clock = Clock()
    # As a module: run by its path, this folder would come first where Python looks, and its ingest.py hide the package.
    command = [sys.executable, "-m", "benchmarks.langchain_ingest", str(folder), str(index)]
    report = _run(command, environment, allowed=(0,))
    return Run(
        files=report["files"],
        pages=report["pages"],
        pieces=report["pieces"],
        refused=tuple(f"{item['file']}: {item['reason']}" for item in report["refused"]),
        seconds=clock.seconds(),
        processor=clock.processor(),
        start_up=report["start_up"],
        device=report["device"],
    )


def _run(command: Sequence[str], environment: Mapping[str, str], allowed: tuple[int, ...]) -> dict[str, Any]:
    """Run a command and return the JSON object that it prints last; {} if it prints nothing."""
    done = subprocess.run(command, env=dict(environment), cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise click.ClickException(f"{' '.join(command)} failed:\n{done.stderr.strip()[-2000:]}")
    lines = done.stdout.strip().splitlines()
    return dict(json.loads(lines[-1])) if lines else {}


def print_comparison(ours: Sequence[Run], theirs: Sequence[Run]) -> None:
    """Print the table of medians, the ratios, and the files that a side could not read."""
    sides = {"Fieldguide": ours, "LangChain": theirs}
    print(f"\n{'':12} {'files':>6} {'pages':>6} {'pieces':>7} {'seconds':>8} {'processor':>10} {'pages/s':>8}")
    for name, runs in sides.items():
        last = runs[-1]
        seconds = statistics.median(run.seconds for run in runs)
        processor = statistics.median(run.processor for run in runs)
        print(
            f"{name:12} {last.files:6} {last.pages:6} {last.pieces:7} {seconds:8.1f} {processor:10.1f} "
            f"{last.pages / seconds:8.1f}"
        )
    print()
    if theirs[-1].pages:
        start_up = statistics.median(run.start_up for run in theirs)
        print(f"ratio of pages/s, whole processes: {median_speed(ours) / median_speed(theirs):.1f}")
        ratio = statistics.median(run.processor for run in theirs) / statistics.median(run.processor for run in ours)
        print(f"ratio of processor time: {ratio:.1f}")
        print(
            f"ratio if LangChain is forgiven its imports and model loading ({start_up:.1f} s) and we are not: "
            f"{median_speed(ours) / median_speed(theirs, without_start_up=True):.1f}"
        )
    print(f"LangChain's embedder ran on {theirs[-1].device}")
    for name, runs in sides.items():
        for refused in runs[-1].refused:
            print(f"{name} did not read {refused}")


def median_speed(runs: Sequence[Run], without_start_up: bool = False) -> float:
    """Return the pages per second of one side's runs, by the median of their seconds."""
    seconds = statistics.median(run.seconds - (run.start_up if without_start_up else 0.0) for run in runs)
    return runs[-1].pages / seconds


if __name__ == "__main__":
    main()
