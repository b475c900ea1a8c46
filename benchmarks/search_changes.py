"""What it costs to add a PDF of twenty pages to a set, and to remove it."""

import logging
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from indexes.library import Library

PAGES = 20
_RUNS = 3


@dataclass(frozen=True, slots=True)
class Changes:
    """Medians in seconds: adding is a whole process, removing is done by one that has the set open."""

    pages: int
    added: float
    added_to_empty: float
    removed: float


def measure_changes(folder: Path, home: Path, set_name: str) -> Changes:
    """Add pages of a folder's longest PDF to a set below `home` and to an empty one, by turns, and remove them."""
    with tempfile.TemporaryDirectory() as temporary:
        pdf = Path(temporary) / "twenty-pages.pdf"
        _cut_pages(folder, pdf)
        added, added_to_empty, removed = [], [], []
        for _ in range(_RUNS):
            empty = home / "empty"
            shutil.rmtree(empty, ignore_errors=True)
            added_to_empty.append(_add(pdf, "empty"))
            added.append(_add(pdf, set_name))
            removed.append(_remove(home / set_name))
        shutil.rmtree(empty)
    median = statistics.median
    return Changes(PAGES, median(added), median(added_to_empty), median(removed))


def _cut_pages(folder: Path, pdf: Path) -> None:
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it tells of each flaw in the source's objects
    readers = [PdfReader(path) for path in sorted(folder.rglob("*.pdf"))]
    longest = max(readers, key=lambda reader: len(reader.pages))
    middle = len(longest.pages) // 3
    writer = PdfWriter()
    for number in range(middle, min(middle + PAGES, len(longest.pages))):
        writer.add_page(longest.pages[number])
    writer.write(pdf)


def _add(pdf: Path, set_name: str) -> float:
    command = [str(Path(sys.executable).with_name("fieldguide")), "add", str(pdf), "--set", set_name]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _remove(folder: Path) -> float:
    library = Library.open(folder)
    library.search(["open"])
    started = time.perf_counter()
    library.remove("twenty-pages")
    seconds = time.perf_counter() - started
    library.close()
    return seconds
