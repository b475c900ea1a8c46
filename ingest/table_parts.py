"""Grids filled with a page's words: the part of a table that stands on one page, or in one of its columns. Pure."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.table_grid import Grid
from ingest.table_rulings import Area, Colour
from ingest.table_words import Word, set_in_lines, write_line
from ingest.types import Box

WHITE: Colour = (255, 255, 255)
_SLIVER = 5.0
"""A column that is narrower than this, in points, holds no letter."""


@dataclass(frozen=True, slots=True)
class PartCell:
    """A cell with its printed lines. Rows and columns count from 0 within the part."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[tuple[Word, ...], ...]
    shade: Colour

    @property
    def text(self) -> str:
        return " ".join(write_line(line) for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether all its words are bold, marks and bullets aside."""
        words = [word for line in self.lines for word in line if any(map(str.isalnum, word.text)) and not word.raised]
        return bool(words) and all(word.bold for word in words)


@dataclass(frozen=True, slots=True)
class Part:
    """A grid's cells, without the rows and columns that are empty."""

    box: Box
    xs: tuple[float, ...]
    rows: int
    cells: tuple[PartCell, ...]
    """By row and then by column; a cell without words is among them."""
    ruled: bool = True
    """Whether lines or shades make it, and not alignment alone."""

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def row_cells(self, row: int) -> list[PartCell]:
        """Return the cells with words that begin in the row or reach down into it, from left to right."""
        found = [cell for cell in self.cells if cell.row <= row < cell.row + cell.rows and cell.lines]
        return sorted(found, key=lambda cell: cell.column)


def fill_grid(grid: Grid, words: Sequence[Word], areas: Sequence[Area]) -> Part:
    """Return the grid with its words, without the rows and columns that have none."""
    held: dict[int, list[Word]] = defaultdict(list)
    boxes = [grid.cell_box(cell) for cell in grid.cells]
    left, top, right, bottom = grid.box
    for word in words:
        x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
        if not (left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1):
            continue
        at = next((at for at, box in enumerate(boxes) if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
        if at is not None:
            held[at].append(word)
    cells = [
        PartCell(
            cell.row,
            cell.column,
            cell.rows,
            cell.columns,
            tuple(tuple(line) for line in set_in_lines(held[at])),
            _shade(boxes[at], areas),
        )
        for at, cell in enumerate(grid.cells)
    ]
    return _squeeze(Part(grid.box, grid.xs, len(grid.ys) - 1, tuple(cells)))


def _shade(box: Box, areas: Sequence[Area]) -> Colour:
    """Return the colour of the last area drawn over the middle of the box."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    size = (box[2] - box[0]) * (box[3] - box[1])
    shade = WHITE
    for area in areas:
        left, top, right, bottom = area.box
        if left <= x <= right and top <= y <= bottom and (right - left) * (bottom - top) > 0.5 * size:
            shade = area.colour
    return shade


def _squeeze(part: Part) -> Part:
    """Leave out the rows and columns in which no cell with words begins or that only wider cells pass through."""
    slivers = {at for at, (left, right) in enumerate(itertools.pairwise(part.xs)) if right - left < _SLIVER}
    part = replace(part, cells=tuple(_leave_sliver(cell, slivers) for cell in part.cells))
    rows = sorted({cell.row for cell in part.cells if cell.lines})
    columns = sorted({cell.column for cell in part.cells if cell.lines})
    # A column that is empty throughout, such as one to write notes into, is no part of what is printed.
    row_at = {row: at for at, row in enumerate(rows)}
    column_at = {column: at for at, column in enumerate(columns)}
    cells = []
    for cell in part.cells:
        covered_rows = [row_at[row] for row in range(cell.row, cell.row + cell.rows) if row in row_at]
        covered = [column_at[at] for at in range(cell.column, cell.column + cell.columns) if at in column_at]
        if covered_rows and covered and cell.lines:
            cells.append(
                replace(cell, row=covered_rows[0], column=covered[0], rows=len(covered_rows), columns=len(covered))
            )
    xs = (*(part.xs[column] for column in columns), part.xs[-1])
    return Part(part.box, xs, len(rows), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _leave_sliver(cell: PartCell, slivers: set[int]) -> PartCell:
    """Return a cell that begins in a column too narrow for a letter as beginning in the next one.

    Two edges that are drawn beside each other part the same two columns.
    """
    if cell.column in slivers and cell.columns > 1:
        return replace(cell, column=cell.column + 1, columns=cell.columns - 1)
    return cell


def is_table(part: Part) -> bool:
    """Whether enough of a grid is filled for a table: two columns and, in two of its rows, two cells with words.

    A header alone, which stands apart from its rows where these begin in the next column or page, has one such row.
    """
    if part.columns < 2:
        return False
    filled = [len(part.row_cells(row)) for row in range(part.rows)]
    return sum(count >= 2 for count in filled) >= min(2, part.rows)
