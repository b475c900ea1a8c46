"""What a page's drawing tells of its tables: their parts, and the page's words, by pypdfium2."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from ingest.table_aligned import LEAST_DOSE_ROWS, find_aligned
from ingest.table_grid import find_grids, find_lines
from ingest.table_parts import Part, fill_grid, is_table
from ingest.table_rulings import read_drawings
from ingest.table_split import split_ruled_rows
from ingest.table_stack import stack_grids
from ingest.table_words import Word, read_words
from ingest.transform import Transform
from ingest.types import Box


@dataclass(frozen=True, slots=True)
class TablePage:
    """The parts of tables on a page, by their tops, and all of the page's words in the order of its text."""

    parts: tuple[Part, ...]
    words: tuple[Word, ...]


def read_table_page(
    page: pdfium.PdfPage,
    text_page: pdfium.PdfTextPage,
    text: str,
    transform: Transform,
    is_bold: Callable[[int], bool],
    lines: Sequence[tuple[Box, int]],
) -> TablePage | None:
    """Return a page's table parts, or None if it has none.

    `lines` are its printed lines' boxes and numbers of cells. Words are read only where there is a grid, or where some
    lines in a row have cells.
    """
    drawings = read_drawings(page, transform)
    grids = find_grids(drawings)
    in_cells = sum(cells > 1 for _, cells in lines)
    if not text or not (grids or in_cells >= LEAST_DOSE_ROWS):
        return None
    words = read_words(text_page, text, transform, is_bold)
    stacked = stack_grids(grids, find_lines(drawings)[0], words)
    parts = [split_ruled_rows(fill_grid(grid, words, drawings.areas)) for grid in stacked]
    parts = [part for part in parts if is_table(part)]
    parts = [part for part in parts if not any(other is not part and _holds(other, part) for other in parts)]
    aligned = find_aligned([box for box, _ in lines], words, [part.box for part in parts]) if in_cells else ()
    parts = sorted([*parts, *aligned], key=lambda part: (part.box[1], part.box[0]))
    return TablePage(tuple(parts), words) if parts else None


def _holds(outer: Part, inner: Part) -> bool:
    """Whether one part stands inside another, as a small table in a cell does; its words are the outer one's."""
    left, top, right, bottom = outer.box
    x, y = (inner.box[0] + inner.box[2]) / 2, (inner.box[1] + inner.box[3]) / 2
    area = (inner.box[2] - inner.box[0]) * (inner.box[3] - inner.box[1])
    return left <= x <= right and top <= y <= bottom and area <= (right - left) * (bottom - top)
