"""The process that PDFs are read in: orders as lines of JSON on standard input, readings on standard output.

It loads the reader once and forks a process of its own for each PDF, which is done with it: a bad PDF costs itself
only. Where a process cannot be forked, it takes one order and ends.

Before pages are read by OCR, a line "OCR" with their number is written, so that they are given time. Then comes "READ"
or "REFUSED" with a number of bytes: the reading as JSON, or one sentence that says why the PDF cannot be read. The last
line of each order is "END" with the exit status of the process that read, below zero for the signal that ended it.
"""

import gc
import json
import math
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from ingest.errors import UnreadablePDFError
from ingest.manifest import ManifestEntry
from ingest.read import read_guideline
from ingest.wire import dump_reading

_OBJECTS_BETWEEN_COLLECTIONS = 50_000
_GRACE_SECONDS = 5


def main() -> int:
    """Read the PDFs that the orders name."""
    # Reading makes millions of small objects and hardly a cycle: looking for some as often as is usual takes a tenth of
    # its time.
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    # Libraries may print; only readings may go where the parent reads, so they get the one true descriptor.
    with os.fdopen(os.dup(1), "wb") as output:
        os.dup2(2, 1)
        for line in sys.stdin.buffer:
            order = json.loads(line)
            status = _read_in_fork(order, output) if hasattr(os, "fork") else _read(order, output)
            output.write(b"END %d\n" % status)
            output.flush()
            if not hasattr(os, "fork"):
                break
    return 0


def _read_in_fork(order: dict[str, Any], output: BinaryIO) -> int:
    process = os.fork()
    if process == 0:
        status = 1
        try:
            status = _read(order, output)
        finally:
            sys.stderr.flush()
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _read(order: dict[str, Any], output: BinaryIO) -> int:
    """Read one PDF; return 1, with the fault's last line on standard error, if the reader itself fails."""

    def announce(ocr_pages: int) -> None:
        output.write(b"OCR %d\n" % ocr_pages)
        output.flush()
        _limit_time(order["seconds"] + order["ocr_page_seconds"] * ocr_pages)

    try:
        _limit_time(order["seconds"])
        _limit_memory(order["memory_bytes"])
        entry = order["entry"]
        if entry is not None:
            entry = ManifestEntry(**(entry | {"supersedes": tuple(entry["supersedes"])}))
        try:
            reading = read_guideline(Path(order["path"]), order["guideline_id"], entry, order["password"], announce)
            word, said = b"READ", dump_reading(reading)
        except UnreadablePDFError as fault:
            word, said = b"REFUSED", str(fault).encode()
        except MemoryError:
            word, said = b"REFUSED", b"reading it needs more memory than one PDF may take"
        output.write(b"%s %d\n" % (word, len(said)) + said)
        output.flush()
    except Exception:  # whatever is wrong in the reader, the worker goes on, and the parent tells what was said
        traceback.print_exc()
        return 1
    return 0


def _limit_time(seconds: float) -> None:
    """End this process some time after the parent should have stopped it: the parent itself may have been killed."""
    if hasattr(signal, "alarm"):
        signal.alarm(math.ceil(seconds) + _GRACE_SECONDS)


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    sys.exit(main())
