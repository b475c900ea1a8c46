"""Tables that nothing rules: rows whose cells begin at the same places, line after line.

Only what is certain counts. Two columns of prose, lists, contents and forms are aligned as well, so a run of lines is a
table only if its first cells are short names and its further cells hold words or measures.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.table_parts import WHITE, Part, PartCell
from ingest.table_words import Word, around
from ingest.types import Box

LEAST_ROWS = 3
CELL_GAP = 1.0
"""Words that are further apart than this, in their heights, stand in two cells."""

_SAME_START = 3.0
_LONGEST_NAME = 6
_FULLEST = 0.85
_PITCH = 2.4
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.):]?|\W+")
_LISTED = re.compile(r"(?:Table|Figure|Fig\.|Box|Annex|Appendix|Tableau|Encadré|Annexe|Chapter)\s", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[\d.,\s]+|[ivxlc]+")
_BLANK = re.compile(r"_{3,}|\.{4,}|…")


@dataclass(slots=True)
class _Run:
    """Rows that begin at the same places; each cell's lines."""

    starts: list[float]
    rows: list[list[list[tuple[Word, ...]]]]
    foot: float
    height: float


def find_aligned(lines: Sequence[Box], words: Sequence[Word], taken: Sequence[Box]) -> tuple[Part, ...]:
    """Return the parts of unruled tables among printed lines, whose boxes are in reading order; none inside `taken`."""
    parts: list[Part] = []
    run: _Run | None = None
    for box in lines:
        pieces = [] if any(_inside(box, other) for other in taken) else _cut_line(box, words)
        if run is not None and pieces and _extend(run, pieces):
            continue
        if run is not None:
            parts += _make_part(run)
            run = None
        if len(pieces) >= 2:
            height = pieces[0][0].box[3] - pieces[0][0].box[1]
            starts = [piece[0].box[0] for piece in pieces]
            run = _Run(starts, [[[tuple(piece)] for piece in pieces]], box[3], height)
    if run is not None:
        parts += _make_part(run)
    return tuple(parts)


def _inside(box: Box, outer: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] - 1 <= y <= outer[3] + 1


def _cut_line(box: Box, words: Sequence[Word]) -> list[list[Word]]:
    """Return a printed line's words in the pieces that stand apart."""
    own = sorted((word for word in words if _inside(word.box, box)), key=lambda word: word.box[0])
    pieces: list[list[Word]] = []
    for word in own:
        height = word.box[3] - word.box[1]
        if pieces and word.box[0] - pieces[-1][-1].box[2] < CELL_GAP * height:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return pieces


def _extend(run: _Run, pieces: list[list[Word]]) -> bool:
    """Add a line to the run: as its next row, or to the last row's cell that it goes on with. Whether it fits."""
    box = around([word.box for piece in pieces for word in piece])
    if not -0.5 * run.height < box[1] - run.foot < (_PITCH - 1) * run.height:
        return False
    starts = [piece[0].box[0] for piece in pieces]
    if len(starts) == len(run.starts) and all(
        abs(start - other) <= _SAME_START for start, other in zip(starts, run.starts, strict=True)
    ):
        run.rows.append([[tuple(piece)] for piece in pieces])
    elif len(starts) == 1 and any(abs(starts[0] - other) <= _SAME_START for other in run.starts[1:]):
        column = next(at for at, other in enumerate(run.starts) if at and abs(starts[0] - other) <= _SAME_START)
        run.rows[-1][column].append(tuple(pieces[0]))
    else:
        return False
    run.foot = box[3]
    return True


def _make_part(run: _Run) -> list[Part]:
    if len(run.rows) < LEAST_ROWS or not _is_certain(run):
        return []
    boxes = [word.box for row in run.rows for cell in row for line in cell for word in line]
    box = around(boxes)
    cells = tuple(
        PartCell(number, column, 1, 1, tuple(lines), WHITE)
        for number, row in enumerate(run.rows)
        for column, lines in enumerate(row)
    )
    xs = (*(start - 1 for start in run.starts), box[2] + 1)
    return [Part(box, xs, len(run.rows), cells)]


def _is_certain(run: _Run) -> bool:
    """Whether the first cells are short names and the others hold words or measures."""
    names = [" ".join(word.text for word in row[0][0]) for row in run.rows]
    others = [" ".join(word.text for line in cell for word in line) for row in run.rows for cell in row[1:]]
    if any(_BLANK.search(text) for text in (*names, *others)):
        return False
    if sum(bool(_ENUMERATOR.fullmatch(name)) for name in names) > 0.25 * len(names):
        return False
    if sum(bool(_LISTED.match(name)) for name in names) > 0.25 * len(names):
        return False  # a list of tables or figures
    if sum(len(name.split()) > _LONGEST_NAME for name in names) > 0.1 * len(names):
        return False
    if sum(bool(_BARE_NUMBER.fullmatch(other)) for other in others) > 0.6 * len(others):
        return False
    width = run.starts[1] - run.starts[0]
    ends = [row[0][0][-1].box[2] - run.starts[0] for row in run.rows]
    return sum(end > _FULLEST * width for end in ends) <= 0.34 * len(ends)
