"""Expected faults of answering and of measuring it; their text is shown to the user: what happened, and what to do."""

from ingest.errors import FieldguideError


class AnswererError(FieldguideError):
    """An answerer that cannot be loaded, or cannot finish: no weights, no memory, a prompt that does not fit."""


class VerifyError(FieldguideError):
    """A line that holds no answer to verify."""


class EvaluationError(FieldguideError):
    """A file that cannot be evaluated with, or results that cannot be written or gone on with."""
