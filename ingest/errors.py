"""The one family of expected faults. Its text is shown to the user: what happened, and what to do."""


class FieldguideError(Exception):
    """An expected fault. Only the faces (`ui/`) catch it; they show its text and nothing else."""


class UnreadablePDFError(FieldguideError):
    """A PDF that cannot be read: damaged, not a PDF, protected by a password, too slow or too large."""


class ManifestError(FieldguideError):
    """A manifest that cannot be read, or that does not agree with the PDFs that it names."""


class RecognitionError(FieldguideError):
    """A picture that Tesseract could not read: it failed, or took too long."""
