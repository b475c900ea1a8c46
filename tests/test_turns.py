"""Turns: places in the order of asking, told honestly, and given up by who no longer waits."""

import threading
from collections.abc import Callable

import pytest

from rag.answerers.turns import Turns

SECONDS = 30
"""After so long a thread of a test is stuck."""


class Reader(threading.Thread):
    """Takes a place and keeps it until it is let go."""

    def __init__(self, turns: Turns, tell: Callable[[int], None] | None = None) -> None:
        super().__init__(daemon=True)
        self.told: list[int] = []
        self.waits = threading.Event()
        self.has_place = threading.Event()
        self.go = threading.Event()
        self._turns = turns
        self._more = tell
        self.start()

    def run(self) -> None:
        """Wait, have a place, and leave."""
        with self._turns.take(self._tell):
            self.has_place.set()
            assert self.go.wait(SECONDS)

    def _tell(self, before: int) -> None:
        self.told.append(before)
        if self._more is not None:
            self._more(before)
        self.waits.set()

    def leave(self) -> None:
        """Give the place to the next."""
        self.go.set()
        self.join(SECONDS)
        assert not self.is_alive()


def test_places_are_taken_in_the_order_of_asking() -> None:
    """Two have a place, the others wait, each for those before it, and no one who came later is served sooner."""
    turns = Turns(2)
    readers = []
    for number in range(5):
        reader = Reader(turns)
        assert (reader.has_place if number < 2 else reader.waits).wait(SECONDS)
        readers.append(reader)
    assert [reader.told[:1] for reader in readers] == [[], [], [2], [3], [4]]
    for first, third in zip(readers, readers[2:], strict=False):
        first.leave()
        assert third.has_place.wait(SECONDS)
        assert [reader.has_place.is_set() for reader in readers] == [
            number <= readers.index(third) for number in range(5)
        ]
    for reader in readers[-2:]:
        reader.leave()
    assert set(readers[4].told) <= {4, 3, 2}
    assert readers[4].told == sorted(readers[4].told, reverse=True)


def test_who_goes_away_is_waited_for_no_longer() -> None:
    """What telling raises ends the wait, and the next comes up."""

    def raise_for_the_gone(_: int) -> None:
        raise ConnectionError("the window is closed")

    turns = Turns(1)
    first = Reader(turns)
    assert first.has_place.wait(SECONDS)
    with pytest.raises(ConnectionError, match="the window is closed"), turns.take(raise_for_the_gone):
        pytest.fail("there was no place")
    last = Reader(turns)
    assert last.waits.wait(SECONDS)
    assert last.told[0] == 1
    first.leave()
    assert last.has_place.wait(SECONDS)
    last.leave()


def test_a_fault_gives_the_place_back() -> None:
    """Whatever a block raises, the next has the place at once."""
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.take():
        _ = 1 / 0
    with turns.take(lambda _: pytest.fail("the place is taken")):
        pass


def test_there_must_be_a_place() -> None:
    """Nobody would ever have one."""
    with pytest.raises(ValueError, match="a place to wait for"):
        Turns(0)
