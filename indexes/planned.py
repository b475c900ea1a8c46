"""A set that is not there yet: made when its first guideline comes, so that PDFs that cannot be read leave none."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from indexes.embedder import load_embedder
from indexes.embedding import Progress
from indexes.errors import LibraryError
from indexes.languages import ENGLISH, language_of
from indexes.library import Library
from indexes.stored import StoredGuideline
from indexes.types import Embedder
from ingest.types import Reading


class PlannedLibrary:
    """Takes guidelines as a `Library` does, and is one from the first on.

    Two processes may plan the same set: one makes it, and the other adds to it.
    """

    def __init__(self, folder: Path, embedder: Embedder | None = None, language: str | None = None) -> None:
        """Load the embedder, by default the packaged one, and see that a set can be made in the folder.

        The language (ISO 639-1) is English by default. Raises LibraryError if something is wrong: before PDFs are read
        for nothing, and with nothing left on disk.
        """
        self._folder = folder
        self.language = language_of(language or ENGLISH).code
        self._embedder = embedder or load_embedder()
        self._library: Library | None = None
        _check_writable(folder)

    def guidelines(self) -> tuple[StoredGuideline, ...]:
        """Return what it holds."""
        return self._library.guidelines() if self._library is not None else ()

    def add(
        self, reading: Reading, pdf: Path, password: str | None = None, progress: Progress | None = None
    ) -> StoredGuideline:
        """Add a guideline, as `Library.add` does; the first makes the set. Raises what `Library.create` raises too."""
        if self._library is None:
            self._library = Library.create(self._folder, self._embedder, self.language)
        return self._library.add(reading, pdf, password, progress)

    def supersede(self, guideline_id: str, older: Sequence[str]) -> None:
        """Make a guideline the newer edition of others, as `Library.supersede` does, once there is a set."""
        if self._library is None:
            raise LibraryError(f"there is no guideline {guideline_id!r} yet: the set is not made")
        self._library.supersede(guideline_id, older)

    def fold(self) -> None:
        """Write what was added into the indexes, as `Library.fold` does."""
        if self._library is not None:
            self._library.fold()

    def close(self) -> None:
        """Close the files, where there are any."""
        if self._library is not None:
            self._library.close()


def _check_writable(folder: Path) -> None:
    """Raise LibraryError if no folder can be made there; tried with one of another name, which nobody else can want."""
    above = folder
    while not above.exists() and above != above.parent:
        above = above.parent
    try:
        with tempfile.TemporaryDirectory(prefix=".fieldguide-", dir=above):
            return
    except OSError as fault:
        raise LibraryError(
            f"{folder} cannot be written ({fault.strerror}); name another place in FIELDGUIDE_HOME"
        ) from fault
