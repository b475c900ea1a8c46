"""Tables to text that is searched and quoted: each row a line that reads on its own, with its header path. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.joining import Vocabulary, join_lines
from ingest.pdf import PrintedLine
from ingest.tables import Piece, ReadCell, ReadRow, ReadTable, TableSlice
from ingest.types import Span

BETWEEN_CELLS = " | "
_LABELLED_WORDS = 10
"""A cell of more words than this says by itself what it is about; a shorter one is given its column's header."""

_LONGEST_LABEL = 24
_STARTS_WITH_VALUE = re.compile(r"^[\d<>≤≥=±~(.-]")
_MARK = re.compile(r"^[*†‡§¶#⁰¹²³⁴-⁹ᵃ-ᶻ]+")

Bodies = Sequence[Sequence[PrintedLine]]


@dataclass(slots=True)
class TableText:
    """Text that is being put together, with the printed line of each piece of it."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

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
    notes: tuple[TableText, ...]
    """All notes of the table: `notes_for` says which belong under which rows."""


def write_slice(part: TableSlice, bodies: Bodies, vocabulary: Vocabulary) -> SliceText:
    """Write a slice of a table.

    It opens with the table's caption and its header, which are mapped to where they are printed, on an earlier page if
    the table goes on from there. A row's short cells bear their header path as a label ("weight 38-54 kg: 3 tablets");
    the label is mapped to the header's printed lines as well, so that a cited row is marked with its header.
    """
    writer = _Writer(bodies, vocabulary)
    notes = tuple(writer.pieces([note]) for note in part.table.notes)
    return SliceText(writer.opening(part.table), tuple(writer.row(row) for row in part.rows), notes)


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
        columns: dict[tuple[Piece, ...], None] = {}
        for row in table.rows:
            columns |= {cell.path: None for cell in sorted(row.cells, key=lambda cell: cell.column) if cell.path}
        for number, path in enumerate(columns):
            if made.text:
                made.add(BETWEEN_CELLS if number else "\n")
            self._add_path(made, path)
        return made

    def row(self, row: ReadRow) -> TableText:
        made = TableText()
        for title in row.group:
            made.add_piece(title, self.bodies, self.vocabulary)
            made.add(BETWEEN_CELLS)
        for number, cell in enumerate(row.cells):
            if number:
                made.add(BETWEEN_CELLS)
            value = self.pieces([cell.piece]).text
            if self._wants_label(cell, value, first=number == 0):
                self._add_path(made, cell.path)
                made.add(" " if made.text.endswith(":") else ": ")
            made.add_piece(cell.piece, self.bodies, self.vocabulary)
        return made

    def _wants_label(self, cell: ReadCell, value: str, first: bool) -> bool:
        if not cell.path or len(value.split()) > _LABELLED_WORDS:
            return False
        if first and not _STARTS_WITH_VALUE.match(value):
            return False  # the name of a row: "Isoniazid" needs no "Drug"
        return len(self.pieces(cell.path).text.split()) <= _LONGEST_LABEL

    def _add_path(self, made: TableText, path: Sequence[Piece]) -> None:
        for number, piece in enumerate(path):
            if number:
                made.add(", ")
            made.add_piece(piece, self.bodies, self.vocabulary)
