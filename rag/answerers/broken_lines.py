"""What is cut into two sentences and is one: a line's end broke it, or a title runs into it ("a. Dosage. Give 2 g").

Pure.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.table_passages import BETWEEN_CELLS

_LEAST_WORDS = 4
"""What has fewer words is a title or a table's cell, and not the beginning of a sentence."""

_UNIT = (
    r"(?:h|hours?|minutes?|days?|weeks?|months?|years?|times|mg|g|kg|ml|mL|l|L|cm|mm|m|km|per ?cent|percent|%|°|º|US\$"
    r"|tablets?|doses?|drops?|rounds?|cycles?)"
)
_NUMBER_FIRST = re.compile(rf"[<>≥≤]?\s?\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\s?{_UNIT}(?![^\W_])")
_LEADING_ON = """a about after aged an and any are as at be before below between by can each every following for from
has have if in into is may more most must not of on only or over per should so such than that the their these this those
through to under until was were when where which who will with within without"""
_NEVER_LAST = frozenset(_LEADING_ON.split())
"""Words that end no line which says something by itself."""

_ITEM = re.compile(r"[•✓✗›»–-]|o\s|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)]\s")
_CAPITALS = re.compile(r"[A-Z]{2,}(?=\s|$)")

_MARK = re.compile(r"\(?(?:\d{1,2}(?:[-.]\d{1,2})*|[A-Za-z]|[ivxIVX]{1,5}(?:\.[a-z])?)[.)]\s*")
_MOST_TITLE_WORDS = 5


def goes_on_below(above: str, below: str) -> bool:
    """Return whether a sentence goes on from one line to the next, which must follow it at once.

    It does where it has no end and stops at a word that ends nothing ("aged"), or where the next line begins with a
    quantity ("2 years or older"), in lower case, or goes on in capitals. A list's item below is never such.
    """
    above, below = above.rstrip(), below.lstrip()
    words = above.split()
    if len(words) < _LEAST_WORDS or above[-1] in ".!?:;" or _ITEM.match(below):
        return False
    if _NUMBER_FIRST.match(below) or below[:1].islower():
        return True
    last = words[-1].strip("(),").lower()
    return last in _NEVER_LAST or bool(_CAPITALS.fullmatch(words[-1]) and _CAPITALS.match(below))


def is_run_in_title(text: str) -> bool:
    """Return whether a line's first sentence is but its number and a few words: "(1) Dosage." What follows is on it."""
    mark = _MARK.match(text)
    words = text[mark.end() :] if mark else ""
    return (
        mark is not None
        and text.endswith(".")
        and len(words.split()) <= _MOST_TITLE_WORDS
        and not any(map(str.isdigit, words))
    )


def join_broken(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the sentences, those that a line's end broke as one, and each with the title that runs into it.

    A table's rows are none.
    """
    last: tuple[int, int] | None = None
    for start, end in sentences:
        opens = last is not None and (last[0] == 0 or text[last[0] - 1] == "\n")
        if last is not None and opens and "\n" not in text[last[1] : start] and is_run_in_title(text[slice(*last)]):
            last = (last[0], end)
            continue
        if last is not None and text[last[1] : start] == "\n":
            line = text[start : text.find("\n", start) if "\n" in text[start:] else len(text)]
            above = text[text.rfind("\n", 0, last[1]) + 1 : last[1]]
            if BETWEEN_CELLS not in line and BETWEEN_CELLS not in above and goes_on_below(text[slice(*last)], line):
                last = (last[0], end)
                continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
