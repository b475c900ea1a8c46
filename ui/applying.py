"""What the Ask page shows beside a statement for one patient: the worked line, or the whole table to pick a row from."""

from collections.abc import Sequence

import streamlit as st

from indexes.library import Library
from ingest.table_passages import BETWEEN_CELLS
from ingest.types import Table
from rag.types import Calculation, Citation, Statement
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
    if not missing or BETWEEN_CELLS not in statement.text:
        return
    for number, grid in enumerate(find_whole_tables(library, statement)):
        with st.container(key=f"{key}-{number}"):
            st.caption(escape_markdown(f"The whole table: {grid.caption or 'without a caption'}"))
            st.table([{str(at): cell for at, cell in enumerate(row)} for row in grid.rows])
