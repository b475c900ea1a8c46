"""A page's lines with those of its tables set anew, one for each printed line of a cell, row by row. Pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.pdf import PrintedLine, clean_line
from ingest.table_page import TablePage
from ingest.table_parts import Part, PartCell
from ingest.table_words import Word, around, raise_mark, write_line
from ingest.types import Box

_OUTSIDE = 12.0
"""A line that reaches further than this out of a table, in points, is not only the table's."""

_HEIGHT = 1.2
"""A word's height, from ascent to descent, in font sizes."""


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """A part of a table whose lines are lines of the page."""

    page: int
    """From 1."""
    part: Part
    first: int
    """Index of its first line among the page's lines."""
    end: int
    """Index after its last line."""
    lines: tuple[tuple[int, ...], ...]
    """For each of its cells, the indices of the cell's lines."""

    def lines_of(self, cell: PartCell) -> tuple[int, ...]:
        return self.lines[self.part.cells.index(cell)]


def place_parts(
    page: int, body: Sequence[PrintedLine], found: TablePage
) -> tuple[tuple[PrintedLine, ...], tuple[PlacedPart, ...]]:
    """Return the page's lines and its parts; a part stands where the first of its lines stood."""
    owner = [_part_of(line, found.parts) for line in body]
    placed: list[PrintedLine] = []
    parts: dict[int, PlacedPart] = {}
    for line, number in zip(body, owner, strict=True):
        if number is None:
            placed.append(line)
            continue
        rest = _outside(line, found)
        if number not in parts:
            part = found.parts[number]
            held = [other for other, at in zip(body, owner, strict=True) if at == number]
            size = statistics.median(other.size for other in held)
            first = len(placed)
            indices = []
            for cell in part.cells:
                indices.append(tuple(range(len(placed), len(placed) + len(cell.lines))))
                placed += [_set_line(words, size) for words in cell.lines]
            parts[number] = PlacedPart(page, part, first, len(placed), tuple(indices))
        if rest is not None:
            placed.append(rest)
    return tuple(placed), tuple(sorted(parts.values(), key=lambda part: part.first))


def rewrite_line(line: PrintedLine, words: Sequence[Word], *, is_note: bool) -> PrintedLine:
    """Return a line with its raised marks in superscript characters, a mark at its start among them."""
    left, top, right, bottom = line.box
    own = sorted((word for word in words if _centre_in(word.box, (left, top, right, bottom))), key=lambda w: w.box[0])
    if len(own) < 2:
        lone = is_note and len(line.text) <= 2 and line.text.isalnum()
        return replace(line, text=raise_mark(line.text)) if lone else line
    first, second = own[0], own[1]
    height = second.box[3] - second.box[1]
    if first.box[3] - first.box[1] < 0.88 * height and second.box[3] - first.box[3] > 0.1 * height:
        rest = write_line(own[1:])
        text = f"{raise_mark(first.text)} {rest}"
    else:
        text = write_line(own)
    cleaned = clean_line(text)
    # Words that were not found where the line is would be lost; then the line stays as it was read.
    same = sum(map(str.isalnum, cleaned)) >= sum(map(str.isalnum, line.text))
    return replace(line, text=cleaned) if same else line


def _part_of(line: PrintedLine, parts: Sequence[Part]) -> int | None:
    """Return which part the line stands in, wholly or with its middle; none if OCR read it: no part has its words."""
    if line.source == "ocr":
        return None
    for number, part in enumerate(parts):
        left, top, right, bottom = part.box
        y = (line.box[1] + line.box[3]) / 2
        inside = min(right, line.box[2]) - max(left, line.box[0])
        if top - 1 <= y <= bottom + 1 and inside > 0.5 * min(line.box[2] - line.box[0], right - left):
            return number
    return None


def _outside(line: PrintedLine, found: TablePage) -> PrintedLine | None:
    """Return the piece of a line that stands in no part, such as a paragraph beside a table; None if none does."""
    reach = [part.box for part in found.parts if part.box[1] - 1 <= (line.box[1] + line.box[3]) / 2 <= part.box[3] + 1]
    if all(line.box[0] > box[0] - _OUTSIDE and line.box[2] < box[2] + _OUTSIDE for box in reach[:1]):
        return None
    words = [
        word
        for word in found.words
        if _centre_in(word.box, line.box) and not any(_centre_in(word.box, part.box) for part in found.parts)
    ]
    return _set_line(words, line.size) if words else None


def _centre_in(box: Box, outer: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] - 1 <= x <= outer[2] + 1 and outer[1] - 1 <= y <= outer[3] + 1


def _set_line(words: Sequence[Word], size: float) -> PrintedLine:
    left, top, right, bottom = around([word.box for word in words])
    box = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
    text = clean_line(write_line(words)) or "\ufffd"
    return PrintedLine(text, box, size or (bottom - top) / _HEIGHT, all(word.bold for word in words))
