"""Expected faults of the libraries on disk."""

from ingest.errors import FieldguideError


class LibraryError(FieldguideError):
    """A set that is not there, cannot be written, or is of another format."""


class EmbedderMismatchError(LibraryError):
    """A set that was embedded by another embedder than the one asked for."""


class AlreadyHeldError(LibraryError):
    """Content that the set holds already, as when another process has added it meanwhile."""


def held_already(guideline_id: str) -> str:
    """Return the clause that says so."""
    return f"its content is in the set already, as {guideline_id}"
