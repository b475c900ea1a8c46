"""Words and signs that make a number a limit: "at least 5", "< 5 kg", "5 years and over", "no more than 5". Pure."""

import re
from typing import Literal

Comparator = Literal["", "<", "≤", ">", "≥"]
"""Below, at most, above, at least; "" where the number is meant itself, "about" it included."""

_BESIDE = (
    r"(?:\s+(?:a|an|the|of|about|around|approximately|only|first|last|next|past|previous|preceding|following|age|aged|ages"
    r"|weight|weighing|dose|total|daily|duration|is|was|be|to))*[\s:]*\(?$"
)
_BEFORE: tuple[tuple[Comparator, tuple[str, ...]], ...] = (
    (
        "≤",
        (
            r"≤|<\s?/?=|\bat\s+(?:the )?most|\bup to|\bas (?:long|much|many) as|\bwithin|\bceiling",
            r"\bmax(?:imum|imal|\.)?(?:\s\w+)?",
            r"\b(?:less|fewer|lower) than or equal to|\bequal to or (?:less|lower) than",
            r"\bnot? (?:\w+ ){0,4}(?:more|faster|longer|later|older|greater|higher|heavier|farther|further) than",
            r"\b(?:not|never|without) (?:to )?(?:exceed(?:ing)?|over|above|beyond|surpass)",
            r"\bau (?:plus|maximum)|\bhasta|\bcomo m[áa]ximo|\bat[ée]",
        ),
    ),
    (
        "≥",
        (
            r"≥|>\s?/?=|\bat\s+(?:the very |the )?least|\bmin(?:imum|imal|\.)?(?:\s\w+)?",
            r"\b(?:more|greater|higher) than or equal to|\bequal to or (?:more|greater|higher) than",
            r"\bnot? (?:be )?(?:less|fewer|shorter|younger|lower|lighter|earlier|sooner) than",
            r"\b(?:not|never) (?:under|below)|\bau moins|\bal menos|\bpelo menos",
        ),
    ),
    (
        "<",
        (
            r"<|\bunder|\bbelow|\bmoins de|\bmenos d[eo]",
            r"\b(?:less|fewer|younger|lower|lighter|shorter|smaller|sooner|earlier)(?: [a-z]+){0,2} than",
        ),
    ),
    (
        ">",
        (
            r">|\babove|\bexceed(?:s|ed|ing)?|\bbeyond|\bin excess of|\bplus de|\bm[áa]s de|\bmais de",
            r"\b(?:more|greater|older|higher|heavier|longer|larger|bigger|later|taller)(?: [a-z]+){0,2} than",
        ),
    ),
)
_BEFORE_PATTERNS = [(sign, re.compile(rf"(?:{'|'.join(words)}){_BESIDE}", re.IGNORECASE)) for sign, words in _BEFORE]
_OVER = re.compile(
    r"\b(?:adults?|child(?:ren)?|infants?|patients?|people|persons?|those|anyone|women|men|girls|boys|aged?|clients?"
    r"|individuals|contacts|is|are|if|or|and|weigh(?:s|ing)?|well)\s(?:just )?over(?: the age of)?\s$",
    re.IGNORECASE,
)
"""Where "over" is "above": "over 2 weeks" is during two weeks, "children over 2 years" are older."""

_BEHIND: tuple[tuple[Comparator, str], ...] = (
    (
        "≥",
        r"(?:\+(?!\s?\d)|\s?(?:or|and|&) (?:more|over|above|older|greater|higher|longer|heavier|upwards?|up|beyond)\b"
        r"|\s?(?:at (?:the )?least|(?:as an? )?minimum|onwards?)\b)",
    ),
    (
        "≤",
        r"\s?(?:(?:or|and|&) (?:less|under|below|younger|fewer|lower|shorter|lighter)\b"
        r"|at (?:the )?most\b|(?:(?:as an?|is the|being the|at the) )?max(?:imum\b(?! \w*dose)|\.|\b))",
    ),
)
_BETWEEN = r"(?:[\s-](?:of age|old|of (?:body )?weight|body weight|in age|of [\w-]+|daily|a day|per day))?,?"
_COUNTED_BETWEEN = r"(?:[\s-](?!(?:and|or|to|in|for|at)\b)[a-zA-Z-]+){1,3}"
"""What may be counted before the words of a limit: "10% of people or more", "8 standard doses or fewer"."""

_BEHIND_COUNTED: tuple[tuple[Comparator, str], ...] = (
    ("≥", r" or (?:more|above|higher|longer|greater)\b"),
    ("≤", r" or (?:less|fewer|lower|below|shorter)\b"),
)
_BEHIND_PATTERNS = [
    (
        sign,
        re.compile(
            rf"{_BETWEEN}{words}",
            re.IGNORECASE,
        ),
    )
    for sign, words in _BEHIND
] + [(sign, re.compile(_COUNTED_BETWEEN + words, re.IGNORECASE)) for sign, words in _BEHIND_COUNTED]
_LEAST_BEHIND = re.compile(r"\s?at (?:the )?least\b", re.IGNORECASE)
_LOOK_BACK = 48
_WORDS: dict[Comparator, str] = {"": "", "<": "less than ", "≤": "at most ", ">": "more than ", "≥": "at least "}


def find_comparator(text: str, start: int, end: int, *, is_time: bool, is_range: bool) -> tuple[Comparator, int, int]:
    """Return the comparator of the quantity at text[start:end], and the range with the words or signs that say it."""
    before = text[max(0, start - _LOOK_BACK) : start]
    for sign, pattern in _BEFORE_PATTERNS:
        match = pattern.search(before)
        if match is not None and not (is_range and match[0].lower().startswith("within")):
            return sign, start - len(before) + match.start(), end
    if is_range:
        match = _LEAST_BEHIND.match(text, end)
        return ("", start, end) if match is None else ("≥", start, match.end())
    over = _OVER.search(before) if is_time else re.search(r"\bover\s$", before, re.IGNORECASE)
    if over is not None:
        return ">", start - len(before) + before.lower().rindex("over"), end
    for sign, pattern in _BEHIND_PATTERNS:
        match = pattern.match(text, end)
        if match is not None:
            return sign, start, match.end()
    inside = re.search(r"\sor (more|less)\s", text[start:end], re.IGNORECASE)
    if inside is not None:
        return ("≥" if inside[1].lower() == "more" else "≤"), start, end
    return "", start, end


def in_words(comparator: Comparator) -> str:
    """Return a comparator as words with a space behind them: "at least "; empty for none."""
    return _WORDS[comparator]
