"""Expected faults of the libraries on disk."""

from ingest.errors import FieldguideError


class LibraryError(FieldguideError):
    """A set that is not there, cannot be written, or is of another format."""


class EmbedderMismatchError(LibraryError):
    """A set that was embedded by another embedder than the one asked for."""
