"""One reader's share of an answerer that several ask: it waits for its turn."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rag.answerers.turns import Tell, Turns
from rag.errors import AnswererError
from rag.types import Answerer, Request, Said, Statement, StreamingAnswerer


class WaitingAnswerer:
    """An answerer that several ask at a time, for one of them: it waits for its turn, and says so meanwhile."""

    def __init__(self, answerer: Answerer, turns: Turns, tell: Tell) -> None:
        """Take an answerer, the turns that all who ask it share, and who is told how many are before."""
        self._answerer = answerer
        self._turns = turns
        self._tell = tell
        self.waited = 0.0
        """Seconds until the turn came."""

    @property
    def name(self) -> str:
        """Who speaks."""
        return self._answerer.name

    def answer(self, requests: Sequence[Request]) -> Sequence[Said]:
        """Do as the answerer does, in turn."""
        with self._take():
            return self._answerer.answer(requests)

    def stream(self, request: Request) -> Iterator[tuple[Statement, ...]]:
        """Do as the answerer does, in turn. One that cannot show what it writes yields all at its end."""
        with self._take():
            if isinstance(self._answerer, StreamingAnswerer):
                yield from self._answerer.stream(request)
                return
            (said,) = self._answerer.answer([request])
        if isinstance(said, AnswererError):
            raise said
        yield said

    @contextmanager
    def _take(self) -> Iterator[None]:
        asked = time.perf_counter()
        with self._turns.take(self._tell):
            self.waited += time.perf_counter() - asked
            yield
