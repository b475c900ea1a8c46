"""Ruled rows that hold several printed rows, split where the page shows it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.table_parts import Part, PartCell
from ingest.table_words import Word

_MARK_WORDS = 12
_MARK_SHARE = 0.6
_PARAGRAPH = re.compile(r"^(?:[^\w\s(\"'“‘<>≥≤+=]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)]$)")

Line = tuple[Word, ...]


def split_ruled_rows(part: Part) -> Part:
    """Split a ruled row into the printed rows in it.

    It is split where all its cells have one short line for each of them, and where the pieces of one narrow column
    stand apart, each beside a paragraph of the other column, as the letters of a level of care do.
    """
    part = replace(part, cells=tuple(piece for cell in part.cells for piece in _split_columns(cell, part.xs)))
    cells: list[PartCell] = []
    shift = 0
    for row in range(part.rows):
        starting = [cell for cell in part.cells if cell.row == row]
        alone = len(starting) >= 2 and all(cell.rows == 1 for cell in starting)
        alone = alone and not any(cell.row < row < cell.row + cell.rows for cell in part.cells)
        edges = (_line_edges(starting, part) or _mark_edges(starting, part)) if alone else []
        for cell in starting:
            if not edges:
                # A cell that reaches down over a row that was split reaches over its pieces.
                cells.append(replace(cell, row=row + shift))
                continue
            if len(cell.lines) < len(edges) + 1 and cell.column == 0:
                cells.append(replace(cell, row=row + shift, rows=len(edges) + 1))
                continue
            held: dict[int, list[Line]] = {}
            for line in cell.lines:
                held.setdefault(sum(_middle(line) >= edge for edge in edges), []).append(line)
            cells += [
                replace(cell, row=row + shift + number, lines=tuple(lines)) for number, lines in sorted(held.items())
            ]
        shift += len(edges)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(part, rows=part.rows + shift, cells=tuple(cells))


def _split_columns(cell: PartCell, xs: Sequence[float]) -> list[PartCell]:
    """Split a cell over several columns whose words keep to these columns, as below a header that alone is ruled."""
    inner = xs[cell.column + 1 : cell.column + cell.columns]
    if not inner or len(cell.lines) < 2:
        return [cell]
    columns: list[list[Line]] = [[] for _ in range(cell.columns)]
    for line in cell.lines:
        if any(word.box[0] < x - 1 and word.box[2] > x + 1 for word in line for x in inner):
            return [cell]
        pieces: list[list[Word]] = [[] for _ in range(cell.columns)]
        for word in line:
            pieces[sum(word.box[0] >= x - 1 for x in inner)].append(word)
        if not all(pieces):
            return [cell]
        for column, piece in zip(columns, pieces, strict=True):
            column.append(tuple(piece))
    return [
        replace(cell, column=cell.column + number, columns=1, lines=tuple(lines))
        for number, lines in enumerate(columns)
    ]


def _line_edges(cells: Sequence[PartCell], part: Part) -> list[float]:
    """Return the heights between a ruled row's lines if each line is a row of its own; [] otherwise."""
    most = max(len(cell.lines) for cell in cells)
    labels = [cell for cell in cells if len(cell.lines) < most]
    cells = [cell for cell in cells if len(cell.lines) == most]
    # A label in the first column may stand beside several rows.
    if most < 2 or len(cells) < 2 or any(cell.column or len(labels) > 1 for cell in labels):
        return []
    for lines in zip(*(cell.lines for cell in cells), strict=True):
        middles = [_middle(line) for line in lines]
        if max(middles) - min(middles) > 0.5 * _height(lines[0]):
            return []
    for cell in cells:
        right = part.xs[cell.column + cell.columns]
        for above, below in zip(cell.lines, cell.lines[1:], strict=False):
            if _had_no_room(above, below, right):
                return []
    lines = cells[0].lines
    return [(_middle(above) + _middle(below)) / 2 for above, below in zip(lines, lines[1:], strict=False)]


def _had_no_room(above: Line, below: Line, right: float) -> bool:
    """Whether a line's first word had no room at the end of the line above it, so that the line merely wraps."""
    first = below[0].box
    return above[-1].box[2] + (first[2] - first[0]) > right - 8


def _mark_edges(cells: Sequence[PartCell], part: Part) -> list[float]:
    """Return the heights at which the paragraphs begin that the pieces of a narrow column stand beside; [] if unsure."""
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


def _pieces(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines in groups that stand further apart than lines do."""
    pieces: list[list[Line]] = []
    for line in lines:
        if pieces and _top(line) - _top(pieces[-1][-1]) < 1.45 * _height(line):
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
