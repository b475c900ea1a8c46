"""Sets the demonstration guidelines as PDFs, always the same bytes: `python -m corpus_manifests.demonstration.make`.

With `--check` nothing is written: it says which PDF, or which sha256 in the manifest, is not what the words make.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as RuledTable

from corpus_manifests import manifest_path
from corpus_manifests.demonstration.blocks import Block, Booklet, Bullets, Heading, Steps, Table, Text
from corpus_manifests.demonstration.diarrhoea import DIARRHOEA
from corpus_manifests.demonstration.malaria import MALARIA
from corpus_manifests.demonstration.malnutrition import MALNUTRITION
from ingest.manifest import read_manifest, update_entry

BOOKLETS = (DIARRHOEA, MALARIA, MALNUTRITION)
FOLDER = Path(__file__).parent
FOOT = "DEMONSTRATION - written for software tests and teaching, not for care"
AUTHOR = "Fieldguide project"
SERIES = "Fieldguide demonstration guidelines"
EDITION = "Edition 1, 22 November 2026"
PRINTED_AT = datetime(2026, 11, 22, tzinfo=UTC)
WARNING = (
    "This text was written to test software and to teach its use. No clinical body has reviewed it. Do not treat "
    "patients by it: use the guideline that your service has adopted."
)

MARGIN = 22 * mm
BODY_WIDTH = A4[0] - 2 * MARGIN
INK = colors.HexColor("#1f3a4d")
RULE = colors.HexColor("#8a979f")
SHADE = colors.HexColor("#e4ebef")

BODY = ParagraphStyle("Body", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=6)
ITEM = ParagraphStyle("Item", BODY, leftIndent=16, bulletIndent=4, spaceAfter=3)
HEADINGS = (
    ParagraphStyle(
        "Heading1", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=12, spaceAfter=4, textColor=INK
    ),
    ParagraphStyle("Heading2", fontName="Helvetica-Bold", fontSize=11, leading=14, spaceBefore=6, spaceAfter=3),
)
SERIES_LINE = ParagraphStyle("Series", BODY, textColor=INK, spaceAfter=10)
TITLE = ParagraphStyle("Title", fontName="Helvetica-Bold", fontSize=24, leading=29, textColor=INK, spaceAfter=6)
SUBTITLE = ParagraphStyle("Subtitle", BODY, fontSize=12, leading=16, spaceAfter=10)
WARNING_BOX = ParagraphStyle(
    "Warning",
    BODY,
    borderColor=INK,
    borderWidth=1,
    borderPadding=7,
    leftIndent=8,
    rightIndent=8,
    spaceBefore=14,
    spaceAfter=22,
)
CAPTION = ParagraphStyle(
    "Caption", BODY, fontName="Helvetica-Bold", fontSize=9.5, leading=12, spaceBefore=6, spaceAfter=4
)
CELL = ParagraphStyle("Cell", BODY, fontSize=9, leading=11.5, spaceAfter=0)
HEADER_CELL = ParagraphStyle("HeaderCell", CELL, fontName="Helvetica-Bold")
NOTE = ParagraphStyle("Note", BODY, fontSize=8.5, leading=11, spaceBefore=3, spaceAfter=0)
GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.6, RULE),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
)


def make_pdf(booklet: Booklet) -> bytes:
    """Set a booklet on A4 pages. The bytes depend on its words, on this module and on reportlab, not on the clock."""
    buffer = BytesIO()
    with _printed_at(PRINTED_AT):
        document = BaseDocTemplate(
            buffer,
            pagesize=A4,
            title=booklet.title,
            author=AUTHOR,
            subject=booklet.subtitle,
            keywords=booklet.keywords,
            creator="corpus_manifests.demonstration.make",
            lang="en",
            invariant=1,
            # Uncompressed, as the same text is deflated to other bytes by other versions of zlib.
            pageCompression=0,
        )
        frame = Frame(MARGIN, 26 * mm, BODY_WIDTH, A4[1] - 50 * mm, leftPadding=0, rightPadding=0)

        def draw_edges(canvas: Any, _: Any) -> None:
            _draw_edges(canvas, booklet)

        def add_bookmark(flowable: Any) -> None:
            _add_bookmark(flowable, document.canv)

        document.addPageTemplates(PageTemplate(frames=[frame], onPage=draw_edges))
        document.afterFlowable = add_bookmark
        document.build(_set_title(booklet) + [flowable for block in booklet.blocks for flowable in _set_block(block)])
    return buffer.getvalue()


def find_differences() -> list[str]:
    """Say, in a sentence each, which PDFs and which of the manifest's sha256s are not what the words make."""
    listed = {entry.file: entry.sha256 for entry in read_manifest(manifest_path("demonstration")).entries}
    differences = []
    for booklet in BOOKLETS:
        made = make_pdf(booklet)
        path = FOLDER / booklet.file
        if not path.exists() or path.read_bytes() != made:
            differences.append(f"{booklet.file} is not what its words make; run this module without --check.")
        if listed.get(booklet.file) != hashlib.sha256(made).hexdigest():
            differences.append(f"The manifest's sha256 of {booklet.file} is another; run this module without --check.")
    return differences


def write_pdfs() -> None:
    """Write the PDFs beside this module, and their sha256s into the manifest."""
    path = manifest_path("demonstration")
    entries = {entry.file: entry for entry in read_manifest(path).entries}
    for booklet in BOOKLETS:
        made = make_pdf(booklet)
        (FOLDER / booklet.file).write_bytes(made)
        update_entry(path, replace(entries[booklet.file], sha256=hashlib.sha256(made).hexdigest()))


def main() -> int:
    """Run the command; the status is 1 if `--check` found a difference."""
    parser = argparse.ArgumentParser(prog="python -m corpus_manifests.demonstration.make", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and name what differs")
    if not parser.parse_args().check:
        write_pdfs()
        return 0
    differences = find_differences()
    print("\n".join(differences) or "The demonstration PDFs are what their words make.")
    return 1 if differences else 0


@contextmanager
def _printed_at(moment: datetime) -> Iterator[None]:
    """Fix the time that reportlab writes into a PDF: the variable wins over its own invariant mode."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _draw_edges(canvas: Any, booklet: Booklet) -> None:
    """Draw the foot with its folio and, from the second page on, the running head."""
    number = canvas.getPageNumber()
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.setFillColor(INK)
    canvas.setFont("Helvetica", 8.5)
    if number == 1:
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.showOutline()
    else:
        canvas.drawString(MARGIN, A4[1] - 16 * mm, SERIES)
        canvas.drawRightString(A4[0] - MARGIN, A4[1] - 16 * mm, booklet.title)
        canvas.line(MARGIN, A4[1] - 18 * mm, A4[0] - MARGIN, A4[1] - 18 * mm)
    canvas.line(MARGIN, 22 * mm, A4[0] - MARGIN, 22 * mm)
    canvas.drawCentredString(A4[0] / 2, 17.5 * mm, FOOT)
    canvas.drawCentredString(A4[0] / 2, 11.5 * mm, str(number))
    canvas.restoreState()


def _add_bookmark(flowable: Any, canvas: Any) -> None:
    names = [style.name for style in HEADINGS]
    if isinstance(flowable, Paragraph) and flowable.style.name in names:
        title = flowable.getPlainText()
        canvas.bookmarkPage(title)
        canvas.addOutlineEntry(title, title, level=names.index(flowable.style.name))


def _set_title(booklet: Booklet) -> list[Any]:
    return [
        _set_text(SERIES, SERIES_LINE),
        _set_text(booklet.title, TITLE),
        _set_text(booklet.subtitle, SUBTITLE),
        _set_text(f"{AUTHOR}. {EDITION}", BODY),
        _set_text(WARNING, WARNING_BOX),
    ]


def _set_block(block: Block) -> list[Any]:
    match block:
        case Heading(level, text):
            return [_set_text(text, HEADINGS[level - 1])]
        case Text(text):
            return [_set_text(text, BODY)]
        case Bullets(items):
            return [*(_set_text(item, ITEM, "•") for item in items), Spacer(0, 4)]
        case Steps(items):
            numbered = enumerate(items, start=1)
            return [*(_set_text(item, ITEM, f"{number}.") for number, item in numbered), Spacer(0, 4)]
        case Table():
            return [_set_table(block)]


def _set_table(table: Table) -> Any:
    rows = [[_set_text(cell, HEADER_CELL) for cell in table.header]]
    rows += [[_set_text(cell, CELL) for cell in row] for row in table.rows]
    widths = [share * BODY_WIDTH for share in table.widths]
    ruled = RuledTable(rows, colWidths=widths, repeatRows=1, style=GRID, hAlign="LEFT")
    notes = [_set_text(note, NOTE) for note in table.notes]
    return KeepTogether([_set_text(table.caption, CAPTION), ruled, *notes, Spacer(0, 10)])


def _set_text(text: str, style: ParagraphStyle, bullet: str | None = None) -> Any:
    text.encode("cp1252")  # the built-in fonts draw a black box, without a word, for any other character
    keep_with_next = style in HEADINGS or text.endswith(":")
    return Paragraph(escape(text), ParagraphStyle(style.name, style, keepWithNext=keep_with_next), bulletText=bullet)


if __name__ == "__main__":
    sys.exit(main())
