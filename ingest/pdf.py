"""PDF pages to printed lines with their boxes, by pypdfium2."""

import ctypes
import math
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.errors import UnreadablePDFError
from ingest.fonts import FontProbe
from ingest.glyphs import has_glyphs, read_glyphs
from ingest.hidden import LayerLine, find_unseen
from ingest.table_page import TablePage, read_table_page
from ingest.transform import Transform, device_transform
from ingest.types import Box, PageSource

LINE_END_HYPHEN = "\ufffe"
"""pdfium's mark for a hyphen at a line's end; it swallows the line break after it."""

_HYPHEN_CODE = 2
"""What pdfium calls that hyphen when it is asked for a single character."""

_LINE_BREAK = re.compile(r"[\r\n]+")
_LEADING_MARK = re.compile(r"^\s*(?:~+\s+(?=[^\s\d])|\ufffd\s+(?=[^\W\d]))")
"""A tilde, or a glyph that could not be read, before words: before a number it may be a comparator."""

_CELL_GAP = 1.2
"""Pieces of one line that are further apart than this, in font sizes, are cells; words are a quarter apart."""

_PASSWORD_ERROR = pdfium_c.FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as it stands on the page, before furniture is removed and paragraphs are found."""

    text: str
    box: Box
    size: float
    """Font size in points, as printed."""
    bold: bool
    cells: int = 1
    """How many pieces of it stand apart, as the cells of a table's row do."""
    starts_bold: bool = False
    """Whether its first letter is bold; `bold` asks it of the last one too."""
    source: PageSource = "text"


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """All lines of one page in the order of the PDF's own text."""

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    source: PageSource = "text"
    """Whether any of its lines was read by OCR."""
    turn: int = 0
    """Degrees clockwise from the page as it is shown to the one that these lines and sizes belong to: a scan may lie on
    its side."""
    tabular: TablePage | None = None
    """The tables that the page rules, if any."""


_PDFIUM = threading.RLock()
"""pdfium must not be called from two threads at once, not even on different documents."""


def commonest_size(pages: Iterable[Sequence[PrintedLine]]) -> float:
    """Return the font size in points of most of the pages' text; 0 if they have none."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


@contextmanager
def open_pdf(path: Path, password: str | None = None) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF with pdfium and close it afterwards; meanwhile no other thread of this process can open one.

    Raises UnreadablePDFError if it is damaged, is no PDF, or needs another password.
    """
    with _PDFIUM:
        try:
            document = pdfium.PdfDocument(path, password=password)
        except pdfium.PdfiumError as fault:
            if fault.err_code == _PASSWORD_ERROR:
                hint = "the password given does not open it" if password else "give its password"
                raise UnreadablePDFError(f"it is protected by a password; {hint}") from fault
            raise UnreadablePDFError(
                "it is damaged or not a PDF; open it in a viewer to check, or get it again"
            ) from fault
        try:
            if len(document) == 0:
                raise UnreadablePDFError("it has no pages")
            yield document
        finally:
            document.close()


def read_pages(path: Path, password: str | None = None) -> tuple[PrintedPage, ...]:
    """Read every page's lines. Raises UnreadablePDFError if the document or one of its pages cannot be opened."""
    with open_pdf(path, password) as document:
        return tuple(_read_page(document, number) for number in range(1, len(document) + 1))


def needs_password(path: Path) -> bool:
    """Whether a PDF opens only with a password. Raises UnreadablePDFError if it is damaged or no PDF."""
    with _PDFIUM:
        try:
            pdfium.PdfDocument(path).close()
        except pdfium.PdfiumError as fault:
            if fault.err_code == _PASSWORD_ERROR:
                return True
            raise UnreadablePDFError(
                "it is damaged or not a PDF; open it in a viewer to check, or get it again"
            ) from fault
    return False


def save_unlocked(path: Path, password: str, target: Path) -> None:
    """Write a copy of a protected PDF that opens without its password, so that its pages can be shown later."""
    with open_pdf(path, password) as document:
        document.save(target, flags=pdfium_c.FPDF_REMOVE_SECURITY)


def _read_page(document: pdfium.PdfDocument, number: int) -> PrintedPage:
    try:
        page = document[number - 1]
        text_page = page.get_textpage()
    except pdfium.PdfiumError as fault:
        raise UnreadablePDFError(f"its page {number} is damaged") from fault
    width, height = page.get_size()
    transform = device_transform(page, width, height)
    raw = _page_text(text_page)
    ranges = list(_line_ranges(raw, text_page))
    fonts = FontProbe(text_page)
    text = _with_glyphs(fonts, raw, ranges)
    lines: list[PrintedLine] = []
    layer: list[LayerLine] = []
    for start, end in ranges:
        line = _read_line(text_page, fonts, text, start, end, transform)
        if line is not None:
            lines.append(line)
            letters = [index for index in range(start, end) if text[index].isalnum()] or [start]
            layer.append(LayerLine(line.text, line.box, (letters[0], letters[len(letters) // 2], letters[-1])))
    unseen = find_unseen(page, text_page, layer)
    seen = tuple(line for index, line in enumerate(lines) if index not in unseen)
    places = [(line.box, line.cells) for line in seen]
    tabular = read_table_page(page, text_page, text, transform, fonts.is_bold, places)
    return PrintedPage(number, width, height, seen, tabular=tabular)


def _with_glyphs(fonts: FontProbe, raw: str, ranges: Sequence[tuple[int, int]]) -> str:
    """Return the page's text with each line's glyphs read, character for character, for lines and tables alike."""
    if not has_glyphs(raw):
        return raw
    characters = list(raw)
    for start, end in ranges:
        line = raw[start:end]
        if has_glyphs(line):
            characters[start:end] = read_glyphs(line, partial(_font_name_after, fonts, start))
    if len(characters) != len(raw):
        raise AssertionError("a glyph is read as one character")
    return "".join(characters)


def _font_name_after(fonts: FontProbe, start: int, index: int) -> str:
    return fonts.name(start + index)


def _page_text(text_page: pdfium.PdfTextPage) -> str:
    """Return the page's text with exactly one UTF-16 unit per pdfium character, so that indices agree."""
    count = text_page.count_chars()
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(text_page, 0, count, buffer)
    text = "".join(map(chr, buffer[: max(0, written - 1)]))
    if len(text) != count:  # pdfium left some characters out; ask for each
        codes = (pdfium_c.FPDFText_GetUnicode(text_page, index) for index in range(count))
        text = "".join(LINE_END_HYPHEN if code == _HYPHEN_CODE else chr(min(code, 0xFFFF) or 32) for code in codes)
    return text


def _line_ranges(text: str, text_page: pdfium.PdfTextPage) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each printed line; a swallowed line break after a hyphen is put back."""
    position = 0
    for match in [*_LINE_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        start = position
        for at in range(start, end):
            if text[at] == LINE_END_HYPHEN and at + 1 < end and _on_other_baseline(text_page, at, at + 1):
                yield start, at + 1
                start = at + 1
        if start < end:
            yield start, end
        position = match.end() if match else end


def _on_other_baseline(text_page: pdfium.PdfTextPage, first: int, second: int) -> bool:
    """Whether the second character stands on another baseline than the first."""
    heights = []
    for index in (first, second):
        x, y = ctypes.c_double(), ctypes.c_double()
        if not pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y):
            return False
        heights.append(y.value)
    return abs(heights[0] - heights[1]) > 1.0


def _read_line(
    text_page: pdfium.PdfTextPage, fonts: FontProbe, text: str, start: int, end: int, transform: Transform
) -> PrintedLine | None:
    printed = clean_line(text[start:end])
    if not printed:
        return None
    boxes = _boxes_of(text_page, start, end, transform)
    if not boxes:
        return None
    letters = [i for i in range(start, end) if text[i].isalnum()] or [start]
    # A line is bold where its first and last letters are: "Dose: give ..." merely starts with a bold word.
    starts_bold = fonts.is_bold(letters[0])
    bold = starts_bold and fonts.is_bold(letters[-1])
    size = fonts.size(letters[0])
    return PrintedLine(printed, around(boxes), size, bold, count_cells(boxes, size), starts_bold)


def clean_line(raw: str) -> str:
    """Return a line's text as printed: surrogates paired, ligatures apart, a leading mark as a bullet.

    What is no character becomes U+FFFD and is never dropped: a dropped comparator changes medicine.
    """
    if raw.isascii() and raw.isprintable() and not _LEADING_MARK.match(raw):
        return " ".join(raw.split())  # most lines, and the rest takes time
    text = raw.replace(LINE_END_HYPHEN, "-")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _LEADING_MARK.sub("• ", text)
    text = "".join(_clean_character(character) for character in text)
    return " ".join(text.split())


def _clean_character(character: str) -> str:
    if character in "\t\u00a0\u2007\u202f":
        return " "
    if character in "\u00ad\u200b\u200c\u200d\ufeff":
        return ""
    if "\ufb00" <= character <= "\ufb06":
        return unicodedata.normalize("NFKC", character)
    if unicodedata.category(character) in ("Cc", "Co", "Cs"):
        return "\ufffd"
    return character


def _boxes_of(text_page: pdfium.PdfTextPage, start: int, end: int, transform: Transform) -> list[Box]:
    """Return pdfium's boxes of a range of characters, one for each run of text that the PDF sets in one go."""
    count = pdfium_c.FPDFText_CountRects(text_page, start, end - start)
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    boxes = []
    for index in range(count):
        if pdfium_c.FPDFText_GetRect(text_page, index, left, top, right, bottom):
            boxes.append(transform.box(left.value, top.value, right.value, bottom.value))
    return boxes


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes, in tenths of a point."""
    return (
        round(min(box[0] for box in boxes), 1),
        round(min(box[1] for box in boxes), 1),
        round(max(box[2] for box in boxes), 1),
        round(max(box[3] for box in boxes), 1),
    )


def count_cells(boxes: Sequence[Box], size: float) -> int:
    """Count the groups of a line's boxes that are further apart than words of this font size are."""
    cells, reach = 0, -math.inf
    for left, _, right, _ in sorted(boxes):
        if left - reach > max(_CELL_GAP * size, 4.0):
            cells += 1
        reach = max(reach, right)
    return cells
