"""The caption above a table's part and the notes below it. Pure."""

import re
from collections.abc import Sequence

from ingest.pdf import PrintedLine
from ingest.table_placing import PlacedPart
from ingest.types import Box

CAPTION = re.compile(
    r"^(?:Table|Tableau|Tabla|Cuadro|Tabela|Quadro|Box|Annex)\b[\s.:]*(?P<number>[\dA-Z][\w.]*)?", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(?:Table|Tableau|Tabla|Cuadro|Tabela|Quadro)\b[\s.:]*(?:[\dA-Z]|[A-Z]?$|[.:])", re.IGNORECASE)
CONTINUED = re.compile(r"\(?\b(?:continued|cont(?:['’]?d)?\.?|suite|continuación|continuação)\)?\s*$", re.IGNORECASE)
_NOTE = re.compile(
    r"^(?:[*†‡§¶#⁰¹²³⁴-⁹ᵃ-ᶻ]|\(?(?:Notes?|Source|Sources|Adapted|Abbreviations?|Key|Legend|Data"
    r"|Remarques?|Abréviations?|Légende|Notas?|Fuentes?|Abreviaturas?|Leyenda|Fontes?|Legenda)\b"
    r"|(?:[a-h]|\d)\s+[A-Z(≥≤<>]|[A-Z][A-Za-z0-9-]{1,7}: [a-z])"
)
_LONE_MARK = re.compile(r"^(?:[a-h]|\d{1,2}|[*†‡§¶#⁰¹²³⁴-⁹ᵃ-ᶻ]{1,3})$")
_BELOW = 24.0
"""Points from a table's foot to its first note."""

_ABOVE = 30.0
_INSET = 1.5
"""Font sizes by which a line below aligned rows stands inside their left edge if it is theirs."""

_MOST_CAPTION_LINES = 4
_MOST_NOTE_LINES = 24


def find_caption(body: Sequence[PrintedLine], part: PlacedPart, taken: set[int]) -> tuple[int, ...]:
    """Return the indices of the caption's lines, which stand right above the part and open with "Table" or the like."""
    found: list[int] = []
    edge = part.part.box[1]
    for index in range(part.first - 1, max(-1, part.first - 1 - _MOST_CAPTION_LINES), -1):
        line = body[index]
        if index in taken or not _in_column(line.box, part.part.box) or edge - line.box[3] > _ABOVE:
            return ()
        if line.box[1] > edge:
            return ()
        found.insert(0, index)
        if _NUMBERED.match(line.text):
            return tuple(found)
        edge = line.box[1]
    return ()


def find_title(body: Sequence[PrintedLine], part: PlacedPart, taken: set[int]) -> str:
    """Return the bold line right above the part, which serves as its caption where none is numbered; "" if none."""
    index = part.first - 1
    if index < 0 or index in taken:
        return ""
    line = body[index]
    near = 0 <= part.part.box[1] - line.box[3] + 2 < 1.8 * line.size
    return line.text if near and line.bold and _in_column(line.box, part.part.box) else ""


def find_notes(body: Sequence[PrintedLine], part: PlacedPart, taken: set[int], usual: float) -> tuple[int, ...]:
    """Return the indices of the lines right below the part that are its notes.

    They open with a mark, a word such as "Source" or an abbreviation, or are set smaller than `usual`, the page's
    usual size in points; a note goes on in lines of its size. So is a line right below aligned rows that stands inside
    their left edge, as the duration of a regimen does: it is said of them, and not of what follows.
    """
    found: list[int] = []
    edge = part.part.box[3]
    for index in range(part.end, min(len(body), part.end + _MOST_NOTE_LINES)):
        line = body[index]
        gap = line.box[1] - edge
        if index in taken or not _in_column(line.box, part.part.box) or line.box[1] < part.part.box[3] - 4:
            break
        reach = _BELOW if not found else 0.8 * line.size
        if gap > reach:
            break
        last = body[found[-1]] if found else None
        opens = is_note(line.text) or line.size < 0.92 * usual
        if last is not None and is_lone_mark(last.text):
            opens = True
        if last is None and not part.part.ruled:
            opens = opens or line.box[0] > part.part.box[0] + _INSET * line.size
        goes_on = last is not None and abs(line.size - last.size) < 0.3 and line.bold == last.bold
        if CAPTION.match(line.text) or not (opens or (goes_on and _wraps(last, part.part.box))):
            break
        found.append(index)
        edge = line.box[3]
    return tuple(found)


def _wraps(line: PrintedLine | None, box: Box) -> bool:
    """Whether a line fills the table's width, so that what follows goes on with it."""
    return line is not None and line.box[2] > box[0] + 0.75 * (box[2] - box[0])


def _in_column(line: Box, box: Box) -> bool:
    shared = min(line[2], box[2]) - max(line[0], box[0])
    return shared > 0.5 * min(line[2] - line[0], box[2] - box[0])


def is_note(text: str) -> bool:
    """Whether a line opens as a note does."""
    return bool(_NOTE.match(text)) or is_lone_mark(text)


def is_lone_mark(text: str) -> bool:
    """Whether a line is only the mark of the note that the next line gives."""
    return bool(_LONE_MARK.match(text))
