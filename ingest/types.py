"""What reading a guideline PDF makes: a Guideline, its Pages of Lines, and the Passages cut from them."""

from dataclasses import dataclass
from typing import Literal

from ingest.glyphs import is_unreadable

Box = tuple[float, float, float, float]
"""(left, top, right, bottom) in points from the page's top left corner, after the page's own rotation."""

PageSource = Literal["text", "ocr"]
PassageKind = Literal["prose", "list", "table"]
GuidelineStatus = Literal["current", "superseded"]


@dataclass(frozen=True, slots=True)
class Guideline:
    """One edition of one guideline, as its manifest or its PDF names it. Unknown text fields are empty."""

    id: str
    file: str
    """The PDF's file name, without folders."""
    title: str
    publisher: str
    edition: str
    published: str
    """ISO 8601 date, or its year or year and month where no more is known."""
    language: str
    """BCP 47 tag, such as "en"."""
    licence: str
    url: str
    sha256: str
    supersedes: tuple[str, ...]
    """Ids of the guidelines that this edition replaces."""
    pages: int
    status: GuidelineStatus


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, in reading order."""

    text: str
    box: Box
    source: PageSource = "text"
    """Whether it is of the PDF's text layer or was read by OCR from the page's picture."""

    @property
    def unreadable(self) -> bool:
        """Whether it has a number and a glyph that could not be read: the number may not mean what it seems to."""
        return is_unreadable(self.text)


@dataclass(frozen=True, slots=True)
class Page:
    """One PDF page as a reader sees it."""

    number: int
    """Counts from 1, as PDF viewers do."""
    label: str | None
    """The printed folio; None where there is none, or where it is not certain."""
    width: float
    height: float
    lines: tuple[Line, ...]
    source: PageSource
    """Whether any of it was read by OCR; each line says so for itself."""

    @property
    def ocr_lines(self) -> tuple[int, ...]:
        """Indices of the lines that were read by OCR."""
        return tuple(index for index, line in enumerate(self.lines) if line.source == "ocr")


@dataclass(frozen=True, slots=True)
class Span:
    """Says which printed line a piece of a passage's text came from: text[start:end] is line `line` of page `page`."""

    start: int
    end: int
    page: int
    """Page number, from 1."""
    line: int
    """Index into that page's `lines`, from 0."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a guideline that is searched, shown and cited as one."""

    id: str
    """The guideline's id, "#" and the passage's place in it, from 0."""
    guideline_id: str
    kind: PassageKind
    heading: tuple[str, ...]
    """The path of titles above it, outermost first."""
    text: str
    """Paragraphs, list items and rows are apart by a newline."""
    spans: tuple[Span, ...]
    """In the order of the text; together they cover all of it but the white space between lines and, in a table, the
    bars between cells. A table's caption and header are said again where its rows go on, and are mapped to where they
    are printed, which may be an earlier page."""

    @property
    def pages(self) -> tuple[int, ...]:
        """Numbers of the pages that it stands on, in reading order."""
        return tuple(dict.fromkeys(span.page for span in self.spans))

    def has_unreadable_line(self, start: int = 0, end: int | None = None) -> bool:
        """Whether one of the printed lines of text[start:end] has a number and a glyph that could not be read."""
        last = len(self.text) if end is None else end
        return any(
            is_unreadable(self.text[span.start : span.end])
            for span in self.spans
            if span.start < last and span.end > start
        )


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table's row."""

    text: str
    column: tuple[str, ...]
    """The header path of its column, outermost first; () where nothing heads it."""
    box: Box
    lines: tuple[int, ...]
    """Indices into the lines of its row's page."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row. A cell that reaches down over several rows is in each of them."""

    page: int
    """Page number, from 1."""
    group: tuple[str, ...]
    """The titles of row groups above it, outermost first, such as a full-width row "Children"."""
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table; one that goes on over columns or pages is one."""

    caption: str
    rows: tuple[TableRow, ...]
    """Without the rows that head its columns or title a group."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one PDF."""

    guideline: Guideline
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    problems: tuple[str, ...]
    """What a data manager should know, such as "page 24 has no text layer"; one sentence each."""
