"""Lines of the text layer that a reader does not see: drawn twice, or painted over by a later box."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.types import Box

_SAME_PLACE = 2.0
"""Points by which the second drawing of a line may be off, as a shadow or a faked bold is."""

_SHARED = 0.5
"""Lines that share more than this part of the lower one's height overlap."""

_RECTANGLE_SEGMENTS = 6


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A line with its place in the page's text layer: the indices of characters that stand for it."""

    text: str
    box: Box
    letters: tuple[int, ...]
    """Indices into pdfium's characters of the page: its first, middle and last letter."""


def find_unseen(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, lines: Sequence[LayerLine]) -> set[int]:
    """Return the indices of lines that are drawn a second time at one place, or covered by a box drawn after them.

    Only a page on which lines overlap is looked at closely: covered text nearly always has other text above it.
    """
    overlapping = _find_overlapping(lines)
    if not overlapping:
        return set()
    doubled = {second for first, second in overlapping if _is_same(lines[first], lines[second])}
    order, boxes, texts = _list_objects(page, text_page)
    covered = {
        index
        for index, line in enumerate(lines)
        if boxes and all(_is_covered(text_page, letter, order, boxes, texts) for letter in line.letters)
    }
    return doubled | covered


def _find_overlapping(lines: Sequence[LayerLine]) -> list[tuple[int, int]]:
    """Return pairs of indices, the earlier line first, of lines whose boxes overlap."""
    found = []
    by_top = sorted(range(len(lines)), key=lambda index: lines[index].box[1])
    for at, upper in enumerate(by_top):
        for lower in by_top[at + 1 :]:
            if lines[lower].box[1] >= lines[upper].box[3]:
                break
            if _overlap(lines[upper].box, lines[lower].box):
                found.append((min(upper, lower), max(upper, lower)))
    return found


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > _SAME_PLACE and down > _SHARED * min(one[3] - one[1], other[3] - other[1])


def _is_same(one: LayerLine, other: LayerLine) -> bool:
    near = all(abs(first - second) <= _SAME_PLACE for first, second in zip(one.box, other.box, strict=True))
    return near and one.text == other.text


def _list_objects(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage
) -> tuple[dict[int, int], list[tuple[int, Box]], dict[int, tuple[str, Box]]]:
    """Return the places of objects in the order of drawing: by address, of opaque rectangles, and of texts.

    Rectangles are in the page's own coordinates: (left, bottom, right, top).
    """
    order: dict[int, int] = {}
    boxes: list[tuple[int, Box]] = []
    texts: dict[int, tuple[str, Box]] = {}
    for place, item in enumerate(page.get_objects(max_depth=1)):
        order[_address(item.raw)] = place
        if item.type == pdfium_c.FPDF_PAGEOBJ_PATH and _hides(item.raw):
            boxes.append((place, item.get_bounds()))
        elif item.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            texts[place] = (_text_of(item.raw, text_page), item.get_bounds())
    return order, boxes, texts


def _text_of(raw: object, text_page: pdfium.PdfTextPage) -> str:
    length = pdfium_c.FPDFTextObj_GetText(raw, text_page, None, 0)
    buffer = (ctypes.c_ushort * max(1, length // 2))()
    pdfium_c.FPDFTextObj_GetText(raw, text_page, buffer, length)
    return "".join(map(chr, buffer)).strip("\0 ")


def _address(raw: object) -> int:
    return ctypes.cast(raw, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _hides(raw: object) -> bool:
    """Whether a path is a filled rectangle through which nothing is seen."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    colour = [ctypes.c_uint() for _ in range(4)]
    return bool(
        pdfium_c.FPDFPath_CountSegments(raw) <= _RECTANGLE_SEGMENTS
        and pdfium_c.FPDFPath_GetDrawMode(raw, fill, stroke)
        and fill.value != pdfium_c.FPDF_FILLMODE_NONE
        and not pdfium_c.FPDFPageObj_HasTransparency(raw)
        and pdfium_c.FPDFPageObj_GetFillColor(raw, *colour)
        and colour[3].value == 255
    )


def _is_covered(
    text_page: pdfium.PdfTextPage,
    letter: int,
    order: dict[int, int],
    boxes: Sequence[tuple[int, Box]],
    texts: dict[int, tuple[str, Box]],
) -> bool:
    """Whether a letter is under a rectangle drawn after it, and its text not drawn again on that rectangle."""
    drawn = order.get(_address(pdfium_c.FPDFText_GetTextObject(text_page, letter)))
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if drawn is None or not pdfium_c.FPDFText_GetCharBox(text_page, letter, left, right, bottom, top):
        return False
    x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    above = [place for place, box in boxes if place > drawn and _holds(box, x, y)]
    if not above:
        return False
    words, _ = texts[drawn]
    return not any(place > max(above) and text == words and _holds(box, x, y) for place, (text, box) in texts.items())


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
