"""Keeps the PDFs of a library by content hash, so that their pages can be shown."""

import shutil
from pathlib import Path

from indexes.errors import LibraryError
from ingest.pdf import needs_password, save_unlocked


def keep_pdf(source: Path, password: str | None, target: Path) -> None:
    """Copy a PDF into the library, whole or not at all; one that needs its password is kept unlocked.

    Raises LibraryError if it cannot be written.
    """
    if target.exists():
        return
    unfinished = target.with_suffix(".new")
    try:
        if password is None or not needs_password(source):
            shutil.copyfile(source, unfinished)
        else:
            save_unlocked(source, password, unfinished)
        unfinished.replace(target)
    except OSError as fault:
        raise LibraryError(f"{target} cannot be written ({fault.strerror})") from fault
