"""Rulings to grids: rows, columns and the cells that span several of them. Pure geometry."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.table_rulings import Drawings
from ingest.types import Box

_SNAP = 3.0
"""Lines that are nearer to each other than this, in points, are one line."""

_COVERED = 0.6
"""A border stands between two cells if it covers this share of the side that they share."""

_MOST_LINES = 600

Ruling = tuple[float, float, float]
"""(position, start, end): a horizontal line's y and its ends in x, or a vertical line's x and its ends in y."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: the rows from `row` and columns from `column` that it spans, counted from 0."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Column edges from left to right and row edges from top to bottom, in points, and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, cell: GridCell) -> Box:
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.columns],
            self.ys[cell.row + cell.rows],
        )


def find_grids(drawings: Drawings) -> tuple[Grid, ...]:
    """Return the grids that the rulings make, with at least two columns, in the order of their tops."""
    across, down = find_lines(drawings)
    if not down or len(across) + len(down) > _MOST_LINES:
        return ()
    grids = []
    for horizontals, verticals in _components(across, down):
        grid = _make_grid(horizontals, verticals)
        if grid is not None:
            grids.append(grid)
    return tuple(sorted(grids, key=lambda grid: (grid.box[1], grid.box[0])))


def find_lines(drawings: Drawings) -> tuple[list[Ruling], list[Ruling]]:
    """Return horizontal and vertical lines, those that continue or double each other as one."""
    across = merge_rulings(((top + bottom) / 2, left, right) for left, top, right, bottom in drawings.horizontal)
    down = merge_rulings(((left + right) / 2, top, bottom) for left, top, right, bottom in drawings.vertical)
    return across, down


def merge_rulings(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return rulings with those that continue or double each other made one."""
    rulings = list(rulings)
    place = dict(zip((ruling[0] for ruling in rulings), _snap([ruling[0] for ruling in rulings]), strict=True))
    at: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for position, start, end in rulings:
        at[place[position]].append((start, end))
    merged: list[Ruling] = []
    for position, pieces in sorted(at.items()):
        first, *rest = sorted(pieces)
        start, end = first
        for next_start, next_end in rest:
            if next_start <= end + _SNAP:
                end = max(end, next_end)
            else:
                merged.append((position, start, end))
                start, end = next_start, next_end
        merged.append((position, start, end))
    return merged


def _snap(values: Sequence[float]) -> list[float]:
    """Return, for each value, the mean of the values near it."""
    groups: list[list[float]] = []
    for value in sorted(set(values)):
        if groups and value - groups[-1][0] <= _SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    means = {value: sum(group) / len(group) for group in groups for value in group}
    return [means[value] for value in values]


def _components(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Return the lines that meet or cross each other, directly or by others."""
    parent = list(range(len(across) + len(down)))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, (y, left, right) in enumerate(across):
        for j, (x, top, bottom) in enumerate(down):
            if left - _SNAP <= x <= right + _SNAP and top - _SNAP <= y <= bottom + _SNAP:
                parent[find(i)] = find(len(across) + j)
    members: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, ruling in enumerate(across):
        members[find(i)][0].append(ruling)
    for j, ruling in enumerate(down):
        members[find(len(across) + j)][1].append(ruling)
    return [found for found in members.values() if found[0] and found[1]]


def _make_grid(across: Sequence[Ruling], down: Sequence[Ruling]) -> Grid | None:
    xs = _edges([ruling[0] for ruling in down], across)
    ys = _edges([ruling[0] for ruling in across], down)
    if len(xs) < 3 or len(ys) < 2:
        return None
    return cut_cells(xs, ys, across, down)


def _edges(positions: Sequence[float], others: Sequence[Ruling]) -> list[float]:
    """Return the edges of columns (or rows): the lines, and the ends of those across them where none closes."""
    edges = sorted(set(positions))
    first, last = min(other[1] for other in others), max(other[2] for other in others)
    if first < edges[0] - _SNAP:
        edges.insert(0, first)
    if last > edges[-1] + _SNAP:
        edges.append(last)
    return edges


def cut_cells(xs: Sequence[float], ys: Sequence[float], across: Sequence[Ruling], down: Sequence[Ruling]) -> Grid:
    """Return the grid of these edges; where no line parts two neighbours they are one cell."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def find(node: tuple[int, int]) -> tuple[int, int]:
        while owner[node] != node:
            node = owner[node]
        return node

    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and not covers(down, xs[column + 1], ys[row], ys[row + 1]):
                _unite(owner, find((row, column)), find((row, column + 1)))
            if row + 1 < rows and not covers(across, ys[row + 1], xs[column], xs[column + 1]):
                _unite(owner, find((row, column)), find((row + 1, column)))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for node in owner:
        groups[find(node)].append(node)
    cells = [cell for group in groups.values() for cell in _rectangles(group)]
    return Grid(tuple(xs), tuple(ys), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _unite(owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = sorted((one, other))
    owner[second] = first


def covers(rulings: Sequence[Ruling], position: float, start: float, end: float) -> bool:
    """Whether lines at a position cover most of what lies between start and end."""
    covered = sum(
        max(0.0, min(end, ruling[2]) - max(start, ruling[1]))
        for ruling in rulings
        if abs(ruling[0] - position) <= _SNAP / 2
    )
    return covered >= _COVERED * (end - start)


def _rectangles(nodes: Sequence[tuple[int, int]]) -> list[GridCell]:
    """Return a group of nodes as one cell or, where it is no rectangle, as one cell for each of its rows' runs."""
    rows, columns = [row for row, _ in nodes], [column for _, column in nodes]
    height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if height * width == len(nodes):
        return [GridCell(min(rows), min(columns), height, width)]
    cells: list[GridCell] = []
    for row, column in sorted(nodes):
        last = cells[-1] if cells else None
        if last is not None and last.row == row and last.column + last.columns == column:
            cells[-1] = GridCell(row, last.column, 1, last.columns + 1)
        else:
            cells.append(GridCell(row, column, 1, 1))
    return cells
