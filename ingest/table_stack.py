"""Grids whose rows are only partly ruled: shaded rows, and lines with no uprights, below a header that has its columns.

Pure geometry.
"""

import itertools
from collections.abc import Sequence

from ingest.table_grid import Grid, GridCell, Ruling, covers, cut_cells
from ingest.table_words import Word
from ingest.types import Box

_SAME_END = 6.0
"""Points by which the ends of a table's rows may differ."""

_TOUCHING = 3.5
_TALLEST_BAND = 420.0
"""Points between two lines of one table."""

_CROSSES = 1.5
_LEAST_RULED = 0.6


def stack_grids(grids: Sequence[Grid], across: Sequence[Ruling], words: Sequence[Word]) -> tuple[Grid, ...]:
    """Join grids and lines that stand below each other with the same ends, where the words between keep to columns."""
    left = sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))
    stacked: list[Grid] = []
    while left:
        grid = left.pop(0)
        while True:
            below = _next_below(grid, left, across, words)
            if below is None:
                break
            grid = _join(grid, below, _band_columns(grid, below, words), across)
            if below in left:
                left.remove(below)
        stacked.append(grid)
    return tuple(stacked)


def _next_below(grid: Grid, grids: Sequence[Grid], across: Sequence[Ruling], words: Sequence[Word]) -> Grid | None:
    """Return the next grid of the same ends below, or one of no height for the next line; None if there is none."""
    left, _, right, bottom = grid.box
    candidates = [
        other
        for other in grids
        if _same_ends(other.box[0], other.box[2], left, right) and other.box[1] > bottom - _TOUCHING
    ]
    candidates += [_line_grid(grid, y, pieces) for y, pieces in _lines_below(across, grid)]
    if not candidates:
        return None
    nearest = min(candidates, key=lambda other: (other.box[1], -len(other.ys)))
    if nearest.box[1] - bottom > _TALLEST_BAND:
        return None
    xs = _join_edges(grid.xs, nearest.xs)
    if len(nearest.ys) > 1 and (len(xs) > max(len(grid.xs), len(nearest.xs)) or len(xs) < 3):
        return None
    if nearest.box[1] - bottom <= _TOUCHING:
        return nearest if len(nearest.ys) > 1 else None
    return nearest if _band_columns(grid, nearest, words) else None


def _band_columns(grid: Grid, below: Grid, words: Sequence[Word]) -> tuple[float, ...]:
    """Return the edges, of the grid above or of the one below, that the words between them keep to; () if neither."""
    band = (grid.box[0], grid.box[3], grid.box[2], below.box[1])
    for xs in (grid.xs, below.xs):
        if len(xs) > 2 and _keeps_columns(words, band, xs):
            return xs
    return ()


def _lines_below(across: Sequence[Ruling], grid: Grid) -> list[tuple[float, list[Ruling]]]:
    """Return the lines below a grid, by height, that run over all of its columns, in one piece or more, or most."""
    left, _, right, bottom = grid.box
    pieces: dict[float, list[Ruling]] = {}
    for ruling in across:
        inside = ruling[1] >= left - _SAME_END and ruling[2] <= right + _SAME_END
        at_edges = all(any(abs(end - x) <= _SAME_END for x in grid.xs) for end in ruling[1:])
        if ruling[0] > bottom + _TOUCHING and inside and at_edges:
            pieces.setdefault(ruling[0], []).append(ruling)
    return [
        (y, found)
        for y, found in sorted(pieces.items())
        if sum(end - start for _, start, end in found) > _LEAST_RULED * (right - left)
    ]


def _line_grid(grid: Grid, y: float, pieces: Sequence[Ruling]) -> Grid:
    """Return a line as a grid of no height, whose cells are the columns that it runs below."""
    cells = [
        GridCell(0, column, 0, 1)
        for column, (start, end) in enumerate(itertools.pairwise(grid.xs))
        if any(piece[1] <= start + _SAME_END and piece[2] >= end - _SAME_END for piece in pieces)
    ]
    return Grid(grid.xs, (y,), tuple(cells))


def _same_ends(start: float, end: float, left: float, right: float) -> bool:
    return abs(start - left) <= _SAME_END and abs(end - right) <= _SAME_END


def _keeps_columns(words: Sequence[Word], band: Box, xs: Sequence[float]) -> bool:
    """Whether the band has words in at least two columns, and none that cross from one to the next."""
    filled = set()
    for word in words:
        middle = (word.box[1] + word.box[3]) / 2
        centre = (word.box[0] + word.box[2]) / 2
        if not (band[1] < middle < band[3] and band[0] - 2 < centre < band[2] + 2):
            continue
        if any(word.box[0] < x - _CROSSES and word.box[2] > x + _CROSSES for x in xs[1:-1]):
            return False
        filled.add(sum(x <= centre for x in xs[1:-1]))
    return len(filled) >= min(2, len(xs) - 1)


def _join_edges(first: Sequence[float], second: Sequence[float]) -> list[float]:
    edges = list(first)
    for x in second:
        if all(abs(x - other) > _SAME_END for other in edges):
            edges.append(x)
    return sorted(edges)


def _join(grid: Grid, below: Grid, band: Sequence[float], ruled: Sequence[Ruling]) -> Grid:
    """Return one grid of both; the band between them is a row with these columns.

    `ruled` are the page's horizontal lines: where none of them closes the grid above, as beside a title that stands
    beside several rows, its last cells go on in the band.
    """
    xs = _join_edges(grid.xs, below.xs)
    gap = below.ys[0] - grid.ys[-1]
    ys = [*grid.ys, *(below.ys if gap > _TOUCHING else below.ys[1:])]
    across: list[Ruling] = []
    down: list[Ruling] = []
    foot = _near(grid.ys[-1], ys)
    for part in (grid, below):
        for cell in part.cells:
            left, top, right, bottom = part.cell_box(cell)
            left, right = _near(left, xs), _near(right, xs)
            top, bottom = _near(top, ys), _near(bottom, ys)
            across.append((top, left, right))
            if not (part is grid and bottom == foot and gap > _TOUCHING and not covers(ruled, bottom, left, right)):
                across.append((bottom, left, right))
            down += [(left, top, bottom), (right, top, bottom)]
    if gap > _TOUCHING:
        down += [(_near(x, xs), grid.ys[-1], below.ys[0]) for x in band]
    return cut_cells(xs, ys, across, down)


def _near(value: float, edges: Sequence[float]) -> float:
    return min(edges, key=lambda edge: abs(edge - value))
