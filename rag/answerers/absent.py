"""What stands in the place of an answerer that could not be loaded: questions still get their evidence."""

from collections.abc import Sequence

from rag.errors import AnswererError
from rag.types import Request


class AbsentAnswerer:
    """Has for each request the fault that kept an answerer away."""

    def __init__(self, name: str, fault: AnswererError) -> None:
        """Take who was to speak, and why that cannot be."""
        self.name = name
        self._fault = fault

    def answer(self, requests: Sequence[Request]) -> list[AnswererError]:
        """Return the fault for each request."""
        return [self._fault for _ in requests]
