"""Expected faults of the libraries on disk."""

from ingest.errors import FieldguideError


class LibraryError(FieldguideError):
    """A set that is not there, cannot be written, or is of another format."""


class OtherFormatError(LibraryError):
    """A set that another version has made, and that this one cannot read."""


class EmbedderMismatchError(LibraryError):
    """A set that was embedded by another embedder than the one asked for."""


class AlreadyHeldError(LibraryError):
    """Content that the set holds already, as when another process has added it meanwhile."""


def held_already(guideline_id: str) -> str:
    """Return the clause that says so."""
    return f"its content is in the set already, as {guideline_id}"


def supersedes_already(newer: str, older: str) -> str:
    """Return the sentence that says why one edition cannot supersede another: both would be hidden."""
    if newer == older:
        return f"{newer} cannot supersede itself"
    return f"{newer} cannot supersede {older}, which supersedes it in this set; remove one of the two"
