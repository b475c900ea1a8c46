"""What a model or its server wrote, as it may be shown: in a terminal, on a page, in a file. Pure."""

import unicodedata

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows, so that it can be shown in another order than it is read."""


def make_legible(text: str) -> str:
    """Return a text with "\\ufffd" for each character that is none: control characters and halves of surrogate pairs.

    A terminal would obey the first, and no file in UTF-8 can hold the others. White space stays, and so does every
    character's place.
    """
    if text.isprintable():
        return text
    return "".join("\ufffd" if _is_illegible(character) else character for character in text)


def _is_illegible(character: str) -> bool:
    if character.isspace():
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or character in _TURNING
