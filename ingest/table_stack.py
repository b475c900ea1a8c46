"""Grids whose rows are only partly ruled: shaded rows, and lines with no uprights, below a header that has its columns.

Pure geometry.
"""

from collections.abc import Sequence

from ingest.table_grid import Grid, Ruling, cut_cells
from ingest.table_words import Word
from ingest.types import Box

_SAME_END = 6.0
"""Points by which the ends of a table's rows may differ."""

_TOUCHING = 3.5
_TALLEST_BAND = 420.0
"""Points between two lines of one table."""

_CROSSES = 1.5


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
            grid = _join(grid, below)
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
    candidates += [
        Grid((left, right), (y, y), ())
        for y, start, end in across
        if y > bottom + _TOUCHING and _same_ends(start, end, left, right)
    ]
    candidates += [
        Grid((left, right), (y, y), ())
        for y, start, end in _side_by_side(across, grid)
        if y > bottom + _TOUCHING
    ]
    if not candidates:
        return None
    nearest = min(candidates, key=lambda other: (other.box[1], -len(other.cells)))
    if nearest.box[1] - bottom > _TALLEST_BAND:
        return None
    xs = _join_edges(grid.xs, nearest.xs)
    if nearest.cells and (len(xs) > max(len(grid.xs), len(nearest.xs)) or len(xs) < 3):
        return None
    if nearest.box[1] - bottom <= _TOUCHING:
        return nearest if nearest.cells else None
    return nearest if _keeps_columns(words, (left, bottom, right, nearest.box[1]), xs) else None


def _same_ends(start: float, end: float, left: float, right: float) -> bool:
    return abs(start - left) <= _SAME_END and abs(end - right) <= _SAME_END


def _side_by_side(across: Sequence[Ruling], grid: Grid) -> list[Ruling]:
    """Return lines made of pieces, one for each column with gaps between, as some rows are ruled."""
    left, _, right, bottom = grid.box
    pieces: dict[float, list[Ruling]] = {}
    for ruling in across:
        if ruling[0] > bottom and ruling[1] >= left - _SAME_END and ruling[2] <= right + _SAME_END:
            pieces.setdefault(ruling[0], []).append(ruling)
    whole = []
    for y, found in pieces.items():
        covered = sum(end - start for _, start, end in found)
        if len(found) > 1 and covered > 0.9 * (right - left):
            whole.append((y, min(start for _, start, _ in found), max(end for _, _, end in found)))
    return whole


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


def _join(grid: Grid, below: Grid) -> Grid:
    """Return one grid of both; the band between them is a row whose columns run down from above."""
    xs = _join_edges(grid.xs, below.xs)
    ys = [*grid.ys]
    gap = below.ys[0] - ys[-1]
    if gap <= _TOUCHING:
        ys += below.ys[1:]
    else:
        ys += below.ys if below.cells else below.ys[1:]
    across: list[Ruling] = []
    down: list[Ruling] = []
    for part in (grid, below):
        for cell in part.cells:
            left, top, right, bottom = part.cell_box(cell)
            left, right = _near(left, xs), _near(right, xs)
            top, bottom = _near(top, ys), _near(bottom, ys)
            across += [(top, left, right), (bottom, left, right)]
            down += [(left, top, bottom), (right, top, bottom)]
    if gap > _TOUCHING:
        across += [(grid.ys[-1], xs[0], xs[-1]), (below.ys[0], xs[0], xs[-1])]
        down += [(x, grid.ys[-1], below.ys[0]) for x in xs]
    return cut_cells(xs, ys, across, down)


def _near(value: float, edges: Sequence[float]) -> float:
    return min(edges, key=lambda edge: abs(edge - value))
