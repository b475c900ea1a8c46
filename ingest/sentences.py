"""Where sentences begin and end, in guidelines and in what a model writes of them. Pure."""

import re

LABELS = r"\[\s*\d{1,6}(?:\s*(?:[,;&–-]|and)\s*\d{1,6})*\s*\]"
"""Pattern of reference labels, in a guideline as in an answer: "[1]", "[1, 2]" or "[1-3]"."""

SPACED_MARKS = ".!?"
"""The signs that end a sentence before white space."""
UNSPACED_MARKS = "。！？؟"
"""The signs that end a sentence wherever they stand."""
MARKS = frozenset(SPACED_MARKS + UNSPACED_MARKS)
"""The signs of which one stands at each end of a sentence that is not a line's."""

_END = re.compile(rf"(?P<mark>[{SPACED_MARKS}]+)[\"'”’»)]*(?:\s*{LABELS})*(?=\s|$)|[{UNSPACED_MARKS}]+(?:\s*{LABELS})*")
_ITEM_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})")
_NEVER_LAST = frozenset(
    ["e.g", "eg", "i.e", "vs", "cf", "viz", "approx", "dr", "prof", "mr", "mrs", "incl", "esp", "ej", "dra"]
)
"""Abbreviations that no sentence ends with."""
_BEFORE_NUMBER = frozenset(
    ["no", "nos", "fig", "figs", "ref", "refs", "p", "pp", "ch", "sect", "vol", "max", "min", "temp", "wt", "tab", "ca"]
)
"""Abbreviations that end no sentence where a number follows."""
_POINTED = re.compile(r"(?:[^\W\d_]{1,3}[.])+[^\W\d_]{1,3}")
"""Abbreviations with points inside, without their last one: "i.v", "p.m"."""


def find_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges (start, end) of the sentences of `text`, in order and without the white space around them.

    A line's end always ends a sentence, as do ".", "!" and "?" before white space, with the labels that follow them;
    but not the point of "2.4", of "e.g.", of "p.m. and" (what follows is in lower case) or of an item's number "1.".
    """
    ranges: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for mark in _END.finditer(text, line.start(), line.end()):
            if not _ends_sentence(text, start, line.end(), mark):
                continue
            ranges.append((start, mark.end()))
            start = mark.end()
        ranges.append((start, line.end()))
    return tuple(_trim(text, start, end) for start, end in ranges if text[start:end].strip())


def may_go_on(before: str) -> bool:
    """Return whether a point behind these words of a sentence may be no end of it: "e.g", "i.v", "A", "max", or "1"."""
    before = before.strip()
    word = _last_word(before)
    return bool(
        _ITEM_NUMBER.fullmatch(before)
        or len(word) <= 1
        or _POINTED.fullmatch(word)
        or word in _NEVER_LAST
        or word in _BEFORE_NUMBER
    )


def _ends_sentence(text: str, start: int, stop: int, mark: re.Match[str]) -> bool:
    """Whether the mark ends the sentence that began at `start` on a line that stops at `stop`."""
    after = text[mark.end() : stop].lstrip()
    if mark["mark"] != "." or not after:
        return True
    if after[0].islower():
        return False
    before = text[start : mark.start()].lstrip()
    if _ITEM_NUMBER.fullmatch(before):
        return False
    word = _last_word(before)
    return word not in _NEVER_LAST and not (word in _BEFORE_NUMBER and after[0].isdigit())


def _last_word(before: str) -> str:
    return re.split(r"[\s(\[\"'“]", before)[-1].lower()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())
