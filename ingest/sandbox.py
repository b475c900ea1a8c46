"""Reads PDFs in worker processes with limits of time and memory: a bad PDF costs itself only."""

import json
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from ingest.errors import UnreadablePDFError
from ingest.manifest import ManifestEntry
from ingest.types import Reading
from ingest.wire import load_reading

_AHEAD = 4
"""How many readings may wait for a caller who is slower: a long PDF after short ones is then read in time."""

_ANNOUNCEMENT = re.compile(rb"OCR (\d+)\n")


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
    order = {
        "path": str(task.path.absolute()),
        "guideline_id": task.guideline_id,
        "entry": asdict(task.entry) if task.entry else None,
        "password": task.password,
        "memory_bytes": limits.memory_bytes,
    }
    with tempfile.TemporaryFile() as errors:
        # -P: what lies in the working folder is not run. The order goes in by standard input: a password on a command
        # line could be seen by every user of the machine.
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        with process:
            output, seconds, late = _talk(process, json.dumps(order).encode(), limits)
        errors.seek(0)
        last_words = errors.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
    if late:
        raise UnreadablePDFError(f"reading it took longer than {seconds:g} s; it may be damaged")
    if process.returncode == 0:
        return load_reading(output)
    if process.returncode == 3:
        raise UnreadablePDFError(output.decode())
    if process.returncode < 0:
        name = signal.Signals(-process.returncode).name
        raise UnreadablePDFError(f"it crashed its reader ({name}); it may be damaged, or need more memory than is free")
    raise UnreadablePDFError(f"its reader failed: {last_words[0]}")


def _talk(process: "subprocess.Popen[bytes]", order: bytes, limits: Limits) -> tuple[bytes, float, bool]:
    """Give a worker its order; return what it wrote, the seconds that it was given, and whether it took longer.

    A worker that takes longer is killed. One that announces pages to be read by OCR is given time for each of them.
    """
    assert process.stdin is not None and process.stdout is not None
    killed = threading.Event()

    def kill() -> None:
        killed.set()
        process.kill()

    seconds = limits.seconds
    timer = threading.Timer(seconds, kill)
    timer.start()
    try:
        with suppress(BrokenPipeError), process.stdin:  # broken if it died at once; its exit status says why
            process.stdin.write(order)
        output = process.stdout.readline()
        announced = _ANNOUNCEMENT.fullmatch(output)
        if announced is not None:
            seconds += limits.ocr_page_seconds * int(announced[1])
            timer.cancel()
            timer = threading.Timer(seconds, kill)
            timer.start()
            output = b""
        output += process.stdout.read()
        process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        timer.cancel()
    return output, seconds, killed.is_set()


def read_many(
    tasks: Iterable[ReadingTask],
    jobs: int,
    limits: Limits = Limits(),
) -> Iterator[tuple[ReadingTask, ReadingOutcome]]:
    """Read PDFs, `jobs` at a time and some ahead of the caller, and yield each outcome in the order given."""
    remaining = iter(tasks)
    with ThreadPoolExecutor(jobs) as pool:
        ahead: deque[tuple[ReadingTask, Future[ReadingOutcome]]] = deque()

        def start(count: int) -> None:
            for task in islice(remaining, count):
                ahead.append((task, pool.submit(_read_timed, task, limits)))

        start(jobs + _AHEAD)
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
