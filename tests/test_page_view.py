"""The picture of a page: what is cited is tinted where it stands, and nothing else is."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadablePDFError
from ingest.pdf import read_pages
from ingest.types import Box
from tests.conftest import DEMONSTRATION
from ui.page_view import EDGE, HIGHLIGHT, _render, merge_boxes, render_page

WHITE = (255, 255, 255)
DOSE = "Give artesunate 2.4 mg/kg IV at 0, 12 and 24 hours."


def draw_pdf(path: Path, text: str = DOSE) -> Path:
    """Write a letter page with one line of print, near its top left."""
    canvas = Canvas(str(path), pagesize=letter)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, letter[1] - 150, text)
    canvas.save()
    return path


def show(pdf: Path, number: int = 1, boxes: tuple[Box, ...] = (), scale: float = 2.0) -> Image.Image:
    """Render a page and open the picture."""
    picture = Image.open(io.BytesIO(render_page(pdf, number, boxes, scale)))
    assert (picture.format, picture.mode) == ("PNG", "RGB")
    return picture


def find_print(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return the (left, top, right, bottom) in pixels of all that is dark."""
    found = picture.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    assert found is not None
    return found


def read_box(pdf: Path) -> Box:
    """Return the box that ingest gives the page's only line."""
    (line,) = read_pages(pdf)[0].lines
    return line.box


def pixel_at(picture: Image.Image, x: float, y: float, scale: float = 2.0) -> tuple[int, ...]:
    """Return the colour at a place given in points."""
    found = picture.getpixel((round(x * scale), round(y * scale)))
    assert isinstance(found, tuple)
    return found


def test_boxes_are_tinted_and_the_rest_is_not(tmp_path: Path) -> None:
    """White paper turns yellow inside a box and stays white around it; print under the box stays dark."""
    pdf = draw_pdf(tmp_path / "page.pdf")
    left, top, right, bottom = read_box(pdf)
    plain, marked = show(pdf), show(pdf, boxes=((left, top, right, bottom),))
    assert marked.size == (1224, 1584)
    assert pixel_at(marked, right + 1, (top + bottom) / 2) == HIGHLIGHT
    for x, y in ((right + 4, top), (left, top - 4), (left, bottom + 4), (300, 600)):
        assert pixel_at(marked, x, y) == WHITE
    assert pixel_at(marked, left - 5, (top + bottom) / 2) == EDGE
    assert pixel_at(plain, right + 1, (top + bottom) / 2) == WHITE
    assert find_print(marked.crop((round(left * 2) - 2, 0, 1224, 1584))) is not None


def test_overlapping_boxes_tint_once(tmp_path: Path) -> None:
    """Where two boxes overlap the yellow is no deeper."""
    pdf = draw_pdf(tmp_path / "page.pdf")
    marked = show(pdf, boxes=((100, 400, 200, 420), (150, 402, 400, 440)))
    assert pixel_at(marked, 175, 410) == pixel_at(marked, 120, 410) == pixel_at(marked, 300, 430) == HIGHLIGHT


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_is_shown_as_viewers_show_it(tmp_path: Path, rotation: int) -> None:
    """The box that ingest gives a line lies over its print, whichever way the page is turned."""
    writer = pypdf.PdfWriter(clone_from=draw_pdf(tmp_path / "flat.pdf"))
    writer.pages[0].rotate(rotation)
    writer.write(tmp_path / "turned.pdf")
    picture = show(tmp_path / "turned.pdf")
    assert picture.size == ((1224, 1584) if rotation in (0, 180) else (1584, 1224))
    assert_covers(read_box(tmp_path / "turned.pdf"), picture)


def test_a_page_made_on_its_side_is_upright(tmp_path: Path) -> None:
    """Print that runs up the sheet, and is turned by the page's rotation, is shown from left to right."""
    canvas = Canvas(str(tmp_path / "side.pdf"), pagesize=letter)
    canvas.rotate(90)
    canvas.drawString(100, -150, DOSE)
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=tmp_path / "side.pdf")
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "upright.pdf")
    picture = show(tmp_path / "upright.pdf")
    left, top, right, bottom = find_print(picture)
    assert right - left > 10 * (bottom - top)
    assert_covers(read_box(tmp_path / "upright.pdf"), picture)


def test_a_cropped_page_is_marked_in_the_right_place(tmp_path: Path) -> None:
    """Boxes count from the corner of what is shown, not of the sheet that it was cut from."""
    writer = pypdf.PdfWriter(clone_from=draw_pdf(tmp_path / "whole.pdf"))
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((60, 200, 560, 700))
    writer.write(tmp_path / "cropped.pdf")
    picture = show(tmp_path / "cropped.pdf")
    assert picture.size == (1000, 1000)
    assert_covers(read_box(tmp_path / "cropped.pdf"), picture)


def assert_covers(box: Box, picture: Image.Image, scale: float = 2.0) -> None:
    """Assert that all print lies in the box, give or take a pixel, and that the box is not much larger."""
    dark = find_print(picture)
    assert box[0] * scale - 2 <= dark[0] and box[1] * scale - 2 <= dark[1]
    assert box[2] * scale + 2 >= dark[2] and box[3] * scale + 2 >= dark[3]
    assert all(abs(edge * scale - at) < 24 for edge, at in zip(box, dark, strict=True))


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([], []),
        ([(10, 10, 50, 20), (53, 10, 90, 20)], [(10, 10, 90, 20)]),
        ([(53, 11, 90, 20), (10, 10, 50, 20), (92, 10, 99, 19)], [(10, 10, 99, 20)]),
        ([(10, 22, 50, 32), (10, 10, 50, 20)], [(10, 10, 50, 20), (10, 22, 50, 32)]),
        ([(10, 10, 50, 20), (200, 10, 240, 20)], [(10, 10, 50, 20), (200, 10, 240, 20)]),
        ([(10, 10, 50, 20), (10, 10, 50, 20)], [(10, 10, 50, 20)]),
    ],
    ids=["none", "two words", "any order", "two lines", "two columns", "the same twice"],
)
def test_boxes_are_merged_line_by_line(boxes: list[Box], expected: list[Box]) -> None:
    """Pieces of one printed line become one box; lines and columns stay apart."""
    assert merge_boxes(boxes) == expected


def encrypt(source: Path, target: Path, user_password: str) -> Path:
    """Write a protected copy of a PDF."""
    writer = pypdf.PdfWriter(clone_from=source)
    writer.encrypt(user_password, "owner", algorithm="AES-256")
    writer.write(target)
    return target


def test_a_pdf_that_only_its_owner_may_change_is_shown(tmp_path: Path) -> None:
    """Encryption with an empty password, as publishers use against editing, is no hindrance."""
    pdf = draw_pdf(tmp_path / "page.pdf")
    assert render_page(encrypt(pdf, tmp_path / "owned.pdf", ""), 1) == render_page(pdf, 1)


def test_faults_are_told(tmp_path: Path) -> None:
    """A password, a missing page and a missing file are one clear sentence each."""
    pdf = draw_pdf(tmp_path / "page.pdf")
    with pytest.raises(UnreadablePDFError, match="protected by a password"):
        render_page(encrypt(pdf, tmp_path / "closed.pdf", "secret"), 1)
    with pytest.raises(UnreadablePDFError, match=r"page\.pdf has pages 1 to 1, so none is numbered 2"):
        render_page(pdf, 2)
    with pytest.raises(UnreadablePDFError, match=r"gone\.pdf cannot be read \(No such file or directory\)"):
        render_page(tmp_path / "gone.pdf", 1)


def test_a_replaced_file_is_rendered_again(tmp_path: Path) -> None:
    """The cache goes by content's time, not by name only."""
    pdf = draw_pdf(tmp_path / "page.pdf")
    before = render_page(pdf, 1)
    assert render_page(pdf, 1) is before
    draw_pdf(pdf, "Another dose.")
    os.utime(pdf, ns=(0, 1))
    assert render_page(pdf, 1) != before


def test_a_poster_is_rendered_smaller_than_asked(tmp_path: Path) -> None:
    """A huge page costs no more than 16 million pixels."""
    canvas = Canvas(str(tmp_path / "poster.pdf"), pagesize=(3000, 4000))
    canvas.drawString(100, 100, DOSE)
    canvas.save()
    width, height = show(tmp_path / "poster.pdf", scale=4.0).size
    assert width * height <= 16_100_000
    assert abs(height / width - 4 / 3) < 0.01


def test_many_readers_at_once() -> None:
    """Threads that render at the same time, as the page's do, get what one alone gets: pdfium itself would crash."""
    wanted = [(pdf, number) for pdf in sorted(DEMONSTRATION.glob("*.pdf")) for number in (1, 2, 3, 4)]

    def render(page: tuple[Path, int]) -> bytes:
        return render_page(*page, (), 1.0)

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(render, wanted * 3))
    _render.cache_clear()
    assert together == [render(page) for page in wanted] * 3
