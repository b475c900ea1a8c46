"""The inner structure of a long table cell: its items, each below the titles that stand over it in the cell. Pure.

A cell may hold a whole regimen: organisms as titles, medicines as bullets, and the child's dose on a line of its own.
Read as one run of words, one medicine's dose stands beside the next one's name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.pdf import PrintedLine

_BULLET = re.compile(r"^(?:[•▪◦●■□○➢✓➤►❑❏»*·]\s?|[-–—o]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)\S")
_AMOUNT = re.compile(
    r"\d\s?(?:%|(?:mg|g|kg|mcg|µg|micrograms?|ml|l|litres?|iu|mu|units?|mmol|tablets?|capsules?|drops?|puffs?|sachets?"
    r"|comprimés?|comprimidos?|gélules?|cápsulas?|gouttes?|gotas?|ampoules?|ampollas?|ampolas?)\b)",
    re.IGNORECASE,
)
_PATIENT = re.compile(
    r"^\W*(?:child(?:ren)?|infants?|neonates?|newborns?|adults?|adolescents?|enfants?|nourrissons?|adultes?|niñ[oa]s?|"
    r"lactantes?|adult[oa]s?|crianças?)\b[^:\d]{0,40}",
    re.IGNORECASE,
)
_REST = re.compile(r"^\W*(?:every|each|then|once|twice|daily|per|followed by|up to|max)\b")
"""What goes on with a dose, whatever bullet stands before it."""

_OPEN_END = re.compile(r"(?:\d ?[-–]|,|\b(?:of|or|and|to|with|for|the|a|in|per|by))$")
_NAME = re.compile(r"\b[A-Z][a-z]{3,}")
_INDENT = 3.0
"""Points by which a line begins further right than the one above it if a bullet that is no letter stands before it."""

_SAME_SIZE = 0.12
_MOST_TITLE_WORDS = 20
_LEAST_SET_IN = 2


@dataclass(frozen=True, slots=True)
class CellItem:
    """An item of a cell, as indices into the cell's lines."""

    titles: tuple[tuple[int, ...], ...]
    """The titles over it within the cell, outermost first."""
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: tuple[int, ...]
    text: str
    left: float
    bullet: bool
    """Whether a bullet stands before it, as a character or as what set it in."""
    style: tuple[bool, int]
    """Whether it is bold, and its size in tenths of the cell's first line's."""


def find_items(lines: Sequence[PrintedLine]) -> tuple[CellItem, ...]:
    """Return a cell's items in order, all of its lines in one of them or in a title; () where it is one text.

    A cell has items if it has two bullets, or one that is a character. A dose that is only for a patient ("Child:
    10 mg/kg") is of the item above it, unless it names a medicine that is not named there.
    """
    paragraphs = _find_paragraphs(lines)
    marked = any(_BULLET.match(paragraph.text) for paragraph in paragraphs)
    if not marked and sum(paragraph.bullet for paragraph in paragraphs) < _LEAST_SET_IN:
        return ()
    items = _group(paragraphs)
    return items if len(items) > 1 else ()


def last_item(lines: Sequence[PrintedLine]) -> CellItem:
    """Return the last item of a cell, of whatever form; `lines` is not empty."""
    return _group(_find_paragraphs(lines))[-1]


def _group(paragraphs: Sequence[_Paragraph]) -> tuple[CellItem, ...]:
    items: list[CellItem] = []
    last: list[_Paragraph] = []  # the paragraphs of the last item
    titles: list[_Paragraph] = []
    parents: list[_Paragraph] = []  # a bullet that those below it are set in under
    fresh = True  # whether no item has come since the last title
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        parents = [parent for parent in parents if _is_under(paragraph, parent)]
        if _is_title(paragraph, following):
            titles = [*(titles if fresh else _outrank(titles, paragraph)), paragraph]
            fresh, parents = True, []
        elif following is not None and _is_under(following, paragraph) and not states_amount(paragraph.text):
            parents, fresh = [paragraph], True
        elif not fresh and _goes_on_with(paragraph, last):
            items[-1] = CellItem(items[-1].titles, items[-1].lines + paragraph.lines)
            last.append(paragraph)
        else:
            items.append(CellItem(tuple(title.lines for title in [*titles, *parents]), paragraph.lines))
            last, fresh = [paragraph], False
    return tuple(items)


def _is_under(paragraph: _Paragraph, parent: _Paragraph) -> bool:
    """Whether a bullet is one of a list within the item of another bullet."""
    marks = paragraph.bullet and parent.bullet and paragraph.text[0] != parent.text[0]
    lettered = paragraph.text[0].isalnum() and not paragraph.text.startswith("o ")
    return marks and not lettered and paragraph.left > parent.left + _INDENT


def _goes_on_with(paragraph: _Paragraph, last: Sequence[_Paragraph]) -> bool:
    """Whether a paragraph is of the item above it: a patient's dose of its medicine, or the rest of its sentence."""
    above = " ".join(other.text for other in last)
    return is_for_patient(paragraph.text, above) or bool(_REST.match(paragraph.text))


def is_for_patient(text: str, above: str, named: bool = True) -> bool:
    """Whether a text gives an amount for a patient ("Child: 10 mg/kg") of the medicine that the text above it names.

    Without `named`, it is so only if the text names no medicine itself.
    """
    patient = _PATIENT.match(text)
    if patient is None or not _AMOUNT.search(text):
        return False
    before_amount = re.split(r"\d", text[patient.end() :], maxsplit=1)[0]
    names = [name for name in _NAME.findall(before_amount) if not name.endswith("ly")]
    return all(named and name.casefold() in above.casefold() for name in names)


def states_amount(text: str) -> bool:
    """Whether a text gives an amount of a medicine."""
    return bool(_AMOUNT.search(text))


def _find_paragraphs(lines: Sequence[PrintedLine]) -> list[_Paragraph]:
    right = max(line.box[2] for line in lines)
    size = lines[0].size or 1.0
    groups: list[list[int]] = []
    for index in range(len(lines)):
        if groups and not _begins(lines, index, right):
            groups[-1].append(index)
        else:
            groups.append([index])
    left = min(line.box[0] for line in lines)
    paragraphs = []
    for group in groups:
        first = lines[group[0]]
        hangs = len(group) == 1 or lines[group[1]].box[0] < first.box[0] - _INDENT
        set_in = left + _INDENT < first.box[0] < left + 10 * _INDENT and hangs and not first.bold
        bold = all(lines[index].bold for index in group)
        paragraphs.append(
            _Paragraph(
                tuple(group),
                " ".join(lines[index].text for index in group),
                first.box[0],
                bool(_BULLET.match(first.text)) or set_in,
                (bold, round(10 * first.size / size)),
            )
        )
    return paragraphs


def _begins(lines: Sequence[PrintedLine], index: int, right: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    line, above = lines[index], lines[index - 1]
    if _BULLET.match(line.text):
        return True
    if above.text.endswith(":") or line.bold != above.bold or abs(line.size - above.size) > _SAME_SIZE * above.size:
        return True
    if line.text[0].islower() or _OPEN_END.search(above.text):
        return False
    if line.text.endswith(":") and line.text[0].isupper():
        return True
    if line.box[0] > above.box[0] + _INDENT and not _BULLET.match(above.text):
        return True
    first_word = (line.box[2] - line.box[0]) * (len(line.text.split()[0]) + 1) / len(line.text)
    return above.box[2] + first_word < right - 2


def _is_title(paragraph: _Paragraph, following: _Paragraph | None) -> bool:
    """Whether a paragraph stands over those below it: it is short, has no bullet and states no amount."""
    if paragraph.bullet or following is None or states_amount(paragraph.text):
        return False
    if len(paragraph.text.split()) > _MOST_TITLE_WORDS or paragraph.text.endswith((".", ";", ",")):
        return False
    return paragraph.text.endswith(":") or paragraph.style[0] or following.bullet


def _outrank(titles: Sequence[_Paragraph], title: _Paragraph) -> list[_Paragraph]:
    """Return the titles that stay over a new one: those above the first that looks the same or is less set off."""
    kept: list[_Paragraph] = []
    for other in titles:
        if other.style == title.style or title.style > other.style:
            break
        kept.append(other)
    return kept
