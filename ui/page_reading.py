"""What was understood of one page, for a data manager who checks an import: lines, passages, tables, problems."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.types import Box, Page, Passage, Table, TableRow

_WIDTH = 100
_CELL_WIDTH = 36
_LEFT_OUT = "left out"
"""The kind of a line that is in no passage, such as one of a contents list: it is shown and not searched."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line in reading order, with what it was taken for."""

    text: str
    box: Box
    kind: str
    """One of heading, prose, list, table (its passage's kind) and "left out"."""
    passage: str | None
    """The id of the first passage that it stands in."""
    unreadable: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of cells; `notes` stand below it."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was understood of one page."""

    page: Page
    lines: tuple[ReadLine, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Grid, ...]
    problems: tuple[str, ...]


def read_page(page: Page, passages: Sequence[Passage], tables: Sequence[Grid] = ()) -> PageReading:
    """Put together what is known of a page. `passages` are the whole guideline's; `tables` are the page's own."""
    here = tuple(passage for passage in passages if page.number in passage.pages)
    homes: dict[int, Passage] = {}
    for passage in here:
        for span in passage.spans:
            if span.page == page.number:
                homes.setdefault(span.line, passage)
    lines = tuple(
        ReadLine(
            line.text,
            line.box,
            _name_kind(line.text, homes.get(index)),
            homes[index].id if index in homes else None,
            line.unreadable,
        )
        for index, line in enumerate(page.lines)
    )
    return PageReading(page, lines, here, tuple(tables), tuple(_find_problems(page, lines)))


def find_grids(tables: Sequence[Table], number: int) -> tuple[Grid, ...]:
    """Return the rows that a guideline's tables have on a page as grids: the header paths first, then row by row.

    The titles of row groups stand in a column of their own before the others.
    """
    return tuple(
        make_grid(table, rows) for table in tables if (rows := [row for row in table.rows if row.page == number])
    )


def make_grid(table: Table, rows: Sequence[TableRow]) -> Grid:
    """Return rows of a table, at least one, as a grid."""
    columns = list(dict.fromkeys(cell.column for row in rows for cell in row.cells if cell.column))
    grouped = any(row.group for row in rows)
    unnamed = max(sum(not cell.column for cell in row.cells) for row in rows)
    lines = []
    for row in rows:
        first = [cell.text for cell in row.cells if not cell.column]
        named = [" ".join(cell.text for cell in row.cells if cell.column == column) for column in columns]
        lines.append((*([" > ".join(row.group)] if grouped else []), *first, *[""] * (unnamed - len(first)), *named))
    header = (*[""] * (unnamed + grouped), *(" > ".join(column) for column in columns))
    return Grid(table.caption, (header, *lines) if columns else tuple(lines), table.notes)


def page_reading_text(reading: PageReading) -> str:
    """Return it for a terminal: numbered lines, passages, tables as grids, problems."""
    parts = ["\n".join(_line_text(number, line) for number, line in enumerate(reading.lines, start=1))]
    for passage in reading.passages:
        title = f"passage {passage.id} ({passage.kind}): {' > '.join(passage.heading) or 'no heading'}"
        parts.append("\n".join([title, *(_wrap(line) for line in passage.text.splitlines())]))
    parts += [grid_text(table) for table in reading.tables]
    if reading.problems:
        parts.append("\n".join(["problems", *(f"  ! {problem}" for problem in reading.problems)]))
    return "\n\n".join(part for part in parts if part)


def grid_text(table: Grid) -> str:
    """Return a table in columns as wide as their cells need, long cells over several lines."""
    count = max((len(row) for row in table.rows), default=0)
    wrapped = [[textwrap.wrap(cell, _CELL_WIDTH) or [""] for cell in _fill(row, count)] for row in table.rows]
    widths = [max(len(line) for row in wrapped for line in row[column]) for column in range(count)]
    rule = "  +" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [f"table {table.caption}".rstrip(), rule]
    for row in wrapped:
        for at in range(max(len(cell) for cell in row)):
            cells = (cell[at] if at < len(cell) else "" for cell in row)
            lines.append("  |" + "|".join(f" {cell:{width}} " for cell, width in zip(cells, widths, strict=True)) + "|")
        lines.append(rule)
    return "\n".join([*lines, *(f"  {note}" for note in table.notes)])


def page_reading_json(reading: PageReading) -> dict[str, Any]:
    """Return it as plain values; boxes are [left, top, right, bottom] in points from the page's top left."""
    return {
        "page": reading.page.number,
        "label": reading.page.label,
        "source": reading.page.source,
        "width": reading.page.width,
        "height": reading.page.height,
        "lines": [
            {
                "text": line.text,
                "box": list(line.box),
                "kind": line.kind,
                "passage": line.passage,
                "unreadable": line.unreadable,
            }
            for line in reading.lines
        ],
        "passages": [
            {"id": passage.id, "kind": passage.kind, "heading": list(passage.heading), "text": passage.text}
            for passage in reading.passages
        ],
        "tables": [
            {"caption": table.caption, "rows": [list(row) for row in table.rows], "notes": list(table.notes)}
            for table in reading.tables
        ],
        "problems": list(reading.problems),
    }


def _name_kind(text: str, passage: Passage | None) -> str:
    if passage is None:
        return _LEFT_OUT
    plain = " ".join(text.split())
    return "heading" if any(plain in title for title in passage.heading) and len(plain) > 2 else passage.kind


def _find_problems(page: Page, lines: Sequence[ReadLine]) -> list[str]:
    problems = []
    if page.ocr_lines:
        which = "" if len(page.ocr_lines) == len(page.lines) else f"{_name_lines(page.ocr_lines)} "
        problems.append(f"{which}read by OCR: compare the lines with the picture of the page, numbers above all")
    for number, line in enumerate(lines, start=1):
        if line.unreadable:
            problems.append(f"line {number}: unreadable glyph in a line with a number")
    if not lines:
        problems.append("no text was read here: the page is blank, or a picture in which none was found")
    unused = [str(number) for number, line in enumerate(lines, start=1) if line.passage is None]
    if unused:
        problems.append(f"{len(unused)} of {len(lines)} lines are in no passage and not searched: {', '.join(unused)}")
    return problems


def _name_lines(indices: Sequence[int]) -> str:
    numbers = ", ".join(str(index + 1) for index in indices)
    return f"line {numbers} was" if len(indices) == 1 else f"lines {numbers} were"


def name_origin(page: Page) -> str:
    """Return what a page was read from, in words."""
    if not page.ocr_lines:
        return "its text layer"
    whole = len(page.ocr_lines) == len(page.lines)
    return "its picture, by OCR" if whole else "its text layer and, in part, its picture by OCR"


def _line_text(number: int, line: ReadLine) -> str:
    return f"{number:>4}{'!' if line.unreadable else ' '} {line.kind:8}  {line.text}"


def _wrap(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _fill(row: Sequence[str], count: int) -> list[str]:
    return [*row, *[""] * (count - len(row))]
