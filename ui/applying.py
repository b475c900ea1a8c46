"""What the Ask page shows beside a statement for one patient: the worked line, or the whole table to pick from."""

from collections.abc import Sequence

import streamlit as st

from rag.types import Calculation
from ui.markup import escape_markdown
from ui.page_reading import Grid
from ui.text import calculation_text


def show_calculations(calculations: Sequence[Calculation]) -> None:
    """Show worked lines, each in a frame that no quote has: they are arithmetic."""
    for calculation in calculations:
        with st.container(key=f"calculated-{calculation.statement}"):
            st.markdown(f"*{escape_markdown(calculation_text(calculation))}*")


def show_whole_tables(grids: Sequence[Grid], key: str) -> None:
    """Show tables whole."""
    for number, grid in enumerate(grids):
        title = f"The whole table: {grid.caption}" if grid.caption else "The whole table"
        with st.expander(escape_markdown(title), expanded=True, key=f"{key}-{number}"):
            st.table(_name_columns(grid))
            for note in grid.notes:
                st.caption(escape_markdown(note))


def _name_columns(grid: Grid) -> list[dict[str, str]]:
    """Return a grid's rows by the names of its columns, which are its first row's, made to differ where they do not."""
    names: list[str] = []
    for at, name in enumerate(grid.rows[0]):
        names.append(name if name.strip() and name not in names else f"{name} ({at + 1})".strip())
    rows = ([*row, *[""] * (len(names) - len(row))] for row in grid.rows[1:])
    return [
        {escape_markdown(name): escape_markdown(cell) for name, cell in zip(names, row, strict=False)} for row in rows
    ]
