"""Ruled rows that hold several printed rows, split where the page shows it. Pure."""

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.table_parts import Part, PartCell
from ingest.table_words import Word

_MARK_WORDS = 12
_MARK_SHARE = 0.6
_APART = 1.0
_LINES_THAT_TELL = 4
"""So many lines at the same heights in all columns are no accident."""

_PARAGRAPH = re.compile(r"^(?:[^\w\s(\"'“‘<>≥≤+=]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)]$)")

Line = tuple[Word, ...]


def split_ruled_rows(part: Part) -> Part:
    """Split a ruled row into the printed rows in it.

    It is split where all its cells have one short line for each of them, and where the pieces of one narrow column
    stand apart, each beside a paragraph of the other column, as the letters of a level of care do.
    """
    part = replace(part, cells=tuple(piece for cell in part.cells for piece in _split_columns(cell, part.xs)))
    cells: list[PartCell] = []
    added = [0] * part.rows
    for row in range(part.rows):
        shift = sum(added[:row])
        starting = [cell for cell in part.cells if cell.row == row and cell.rows == 1]
        beside = any(cell.rows > 1 and cell.row <= row < cell.row + cell.rows for cell in part.cells)
        edges = _line_edges(starting, part) if len(starting) >= 2 else []
        lined = len(edges) + 1
        if len(starting) >= 2 and not edges and not beside:
            edges = _mark_edges(starting, part)
        added[row] = len(edges)
        for cell in starting:
            if not edges:
                cells.append(replace(cell, row=row + shift))
                continue
            if len(cell.lines) < lined:
                cells += _reach_down(cell, edges, row + shift)
                continue
            held: dict[int, list[Line]] = {}
            for line in cell.lines:
                held.setdefault(sum(_middle(line) >= edge for edge in edges), []).append(line)
            cells += [
                replace(cell, row=row + shift + number, lines=tuple(lines)) for number, lines in sorted(held.items())
            ]
    for cell in part.cells:
        if cell.rows > 1:  # it reaches down over the pieces of the rows that were split
            end = cell.row + cell.rows
            cells.append(
                replace(cell, row=cell.row + sum(added[: cell.row]), rows=cell.rows + sum(added[cell.row : end]))
            )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(part, rows=part.rows + sum(added), cells=tuple(cells))


def _split_columns(cell: PartCell, xs: Sequence[float]) -> list[PartCell]:
    """Split a cell over several columns whose words keep to these columns.

    So are rows below a header that alone is ruled, and a header in one shaded band above columns that are.
    """
    inner = xs[cell.column + 1 : cell.column + cell.columns]
    if not inner:
        return [cell]
    columns: list[list[Line]] = [[] for _ in range(cell.columns)]
    for line in cell.lines:
        if any(word.box[0] < x - 1 and word.box[2] > x + 1 for word in line for x in inner):
            return [cell]
        pieces: list[list[Word]] = [[] for _ in range(cell.columns)]
        for word in line:
            pieces[sum(word.box[0] >= x - 1 for x in inner)].append(word)
        if not all(pieces) or (len(cell.lines) == 1 and not _stand_apart(pieces)):
            return [cell]
        for column, piece in zip(columns, pieces, strict=True):
            column.append(tuple(piece))
    return [
        replace(cell, column=cell.column + number, columns=1, lines=tuple(lines))
        for number, lines in enumerate(columns)
    ]


def _stand_apart(pieces: Sequence[Sequence[Word]]) -> bool:
    """Whether there is more room between the pieces of one line than between words."""
    return all(
        after[0].box[0] - before[-1].box[2] > _APART * (after[0].box[3] - after[0].box[1])
        for before, after in itertools.pairwise(pieces)
    )


def _line_edges(cells: Sequence[PartCell], part: Part) -> list[float]:
    """Return the heights between a ruled row's lines if each line is a row of its own; [] otherwise."""
    most = max(len(cell.lines) for cell in cells)
    labels = [cell for cell in cells if len(cell.lines) < most]
    cells = [cell for cell in cells if len(cell.lines) == most]
    # Labels in the first columns may stand beside several rows each.
    first = min(cell.column for cell in cells)
    if most < 2 or len(cells) < 2 or any(cell.column > first for cell in labels):
        return []
    if any(abs(_middle(cell.lines[0]) - _middle(cells[0].lines[0])) > _height(cell.lines[0]) for cell in labels):
        return []
    for lines in zip(*(cell.lines for cell in cells), strict=True):
        middles = [_middle(line) for line in lines]
        if max(middles) - min(middles) > 0.5 * _height(lines[0]):
            return []
    crowded = [
        [pair for pair in itertools.pairwise(cell.lines) if _had_no_room(*pair, _right(cell, part))] for cell in cells
    ]
    below = [line[0].text for pairs in crowded for _, line in pairs]
    # Below a long name the next one may have no room, and yet begins as a name; a wrapped text goes on in lower case.
    if below and (most < _LINES_THAT_TELL or all(crowded) or not all(map(_opens_as_name, below))):
        return []
    lines = cells[0].lines
    return [(_middle(above) + _middle(below)) / 2 for above, below in itertools.pairwise(lines)]


def _reach_down(cell: PartCell, edges: Sequence[float], row: int) -> list[PartCell]:
    """Return a label's pieces, each reaching down over the rows to the next piece."""
    pitch = min((after - before for before, after in itertools.pairwise(edges)), default=math.inf)
    pieces = _pieces(cell.lines, 1.5 * pitch)
    starts = [sum(_middle(piece[0]) >= edge for edge in edges) for piece in pieces]
    ends = [*starts[1:], len(edges) + 1]
    return [
        replace(cell, row=row + start, rows=max(1, end - start), lines=tuple(piece))
        for piece, start, end in zip(pieces, starts, ends, strict=True)
    ]


def _right(cell: PartCell, part: Part) -> float:
    return part.xs[cell.column + cell.columns]


def _opens_as_name(text: str) -> bool:
    return text.lstrip("(")[:1].isupper()


def _had_no_room(above: Line, below: Line, right: float) -> bool:
    """Whether a line's first word had no room at the end of the line above it, so that the line merely wraps."""
    first = below[0].box
    return above[-1].box[2] + (first[2] - first[0]) > right - 4


def _mark_edges(cells: Sequence[PartCell], part: Part) -> list[float]:
    """Return the heights at which the paragraphs begin that a narrow column's pieces stand beside; [] if unsure."""
    if len(cells) != 2:
        return []
    main, marks = sorted(cells, key=lambda cell: sum(len(line) for line in cell.lines), reverse=True)
    width = [part.xs[cell.column + cell.columns] - part.xs[cell.column] for cell in (main, marks)]
    pieces = _pieces(marks.lines)
    if len(pieces) < 2 or width[1] > _MARK_SHARE * width[0] or len(main.lines) < len(pieces):
        return []
    if any(sum(len(line) for line in piece) > _MARK_WORDS for piece in pieces):
        return []
    right = max(line[-1].box[2] for line in main.lines)
    starts = [
        line
        for at, line in enumerate(main.lines)
        if at == 0
        or _PARAGRAPH.match(line[0].text)
        or line[0].text[0].isupper()
        or not _had_no_room(main.lines[at - 1], line, right)
    ]
    edges = []
    for piece in pieces:
        beside = [line for line in starts if _top(line) <= _middle(piece[0]) + 0.3 * _height(line)]
        edges.append(min(_top(beside[-1]), _middle(piece[0]) - 0.1) if beside else 0.0)
    if len(set(edges)) < len(edges):
        return []
    first = _top(main.lines[0])
    return [edge for edge in edges if edge > first]


def _pieces(lines: Sequence[Line], least: float | None = None) -> list[list[Line]]:
    """Return lines in groups with tops further apart than `least` points or, without it, than lines usually are."""
    pieces: list[list[Line]] = []
    for line in lines:
        if pieces and _top(line) - _top(pieces[-1][-1]) < (1.45 * _height(line) if least is None else least):
            pieces[-1].append(line)
        else:
            pieces.append([line])
    return pieces


def _top(line: Line) -> float:
    return _longest(line).box[1]


def _middle(line: Line) -> float:
    box = _longest(line).box
    return (box[1] + box[3]) / 2


def _height(line: Line) -> float:
    box = _longest(line).box
    return box[3] - box[1]


def _longest(line: Line) -> Word:
    """Return the line's longest word: a bullet's font may be of another height."""
    return max(line, key=lambda word: len(word.text))
