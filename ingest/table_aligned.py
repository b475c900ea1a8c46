"""Tables that nothing rules: rows whose cells begin at the same places, line after line.

Only what is certain counts. Two columns of prose, lists, contents and forms are aligned as well, so a run of lines is a
table only if its first cells are short names and its further cells hold words or measures.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.table_parts import WHITE, Part, PartCell
from ingest.table_words import Word, around
from ingest.types import Box

LEAST_ROWS = 3
LEAST_DOSE_ROWS = 2
"""Rows of names and amounts need fewer: a regimen of two medicines is a table too."""

CELL_GAP = 1.0
"""Words that are further apart than this, in their heights, stand in two cells."""

_CELL_GAP_AT_START = 0.4
"""Where a cell of the row above begins, a smaller gap parts two cells: a long name leaves little room before a tab."""

_SAME_START = 3.0
_ROOM = 1.5
"""A line that ends within this of the page's right edge, in its heights, has no room for the next word."""

_LONGEST_NAME = 6
_FULLEST = 0.85
_PITCH = 2.4
_WRAP_GAP = 0.8
"""Between the lines of one cell there is less white, in their heights, than between it and what stands below."""

_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.):]?|\W+")
_LISTED = re.compile(
    r"(?:Table|Figure|Fig\.|Box|Annex|Appendix|Chapter|Tableau|Encadré|Annexe|Chapitre|Tabla|Cuadro|Recuadro|Tabela|Quadro"
    r"|Caixa|Figura|Anexo|Cap[íi]tulo)\s",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[\d.,\s]+|[ivxlc]+")
_BLANK = re.compile(r"_{3,}|\.{4,}|…")
_DOSE = re.compile(
    r"^[<>≤≥~]?\s?\d[\d.,/–-]*\s?(?:mg|g|kg|mcg|µg|microgram|ml|l|IU|UI|MU|unit|tablet|capsule|drop|puff"
    r"|comprim|gélule|cápsula|goutte|gota|ampoule|ampolla|ampola)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Run:
    """Rows that begin at the same places; each cell's lines."""

    starts: list[float]
    rows: list[list[list[tuple[Word, ...]]]]
    foot: float
    height: float
    narrow: int = 0
    """How many rows have less room between cells than makes cells by itself."""


def find_aligned(lines: Sequence[Box], words: Sequence[Word], taken: Sequence[Box]) -> tuple[Part, ...]:
    """Return the parts of unruled tables among printed lines, whose boxes are in reading order; none inside `taken`."""
    parts: list[Part] = []
    run: _Run | None = None
    right = max((box[2] for box in lines), default=0.0)
    above: list[list[Word]] = []
    by_height = sorted(words, key=_middle)
    heights = [_middle(word) for word in by_height]
    for box in lines:
        beside = by_height[bisect_left(heights, box[1] - 1) : bisect_right(heights, box[3] + 1)]
        pieces = [] if any(_inside(box, other) for other in taken) else _cut_line(box, beside)
        if run is not None and pieces and _extend(run, pieces, right):
            continue
        if run is not None:
            parts += _make_part(run)
            run = None
        if len(pieces) >= 2:
            run = _start_run(above, pieces)
        above = pieces
    if run is not None:
        parts += _make_part(run)
    return tuple(parts)


def _start_run(above: list[list[Word]], pieces: list[list[Word]]) -> _Run:
    """Return a run that begins with a line or, where that falls into the same cells, with the line above it."""
    starts = [piece[0].box[0] for piece in pieces]
    box = around([word.box for piece in pieces for word in piece])
    run = _Run(starts, [], box[1], pieces[0][0].box[3] - pieces[0][0].box[1])
    before = _cut_at(above, starts)
    if _fits(before, starts):
        top = around([word.box for piece in before for word in piece])
        if _is_near(box, top[3], run.height):
            run.rows.append([[tuple(piece)] for piece in before])
            run.narrow += len(above) < len(before)
    run.rows.append([[tuple(piece)] for piece in pieces])
    run.foot = box[3]
    return run


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


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


def _cut_at(pieces: Sequence[list[Word]], starts: Sequence[float]) -> list[list[Word]]:
    """Return a line's pieces, cut as well where a word after a wider space begins at one of the starts."""
    cut: list[list[Word]] = []
    for piece in pieces:
        cut.append(piece[:1])
        for before, word in itertools.pairwise(piece):
            gap = word.box[0] - before.box[2]
            at_start = any(abs(word.box[0] - start) <= _SAME_START for start in starts)
            if at_start and gap > _CELL_GAP_AT_START * (word.box[3] - word.box[1]):
                cut.append([word])
            else:
                cut[-1].append(word)
    return cut


def _fits(pieces: Sequence[list[Word]], starts: Sequence[float]) -> bool:
    return len(pieces) == len(starts) and all(
        abs(piece[0].box[0] - start) <= _SAME_START for piece, start in zip(pieces, starts, strict=True)
    )


def _is_near(box: Box, foot: float, height: float) -> bool:
    """Whether a line stands right below what ends at `foot`."""
    return -0.5 * height < box[1] - foot < (_PITCH - 1) * height


def _extend(run: _Run, pieces: list[list[Word]], right: float) -> bool:
    """Add a line to the run: as its next row, or to the last row's cell that it goes on with. Whether it fits."""
    box = around([word.box for piece in pieces for word in piece])
    if not _is_near(box, run.foot, run.height):
        return False
    start = pieces[0][0].box[0]
    columns = [at for at, other in enumerate(run.starts) if abs(start - other) <= _SAME_START]
    cut = _cut_at(pieces, run.starts)
    if _fits(cut, run.starts):
        run.rows.append([[tuple(piece)] for piece in cut])
        run.narrow += len(pieces) < len(cut)
    elif (
        len(pieces) == 1
        and columns
        and box[1] - run.foot < _WRAP_GAP * run.height
        and (columns[0] or _wraps_below_name(run, pieces[0], right))
    ):
        run.rows[-1][columns[0] or -1].append(tuple(pieces[0]))
    else:
        return False
    run.foot = box[3]
    return True


def _wraps_below_name(run: _Run, line: Sequence[Word], right: float) -> bool:
    """Whether a line goes on with the row's last cell though it begins below the name, as after a tab in a paragraph.

    The names must be bold and end in a colon, the line must not be bold, and the line above it must be full.
    """
    names = [row[0][0] for row in run.rows]
    if not all(name[-1].text.endswith(":") and all(word.bold for word in name) for name in names):
        return False
    above = run.rows[-1][-1][-1]
    width = line[0].box[2] - line[0].box[0]
    return not line[0].bold and above[-1].box[2] + width > right - _ROOM * run.height


def _make_part(run: _Run) -> list[Part]:
    least = LEAST_DOSE_ROWS if _states_doses(run) else LEAST_ROWS
    # In justified prose a word now and then begins below a wide space by chance.
    if len(run.rows) < least or 2 * run.narrow >= len(run.rows) or not _is_certain(run):
        return []
    boxes = [word.box for row in run.rows for cell in row for line in cell for word in line]
    box = around(boxes)
    cells = tuple(
        PartCell(number, column, 1, 1, tuple(lines), WHITE)
        for number, row in enumerate(run.rows)
        for column, lines in enumerate(row)
    )
    xs = (*(start - 1 for start in run.starts), box[2] + 1)
    return [Part(box, xs, len(run.rows), cells, ruled=False)]


def _states_doses(run: _Run) -> bool:
    """Whether every row is a name and an amount of a medicine."""
    return all(len(row) == 2 and _DOSE.match(" ".join(word.text for word in row[1][0])) for row in run.rows)


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
