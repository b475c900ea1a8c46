"""A guideline's tables as grids on one page."""

from ingest.types import Table, TableCell, TableRow
from ui.page_reading import Grid, find_grids

BOX = (0.0, 0.0, 1.0, 1.0)


def make_row(page: int, group: tuple[str, ...], *cells: tuple[str, tuple[str, ...]]) -> TableRow:
    """Make a row of (text, header path) cells."""
    return TableRow(page, group, tuple(TableCell(text, column, BOX, (0,)) for text, column in cells))


def test_cells_stay_in_their_columns() -> None:
    """A row that lacks a cell without a header keeps the others under theirs; rows of other pages are not shown."""
    dose = ("Dose", "mg")
    table = Table(
        "Table 1",
        (
            make_row(3, ("Children",), ("Zinc", ()), ("20", dose)),
            make_row(3, (), ("10", dose)),
            make_row(4, (), ("Salts", ()), ("5", dose)),
        ),
        ("a note",),
    )
    rows = (("", "", "Dose > mg"), ("Children", "Zinc", "20"), ("", "", "10"))
    assert find_grids([table], 3) == (Grid("Table 1", rows, ("a note",)),)
    assert find_grids([table], 5) == ()
