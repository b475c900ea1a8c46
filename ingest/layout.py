"""Body lines to blocks: headings, paragraphs, list items and rows, in reading order."""

import itertools
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.pdf import PrintedLine, commonest_size
from ingest.tables import TableSlice

BlockKind = Literal["heading", "prose", "item", "row", "table"]

_BULLETS = "»✗•▪◦●■□○➢✓➤►–—*·"
_ITEM = re.compile(
    rf"^(?:[{re.escape(_BULLETS)}]\s?\S|[-o]\s+\S|(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[.)]\s+\S"
    r"|[A-Z]\)\s+\S|[A-Z]\.\s+[A-Z]|\(\d{1,2}\)\s+[A-Z]|\((?:[a-z]|[ivx]{1,4})\)\s+\S)"
)
"""Bullets and enumerators; "P. vivax" is a name, and "(86) and" a reference."""

_OPEN_END = re.compile(
    r"\b(?:of|for|to|the|an?|and|or|with|in|on|by|than|from|per|is|are|be|at|least|most|every|not|that|which|as)$"
    r"|(?<![.\w])(?:de|du|les|et|à|au|aux|dans|pour|avec|del|los|las|para|das|dos|com)$",
    re.IGNORECASE,
)
_LONE_BULLET = re.compile(rf"^(?:[{re.escape(_BULLETS)}-]|\(?(?:\d{{1,2}}|[a-z])[.)])$")
_CAPTION = re.compile(
    r"^(?:Table|Figure|Box|Annex|Appendix|Tableau|Encadré|Annexe|Tabla|Cuadro|Recuadro|Tabela|Quadro|Caixa"
    r"|Figura|Anexo)\s+[\dA-Z]"
)
_ADMONITION = re.compile(
    r"(?:NOTES?|WARNING|CAUTION|DANGER|IMPORTANT|REMEMBER|REMARQUES?|AVERTISSEMENT|NOTAS?|ADVERTENCIA|PRECAUCI[ÓO]N"
    r"|IMPORTANTE|ATENCI[ÓO]N|ATENÇÃO|CUIDADO)\W*",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"^\d{1,2}(?:\.\d{1,2})*(?=\.?\s)")
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.|[IVX]{1,5}\.|[A-Z]\.)\s+\S")
_SECTION = re.compile(r"\d{1,2}(?:[.-]\d{1,2})+\.?\s+[A-Z]")
"""A section's number and title: "4.1.2 Infective endocarditis  ICD10 CODE: I33.0" may end in plain type."""

_MOST_TITLE_WORDS = 14
_RANGE_BREAK = re.compile(r"\d ?[-–]$")
_SENTENCE_END = (".", "!", "?", ":", ";", "”", '."')
_MAX_HEADING_WORDS = 22


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A body line with its place: page number from 1, index among the page's body lines from 0."""

    page: int
    index: int
    line: PrintedLine


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. `rank` orders headings: the smaller nests in the larger; 0 for other blocks."""

    kind: BlockKind
    lines: tuple[PlacedLine, ...]
    rank: float
    table: TableSlice | None = None
    """What of a table it is, if it is one."""

    @property
    def text(self) -> str:
        return " ".join(placed.line.text for placed in self.lines)


def find_blocks(
    bodies: Sequence[Sequence[PrintedLine]], tables: Mapping[int, Sequence[TableSlice]] | None = None
) -> tuple[Block, ...]:
    """Group each page's body lines, in the order given, into blocks; paragraphs may run on over pages.

    `tables` are the tables' slices by page number; a slice is one block, where its first line stands.
    """
    body_size = commonest_size(bodies)
    blocks: list[Block] = []
    current: list[PlacedLine] = []
    current_kind: BlockKind = "prose"

    def close() -> None:
        if current:
            heading = current_kind == "heading" and not _is_sentence(current)
            kind: BlockKind = "prose" if current_kind == "heading" and not heading else current_kind
            blocks.append(Block(kind, tuple(current), _rank(current[0].line) if heading else 0.0))
            current.clear()

    for page, body in enumerate(bodies, start=1):
        rights = _column_rights(body)
        pitch = _usual_pitch(body)
        slices = {index: part for part in (tables or {}).get(page, ()) for index in part.lines}
        for index, line in enumerate(body):
            placed = PlacedLine(page, index, line)
            if index in slices:
                part = slices[index]
                if index == min(part.lines):
                    close()
                    current_kind = "prose"
                    lines = tuple(PlacedLine(page, at, body[at]) for at in sorted(part.lines))
                    blocks.append(Block("table", lines, 0.0, part))
                continue
            kind: BlockKind
            if _is_heading(body, index, body_size) or (current_kind == "heading" and _goes_on(current, placed)):
                kind = "heading"
            elif _ITEM.match(line.text) or _LONE_BULLET.match(line.text):
                kind = "item"
            elif line.cells > 1:
                kind = "row"
            else:
                kind = "prose"
            if current and _continues(current, current_kind, placed, kind, rights, pitch):
                current.append(placed)
                continue
            close()
            current_kind = kind
            current.append(placed)
    close()
    return tuple(blocks)


def _goes_on(heading: list[PlacedLine], placed: PlacedLine) -> bool:
    """Whether a line that does not look like a heading by itself is the rest of the heading above it."""
    if not heading or heading[-1].page != placed.page:
        return False
    last, line = heading[-1].line, placed.line
    step = line.box[1] - last.box[1]
    alike = abs(line.size - last.size) < 0.5 and line.bold == last.bold and line.cells == 1
    return alike and 0.3 * last.size < step < 1.6 * last.size and line.text[0].islower()


def _is_sentence(heading: list[PlacedLine]) -> bool:
    """Whether what was taken for a heading is text in large or bold type."""
    words = sum(len(placed.line.text.split()) for placed in heading)
    return words > _MAX_HEADING_WORDS + 8 or (words > 8 and heading[-1].line.text.endswith("."))


def _rank(line: PrintedLine) -> float:
    """Return a heading's standing: its size, bold counting a little, then its number; a caption is below all others.

    Among headings of one size, "2.3" stands above "2.3.4", and both above one without such a number.
    """
    if _CAPTION.match(line.text):
        return line.size / 1000
    number = _DECIMAL.match(line.text)
    depth = 0.3 - 0.06 * min(4, number[0].count(".")) if number else 0.0
    return line.size + (0.4 if line.bold or line.starts_bold else 0.0) + depth


def _is_heading(body: Sequence[PrintedLine], index: int, body_size: float) -> bool:
    line = body[index]
    words = line.text.split()
    if len(words) > _MAX_HEADING_WORDS or sum(character.isalpha() for character in line.text) < 3:
        return False
    if (
        _ADMONITION.fullmatch(line.text)
        or line.text[0] in _BULLETS
        or line.text[0].islower()
        or line.text.endswith((",", ";"))
    ):
        return False
    if _is_table_cell(body, index) or line.cells > (2 if _NUMBERED.match(line.text) else 1):
        return False
    if line.size >= 1.15 * body_size:
        return not line.text.endswith(".") or bool(_NUMBERED.match(line.text))
    bold = line.bold or (line.starts_bold and bool(_SECTION.match(line.text)) and len(words) <= _MOST_TITLE_WORDS)
    if not bold or line.size < 0.9 * body_size:
        return False
    if line.text.endswith(".") or (len(words) == 1 and len(line.text) < 4):
        return False
    # "Note: give ..." is text in bold.
    return ": " not in line.text or bool(_CAPTION.match(line.text) or _SECTION.match(line.text))


def _is_table_cell(body: Sequence[PrintedLine], index: int) -> bool:
    """Whether one of the lines read next to it stands beside it, as the cells of one row do."""
    left, top, right, bottom = body[index].box
    for other in [*body[max(0, index - 4) : index], *body[index + 1 : index + 5]]:
        shared = min(bottom, other.box[3]) - max(top, other.box[1])
        if shared > 0.5 * (bottom - top) and (other.box[0] > right or other.box[2] < left):
            return True
    return False


def _column_rights(body: Sequence[PrintedLine]) -> list[float]:
    """Return, for each line, how far right its column goes: the furthest of the lines near by that start near it."""
    rights = []
    for index, line in enumerate(body):
        near = [
            other.box[2]
            for other in body[max(0, index - 10) : index + 11]
            if abs(other.box[0] - line.box[0]) < 40 and other.size <= 1.1 * line.size
        ]
        rights.append(max(near))
    return rights


def _usual_pitch(body: Sequence[PrintedLine]) -> float:
    """Return the median distance, in line heights, from one line's top to the next one's."""
    steps = [
        (after.box[1] - before.box[1]) / max(1.0, before.size)
        for before, after in itertools.pairwise(body)
        if 0 < after.box[1] - before.box[1] < 3 * max(1.0, before.size)
    ]
    return statistics.median(steps) if steps else 1.2


def _continues(
    current: list[PlacedLine],
    current_kind: BlockKind,
    placed: PlacedLine,
    kind: BlockKind,
    rights: list[float],
    pitch: float,
) -> bool:
    last, line = current[-1].line, placed.line
    same_page = current[-1].page == placed.page
    step = line.box[1] - last.box[1]
    below = same_page and step > 0.3 * last.size
    if current_kind == "heading" or kind == "heading":
        return (
            current_kind == kind
            and below
            and step < 2.2 * last.size
            and abs(line.size - last.size) < 0.5
            and line.bold == last.bold
            and not _NUMBERED.match(line.text)
            and not _CAPTION.match(line.text)
        )
    if _LONE_BULLET.match(last.text) and len(current) == 1:
        return kind == "prose"
    if _RANGE_BREAK.search(last.text) and line.text[0].isdigit():
        return True
    if _OPEN_END.search(last.text) and below and kind == "prose" and abs(line.size - last.size) < 0.5:
        return True  # the phrase is not over, whatever the widths say
    if kind in ("item", "row") or current_kind == "row":
        return False
    runs_on = line.text[0].islower() and not last.text.endswith((".", "!", "?"))
    if not same_page or step < -0.3 * last.size:  # a new page or column
        return not last.text.endswith(_SENTENCE_END) and (line.text[0].islower() or last.text.endswith((",", "-")))
    if abs(line.size - last.size) > 0.15 * last.size:
        return False
    if step > 1.35 * pitch * max(1.0, last.size) and not runs_on:
        return False
    if not below:  # beside the last line: another cell of the same row
        return False
    if current_kind == "item" and line.box[0] < current[0].line.box[0] + 2 and not runs_on:
        return False
    if runs_on and abs(line.box[0] - last.box[0]) < 20:
        return True
    return not _break_was_forced(last, line, rights[current[-1].index])


def _break_was_forced(last: PrintedLine, line: PrintedLine, right: float) -> bool:
    """Whether the next line's first word would have fitted on the last line, so that the break means something."""
    word_width = (line.box[2] - line.box[0]) * (len(line.text.split()[0]) + 1) / len(line.text)
    return last.box[2] + word_width < right - 2
