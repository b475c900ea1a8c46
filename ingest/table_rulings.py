"""What a page draws besides text: the straight lines and filled areas that rule its tables, by pypdfium2."""

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.transform import Transform
from ingest.types import Box

THIN = 3.0
"""A drawn box that is thinner than this, in points, is a line."""

_SHORTEST = 4.0
_SEAMLESS = 0.4
_MOST_OBJECTS = 6000
"""A page that draws more than this is a picture or a map; its lines rule no table."""

_MOST_SEGMENTS = 400
_DEEPEST_FORM = 3

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]

_WHITE: Colour = (255, 255, 255)
_NEARLY_WHITE = 250


@dataclass(frozen=True, slots=True)
class Area:
    """A filled box."""

    box: Box
    colour: Colour


@dataclass(frozen=True, slots=True)
class Drawings:
    """A page's rulings, in points from its top left corner."""

    horizontal: tuple[Box, ...]
    vertical: tuple[Box, ...]
    areas: tuple[Area, ...]
    """In the order of drawing: a later one lies on an earlier one."""


def read_drawings(page: pdfium.PdfPage, transform: Transform) -> Drawings:
    """Return the page's straight horizontal and vertical lines, edges of drawn boxes included, and its filled boxes."""
    width, height = page.get_size()
    horizontal: list[Box] = []
    vertical: list[Box] = []
    areas: list[Area] = []
    boxes: list[Box] = []
    shades: list[Area] = []
    for path, matrix in _walk_page(page):
        corners = _bounds(path, matrix)
        if corners is None:
            continue
        left, top, right, bottom = box = transform.box(*corners)
        if right < 0 or bottom < 0 or left > width or top > height:
            continue
        filled, stroked = _paint(path)
        if not filled and not stroked:
            continue
        across, down = right - left, bottom - top
        if across < THIN or down < THIN:
            if max(across, down) >= _SHORTEST:
                (horizontal if across > down else vertical).append(box)
            continue
        if across > 0.97 * width and down > 0.97 * height:
            continue  # the page's own background
        segments = pdfium_c.FPDFPath_CountSegments(path)
        if segments > 6 or (stroked and not filled and segments < 4):
            if segments <= _MOST_SEGMENTS:
                for edge in _edges(path, segments, matrix, transform):
                    (horizontal if edge[2] - edge[0] > edge[3] - edge[1] else vertical).append(edge)
            if filled and segments <= _MOST_SEGMENTS:
                colour = _fill_colour(path)
                areas += [Area(piece, colour) for piece in _filled_pieces(path, segments, matrix, transform)]
            continue
        colour = _fill_colour(path) if filled else _WHITE
        if stroked:
            boxes.append(box)
        elif min(colour) < _NEARLY_WHITE:  # a white box on white paper shows no edge
            shades.append(Area(box, colour))
        if filled:
            areas.append(Area(box, colour))
    for left, top, right, bottom in [*boxes, *_merge_shades(_visible_shades(shades))]:
        horizontal += [(left, top, right, top), (left, bottom, right, bottom)]
        vertical += [(left, top, left, bottom), (right, top, right, bottom)]
    return Drawings(tuple(horizontal), tuple(vertical), tuple(areas))


def _visible_shades(shades: Sequence[Area]) -> list[Area]:
    """Leave out the shaded boxes that lie in a larger one of their colour, as a shaded line in a shaded cell does."""
    by_colour: dict[Colour, list[Box]] = defaultdict(list)
    for shade in shades:
        by_colour[shade.colour].append(shade.box)

    def lies_in(shade: Box, other: Box) -> bool:
        return _is_larger(other, shade) and _is_inside(shade, _grow(other))

    return [shade for shade in shades if not any(lies_in(shade.box, other) for other in by_colour[shade.colour])]


def _is_larger(one: Box, other: Box) -> bool:
    return (one[2] - one[0]) * (one[3] - one[1]) > (other[2] - other[0]) * (other[3] - other[1]) + 1


def _grow(box: Box) -> Box:
    return box[0] - _SEAMLESS, box[1] - _SEAMLESS, box[2] + _SEAMLESS, box[3] + _SEAMLESS


def _merge_shades(shades: Sequence[Area]) -> list[Box]:
    """Return the shaded boxes, those of one colour that touch below each other as one: no edge is seen."""
    merged: list[Area] = []
    for area in sorted(shades, key=lambda area: (round(area.box[0]), round(area.box[2]), area.colour, area.box[1])):
        left, top, right, bottom = area.box
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.colour == area.colour
            and abs(last.box[0] - left) < 1
            and abs(last.box[2] - right) < 1
            and top <= last.box[3] + _SEAMLESS
        ):
            merged[-1] = Area((left, last.box[1], right, max(bottom, last.box[3])), area.colour)
        else:
            merged.append(area)
    return [area.box for area in merged]


def _walk_page(page: pdfium.PdfPage) -> Iterator[tuple[Any, Matrix | None]]:
    """Yield each path object with the matrix of the forms around it, None at the page's own level."""
    if pdfium_c.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS:
        return
    yield from _walk(page.raw, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject, None, 0)


def _walk(
    holder: Any, count: Callable[[Any], int], get: Callable[[Any, int], Any], matrix: Matrix | None, depth: int
) -> Iterator[tuple[Any, Matrix | None]]:
    for index in range(min(count(holder), _MOST_OBJECTS)):
        item = get(holder, index)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield item, matrix
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _compose(_matrix_of(item), matrix)
            yield from _walk(item, pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject, inner, depth + 1)


def _matrix_of(item: Any) -> Matrix:
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, raw):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _compose(inner: Matrix, outer: Matrix | None) -> Matrix:
    """Return the matrix that applies `inner` first and `outer` then (ISO 32000-1, 8.3.4)."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(path: Any, matrix: Matrix | None) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(path, left, bottom, right, top):
        return None
    corners = (left.value, top.value, right.value, bottom.value)
    if matrix is None:
        return corners
    first, second = _apply(matrix, *corners[:2]), _apply(matrix, *corners[2:])
    return min(first[0], second[0]), max(first[1], second[1]), max(first[0], second[0]), min(first[1], second[1])


def _paint(path: Any) -> tuple[bool, bool]:
    """Return whether the path is filled, and whether its outline is drawn."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke):
        return False, False
    return fill.value != pdfium_c.FPDF_FILLMODE_NONE, bool(stroke.value)


def _fill_colour(path: Any) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(path, red, green, blue, alpha) or alpha.value == 0:
        return _WHITE
    return red.value, green.value, blue.value


def _filled_pieces(path: Any, count: int, matrix: Matrix | None, transform: Transform) -> list[Box]:
    """Return the boxes of a path's separate pieces; none of one that lies in another, for the two draw a frame."""
    own = _compose(_matrix_of(path), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    pieces: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        if not pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if not pieces or pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            pieces.append([])
        pieces[-1].append(_apply(own, x.value, y.value))
    boxes = []
    for points in pieces:
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        boxes.append(transform.box(min(xs), max(ys), max(xs), min(ys)))
    if any(one != other and _is_inside(one, other) for one in boxes for other in boxes):
        return []
    return [box for box in boxes if box[2] - box[0] >= THIN and box[3] - box[1] >= THIN]


def _is_inside(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _edges(path: Any, count: int, matrix: Matrix | None, transform: Transform) -> Iterator[Box]:
    """Yield the path's segments that run straight across or down the page."""
    own = _compose(_matrix_of(path), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
        if not pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = _apply(own, x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_LINETO and last is not None:
            yield from _straight(last, point, transform)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            first = point
        last = point
        if pdfium_c.FPDFPathSegment_GetClose(segment) and first is not None:
            yield from _straight(last, first, transform)


def _straight(start: tuple[float, float], end: tuple[float, float], transform: Transform) -> Iterator[Box]:
    left, top, right, bottom = box = transform.box(*start, *end)
    if min(right - left, bottom - top) < 1.0 and max(right - left, bottom - top) >= _SHORTEST:
        yield box
