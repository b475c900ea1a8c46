"""Expected faults of answering; their text is shown to the user: what happened, and what to do."""

from ingest.errors import FieldguideError


class AnswererError(FieldguideError):
    """An answerer that cannot be loaded, or cannot finish: no weights, no memory, a prompt that does not fit."""


class VerifyError(FieldguideError):
    """A line that holds no answer to verify."""
