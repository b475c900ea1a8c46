"""Real PDFs for tests: lines drawn at known places with reportlab, or bytes written by hand where a byte matters."""

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pypdfium2 as pdfium
import pytest
from pypdf.generic import NameObject, NumberObject, RectangleObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ingest.types import Box

SHARED = Path(__file__).parents[2] / "shared"
A4 = (595.0, 842.0)

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")

_CAP_HEIGHT, _DESCENT = 0.718, 0.207
"""Of Helvetica, in font sizes: how far "H" rises above the baseline, and "p" falls below it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: its left end and its baseline, in points from the top left of the page as it is shown."""

    text: str
    left: float = 72.0
    baseline: float = 72.0
    size: float = 11.0
    font: str = "Helvetica"

    @property
    def width(self) -> float:
        """How far it reaches, in points."""
        return float(pdfmetrics.stringWidth(self.text, self.font, self.size))

    @property
    def box(self) -> Box:
        """Where its ink is, within a point, if it has a capital or tall letter; letters below the baseline count."""
        falls = _DESCENT if re.search("[gjpqy,()]", self.text) else 0.0
        top, bottom = self.baseline - _CAP_HEIGHT * self.size, self.baseline + falls * self.size
        return (self.left, top, self.left + self.width, bottom)


def set_lines(
    lines: Iterable[str],
    left: float = 72.0,
    top: float = 90.0,
    size: float = 11.0,
    leading: float = 13.0,
    font: str = "Helvetica",
) -> list[Text]:
    """Set lines below each other, the first one's baseline at `top`."""
    return [Text(line, left, top + leading * index, size, font) for index, line in enumerate(lines)]


def wrap(
    text: str, width: float = 440.0, left: float = 72.0, top: float = 90.0, size: float = 11.0, leading: float = 13.0
) -> list[Text]:
    """Set a paragraph as a typesetter would: each line takes all words that fit."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pdfmetrics.stringWidth(longer, "Helvetica", size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return set_lines(lines, left, top, size, leading)


def make_pdf(
    path: Path,
    pages: Sequence[Sequence[Text]],
    size: tuple[float, float] = A4,
    rotation: int = 0,
    title: str = "",
    outline: Sequence[tuple[int, str, int]] = (),
) -> Path:
    """Write a PDF whose pages show these texts, whatever /Rotate says. Outline entries are (depth, title, page)."""
    width, height = size
    sheet = size if rotation % 180 == 0 else (height, width)
    canvas = Canvas(str(path), pagesize=sheet)
    canvas.setTitle(title)
    for number, texts in enumerate(pages, start=1):
        for place, (depth, heading, page) in enumerate(outline):
            if page == number:
                canvas.bookmarkPage(str(place))
                canvas.addOutlineEntry(heading, str(place), depth)
        for text in texts:
            canvas.saveState()
            canvas.transform(*_to_sheet(rotation, *sheet))
            canvas.setFont(text.font, text.size)
            canvas.drawString(text.left, height - text.baseline, text.text)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return turn(path, rotation) if rotation else path


def turn(path: Path, rotation: int) -> Path:
    """Set all pages' /Rotate, in degrees clockwise."""
    writer = pypdf.PdfWriter(clone_from=path)
    for page in writer.pages:
        page[NameObject("/Rotate")] = NumberObject(rotation)
    writer.write(path)
    return path


def _to_sheet(rotation: int, width: float, height: float) -> tuple[float, float, float, float, float, float]:
    """Return the transform from what is shown, upwards from its bottom left, to the unrotated sheet."""
    return {
        0: (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
        90: (0.0, 1.0, -1.0, 0.0, width, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, -1.0, 1.0, 0.0, 0.0, height),
    }[rotation]


def set_page_boxes(path: Path, media: Box, crop: Box | None = None) -> Path:
    """Give all pages this MediaBox and CropBox, as (left, bottom, right, top) in PDF's own coordinates."""
    writer = pypdf.PdfWriter(clone_from=path)
    for page in writer.pages:
        page.mediabox = RectangleObject(media)
        page.cropbox = RectangleObject(crop or media)
    writer.write(path)
    return path


def set_page_labels(path: Path, *ranges: tuple[int, str, int]) -> Path:
    """Label the pages: each range is (its first page from 1, "/r" or "/D", its first number)."""
    writer = pypdf.PdfWriter(clone_from=path)
    ends = [first - 1 for first, _, _ in ranges[1:]] + [len(writer.pages)]
    for (first, style, start), end in zip(ranges, ends, strict=True):
        writer.set_page_label(first - 1, end - 1, style=style, start=start)  # type: ignore[arg-type]
    writer.write(path)
    return path


def set_facts(path: Path, language: str = "", **metadata: str) -> Path:
    """Give the document a /Lang and metadata: `set_facts(path, Title="...", CreationDate="D:2023")`."""
    writer = pypdf.PdfWriter(clone_from=path)
    writer.metadata = {f"/{name}": value for name, value in metadata.items()}
    if language:
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    writer.write(path)
    return path


def protect(path: Path, password: str, algorithm: str = "AES-256") -> Path:
    """Encrypt a PDF; the empty password opens it in any viewer, and yet its bytes are encrypted."""
    writer = pypdf.PdfWriter(clone_from=path)
    writer.encrypt(password, owner_password="the owner's", algorithm=algorithm)
    writer.write(path)
    return path


def scan(path: Path, target: Path, turn: int = 0, hidden: Sequence[Text] = ()) -> Path:
    """Write a PDF whose pages are pictures of another's, at 200 dpi, turned by so many degrees clockwise.

    The hidden texts lie on each page unseen, as a scanner's own OCR lays them.
    """
    with pdfium.PdfDocument(path) as document:
        pictures = [page.render(scale=200 / 72, rotation=turn).to_pil().convert("L") for page in document]
    canvas = Canvas(str(target))
    for picture in pictures:
        width, height = picture.width * 0.36, picture.height * 0.36
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        for text in hidden:
            unseen = canvas.beginText(text.left, height - text.baseline)
            unseen.setTextRenderMode(3)
            unseen.setFont(text.font, text.size)
            unseen.textLine(text.text)
            canvas.drawText(unseen)
        canvas.showPage()
    canvas.save()
    return target


def make_mapped_pdf(path: Path, lines: Sequence[str], mapping: Mapping[str, str]) -> Path:
    """Write a page in Helvetica whose font says that some of its codes stand for other characters.

    So a symbol font's private-use characters, ligatures and control characters come to stand in the text layer. Lines
    are in Latin-1; a line's baseline is 122 points from the top of the page, and 20 more for each line above it.
    """
    pairs = "".join(f"<{ord(code):02x}> <{text.encode('utf-16-be').hex()}>\n" for code, text in mapping.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Mapped def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(mapping)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    shown = "".join(
        f"1 0 0 1 72 {720 - 20 * index} Tm <{line.encode('latin-1').hex()}> Tj\n" for index, line in enumerate(lines)
    )
    return write_objects(
        path,
        *_page_in_one_font(shown),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>",
        _stream(cmap),
    )


def _page_in_one_font(shown: str) -> tuple[str, ...]:
    """Return the first four objects of a PDF with one page that shows this; the fifth must be its font."""
    return (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        _stream(f"BT /F1 12 Tf\n{shown}ET"),
    )


def make_ligature_pdf(path: Path, lines: Sequence[str], code: str, letters: str) -> Path:
    """Write a page in Helvetica where one code's glyph is tagged as standing for several letters, as browsers do."""
    tagged = f") Tj /Span<</ActualText({letters})>> BDC ({code}) Tj EMC ("
    shown = "".join(
        f"1 0 0 1 72 {720 - 20 * index} Tm ({line.replace(code, tagged)}) Tj\n" for index, line in enumerate(lines)
    )
    return write_objects(
        path,
        *_page_in_one_font(shown),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )


def write_objects(path: Path, *objects: str) -> Path:
    """Write a PDF by hand: object 1 is its catalogue."""
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    data += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    path.write_bytes(data)
    return path


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def shared_pdf(name: str) -> Path:
    """Return a PDF of the shared corpora by "folder/file"; skip the test where they are absent."""
    path = SHARED / "corpora" / name
    if not path.exists():
        pytest.skip(f"the shared test data are not here: {path} is absent")
    return path
