"""A page that a test draws a table on: rulings, shades and words at known places."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.read import read_guideline
from ingest.types import Reading, Table
from tests.pdf_factory import A4

XS = (72.0, 200.0, 330.0, 460.0)


class Sheet:
    """A page being drawn, in points from its top left corner."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=A4)

    def write(self, text: str, left: float, baseline: float, font: str = "Helvetica", size: float = 10.0) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(left, A4[1] - baseline, text)

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.canvas.line(left, A4[1] - top, right, A4[1] - bottom)

    def shade(self, left: float, top: float, right: float, bottom: float, grey: float = 0.85) -> None:
        self.canvas.saveState()
        self.canvas.setFillGray(grey)
        self.canvas.rect(left, A4[1] - bottom, right - left, bottom - top, stroke=0, fill=1)
        self.canvas.restoreState()

    def rows(self, top: float, rows: Sequence[Sequence[str]], bold: int = 0, xs: Sequence[float] = XS) -> float:
        """Draw ruled rows of 20 points and return where they end; the first `bold` of them are bold."""
        for number, row in enumerate(rows):
            line = top + 20 * number
            self.rule(xs[0], line, xs[-1], line)
            for text, left in zip(row, xs, strict=False):
                self.write(text, left + 4, line + 14, "Helvetica-Bold" if number < bold else "Helvetica")
        end = top + 20 * len(rows)
        self.rule(xs[0], end, xs[-1], end)
        for x in xs:
            self.rule(x, top, x, end)
        return end

    def turn(self) -> None:
        self.canvas.showPage()

    def read(self) -> Reading:
        self.canvas.showPage()
        self.canvas.save()
        return read_guideline(self.path, "made")


def grid(table: Table) -> list[list[tuple[tuple[str, ...], str]]]:
    """Return each row's (header path, text) pairs."""
    return [[(cell.column, cell.text) for cell in row.cells] for row in table.rows]
