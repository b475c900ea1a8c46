"""Abbreviations that passages explain themselves: "the sub-county health worker (SCHW)". Pure."""

import re
from collections.abc import Iterable, Mapping

_SHORT = re.compile(r"\((?P<short>[A-Z][A-Za-z]{0,6}[A-Z]|[A-Z]{2})s?\)")
_WORD = re.compile(r"[^\W_]+")
_SKIPPED = frozenset(["a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"])
"""Words of a name whose initials its abbreviation may leave out."""


def find_own_abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Return what each abbreviation stands for that a text gives in brackets right behind the words, as first given.

    Its letters are the words' initials in order; what is put into brackets for another reason is none.
    """
    found: dict[str, str] = {}
    for text in texts:
        for match in _SHORT.finditer(text):
            name = _name_of(match["short"], text[: match.start()])
            if name is not None:
                found.setdefault(match["short"], name)
    return found


def spell_out_own(text: str, names: Mapping[str, str]) -> str:
    """Return a text with what each of these abbreviations stands for behind it."""
    for short, name in names.items():
        text = re.sub(rf"(?<![^\W_]){re.escape(short)}s?(?![^\W_])", rf"\g<0> ({name})", text)
    return text


def _name_of(short: str, before: str) -> str | None:
    """Return the last words before an abbreviation whose initials it is, or None."""
    words = list(_WORD.finditer(before[before.rfind("\n") + 1 :]))
    start = before.rfind("\n") + 1
    at, letters = len(words), list(short.lower())
    first = None
    while letters and at:
        at -= 1
        word = words[at][0].lower()
        if word[0] == letters[-1]:
            letters.pop()
            first = words[at].start()
        elif word not in _SKIPPED:
            return None
    if letters or first is None:
        return None
    return before[start + first :].strip()
