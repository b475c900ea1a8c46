"""Tables to text that is searched and quoted: each row a line that reads on its own, with its header path. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.joining import Vocabulary, join_lines
from ingest.pdf import PrintedLine
from ingest.table_items import CellItem, find_items, is_for_patient, last_item, states_amount
from ingest.tables import Piece, ReadCell, ReadRow, ReadTable, TableSlice
from ingest.types import Span

BETWEEN_CELLS = " | "
_LABELLED_WORDS = 10
"""A cell of more words than this says by itself what it is about; a shorter one is given its column's header."""

_LONGEST_LABEL = 24
_LONG_WORDS = 30
"""A cell of more words than this is cut into its items, if it has some; a shorter one only if two of them are doses."""

_STARTS_WITH_VALUE = re.compile(r"^[\d<>≤≥=±~(.-]")
_MARK = re.compile(r"^[*†‡§¶#⁰¹²³⁴-⁹ᵃ-ᶻ]+")

Bodies = Sequence[Sequence[PrintedLine]]


@dataclass(slots=True)
class TableText:
    """Text that is being put together, with the printed line of each piece of it."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    words: int = 0
    """How many words it has of its own: a label, which the header above it says as well, does not count."""

    def add(self, separator: str) -> None:
        """Add what is not printed, such as the bar between two cells."""
        self.text += separator

    def add_piece(self, piece: Piece, bodies: Bodies, vocabulary: Vocabulary) -> None:
        """Add what is printed in one place."""
        text, ranges = join_lines([bodies[piece.page - 1][index].text for index in piece.lines], vocabulary)
        offset = len(self.text)
        self.spans += [
            Span(start + offset, end + offset, piece.page, index)
            for (start, end), index in zip(ranges, piece.lines, strict=True)
            if end > start
        ]
        self.text += text


@dataclass(frozen=True, slots=True)
class SliceText:
    """A slice of a table as text: what opens each of its passages, its rows, and its notes."""

    opening: TableText
    rows: tuple[TableText, ...]
    """A row with a long cell of several items is several of these, one an item."""
    notes: tuple[TableText, ...]
    """All notes of the table: `notes_for` says which belong under which rows."""


def write_slice(part: TableSlice, bodies: Bodies, vocabulary: Vocabulary) -> SliceText:
    """Write a slice of a table.

    It opens with the table's caption and its header, which are mapped to where they are printed, on an earlier page if
    the table goes on from there. A row's short cells bear their header path as a label ("weight 38-54 kg: 3 tablets");
    the label is mapped to the header's printed lines as well, so that a cited row is marked with its header.

    A long cell of several items is cut: each item is a line with the titles over it in the cell and the row's short
    cells, so that no medicine's dose stands beside another's name. A dose for a child that opens a row without a name
    is written below the item that it belongs to, the last of the row above.
    """
    writer = _Writer(bodies, vocabulary, _shared_headings(part.table))
    notes = tuple(writer.pieces([note]) for note in part.table.notes)
    lines: list[TableText] = []
    above: ReadRow | None = None
    for row in part.table.rows:
        if row.part == part.part:
            lines += writer.rows(row, above)
        above = row
    return SliceText(writer.opening(part.table), tuple(lines), notes)


def without_labels(text: str) -> str:
    """Return a table passage's text as it is searched: a label is left out where the header above says the same.

    Said in every row, the header would drown the rows' own words.
    """
    names: set[str] = set()
    lines = []
    for line in text.split("\n"):
        cells = line.split(BETWEEN_CELLS)
        if len(cells) > 1:
            bare = [
                next((cell[len(name) + 2 :] for name in names if cell.startswith(f"{name}: ")), cell) for cell in cells
            ]
            names = names or set(cells)
            line = BETWEEN_CELLS.join(bare)
        lines.append(line)
    return "\n".join(lines)


def notes_for(rows: Sequence[str], notes: Sequence[TableText], last: bool) -> Iterator[TableText]:
    """Yield the notes whose mark is in one of these texts and, below a table's last row, all that bear no such mark."""
    text = "\n".join(rows)
    for note in notes:
        mark = _MARK.match(note.text)
        if (mark is not None and mark[0] in text) or last:
            yield note


@dataclass(frozen=True, slots=True)
class _Writer:
    bodies: Bodies
    vocabulary: Vocabulary
    shared: tuple[Piece, ...]
    """Headings over all columns: they are said once, above the others."""

    def pieces(self, pieces: Sequence[Piece], separator: str = ", ") -> TableText:
        made = TableText()
        for number, piece in enumerate(pieces):
            if number:
                made.add(separator)
            made.add_piece(piece, self.bodies, self.vocabulary)
        return made

    def opening(self, table: ReadTable) -> TableText:
        made = TableText()
        if table.caption is not None:
            made.add_piece(table.caption, self.bodies, self.vocabulary)
        for piece in self.shared:
            if made.text:
                made.add("\n")
            made.add_piece(piece, self.bodies, self.vocabulary)
        for number, path in enumerate(dict.fromkeys(path for path in table.header if path)):
            if made.text:
                made.add(BETWEEN_CELLS if number else "\n")
            self._add_path(made, path)
        return made

    def rows(self, row: ReadRow, above: ReadRow | None) -> list[TableText]:
        """Return a row as one line or, where a cell of it is cut, as one for each item."""
        items = [self._items(cell) for cell in row.cells]
        before = self._name_above(row, above) or self._dose_above(row, items[0], above)
        words = [len(self._text(cell.piece).split()) for cell in row.cells]
        long = [bool(found) or count > _LONG_WORDS for found, count in zip(items, words, strict=True)]
        if not any(items):
            return [self._row(row, range(len(row.cells)), before)]
        short = [at for at, is_long in enumerate(long) if not is_long]
        lines: list[TableText] = []
        for at, found in enumerate(items):
            if not long[at]:
                continue
            for number, item in enumerate(found or [None]):
                first = before if at == 0 and number == 0 else ()
                lines.append(self._row(row, sorted([*short, at]), first, (at, item) if item else None, sum(long) > 1))
        return lines

    def _row(
        self,
        row: ReadRow,
        columns: Sequence[int],
        before: Sequence[Piece] = (),
        cut: tuple[int, CellItem] | None = None,
        label_long: bool = False,
    ) -> TableText:
        """Write some of a row's cells, of which one may be cut to an item; `before` are pieces that open the line."""
        made = TableText()
        for title in (*row.group, *before):
            made.add_piece(title, self.bodies, self.vocabulary)
            made.add(BETWEEN_CELLS)
        for number, at in enumerate(columns):
            if number:
                made.add(BETWEEN_CELLS)
            cell = row.cells[at]
            piece = cell.piece
            if cut is not None and cut[0] == at:
                for lines in cut[1].titles:
                    made.add_piece(_within(piece, lines), self.bodies, self.vocabulary)
                    made.add(BETWEEN_CELLS)
                piece = _within(piece, cut[1].lines)
            value = self._text(piece)
            wants = (
                cell.path and label_long
                if cut is not None and cut[0] == at
                else self._wants_label(cell, value, first=cell.column == 0)
            )
            if wants:
                self._add_path(made, cell.path)
                made.add(" " if made.text.endswith(":") else ": ")
            made.add_piece(piece, self.bodies, self.vocabulary)
            made.words += len(value.split())
        return made

    def _items(self, cell: ReadCell) -> tuple[CellItem, ...]:
        """Return the items that a cell is to be cut into; () if it is not."""
        if len(cell.piece.lines) < 2:
            return ()
        items = find_items(self._lines(cell.piece))
        if not items:
            return ()
        if len(self._text(cell.piece).split()) > _LONG_WORDS:
            return items
        doses = sum(states_amount(self._text(_within(cell.piece, item.lines))) for item in items)
        return items if doses > 1 else ()

    def _name_above(self, row: ReadRow, above: ReadRow | None) -> tuple[Piece, ...]:
        """Return the name of the row that a page's or column's end cut in two, for the rest of it; () if none was cut.

        The rest goes on in lower case: in every cell, or in one of those beside an empty first cell.
        """
        if above is None or row.part == above.part or above.cells[0].column:
            return ()
        goes_on = [self._text(cell.piece)[:1].islower() for cell in row.cells]
        cut = any(goes_on) if row.cells[0].column else all(goes_on)
        return (above.cells[0].piece,) if cut else ()

    def _dose_above(self, row: ReadRow, items: Sequence[CellItem], above: ReadRow | None) -> tuple[Piece, ...]:
        """Return the item of the row above, with its titles, that the patient's dose which opens a row belongs to."""
        if above is None or row.cells[0].column or above.cells[0].column or row.group != above.group:
            return ()
        piece, last = row.cells[0].piece, above.cells[0].piece
        opening = self._text(_within(piece, items[0].lines) if items else piece)
        item = last_item(self._lines(last))
        if not is_for_patient(opening, self._text(_within(last, item.lines)), named=False):
            return ()
        if not states_amount(self._text(_within(last, item.lines))):
            return ()
        return tuple(_within(last, lines) for lines in (*item.titles, item.lines))

    def _lines(self, piece: Piece) -> list[PrintedLine]:
        return [self.bodies[piece.page - 1][index] for index in piece.lines]

    def _text(self, piece: Piece) -> str:
        return self.pieces([piece]).text

    def _wants_label(self, cell: ReadCell, value: str, first: bool) -> bool:
        if not cell.path or len(value.split()) > _LABELLED_WORDS:
            return False
        if first and not _STARTS_WITH_VALUE.match(value):
            return False  # the name of a row: "Isoniazid" needs no "Drug"
        return len(self.pieces(cell.path).text.split()) <= _LONGEST_LABEL

    def _add_path(self, made: TableText, path: Sequence[Piece]) -> None:
        for number, piece in enumerate([piece for piece in path if piece not in self.shared]):
            if number:
                made.add(", ")
            made.add_piece(piece, self.bodies, self.vocabulary)


def _shared_headings(table: ReadTable) -> tuple[Piece, ...]:
    """Return the header cells that stand over all columns, each of which has a heading of its own below them."""
    paths = [path for path in table.header if path]
    if len(paths) < 2:
        return ()
    return tuple(piece for piece in paths[0][:-1] if all(piece in path[:-1] for path in paths))


def _within(piece: Piece, lines: Sequence[int]) -> Piece:
    """Return some of a piece's lines, counted within it."""
    return Piece(piece.page, tuple(piece.lines[line] for line in lines))
