"""Only one process at a time writes a set."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from indexes.errors import LibraryError

_SECONDS = 120.0


def writing_lock(folder: Path) -> FileLock:
    """Return the lock of the set in a folder, not yet taken."""
    return FileLock(str(folder / "writing.lock"))


@contextmanager
def writing(lock: FileLock) -> Iterator[None]:
    """Hold a set's lock. Raises LibraryError if another process does for two minutes, or the folder is read-only."""
    try:
        with lock.acquire(timeout=_SECONDS):
            yield
    except Timeout as fault:
        raise LibraryError(
            "another process has been writing this set for two minutes; try again when it is done"
        ) from fault
    except OSError as fault:
        raise LibraryError(f"{Path(lock.lock_file).parent} cannot be written ({fault.strerror})") from fault
