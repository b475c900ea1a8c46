"""The process in which one PDF is read: an order as JSON on standard input, the reading as JSON on standard output.

Before it reads pages by OCR it writes a line "OCR" with their number, so that it is given time for them. Exit status 0
with a reading, 3 with one sentence that says why the PDF cannot be read.
"""

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

from ingest.errors import UnreadablePDFError
from ingest.manifest import ManifestEntry

_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> int:
    """Read the PDF that the order names."""
    order: dict[str, Any] = json.load(sys.stdin)
    # Libraries may print; only the reading may go where the parent reads, so it gets the one true descriptor.
    with os.fdopen(os.dup(1), "wb") as output:
        os.dup2(2, 1)
        _limit_memory(order["memory_bytes"])
        # Imported under the limit, which would not count what was loaded before it.
        from ingest.read import read_guideline
        from ingest.wire import dump_reading

        # Reading makes millions of small objects and hardly a cycle: looking for some as often as is usual takes a
        # tenth of its time.
        gc.freeze()
        gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)

        def announce(ocr_pages: int) -> None:
            output.write(b"OCR %d\n" % ocr_pages)
            output.flush()

        entry = order["entry"]
        if entry is not None:
            entry = ManifestEntry(**(entry | {"supersedes": tuple(entry["supersedes"])}))
        try:
            reading = read_guideline(Path(order["path"]), order["guideline_id"], entry, order["password"], announce)
            dumped = dump_reading(reading)
        except UnreadablePDFError as fault:
            output.write(str(fault).encode())
            return 3
        except MemoryError:
            output.write(b"reading it needs more memory than one PDF may take")
            return 3
        output.write(dumped)
    return 0


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    sys.exit(main())
