"""Printed lines to running text: which hyphens at a line's end break a word, and which belong to it."""

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_CONTINUED = re.compile(r"[^\W\d_]+")
_LEAST_WORD = 5
"""A second half that is a word of at least so many letters is seldom half of another: "negative", not "ment"."""

_HANGING = re.compile(r"(?:and|or)\s")
_HYPHENS = "-\u2010\u2011"


class Vocabulary:
    """The words of one document, which tell a broken word from a hyphenated one.

    "Cryp-" + "tococcus" is one word because the document prints "cryptococcus" elsewhere, or because "tococcus" is no
    word of its own; "co-" + "administration" keeps its hyphen because "administration" is one.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        broken_before = False
        for text in texts:
            # The last word of a broken line, and the first of the line after it, may be half a word each.
            whole = _CONTINUED.sub("", text, count=1) if broken_before and _CONTINUED.match(text) else text
            match = _BROKEN.search(whole)
            whole = whole[: match.start()] if match else whole
            broken_before = match is not None
            for word in _WORD.findall(whole.lower()):
                self._words.add(word)
                self._words.update(word.split("-"))

    def is_one_word(self, first: str, second: str) -> bool:
        """Whether a hyphen between the two at a line's end is only the break of one word."""
        first, second = first.lower(), second.lower()
        if f"{first}-{second}" in self._words:
            return False
        if first + second in self._words:
            return True
        return not (second in self._words and len(second) >= _LEAST_WORD)


def join_lines(lines: Sequence[str], vocabulary: Vocabulary) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Join printed lines into one text; return it and each line's (start, end) in it.

    A hyphen at a line's end goes where it breaks a word in lower case. Between digits ("6-" / "12 mg/kg"), before a
    capital and after a space it stays: there it is a range, a name or a dash.
    """
    text = ""
    ranges = []
    for index, line in enumerate(lines):
        if index:
            text = _open_for(text, line, vocabulary)
        start = len(text)
        text += line
        ranges.append((start, len(text)))
    # Removing a hyphen shortened the line before it.
    closed = [
        (start, min(end, ranges[index + 1][0]) if index + 1 < len(ranges) else end)
        for index, (start, end) in enumerate(ranges)
    ]
    return text, tuple(closed)


def _open_for(text: str, line: str, vocabulary: Vocabulary) -> str:
    """Return the text so far, ready for the next line to be appended."""
    if not text or text[-1] not in _HYPHENS or len(text) < 2 or text[-2].isspace():
        return f"{text} " if text else text
    if _HANGING.match(line):
        return f"{text} "  # "DNA-" / "and RNA-based"
    broken = _BROKEN.search(text.replace("\u2010", "-").replace("\u2011", "-"))
    continued = _CONTINUED.match(line)
    if broken and continued and line[0].islower() and vocabulary.is_one_word(broken[1], continued[0]):
        return text[:-1]
    return text  # a range or a hyphenated word: no space after its hyphen
