"""Reads PDFs in worker processes with limits of time and memory: a bad PDF costs itself only."""

import json
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from ingest.errors import UnreadablePDFError
from ingest.manifest import ManifestEntry
from ingest.types import Reading
from ingest.wire import load_reading


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


def read_safely(task: ReadingTask, limits: Limits = Limits()) -> Reading:
    """Read one PDF in a process of its own.

    Raises UnreadablePDFError if the PDF cannot be read, crashes its reader, or costs more than the limits allow.
    """
    order = {
        "path": str(task.path.absolute()),
        "guideline_id": task.guideline_id,
        "entry": asdict(task.entry) if task.entry else None,
        "password": task.password,
        "memory_bytes": limits.memory_bytes,
    }
    # -P: what lies in the working folder is not run. The order goes in by standard input: a password on a command
    # line could be seen by every user of the machine.
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ingest.worker"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise UnreadablePDFError(f"reading it took longer than {limits.seconds:g} s; it may be damaged") from fault
    if done.returncode == 0:
        return load_reading(done.stdout)
    if done.returncode == 3:
        raise UnreadablePDFError(done.stdout.decode())
    if done.returncode < 0:
        name = signal.Signals(-done.returncode).name
        raise UnreadablePDFError(f"it crashed its reader ({name}); it may be damaged, or need more memory than is free")
    last_words = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
    raise UnreadablePDFError(f"its reader failed: {last_words[0]}")


def read_many(
    tasks: Iterable[ReadingTask],
    jobs: int,
    limits: Limits = Limits(),
) -> Iterator[tuple[ReadingTask, ReadingOutcome]]:
    """Read PDFs, `jobs` at a time and a little ahead of the caller, and yield each outcome in the order given."""
    remaining = iter(tasks)
    with ThreadPoolExecutor(jobs) as pool:
        ahead: deque[tuple[ReadingTask, Future[ReadingOutcome]]] = deque()

        def start(count: int) -> None:
            for task in islice(remaining, count):
                ahead.append((task, pool.submit(_read_timed, task, limits)))

        start(jobs + 1)
        while ahead:
            task, future = ahead.popleft()
            yield task, future.result()
            start(1)


def _read_timed(task: ReadingTask, limits: Limits) -> ReadingOutcome:
    started = time.monotonic()
    result: Reading | UnreadablePDFError
    try:
        result = read_safely(task, limits)
    except UnreadablePDFError as fault:
        result = fault
    return ReadingOutcome(result, time.monotonic() - started)
