"""The tables that an answer quotes rows of, whole, where the question lacks what chooses among the rows."""

from indexes.library import Library
from ingest.table_passages import BETWEEN_CELLS
from ingest.types import Table, TableRow
from rag.checks.patients import find_missing
from rag.types import Answer, Request, Statement
from ui.page_reading import Grid, make_grid


def find_whole_tables(library: Library, answer: Answer) -> dict[int, tuple[Grid, ...]]:
    """Return by a statement's number, from 0, the tables that it quotes rows of, with all rows on whatever pages.

    Only of statements for which the question lacks what chooses among rows. A table is the first one's that quotes it.
    """
    request = Request(answer.question, answer.evidence)
    found: dict[int, tuple[Grid, ...]] = {}
    known: set[tuple[str, Table]] = set()
    for number, statement in enumerate(answer.statements if answer.missing else ()):
        if not find_missing(request, statement):
            continue
        fresh = [each for each in _find_tables(library, statement) if each not in known]
        known.update(fresh)
        if fresh:
            found[number] = tuple(make_grid(table, table.rows) for _, table in fresh)
    return found


def lacks_rows(grid: Grid, answer: Answer) -> bool:
    """Return whether a table has a row that no statement quotes."""
    quoted = _fold("\n".join(statement.text for statement in answer.statements))
    return any(not all(_fold(cell) in quoted for cell in row) for row in grid.rows)


def _find_tables(library: Library, statement: Statement) -> list[tuple[str, Table]]:
    """Return the tables with the ids of their guidelines; of a guideline that was removed since, none."""
    if BETWEEN_CELLS not in statement.text:
        return []
    quoted = _fold(statement.text)
    held = {stored.guideline.id for stored in library.guidelines()}
    found = []
    for guideline in dict.fromkeys(citation.guideline for citation in statement.citations):
        pages = {citation.page for citation in statement.citations if citation.guideline == guideline}
        for table in library.tables(guideline) if guideline in held else ():
            if any(row.page in pages and _is_quoted(row, quoted) for row in table.rows):
                found.append((guideline, table))
    return found


def _is_quoted(row: TableRow, quoted: str) -> bool:
    texts = [_fold(cell.text) for cell in row.cells if cell.text.strip()]
    return len(texts) > 1 and all(text in quoted for text in texts)


def _fold(text: str) -> str:
    return "".join(text.split())
