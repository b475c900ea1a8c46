"""Turns at what only a few may use at a time: whoever asks first is served first, and is told how many are before."""

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SECONDS = 1.0
"""Who waits is told again after so long: a reader of the page who is gone is noticed by that."""

Tell = Callable[[int], None]


class Turns:
    """A number of places, taken in the order of asking. A `threading.Lock` gives its one place to whom it likes."""

    def __init__(self, places: int) -> None:
        """Raises ValueError if there is no place."""
        if places < 1:
            raise ValueError("there must be a place to wait for")
        self.places = places
        """How many may be had at a time."""
        self._taken = 0
        self._waiting: list[object] = []
        self._changed = threading.Condition()

    @contextmanager
    def take(self, tell: Tell | None = None) -> Iterator[None]:
        """Wait for a place, and have it until the block ends.

        As long as there is none, `tell` is given how many have or come to a place before, at once, when that changes
        and each second. What it raises ends the wait.
        """
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
        try:
            self._wait(ticket, tell)
        except BaseException:
            self._leave(ticket)
            raise
        try:
            yield
        finally:
            with self._changed:
                self._taken -= 1
                self._changed.notify_all()

    def _wait(self, ticket: object, tell: Tell | None) -> None:
        """Return once the ticket has a place."""
        while True:
            with self._changed:
                before = self._count_before(ticket)
                if not before:
                    self._waiting.remove(ticket)
                    self._taken += 1
                    return
            if tell is not None:
                tell(before)
            with self._changed:
                self._changed.wait_for(functools.partial(self._has_news, ticket, before), _SECONDS)

    def _has_news(self, ticket: object, before: int) -> bool:
        return self._count_before(ticket) != before

    def _count_before(self, ticket: object) -> int:
        """Return 0 where the ticket may have a place now, or else how many have one or come to one before."""
        ahead = self._waiting.index(ticket)
        return 0 if ahead < self.places - self._taken else self._taken + ahead

    def _leave(self, ticket: object) -> None:
        with self._changed:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                self._changed.notify_all()
