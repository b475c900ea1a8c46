"""Which pages are pictures of text, or have a text layer that is not what they show."""

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.language import detect_language
from ingest.ocr import Picture
from ingest.pdf import PrintedLine, PrintedPage

_FEW_LETTERS = 150
_MOST_OF_PAGE = 0.5
_WHOLE_PAGE = 0.8
"""Shares of the page that pictures cover: few letters on a large picture, and a text layer laid under a scan."""

_BAD_SHARE = 0.3
"""A text layer of which so many characters stand for nothing is not read."""

_LEAST_WORDS = 30
"""So many words of running text show their language."""

_MOST_PIXELS = 25_000_000
_INK_SCALE = 0.5
_INK_DEPTH = 60
_BLANK = 0.0002
"""The share of a page's pixels that stand off its paper; with less it is blank."""


@dataclass(frozen=True, slots=True)
class PictureJob:
    """A page to be read by OCR."""

    index: int
    keep_text: bool
    """Whether the page's text layer is good, so that only what the picture has beyond it is added."""
    doubted: bool = False
    """Whether the text layer stands unless OCR reads a known language where it shows none."""
    unproven: bool = False
    """Whether nothing but its words speaks against a doubted layer: then a few such pages are tried first."""


def find_suspects(pages: Sequence[PrintedPage]) -> list[int]:
    """Return the indices of pages whose own text leaves open whether they must be read by OCR."""
    return [
        index
        for index, page in enumerate(pages)
        if _letters(page) < _FEW_LETTERS or _is_bad(page) or _shows_no_language(page)
    ]


def find_pictures(
    document: pdfium.PdfDocument, pages: Sequence[PrintedPage], suspects: Sequence[int]
) -> list[PictureJob]:
    """Return those of the suspects that are to be read by OCR; blank pages are not."""
    doubtful = {index for index in suspects if _shows_no_language(pages[index])}
    all_doubtful = 2 * len(doubtful) > sum(len(text_of(page.lines).split()) >= _LEAST_WORDS for page in pages)
    jobs = []
    for index in suspects:
        page = pages[index]
        if _is_bad(page):
            jobs.append(PictureJob(index, keep_text=False))
        elif not page.lines:
            if measure_ink(document, index) >= _BLANK:
                jobs.append(PictureJob(index, keep_text=False))
        elif index in doubtful:
            scanned = _picture_share(document, page) >= _WHOLE_PAGE
            if scanned or all_doubtful:
                jobs.append(PictureJob(index, keep_text=True, doubted=True, unproven=not scanned))
        elif _picture_share(document, page) >= _MOST_OF_PAGE:
            jobs.append(PictureJob(index, keep_text=True))
    return jobs


def _picture_share(document: pdfium.PdfDocument, page: PrintedPage) -> float:
    """Return how much of a page its pictures cover, at most 1; pictures that overlap count twice."""
    left, bottom, right, top = document[page.number - 1].get_bbox()
    area = 0.0
    for item in document[page.number - 1].get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        item_left, item_bottom, item_right, item_top = item.get_bounds()
        across = min(right, item_right) - max(left, item_left)
        up = min(top, item_top) - max(bottom, item_bottom)
        area += max(0.0, across) * max(0.0, up)
    return min(1.0, area / max(1.0, page.width * page.height))


def measure_ink(document: pdfium.PdfDocument, index: int) -> float:
    """Return the share of a page's pixels that are far from its commonest grey: 0 on blank paper of any colour."""
    page = document[index]
    if next(iter(page.get_objects(max_depth=1)), None) is None:
        return 0.0
    picture = render_grey(page, _INK_SCALE)
    counts = [picture.pixels.count(grey) for grey in range(256)]
    paper = max(range(256), key=lambda grey: counts[grey])
    off = sum(count for grey, count in enumerate(counts) if abs(grey - paper) > _INK_DEPTH)
    return off / max(1, len(picture.pixels))


def render_grey(page: pdfium.PdfPage, scale: float) -> Picture:
    """Return a page's picture, `scale` pixels to the point; a poster is rendered smaller than asked."""
    width, height = page.get_size()
    scale = min(scale, math.sqrt(_MOST_PIXELS / (width * height)))
    image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    return Picture(image.width, image.height, image.tobytes(), scale)


def _letters(page: PrintedPage) -> int:
    return sum(count for character, count in _count_characters(page).items() if character.isalnum())


def _is_bad(page: PrintedPage) -> bool:
    """Whether so much of a page's text stands for no character that it cannot be read."""
    signs = {character: count for character, count in _count_characters(page).items() if not character.isspace()}
    bad = sum(
        count
        for character, count in signs.items()
        if character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc")
    )
    total = sum(signs.values())
    return total >= 10 and bad > _BAD_SHARE * total


def _count_characters(page: PrintedPage) -> Counter[str]:
    return Counter("".join(line.text for line in page.lines))


def _shows_no_language(page: PrintedPage) -> bool:
    """Whether a page's text is long enough to show its language, and shows none.

    A font that maps its glyphs to wrong letters gives such text; so do tables, and languages that are not known.
    """
    text = text_of(page.lines)
    return len(text.split()) >= _LEAST_WORDS and not detect_language(text)


def text_of(lines: Sequence[PrintedLine]) -> str:
    """Return the lines' words, a blank between lines."""
    return " ".join(line.text for line in lines)
