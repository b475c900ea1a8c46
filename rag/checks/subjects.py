"""Which medicine a statement's quantity is of, and whether the cited lines speak of it. Pure."""

import functools
import re
from collections.abc import Iterator

from rag.checks.doses import Dose, find_doses
from rag.checks.medicine_mentions import Medicine, find_mentions
from rag.checks.medicine_names import CARRIERS
from rag.checks.places import Place
from rag.checks.quantities import Quantity

_TESTS = frozenset(["tuberculin"])
"""What is named for a test rather than given: "the tuberculin skin test"."""

_RIGHT_BEHIND = re.compile(r"\s?(?:of |base of |base )?", re.IGNORECASE)


def is_of_other(said: Quantity, statement: str, given: Quantity, line: str) -> bool:
    """Return whether a statement's amount is of one medicine, and the line's of another."""
    wanted, owner = _find_owners(statement, said), _find_owners(line, given)
    return bool(wanted and owner) and not wanted & owner


def find_strays(statement: str, lines: tuple[Place, ...], headings: str) -> Iterator[str]:
    """Yield the medicines of a statement that the lines do not speak of; the first line is the nearest to it.

    Where that one names another medicine, which the statement does not name, that is meant. Else it may be one
    of the others, or stand above: "it" may be a medicine that the passage names before.
    """
    said = name_medicines(statement) - _TESTS
    nearest = name_medicines(lines[0].text)
    if not said - nearest:
        return
    known = nearest | name_medicines(headings)
    if not nearest - CARRIERS - said:
        known |= frozenset(name for line in lines_around(lines, "") for name in name_medicines(line))
    yield from sorted(said - known)


def lines_around(lines: tuple[Place, ...], headings: str) -> Iterator[str]:
    """Yield the lines beside the first and above them, and the headings."""
    for line in dict.fromkeys(line.above for line in lines):
        yield from line.splitlines()
    yield from (line.text for line in lines[1:])
    yield from headings.splitlines()


@functools.lru_cache(maxsize=4096)
def name_medicines(text: str) -> Medicine:
    """Return the names of all medicines of a text, those of combinations too."""
    return frozenset(name for mention in find_mentions(text) for name in mention.medicine)


def _find_owners(text: str, quantity: Quantity) -> Medicine:
    """Return the medicines that a quantity of a text may be of; empty if the text does not say.

    They are the one that it belongs to, those named between the dose before it and itself, and the one right behind.
    """
    before = 0
    last: Medicine = frozenset()
    for dose in _doses(text):
        near = [
            mention.medicine
            for mention in find_mentions(text)
            if before <= mention.start < dose.start or _RIGHT_BEHIND.fullmatch(text, dose.end, mention.start)
        ]
        last = frozenset().union(*near, dose.of.medicine if dose.of is not None else ()) - CARRIERS if near else last
        if dose.start < quantity.end and quantity.start < dose.end:
            return last
        before = dose.end
    return frozenset()


@functools.lru_cache(maxsize=4096)
def _doses(text: str) -> tuple[Dose, ...]:
    return find_doses(text)
