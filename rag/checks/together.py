"""Whether a statement's numbers stand together where it says so, and not in another row or paragraph each. Pure."""

import itertools
import re
from collections.abc import Sequence

from ingest.sentences import find_sentences
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.numbers import find_numbers, needs_proof, proves

NEIGHBOURS = 3
"""So many sentences in a row are one place: a sentence with those beside it."""

_NAMED_CELL = ": "
"""What stands between a column's name and a cell."""

_MOST_PLACES = 2000
"""Of more ways to choose a place in each cited passage than these, the first are tried."""


def numbers_apart(text: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """Return a statement's numbers, as written and each once, if they stand in its passages, but not in one place each.

    A place is a table's row with what stands above the table and its header, or sentences that are neighbours. "3
    tablets for 5 to < 15 kg" has all its numbers in a table whose row for that weight says 1. Empty where they are
    together, and where some are missing altogether: that is told by itself.
    """
    wanted = [number for number in find_numbers(text) if needs_proof(number, text)]
    proofs = [
        [frozenset(at for at, number in enumerate(wanted) if proves(number, place)) for place in find_places(quote)]
        for quote in quotes
    ]
    everything = frozenset(range(len(wanted)))
    if frozenset().union(*(place for places in proofs for place in places)) != everything:
        return ()
    choices = itertools.islice(itertools.product(*(_best_of(places) for places in proofs)), _MOST_PLACES)
    if any(frozenset().union(*choice) == everything for choice in choices):
        return ()
    return tuple(dict.fromkeys(number.written for number in wanted))


def find_places(quote: str) -> tuple[str, ...]:
    """Return the texts within which numbers of a passage belong together."""
    lines = quote.splitlines()
    rows = [at for at, line in enumerate(lines) if BETWEEN_CELLS in line]
    if not rows:
        ranges = find_sentences(quote)
        last = max(1, len(ranges) - NEIGHBOURS + 1)
        return tuple(quote[ranges[at][0] : ranges[at : at + NEIGHBOURS][-1][1]] for at in range(last)) if ranges else ()
    opening = "\n".join(lines[: rows[0]])
    header = lines[rows[0]] if _is_header(lines[rows[0]], [lines[at] for at in rows[1:]]) else ""
    below = [line for at, line in enumerate(lines) if at not in rows and at > rows[0]]
    return (*(f"{opening}\n{header}\n{lines[at]}" for at in rows), *find_places("\n".join(below)))


def _is_header(first: str, others: Sequence[str]) -> bool:
    """Whether a table's first row names the columns; one with numbers may be for a patient of its own."""
    if _NAMED_CELL in first:
        return False
    if not find_numbers(first) or any(_NAMED_CELL in other for other in others):
        return True
    in_words = [all(re.search(r"[^\W\d_]", cell) for cell in row.split(BETWEEN_CELLS)) for row in (first, *others)]
    return in_words[0] and not all(in_words)


def _best_of(places: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Return the different places that no other holds all the numbers of, those with most first."""
    different = sorted(set(places), key=len, reverse=True)
    return [place for place in different if not any(place < other for other in different)] or [frozenset()]
