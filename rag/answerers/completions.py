"""Completions of a batch of prompts, written together, a token a step, each until it ends."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answerers.stopping import StopStrings

if TYPE_CHECKING:
    from rag.answerers.decoding import Decoder, Session
    from rag.answerers.evidence_lock import EvidenceLock


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote after a prompt."""

    text: str
    """Without the stop string or end token."""
    tokens: tuple[int, ...]
    """All that was decoded before the end token, with the stop string."""
    finished: bool
    """False where the length allowed cut it off."""
    swaps: tuple[int, ...] = ()
    """Where in the text the evidence lock made the model write another number than its own."""


class Batch:
    """Prompts, given as token ids, and what is written behind them."""

    def __init__(
        self,
        decoder: "Decoder",
        prompts: Sequence[Sequence[int]],
        stops: StopStrings,
        *,
        head: Sequence[int],
        most: int,
        ends: Collection[int],
        hidden: Sequence[str],
        lock: "EvidenceLock | None",
    ) -> None:
        """Take prompts, of which some begin with `head`. At most `most` tokens are written behind each.

        `ends` are the tokens that end a completion, `hidden` what special tokens write, which no text is to hold.
        """
        self._decoder = decoder
        self._prompts = prompts
        self._stops = stops
        self._head = head
        self._most = most
        self._end_tokens = ends
        self._hidden = hidden
        self._lock = lock
        self._written: list[list[int]] = [[] for _ in prompts]
        self._ended = [False] * len(prompts)

    def steps(self) -> Iterator[None]:
        """Write on, and yield after each token, until all completions have ended or the length allowed has.

        Raises torch.OutOfMemoryError or RuntimeError if the memory runs out.
        """
        session = self._decoder.begin(self._prompts, self._most, self._head)
        try:
            yield from self._write(session)
        finally:
            session.close()

    def read(self) -> list[Completion]:
        """Return what is written of each completion so far."""
        swaps = self._lock.swaps if self._lock else [()] * len(self._written)
        return [self._read_row(row, swaps[row]) for row in range(len(self._written))]

    def _write(self, session: "Session") -> Iterator[None]:
        for step in range(1, self._most + 1):
            best = session.best
            tokens = self._lock.choose(best, session.scores) if self._lock else best
            for row, token in enumerate(tokens):
                self._take(row, token)
            yield
            if all(self._ended) or step == self._most:
                return
            if self._lock:
                # What has ended is not followed further: the lock knows by a token that it has not chosen.
                self._lock.take([_NO_TOKEN if over else token for over, token in zip(self._ended, tokens, strict=True)])
            session.advance(tokens)

    def _take(self, row: int, token: int) -> None:
        if self._ended[row]:
            return
        if token in self._end_tokens:
            self._ended[row] = True
            return
        self._written[row].append(token)
        self._ended[row] = self._stops.end(self._written[row])

    def _read_row(self, row: int, swaps: tuple[int, ...]) -> Completion:
        text = self._stops.cut(self._stops.decode(self._written[row]))
        for token in self._hidden:
            # Not by nothing: a model may spell one letter by letter, and "1</s>0" is no 10.
            text = text.replace(token, "\ufffd")
        return Completion(text, tuple(self._written[row]), self._ended[row], swaps)


_NO_TOKEN = -1
