"""Reads PDFs in worker processes with limits of time and memory: a bad PDF costs itself only."""

import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from ingest.errors import UnreadablePDFError
from ingest.manifest import ManifestEntry
from ingest.types import Reading
from ingest.wire import load_reading
from ingest.worker_process import WorkerProcess

_AHEAD = 4
"""How many readings may wait for a caller who is slower: a long PDF after short ones is then read in time."""


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """One PDF to read, with what is known of it."""

    path: Path
    guideline_id: str
    entry: ManifestEntry | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """What became of one PDF, and how long its worker took."""

    result: Reading | UnreadablePDFError
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What one PDF may cost."""

    seconds: float = 180.0
    memory_bytes: int = 4 << 30
    """Address space; held to on Linux, not enforced by macOS and Windows."""
    ocr_page_seconds: float = 60.0
    """Further seconds for each page that is read by OCR; a page usually takes one to three."""


def read_safely(task: ReadingTask, limits: Limits = Limits()) -> Reading:
    """Read one PDF in a process of its own.

    Raises UnreadablePDFError if the PDF cannot be read, crashes its reader, or costs more than the limits allow.
    """
    worker = WorkerProcess()
    try:
        return _read_with(worker, task, limits)
    finally:
        worker.close()


def _read_with(worker: WorkerProcess, task: ReadingTask, limits: Limits) -> Reading:
    order = {
        "path": str(task.path.absolute()),
        "guideline_id": task.guideline_id,
        "entry": asdict(task.entry) if task.entry else None,
        "password": task.password,
        "memory_bytes": limits.memory_bytes,
    }
    outcome = worker.read(order, limits.seconds, limits.ocr_page_seconds)
    if outcome.late is not None:
        raise UnreadablePDFError(f"reading it took longer than {outcome.late:g} s; it may be damaged")
    if outcome.status == 0 and outcome.word == "READ":
        return load_reading(outcome.said)
    if outcome.status == 0 and outcome.word == "REFUSED":
        raise UnreadablePDFError(outcome.said.decode())
    if outcome.status < 0:
        name = signal.Signals(-outcome.status).name
        raise UnreadablePDFError(f"it crashed its reader ({name}); it may be damaged, or need more memory than is free")
    raise UnreadablePDFError(f"its reader failed: {outcome.last_words}")


def read_many(
    tasks: Iterable[ReadingTask],
    jobs: int,
    limits: Limits = Limits(),
) -> Iterator[tuple[ReadingTask, ReadingOutcome]]:
    """Read PDFs, `jobs` at a time and some ahead of the caller, and yield each outcome in the order given."""
    remaining = iter(tasks)
    workers = [WorkerProcess() for _ in range(jobs)]
    idle: SimpleQueue[WorkerProcess] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def read(task: ReadingTask) -> ReadingOutcome:
        started = time.monotonic()
        worker = idle.get()
        result: Reading | UnreadablePDFError
        try:
            result = _read_with(worker, task, limits)
        except UnreadablePDFError as fault:
            result = fault
        finally:
            idle.put(worker)
        return ReadingOutcome(result, time.monotonic() - started)

    pool = ThreadPoolExecutor(jobs)
    try:
        ahead: deque[tuple[ReadingTask, Future[ReadingOutcome]]] = deque()

        def start(count: int) -> None:
            for task in islice(remaining, count):
                ahead.append((task, pool.submit(read, task)))

        start(jobs + _AHEAD)
        while ahead:
            task, future = ahead.popleft()
            yield task, future.result()
            start(1)
    finally:
        # A caller who stops early waits for nothing: what is being read is stopped, and what waits is not begun.
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()
        pool.shutdown()
        for worker in workers:
            worker.close()
