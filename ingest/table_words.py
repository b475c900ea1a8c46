"""The words of a page with their boxes, and the raised marks among them, by pypdfium2."""

import ctypes
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.marks import SUPERSCRIPTS
from ingest.transform import Transform
from ingest.types import Box

_WORD_GAP = 0.22
"""Characters that are further apart than this, in their heights, are in two words."""

_RAISED_SIZE = 0.88
"""A raised mark is smaller than this share of the character before it."""

_LEAST_SIZE = 0.4
_RAISED_BY = 0.12
"""Its foot is higher by at least this share of that character's height."""

_LINE_SHARED = 0.45
_MARK = re.compile(r"(?:[a-z]|[0-9]{1,2}|[*†‡§¶#])(?:,(?:[a-z]|[0-9]{1,2}|[*†‡§¶#]))*,?|[-+−–][0-9]{1,2}|[*†‡§¶#]{2,3}")
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|ère|ème|o|TM", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz+-−–", f"{SUPERSCRIPTS}⁻⁻")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together."""

    text: str
    box: Box
    """From the font's ascent to its descent, so that words of one size on one line have one height."""
    bold: bool
    raised: bool = False
    """Whether it is a mark that stands above the baseline of the word before it, such as a footnote's."""


def read_words(
    text_page: pdfium.PdfTextPage,
    text: str,
    transform: Transform,
    is_bold: Callable[[int], bool],
) -> tuple[Word, ...]:
    """Return the page's words in the order of its text, which has one UTF-16 unit for each of pdfium's characters."""
    words: list[Word] = []
    raw = pdfium_c.FS_RECTF()
    characters: list[str] = []
    box: Box | None = None
    before: Box | None = None  # of the last character, white space aside
    start = 0
    raised = False
    foot: Box | None = None  # of the last character on the baseline

    def close() -> None:
        nonlocal box, characters
        if box is not None and characters:
            words.append(Word("".join(characters), box, is_bold(start), raised))
        box, characters = None, []

    for index, character in enumerate(text):
        if character.isspace() or character in "\x00\x02":
            if box is not None:
                close()
            continue
        if not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, raw):
            continue
        here = transform.box(raw.left, raw.top, raw.right, raw.bottom)
        # Most characters are as high as the one before and stand level with it: then neither question arises.
        level = before is not None and here[1] == before[1] and here[3] == before[3]
        now_raised = foot is not None and not (level and before == foot) and _is_raised(here, foot)
        if now_raised and foot is not None and _is_of_ligature(text_page, index):
            # pdfium gives a ligature's letters the box of their ink, and others that of their line.
            here, now_raised, level = (here[0], foot[1], here[2], foot[3]), False, False
        if box is not None and before is not None:
            height = max(here[3] - here[1], 0.1)
            apart = here[0] - before[2] > _WORD_GAP * height or here[0] < before[0] - 0.3 * height
            if now_raised != raised or apart or not (now_raised or level or _on_one_line(here, before)):
                close()
        if box is None:
            start = index
            raised = now_raised
            box = here
        else:
            box = _around(box, here)
        characters.append(character)
        before = here
        if not raised and character.isalnum():
            foot = here
        if character == "\ufffe":
            close()
    close()
    return tuple(words)


def _is_raised(here: Box, foot: Box) -> bool:
    """Whether a character is smaller than the letter on the baseline before it, stands higher and follows it."""
    height = foot[3] - foot[1]
    return (
        _LEAST_SIZE * height < here[3] - here[1] < _RAISED_SIZE * height
        and foot[3] - here[3] > _RAISED_BY * height
        and here[1] > foot[1] - 0.5 * height
        and -0.3 * height < here[0] - foot[2] < 1.2 * height
        and here[3] > foot[1]
    )


def _is_of_ligature(text_page: pdfium.PdfTextPage, index: int) -> bool:
    """Whether a character is one of several that a single glyph stands for: they have one origin."""
    here = _origin(text_page, index)
    return here is not None and here in (_origin(text_page, index - 1), _origin(text_page, index + 1))


def _origin(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, float] | None:
    x, y = ctypes.c_double(), ctypes.c_double()
    found = index >= 0 and pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y)
    return (x.value, y.value) if found else None


def _on_one_line(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > _LINE_SHARED * min(one[3] - one[1], other[3] - other[1])


def _around(box: Box, other: Box) -> Box:
    # Called for every character: comparisons take a third of the time of min and max.
    left, top, right, bottom = box
    other_left, other_top, other_right, other_bottom = other
    return (
        left if left <= other_left else other_left,
        top if top <= other_top else other_top,
        right if right >= other_right else other_right,
        bottom if bottom >= other_bottom else other_bottom,
    )


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes, of which there is at least one."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def set_in_lines(words: Sequence[Word]) -> list[list[Word]]:
    """Return words in lines, top to bottom and each from left to right; a raised mark stays with its word."""
    lines: list[tuple[Box, list[Word]]] = []
    last = -1
    for word in words:
        if word.raised and last >= 0:
            lines[last][1].append(word)
            continue
        at = next((at for at, (box, _) in enumerate(lines) if _on_one_line(word.box, box)), None)
        if at is None:
            lines.append((word.box, [word]))
            last = len(lines) - 1
        else:
            lines[at][1].append(word)
            last = at
    lines.sort(key=lambda line: line[0][1])
    return [sorted(line, key=lambda word: word.box[0]) for _, line in lines]


def write_line(words: Sequence[Word]) -> str:
    """Return a line's text: its words apart by a space, raised marks in superscript characters on the word before.

    A mark must not be read as a digit of the number that it stands on ("3" with note 3 is not 33), and an exponent not
    as a note ("10⁹/L"): a superscript character says what the page says, and takes no side.
    """
    text = ""
    for word in words:
        if word.raised and text and _MARK.fullmatch(word.text):
            text += word.text.lower().translate(_SUPERSCRIPTS)
        elif word.raised and text and _ORDINAL.fullmatch(word.text):
            text += word.text
        else:
            text += f" {word.text}" if text else word.text
    return text


def raise_mark(mark: str) -> str:
    """Return a note's mark in superscript characters; what is no mark stays as it is."""
    return mark.lower().translate(_SUPERSCRIPTS) if _MARK.fullmatch(mark) else mark
