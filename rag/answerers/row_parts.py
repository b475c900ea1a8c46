"""The regimens that one long cell of a table or one long line lists, each to be quoted by itself. Pure."""

import re

from ingest.table_passages import BETWEEN_CELLS
from rag.checks.doses import find_doses
from rag.checks.medicine_mentions import find_mentions

_MOST_WORDS = 25
"""A row of no more words is quoted whole."""

_ITEM = re.compile(r"(?<=\s)[•✓](?=\s)")
_LEAST_OPENING = 3
"""Fewer words before the first bullet ("Notes") say nothing by themselves."""

_OPENING = 60
"""An item on a medicine names it in its first characters."""


def cut_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of the line text[start:end], in order: itself, or what it lists under its bullets.

    A cell may hold one regimen after the other ("• Ceftriaxone 2 g ... • Or chloramphenicol 1 g ..."), and the row
    as a whole then answers a question on one of them with all. A part begins at each bullet that names a medicine; what
    stands before the first is a part too: it says what the regimens are for. Nothing is cut behind a colon, which
    announces what follows, nor where the beginning gives a medicine's dose: then it is a regimen, and not what all are
    for. Cells after the listing one are of no single part, and are left out.
    """
    if len(text[start:end].split()) <= _MOST_WORDS:
        return [(start, end)]
    cuts = [start]
    for bullet in _ITEM.finditer(text, start + 1, end):
        line = text[bullet.end() : min(end, bullet.end() + _OPENING)]
        announced = text[start : bullet.start()].rstrip().endswith((":", BETWEEN_CELLS.strip()))
        if not announced and BETWEEN_CELLS not in line and find_mentions(line):
            cuts.append(bullet.start())
    if len(cuts) > 1:
        opening = text[start : cuts[1]]
        if any(dose.of is not None for dose in find_doses(opening)):
            return [(start, end)]
        if len(opening.split()) < _LEAST_OPENING:
            del cuts[1]
    if len(cuts) > 1:
        next_cell = text.find(BETWEEN_CELLS, cuts[-1], end)
        end = next_cell if next_cell >= 0 else end
    ranges = zip(cuts, [*cuts[1:], end], strict=True)
    return [(first, first + len(text[first:last].rstrip())) for first, last in ranges]


def is_part(text: str, start: int) -> bool:
    """Whether what begins at text[start] is a further part of a row, and not its beginning."""
    return start > 0 and text[start - 1] == " " and bool(_ITEM.match(text, start))
