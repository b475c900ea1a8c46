"""Pages of lines to tables: parts with their captions and notes, joined over columns and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.joining import Vocabulary, join_lines
from ingest.pdf import PrintedLine, PrintedPage, commonest_size
from ingest.table_caption import CAPTION, CONTINUED, find_caption, find_notes, find_title, is_lone_mark, is_note
from ingest.table_header import column_paths, count_header_rows, is_title_row
from ingest.table_page import TablePage
from ingest.table_parts import Part, PartCell
from ingest.table_placing import PlacedPart, place_parts, rewrite_line
from ingest.types import Table, TableCell, TableRow

_SAME_EDGE = 14.0
"""Points by which a column's width may differ from one part of a table to the next."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Printed lines that are read as one: a cell, a caption, a note."""

    page: int
    lines: tuple[int, ...]
    """Indices into the page's lines."""


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell with the header cells above it, outermost first."""

    piece: Piece
    path: tuple[Piece, ...]
    column: int


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with the titles of the groups that it is in, outermost first."""

    group: tuple[Piece, ...]
    cells: tuple[ReadCell, ...]
    part: int
    """Which of the table's parts it stands in, from 0."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as pieces of the pages' lines."""

    caption: Piece | None
    header: tuple[tuple[Piece, ...], ...]
    """The header path of each column, those of columns without cells among them."""
    title: str
    """The heading right above it where it has no caption of its own."""
    rows: tuple[ReadRow, ...]
    notes: tuple[Piece, ...]
    parts: tuple[PlacedPart, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A part with what stands around it."""

    placed: PlacedPart
    caption: tuple[int, ...]
    title: str
    notes: tuple[int, ...]
    header: int
    opens: bool
    """Whether nothing but furniture stands above it in its column of the page."""


def read_tables(
    pages: Sequence[PrintedPage], bodies: Sequence[Sequence[PrintedLine]]
) -> tuple[tuple[tuple[PrintedLine, ...], ...], tuple[ReadTable, ...]]:
    """Return each page's lines, those of tables set anew cell by cell, and the tables in reading order."""
    places = [_place(page, body, page.tabular) for page, body in zip(pages, bodies, strict=True)]
    laid, chains = _join(places)
    kept = {id(item) for chain in chains for item in chain}
    for at, (page, body) in enumerate(zip(pages, bodies, strict=True)):
        parts = tuple(item.placed.part for item in places[at][1] if id(item) in kept)
        if page.tabular is not None and len(parts) < len(places[at][1]):
            # What turned out to be no table, such as words each in a shade, is read as the line that it is.
            places[at] = _place(page, body, replace(page.tabular, parts=parts))
    laid, chains = _join(places)
    tables = [_build(group, laid) for group in chains]
    return tuple(laid), tuple(table for table in tables if table.rows)


def _place(
    page: PrintedPage, body: Sequence[PrintedLine], tabular: TablePage | None
) -> tuple[tuple[PrintedLine, ...], list[_Found]]:
    """Return a page's lines, those of its tables' parts set anew, and the parts with what stands around them."""
    if tabular is None or not body:
        return tuple(body), []
    lines, parts = place_parts(page.number, body, tabular)
    usual = commonest_size([body])
    taken = {index for part in parts for index in range(part.first, part.end)}
    rewritten = list(lines)
    found: list[_Found] = []
    for part in parts:
        caption = find_caption(lines, part, taken)
        notes = find_notes(lines, part, taken | set(caption), usual)
        taken |= {*caption, *notes}
        title = "" if caption else find_title(lines, part, taken)
        for index in (*caption, *notes):
            rewritten[index] = rewrite_line(lines[index], tabular.words, is_note=index in notes)
        opens = _opens(lines, part, caption)
        found.append(_Found(part, caption, title, notes, count_header_rows(part.part), opens))
    return tuple(rewritten), found


def _join(
    places: Sequence[tuple[tuple[PrintedLine, ...], Sequence[_Found]]],
) -> tuple[list[tuple[PrintedLine, ...]], list[list[_Found]]]:
    """Return each page's lines, and the parts of each table."""
    laid = [lines for lines, _ in places]
    return laid, _chain([item for _, found in places for item in found], laid)


def describe_tables(
    tables: Sequence[ReadTable], bodies: Sequence[Sequence[PrintedLine]], vocabulary: Vocabulary
) -> tuple[Table, ...]:
    """Return the tables as a reader of the pages sees them."""

    def text(piece: Piece) -> str:
        return join_lines([bodies[piece.page - 1][index].text for index in piece.lines], vocabulary)[0]

    described = []
    for table in tables:
        rows = []
        for row in table.rows:
            cells = []
            for cell in row.cells:
                boxes = [bodies[cell.piece.page - 1][index].box for index in cell.piece.lines]
                box = (
                    min(box[0] for box in boxes),
                    min(box[1] for box in boxes),
                    max(box[2] for box in boxes),
                    max(box[3] for box in boxes),
                )
                cells.append(TableCell(text(cell.piece), tuple(map(text, cell.path)), box, cell.piece.lines))
            rows.append(TableRow(row.cells[0].piece.page, tuple(map(text, row.group)), tuple(cells)))
        caption = text(table.caption) if table.caption else table.title
        described.append(Table(caption, tuple(rows), tuple(map(text, table.notes))))
    return tuple(described)


def _opens(lines: Sequence[PrintedLine], part: PlacedPart, caption: tuple[int, ...]) -> bool:
    """Whether the part is the first on its page or in its column."""
    before = min((*caption, part.first)) - 1
    if before < 0:
        return True
    last = lines[before].box
    left, top, right, _ = part.part.box
    return last[1] > top or last[2] < left or last[0] > right


def _chain(found: Sequence[_Found], laid: Sequence[Sequence[PrintedLine]]) -> list[list[_Found]]:
    """Return the parts of each table, in order."""
    chains: list[list[_Found]] = []
    for item in found:
        if chains and _continues(chains[-1][-1], item, chains[-1], laid):
            chains[-1].append(item)
        else:
            chains.append([item])
    # A header that no row ever followed is no table.
    return [chain for chain in chains if len(chain) > 1 or chain[0].header < chain[0].placed.part.rows]


def _continues(last: _Found, item: _Found, chain: Sequence[_Found], laid: Sequence[Sequence[PrintedLine]]) -> bool:
    """Whether a part goes on with the table of the part before it: on the next column or page, in the same columns."""
    before, here = last.placed, item.placed
    if not item.opens or here.page - before.page not in (0, 1):
        return False
    between = (
        range(before.end, len(laid[before.page - 1])) if here.page > before.page else range(before.end, here.first)
    )
    if any(index not in last.notes and index not in item.caption for index in between):
        return False
    if here.page > before.page and any(index not in item.caption for index in range(here.first)):
        return False
    if item.caption:
        lines = laid[here.page - 1]
        if not _same_caption(laid[before.page - 1], chain[0].caption, lines, item.caption):
            return False
    alike = _same_columns(before.part, here.part)
    if item.header and chain[0].header:
        # Where the columns are others, the part is still the table's, and `_build` gives it its own header's paths.
        return _header_text(here.part, item.header) == _header_text(chain[0].placed.part, chain[0].header)
    return alike and (item.header == 0 or not chain[0].header)


def _same_caption(
    first: Sequence[PrintedLine], caption: tuple[int, ...], second: Sequence[PrintedLine], other: tuple[int, ...]
) -> bool:
    if not caption:
        return False
    text = " ".join(second[index].text for index in other)
    match, before = CAPTION.match(text), CAPTION.match(first[caption[0]].text)
    numbers = [found["number"] for found in (match, before) if found is not None]
    return len(numbers) == 2 and numbers[0] == numbers[1] and (bool(CONTINUED.search(text)) or numbers[0] is not None)


def _same_columns(first: Part, second: Part) -> bool:
    if first.columns != second.columns:
        return False
    offset = second.xs[0] - first.xs[0]
    return all(abs(there - here - offset) <= _SAME_EDGE for here, there in zip(first.xs, second.xs, strict=True))


def _same_header(item: _Found, before: _Found) -> bool:
    """Whether a repeated header has its cells in the columns of the one before."""

    def cells(found: _Found) -> list[tuple[int, int, int]]:
        part = found.placed.part
        return [(cell.row, cell.column, cell.columns) for cell in part.cells if cell.row < found.header]

    return item.placed.part.columns == before.placed.part.columns and cells(item) == cells(before)


def _header_text(part: Part, rows: int) -> str:
    return re.sub(r"\W+", "", "".join(cell.text for cell in part.cells if cell.row < rows)).lower()


def _build(chain: Sequence[_Found], laid: Sequence[Sequence[PrintedLine]]) -> ReadTable:
    rows: list[ReadRow] = []
    paths: tuple[tuple[Piece, ...], ...] = ()
    head = chain[0]
    groups: list[_Title] = []
    for number, item in enumerate(chain):
        placed, part = item.placed, item.placed.part

        def piece(cell: PartCell, placed: PlacedPart = placed) -> Piece:
            return Piece(placed.page, placed.lines_of(cell))

        if item.header and (number == 0 or not head.header or not _same_header(item, chain[number - 1])):
            paths = tuple(tuple(map(piece, path)) for path in column_paths(part, item.header))
        elif not paths:
            paths = ((),) * part.columns
        for row in range(item.header, part.rows):
            cells = part.row_cells(row)
            if not cells:
                continue
            if is_title_row(part, row):
                groups = _nest(groups, _Title(number, cells[0], piece(cells[0])))
                continue
            read = tuple(ReadCell(piece(cell), _path(paths, cell), cell.column) for cell in cells)
            rows.append(ReadRow(tuple(title.piece for title in groups), read, number))
    page = head.placed.page
    caption = Piece(page, head.caption) if head.caption else None
    notes = tuple(
        Piece(item.placed.page, note) for item in chain for note in _part_notes(item.notes, laid[item.placed.page - 1])
    )
    return ReadTable(caption, paths, head.title, tuple(rows), notes, tuple(item.placed for item in chain))


@dataclass(frozen=True, slots=True)
class _Title:
    """The title of a group of rows."""

    part: int
    cell: PartCell
    """Its row counts within the part."""
    piece: Piece

    def is_right_above(self, other: "_Title") -> bool:
        return self.part == other.part and self.cell.row == other.cell.row - 1

    def looks_as(self, other: "_Title") -> bool:
        return _style(self.cell) == _style(other.cell)


def _nest(groups: Sequence[_Title], title: _Title) -> list[_Title]:
    """Return the titles above the rows to come: a title right below another is in it, unless it looks the same."""
    kept = list(groups)
    while kept and not (kept[-1].is_right_above(title) and not kept[-1].looks_as(title)):
        if kept.pop().looks_as(title):
            break
    return [*kept, title]


def _style(cell: PartCell) -> tuple[object, ...]:
    return cell.shade, cell.bold, cell.columns


def _path(paths: Sequence[tuple[Piece, ...]], cell: PartCell) -> tuple[Piece, ...]:
    """Return the header cells that stand over all of a cell's columns."""
    if cell.column >= len(paths):
        return ()
    spanned = paths[cell.column : cell.column + cell.columns]
    return tuple(piece for piece in spanned[0] if all(piece in path for path in spanned[1:]))


def _part_notes(indices: tuple[int, ...], lines: Sequence[PrintedLine]) -> list[tuple[int, ...]]:
    """Return the lines of each note: one that opens with a mark begins a new one."""
    notes: list[tuple[int, ...]] = []
    for index in indices:
        if notes and (not is_note(lines[index].text) or is_lone_mark(lines[notes[-1][-1]].text)):
            notes[-1] += (index,)
        else:
            notes.append((index,))
    return notes


@dataclass(frozen=True, slots=True)
class TableSlice:
    """What of a table stands in one place of one page's lines."""

    table: ReadTable
    part: int
    lines: frozenset[int]
    """Indices of all its lines on the page: cells, and the caption and notes beside it."""

    @property
    def page(self) -> int:
        return self.table.parts[self.part].page

    @property
    def rows(self) -> tuple[ReadRow, ...]:
        return tuple(row for row in self.table.rows if row.part == self.part)

    @property
    def last(self) -> bool:
        """Whether the table ends here."""
        return self.part == max((row.part for row in self.table.rows), default=0)


def slice_tables(tables: Sequence[ReadTable]) -> dict[int, tuple[TableSlice, ...]]:
    """Return the tables' slices by page number."""
    slices: dict[int, tuple[TableSlice, ...]] = {}
    for table in tables:
        for number, placed in enumerate(table.parts):
            lines = set(range(placed.first, placed.end))
            beside = [table.caption, *table.notes] if table.caption else [*table.notes]
            for piece in beside:
                if piece is not None and piece.page == placed.page and _is_near(piece, placed, table):
                    lines |= set(piece.lines)
            found = TableSlice(table, number, frozenset(lines))
            slices[placed.page] = (*slices.get(placed.page, ()), found)
    return slices


def _is_near(piece: Piece, placed: PlacedPart, table: ReadTable) -> bool:
    """Whether of the table's parts on its page this is the one that a caption or note stands next to."""
    parts = [part for part in table.parts if part.page == piece.page]
    return placed is min(parts, key=lambda part: min(abs(piece.lines[-1] - part.first), abs(piece.lines[0] - part.end)))
