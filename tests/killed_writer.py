"""Changes a set in a process of its own and is killed in the middle: run by tests, with SIGKILL at a given step.

    python -m tests.killed_writer FOLDER STEP add NAME SUPERSEDED TEXT...
    python -m tests.killed_writer FOLDER STEP remove NAME

A step is a call from or in one of the modules of `indexes`, calls of SQLite, tantivy and faiss included.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

import indexes
from indexes.library import Library
from tests.conftest import WordEmbedder, make_reading

_FOLDER = str(Path(indexes.__file__).parent)


def main(folder: Path, step: int, action: str, name: str, *more: str) -> None:
    """Add or remove a guideline, and fold all caches; die at the step, if there are so many."""
    library = Library.open(folder, WordEmbedder())
    pdf = folder.parent / "any.pdf"
    left = step

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        if event in ("call", "c_call") and frame.f_code.co_filename.startswith(_FOLDER):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    if action == "add":
        superseded, *texts = more
        library.add(make_reading(name, *texts, supersedes=(superseded,) if superseded else ()), pdf)
    else:
        library.remove(name)
    library.fold()
    library._caches.dense.fold()
    sys.setprofile(None)
    print(step - left)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
