"""Text that a reader does not see: painted over, or drawn twice."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import read_pages
from tests.pdf_factory import shared_pdf


def draw_pages(path: Path) -> Path:
    """Draw a box over text, with other text on it; a bold faked by drawing twice; a tinted box below its text."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(72, 707, "Old dose 5 mg daily")
    canvas.drawString(72, 600, "Give zinc for 10 days")
    canvas.drawString(73.2, 600, "Give zinc for 10 days")
    canvas.setFillColorRGB(1, 0.9, 0.9)
    canvas.rect(60, 690, 300, 40, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(80, 702, "New dose 10 mg daily")
    canvas.setFillColorRGB(0.9, 0.9, 1)
    canvas.rect(60, 490, 300, 40, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 500, "Refer the child")
    canvas.drawString(200, 502, "within 1 hour")
    canvas.showPage()
    canvas.save()
    return path


def test_covered_and_doubled_text_is_left_out(tmp_path: Path) -> None:
    """What is painted over is not quoted; what stands on a tint is; a shadow is no second line."""
    (page,) = read_pages(draw_pages(tmp_path / "a.pdf"))
    texts = [line.text for line in page.lines]
    assert "New dose 10 mg daily" in texts
    assert not any("Old dose" in text for text in texts)
    assert sum(text.count("Give zinc for 10 days") for text in texts) == 1
    assert "Refer the child" in " ".join(texts)


def test_hidden_text_of_a_real_manual_is_left_out() -> None:
    """Uganda's TB manual has titles below its boxes on pages 50, 131 and 138."""
    pages = read_pages(shared_pdf("dev/uganda_tb_leprosy_manual.pdf"))
    for number, hidden, seen in [
        (50, "2.4.1 Why TB preventive therap", "Exclusion of active TB using symptom screening"),
        (131, "Reduce transmission", "MDT is a safe and effective oral treatment"),
        (138, "Table:---Signs of a severe ENL", "Painful swelling of the testes"),
    ]:
        text = " ".join(line.text for line in pages[number - 1].lines)
        assert hidden not in text
        assert seen in text


def test_lettering_that_is_drawn_twice_is_read_once() -> None:
    """The flowchart on page 42 of WHO's kit is drawn a second time over itself."""
    page = read_pages(shared_pdf("dev/who_selfbp_pregnancy_2025.pdf"))[41]
    assert sum(line.text == "2. Update/confirm" for line in page.lines) == 1
