"""What the Ask page shows beside a statement for one patient: the worked line, or the whole table to pick from."""

from collections.abc import Sequence

import streamlit as st

from indexes.library import Library
from ingest.table_passages import BETWEEN_CELLS
from ingest.types import TableRow
from rag.types import Calculation, Statement
from ui.markup import escape_markdown
from ui.page_reading import Grid, make_grid
from ui.text import calculation_text


def show_calculations(calculations: Sequence[Calculation]) -> None:
    """Show worked lines, each in a frame that no quote has: they are arithmetic."""
    for calculation in calculations:
        with st.container(key=f"calculated-{calculation.statement}"):
            st.markdown(f"*{escape_markdown(calculation_text(calculation))}*")


def show_whole_tables(library: Library, statement: Statement, missing: Sequence[str], key: str) -> None:
    """Show the tables whose rows a statement quotes, whole, where the question lacks what chooses among them."""
    if not missing:
        return
    for number, grid in enumerate(find_whole_tables(library, statement)):
        title = f"The whole table: {grid.caption}" if grid.caption else "The whole table"
        with st.expander(escape_markdown(title), expanded=True, key=f"{key}-{number}"):
            st.table(_name_columns(grid))
            for note in grid.notes:
                st.caption(escape_markdown(note))


def find_whole_tables(library: Library, statement: Statement) -> tuple[Grid, ...]:
    """Return as grids the tables of which a statement quotes a row, with all their rows on whatever pages."""
    quoted = _fold(statement.text)
    if BETWEEN_CELLS not in statement.text:
        return ()
    found = []
    held = {stored.guideline.id for stored in library.guidelines()}
    for guideline in dict.fromkeys(citation.guideline for citation in statement.citations):
        pages = {citation.page for citation in statement.citations if citation.guideline == guideline}
        for table in library.tables(guideline) if guideline in held else ():
            if any(row.page in pages and _is_quoted(row, quoted) for row in table.rows):
                found.append(make_grid(table, table.rows))
    return tuple(dict.fromkeys(found))


def _is_quoted(row: TableRow, quoted: str) -> bool:
    texts = [_fold(cell.text) for cell in row.cells if cell.text.strip()]
    return len(texts) > 1 and all(text in quoted for text in texts)


def _fold(text: str) -> str:
    return "".join(text.split())


def _name_columns(grid: Grid) -> list[dict[str, str]]:
    """Return a grid's rows by the names of its columns, which are its first row's, made to differ where they do not."""
    names: list[str] = []
    for at, name in enumerate(grid.rows[0]):
        names.append(name if name.strip() and name not in names else f"{name} ({at + 1})".strip())
    rows = ([*row, *[""] * (len(names) - len(row))] for row in grid.rows[1:])
    return [
        {escape_markdown(name): escape_markdown(cell) for name, cell in zip(names, row, strict=False)} for row in rows
    ]
