"""Which rows of a table head its columns, which title a group of rows, and the header path of a column. Pure."""

import re

from ingest.table_parts import WHITE, Part, PartCell

_MOST_HEADER_ROWS = 4
_LONGEST_TITLE = 16
_LONGEST_HEADER = 20
_LONGEST_SPREAD = 12
_SHADED_SHARE = 0.4
_DIGITS = re.compile(r"\d")


def count_header_rows(part: Part) -> int:
    """Return how many of the part's first rows head its columns: 0 if nothing tells them from the rest.

    They are told by their shade, by bold type, or by a cell over several others; failing these, by having no numbers
    above columns that are mostly numbers.
    """
    for told in (_shaded, _bold):
        count = told(part)
        if 0 < count < part.rows:
            return _with_spans(part, count)
    count = _with_spans(part, 0)
    if 0 < count < part.rows:
        return count
    if part.rows == 1:
        first = part.row_cells(0)
        told_apart = all(cell.bold for cell in first) or all(cell.shade != WHITE for cell in first)
        return 1 if told_apart else 0
    return 1 if part.rows > 2 and _stands_over_numbers(part) else 0


def _shaded(part: Part) -> int:
    first = part.row_cells(0)
    shades = {cell.shade for cell in first}
    if WHITE in shades:
        return 0
    count = 0
    for row in range(min(part.rows, _MOST_HEADER_ROWS + 1)):
        cells = part.row_cells(row)
        if row and (is_title_row(part, row) or not {cell.shade for cell in cells} <= shades):
            break
        count += 1
    # Where all rows have one shade, or two in turn, it says nothing.
    rest = [cell.shade in shades for row in range(count, part.rows) for cell in part.row_cells(row)]
    return count if count <= _MOST_HEADER_ROWS and sum(rest) < _SHADED_SHARE * len(rest) else 0


def _bold(part: Part) -> int:
    count = 0
    for row in range(min(part.rows, _MOST_HEADER_ROWS + 1)):
        cells = part.row_cells(row)
        if not all(cell.bold for cell in cells) or (row and is_title_row(part, row)):
            break
        count += 1
    return count if count <= _MOST_HEADER_ROWS else 0


def _with_spans(part: Part, count: int) -> int:
    """Return the header's rows with those that a cell of them reaches down into or spreads out over."""
    if count == 0 and is_title_row(part, 0):
        return 0
    grown = max(count, 1)
    spread = False
    for row in range(_MOST_HEADER_ROWS):
        if row >= grown:
            break
        for cell in part.row_cells(row):
            reaches = row == 0 and cell.column == 0 and cell.rows <= _MOST_HEADER_ROWS
            if cell.row + cell.rows > grown and reaches and (count or spread_over(part, row)):
                grown, spread = min(cell.row + cell.rows, part.rows - 1), True
        if row == grown - 1 and spread_over(part, row) and grown < part.rows - 1:
            grown, spread = grown + 1, True
    return grown if count or spread else 0


def spread_over(part: Part, row: int) -> bool:
    """Whether a cell of the row stands over several columns, but not over all."""
    return any(
        1 < cell.columns < part.columns
        and cell.row == row
        and cell.rows == 1
        and len(cell.text.split()) <= _LONGEST_SPREAD
        and not cell.text.endswith(".")
        and _stands_over_several(part, cell)
        for cell in part.row_cells(row)
    )


def _stands_over_several(part: Part, cell: PartCell) -> bool:
    """Whether several cells stand below a cell in its columns."""
    end = cell.column + cell.columns
    return sum(cell.column <= other.column < end for other in part.row_cells(cell.row + cell.rows)) > 1


def _stands_over_numbers(part: Part) -> bool:
    first = part.row_cells(0)
    if len(first) < part.columns - 1 or any(_DIGITS.search(cell.text) for cell in first if cell.column):
        return False
    if any(len(cell.text.split()) > _LONGEST_HEADER for cell in first):
        return False
    names = [cell for cell in part.cells if cell.column == 0]
    if all(cell.text.endswith(":") for cell in names):
        return False  # "Population:" is a name of a row as those below it are
    below = [cell for row in range(1, part.rows) for cell in part.row_cells(row) if cell.column]
    return bool(below) and sum(bool(_DIGITS.search(cell.text)) for cell in below) > 0.6 * len(below)


def is_title_row(part: Part, row: int) -> bool:
    """Whether a row is a title over the rows below it: one short cell across the table, or one that is set apart."""
    cells = part.row_cells(row)
    if len(cells) != 1 or cells[0].row != row or cells[0].rows > 1:
        return False
    cell = cells[0]
    text = cell.text
    if len(text.split()) > _LONGEST_TITLE or text.endswith((".", ";")):
        return False
    below = any(len(part.row_cells(other)) > 1 for other in range(row + 1, min(part.rows, row + 3)))
    if not below:
        return False
    if cell.columns == part.columns:
        return True
    return cell.column == 0 and (cell.bold or cell.shade != WHITE)


def column_paths(part: Part, rows: int) -> tuple[tuple[PartCell, ...], ...]:
    """Return, for each column, the header cells above it, outermost first; empty ones left out."""
    paths = []
    for column in range(part.columns):
        over: list[PartCell] = []
        for row in range(rows):
            for cell in part.row_cells(row):
                if cell.column <= column < cell.column + cell.columns and cell not in over:
                    over.append(cell)
        paths.append(tuple(over))
    return tuple(paths)
