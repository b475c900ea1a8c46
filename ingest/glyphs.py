"""Private-use and control characters of symbol fonts: what they print, where that is known for certain."""

import re
from collections.abc import Callable

UNREADABLE = "\ufffd"
"""Stands in a line for a glyph that is printed there and not known."""

_GLYPH = re.compile(r"[\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FIRST, _LAST = "\uf020", "\uf0ff"
"""Where a font without a Unicode map puts its codes: at U+F000 and the code (OpenType, cmap platform 3 encoding 0)."""

_SYMBOL = dict(
    zip(
        range(0x20, 0x7F),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        strict=True,
    )
) | dict(
    zip(
        range(0xA1, 0xD8),
        "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅",
        strict=True,
    )
)
"""Adobe's Symbol encoding (PDF reference, appendix D.5), as Microsoft's Symbol font has it too."""
_SYMBOL |= dict(zip(range(0xD8, 0xE0), "¬∧∨⇔⇐⇑⇒⇓", strict=True))
del _SYMBOL[0x65]  # prints as a comparator before numbers in guidelines, whatever the encoding says

_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "□",
    0x72: "□",
    0x75: "◆",
    0x76: "❖",
    0x9E: "·",
    0x9F: "•",
    0xA1: "○",
    0xA7: "▪",
    0xA8: "□",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE3: "↖",
    0xE4: "↗",
    0xE5: "↙",
    0xE6: "↘",
    0xE8: "➔",
    0xEF: "⇦",
    0xF0: "⇨",
    0xF1: "⇧",
    0xF2: "⇩",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
"""Microsoft's Wingdings: its bullets, boxes, ticks and arrows (Unicode's document L2/11-052)."""

_BULLETS = "●■□◆❖·•○▪➢"
"""Marks that only open a list's item there; one sign for all, as a tick or a cross is not."""

_PICTURE_FONTS = ("wingdings", "webdings", "dingbats")
_SIGN_FONTS = (*_PICTURE_FONTS, "symbol", "math", "pi", "bullet", "icon", "sign")
_OPERATORS = dict(zip(range(0x2A, 0x40), "*+,-./0123456789:;<=>?", strict=True)) | {
    0x20: " ",
    0x25: "%",
    0x28: "(",
    0x29: ")",
}


def has_glyphs(text: str) -> bool:
    """Whether a text has private-use or control characters."""
    return _GLYPH.search(text) is not None


def read_glyphs(text: str, font_of: Callable[[int], str]) -> str:
    """Return a line's text with each private-use or control character as what its font prints, or as U+FFFD.

    `font_of` gives the font's name by the character's index. An unknown glyph that opens a line, apart from its text,
    is a bullet; not before a number, where it may be a comparator, unless its font has nothing but pictures.
    """
    return _GLYPH.sub(lambda found: _read_glyph(text, found.start(), font_of(found.start())), text)


def is_unreadable(text: str) -> bool:
    """Whether a line's number may be changed by a glyph in the line that could not be read."""
    return UNREADABLE in text and any(character.isdigit() for character in text)


def _read_glyph(text: str, index: int, font: str) -> str:
    name = font.split("+")[-1].lower().replace(" ", "")
    known = _look_up(text[index], name)
    rest = text[index + 1 :]
    opens_line = not text[:index].strip() and (not rest or rest[:1].isspace())
    if known is not None:
        return "•" if opens_line and known in _BULLETS else known
    if opens_line and any(part in name for part in _PICTURE_FONTS):
        return "•"
    if opens_line and rest.strip() and not rest.strip()[0].isdigit():
        return "•"
    return UNREADABLE


def _look_up(character: str, name: str) -> str | None:
    if not _FIRST <= character <= _LAST:
        return None
    code = ord(character) - 0xF000
    if name.startswith("symbol"):
        return _SYMBOL.get(code)
    if name.startswith("wingdings") and not name.startswith(("wingdings2", "wingdings3", "wingdings-2", "wingdings-3")):
        return _WINGDINGS.get(code)
    if any(part in name for part in _SIGN_FONTS):
        return None
    return _OPERATORS.get(code)
