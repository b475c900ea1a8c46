"""The places of a passage: its sentences, items and rows, each with what else of the passage is said of it. Pure."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.sentences import find_sentences
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.numbers import find_numbers

NEIGHBOURS = 3
"""So many sentences in a row are one place: a sentence with those beside it."""

NAMED_CELL = ": "
"""What stands between a column's name and a cell."""

_OPEN = re.compile(r"\b(?:than|at least|at most|up to|of|the|an?)\s*$")
"""The end of a line that goes on in the next."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, an item or a table's row."""

    text: str
    above: str
    """What the passage says before it; for a row, its caption and header."""
    over: str = ""
    """The caption and header of the table that it is in or below: they are said of each row and of each note."""
    is_row: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """Return a row's cells, of which the first tells it from others; none for a sentence."""
        return tuple(self.text.split(BETWEEN_CELLS)) if self.is_row else ()

    @property
    def sentences(self) -> tuple["Place", ...]:
        """Return the sentences of a row with long cells, each as a place of its own; none if it is one sentence."""
        ranges = find_sentences(self.text) if self.is_row else ()
        return tuple(replace(self, text=self.text[start:end]) for start, end in ranges) if len(ranges) > 1 else ()


@functools.lru_cache(maxsize=1024)
def find_places(quote: str) -> tuple[Place, ...]:
    """Return the places of a passage in order of reading; a header that only names columns is no row of the table."""
    lines = _join_open(quote.splitlines())
    rows = [at for at, line in enumerate(lines) if BETWEEN_CELLS in line]
    header_at = rows[0] if rows and _is_header(lines[rows[0]], [lines[at] for at in rows[1:]]) else None
    header = lines[header_at] if header_at is not None else ""
    opening = "\n".join([*lines[: rows[0]], header]) if rows else ""
    places: list[Place] = []
    for at, line in enumerate(lines):
        if at in rows and at != header_at:
            places.append(Place(line, opening, opening, is_row=True))
            continue
        before = "\n".join(lines[:at])
        over = opening if rows and at > rows[0] else ""
        places += [Place(line[start:end], f"{before}\n{line[:start]}", over) for start, end in find_sentences(line)]
    return tuple(places)


def _join_open(lines: Sequence[str]) -> list[str]:
    """Return lines, those that end in the middle of a phrase joined to the next: "less than", "30% of energy"."""
    joined: list[str] = []
    for line in lines:
        if joined and _OPEN.search(joined[-1]) and BETWEEN_CELLS not in joined[-1] + line:
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _is_header(first: str, others: Sequence[str]) -> bool:
    """Whether a table's first row names the columns; one with numbers may be for a patient of its own."""
    if NAMED_CELL in first:
        return False
    if not find_numbers(first) or any(NAMED_CELL in other for other in others):
        return True
    in_words = [all(re.search(r"[^\W\d_]", cell) for cell in row.split(BETWEEN_CELLS)) for row in (first, *others)]
    return in_words[0] and not all(in_words)
