"""One worker process reads many PDFs, each in a fork: it outlives what happens to them, and is not left behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.sandbox import ReadingTask, read_many
from ingest.wire import load_reading
from ingest.worker_process import Outcome, WorkerProcess
from tests.pdf_factory import Text, make_pdf, protect, wrap

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a worker reads one PDF only where it cannot fork")


def make_book(path: Path, pages: int = 1) -> Path:
    """Make a PDF with a title and a paragraph on each page."""
    page = [Text("Care of children", 72, 70, 20), *wrap("The child is given fluids. " * 20)]
    return make_pdf(path, [page] * pages)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Such a PDF."""
    return make_book(tmp_path / "book.pdf")


def read(worker: WorkerProcess, path: Path, memory_bytes: int = 4 << 30, seconds: float = 60.0) -> Outcome:
    """Order one PDF."""
    order: dict[str, Any] = {"path": str(path), "guideline_id": "book", "entry": None, "password": None}
    return worker.read(order | {"memory_bytes": memory_bytes}, seconds, 60.0)


def pid_of(worker: WorkerProcess) -> int | None:
    """Return the process that runs."""
    return worker._process.pid if worker._process is not None else None


def is_gone(process: int) -> bool:
    """Whether there is no such process any more."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_worker_goes_on_after_whatever_became_of_a_pdf(tmp_path: Path, book: Path) -> None:
    """A reading, a refusal, a lack of memory, an order that is none: the same process reads the next."""
    worker = WorkerProcess()
    first = read(worker, book)
    process = pid_of(worker)
    assert (first.word, first.status, first.late) == ("READ", 0, None)
    refused = read(worker, protect(make_book(tmp_path / "locked.pdf"), "secret"))
    assert (refused.word, refused.said, refused.status) == (
        "REFUSED",
        b"it is protected by a password; give its password",
        0,
    )
    assert read(worker, make_book(tmp_path / "long.pdf", pages=400), memory_bytes=1 << 20).word != "READ"
    failed = worker.read({"memory_bytes": 4 << 30, "entry": None}, 60.0, 60.0)
    assert (failed.word, failed.status, failed.last_words) == (None, 1, "KeyError: 'path'")
    again = read(worker, book)
    assert load_reading(again.said) == load_reading(first.said)
    assert pid_of(worker) == process is not None
    worker.close()
    assert is_gone(process)


def test_a_worker_that_is_late_is_begun_again(book: Path) -> None:
    """The limit is told, and the next PDF has a new process."""
    worker = WorkerProcess()
    late = read(worker, book, seconds=0.01)
    assert (late.word, late.status, late.late) == (None, -signal.SIGKILL, 0.01)
    assert pid_of(worker) is None
    assert read(worker, book).word == "READ"
    worker.close()


def test_where_nothing_is_forked_each_pdf_has_a_worker(
    tmp_path: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: a worker takes one order and ends, and the next PDF has another."""
    (tmp_path / "sitecustomize.py").write_text("import os\ndel os.fork\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path.cwd()}")
    monkeypatch.delattr(os, "fork")
    worker = WorkerProcess()
    assert [read(worker, book).word for _ in range(3)] == ["READ", "READ", "READ"]
    assert pid_of(worker) is None
    worker.close()


def test_a_worker_whose_parent_was_killed_ends_too(tmp_path: Path) -> None:
    """A PDF that takes for ever, here one that nobody writes, does not go on for ever."""
    endless = tmp_path / "endless.pdf"
    os.mkfifo(endless)
    order = {"path": str(endless), "guideline_id": "a", "entry": None, "password": None, "memory_bytes": 4 << 30}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "ingest.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    said, _ = process.communicate(json.dumps(order | {"seconds": 0.1, "ocr_page_seconds": 0}).encode() + b"\n")
    assert said == b"END %d\n" % -signal.SIGALRM


def test_who_stops_early_leaves_no_process(tmp_path: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though a second PDF is being read then: a worker that would take for ever is stopped."""
    pids = tmp_path / "pids"
    slow = tmp_path / "python"
    refused = "printf 'REFUSED 2\\nnoEND 0\\n'"
    slow.write_text(f"#!/bin/sh\necho $$ >> {pids}\nread order\n{refused}\nread order\nsleep 1000\n")
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    outcomes = read_many([ReadingTask(book, str(number)) for number in range(3)], jobs=1)
    assert str(next(outcomes)[1].result) == "no"
    outcomes.close()  # type: ignore[attr-defined]
    (process,) = map(int, pids.read_text().split())
    assert is_gone(process)
