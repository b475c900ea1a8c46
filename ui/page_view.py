"""Pictures of PDF pages with the cited lines marked, as a highlighter would."""

import io
import math
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from ingest.errors import UnreadablePDFError
from ingest.pdf import open_pdf
from ingest.types import Box

HIGHLIGHT = (255, 232, 110)
"""The marker's yellow. It is multiplied with the page, so that print under it stays as dark as it was."""

EDGE = (196, 120, 0)
"""A bar beside marked lines: it finds the eye on a full page, and where yellow cannot be told from white."""

_PADDING = 1.5
_EDGE_GAP = 4.0
_EDGE_WIDTH = 2.0
"""In points, as are the two above."""

_SAME_LINE = 0.5
"""Boxes that overlap by this share of the lower one's height stand on one printed line."""

_WORD_GAP = 1.5
"""Boxes on one line are one if they are apart by no more than this many times their height, as words are."""

_MOST_PIXELS = 16_000_000
"""A poster page is rendered smaller than asked rather than fill the memory."""

_PICTURES_KEPT = 48

_PDFIUM = threading.Lock()
"""pdfium may be used by one thread at a time, and the page serves each reader by a thread of its own."""


def render_page(pdf: Path, number: int, boxes: Sequence[Box] = (), scale: float = 2.0) -> bytes:
    """Return a page as PNG with boxes marked.

    `number` counts from 1. Boxes are (left, top, right, bottom) in points from the top left corner of the page as it
    is shown, rotation included. `scale` is pixels to the point: at 2.0 an A4 page is 1190 x 1684 pixels. A page that
    would pass 16 million pixels is rendered smaller. Raises UnreadablePDFError if there is no such page, or if the PDF
    cannot be opened without a password other than the empty one.
    """
    try:
        changed = pdf.stat().st_mtime_ns
    except OSError as fault:
        raise UnreadablePDFError(f"{pdf} cannot be read ({fault.strerror})") from fault
    return _render(pdf, changed, number, tuple(boxes), scale)


def merge_boxes(boxes: Sequence[Box]) -> list[Box]:
    """Return one box for each printed line, top to bottom; cells that stand apart on a line stay apart."""
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box[0], box[1])):
        at = next((at for at, other in enumerate(merged) if _touch(other, box)), None)
        if at is None:
            merged.append(box)
        else:
            other = merged[at]
            merged[at] = (
                min(other[0], box[0]),
                min(other[1], box[1]),
                max(other[2], box[2]),
                max(other[3], box[3]),
            )
    return sorted(merged, key=lambda box: (box[1], box[0]))


def _touch(first: Box, second: Box) -> bool:
    height = min(first[3] - first[1], second[3] - second[1])
    shared = min(first[3], second[3]) - max(first[1], second[1])
    apart = max(first[0], second[0]) - min(first[2], second[2])
    return shared >= _SAME_LINE * height and apart <= _WORD_GAP * height


@lru_cache(maxsize=_PICTURES_KEPT)
def _render(pdf: Path, changed: int, number: int, boxes: tuple[Box, ...], scale: float) -> bytes:  # noqa: ARG001
    """Render; `changed`, the file's time of change in nanoseconds, keeps a replaced file's old picture from showing."""
    picture, scale = _draw_page(pdf, number, scale)
    if boxes:
        picture = _mark(picture, merge_boxes(boxes), scale)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _draw_page(pdf: Path, number: int, scale: float) -> tuple[Image.Image, float]:
    """Return the page in RGB, and the scale that it was given."""
    with _PDFIUM, open_pdf(pdf) as document:
        if not 1 <= number <= len(document):
            raise UnreadablePDFError(f"{pdf.name} has pages 1 to {len(document)}, so none is numbered {number}")
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(scale, math.sqrt(_MOST_PIXELS / (width * height)))
            return page.render(scale=scale).to_pil().convert("RGB"), scale
        except pdfium.PdfiumError as fault:
            raise UnreadablePDFError(f"page {number} of {pdf.name} is damaged and cannot be shown") from fault


def _mark(picture: Image.Image, boxes: Sequence[Box], scale: float) -> Image.Image:
    """Return the picture with the boxes tinted, and a bar beside each run of lines."""
    # One mask for all boxes: where two overlap the tint must not double.
    mask = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(mask)
    for left, top, right, bottom in boxes:
        draw.rectangle(
            [
                (left - _PADDING) * scale,
                (top - _PADDING) * scale,
                (right + _PADDING) * scale,
                (bottom + _PADDING) * scale,
            ],
            fill=255,
        )
    tinted = ImageChops.multiply(picture, Image.new("RGB", picture.size, HIGHLIGHT))
    marked = Image.composite(tinted, picture, mask)
    edge = ImageDraw.Draw(marked)
    for left, top, bottom in _find_runs(boxes):
        right = max(_EDGE_WIDTH, left - _EDGE_GAP)
        edge.rectangle(
            [(right - _EDGE_WIDTH) * scale, (top - _PADDING) * scale, right * scale, (bottom + _PADDING) * scale],
            fill=EDGE,
        )
    return marked


def _find_runs(boxes: Sequence[Box]) -> list[tuple[float, float, float]]:
    """Return (left, top, bottom) of each run of lines that follow each other in one column."""
    runs: list[tuple[float, float, float, float]] = []
    for left, top, right, bottom in boxes:
        for at, (run_left, run_top, run_right, run_bottom) in enumerate(runs):
            in_column = left < run_right and right > run_left
            if in_column and top - run_bottom <= 1.5 * (bottom - top):
                runs[at] = (min(left, run_left), run_top, max(right, run_right), max(bottom, run_bottom))
                break
        else:
            runs.append((left, top, right, bottom))
    return [(left, top, bottom) for left, top, _, bottom in runs]
