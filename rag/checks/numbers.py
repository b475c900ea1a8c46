"""The numbers that a text states, each in one spelling, so that two texts can be compared number by number. Pure.

How a written number is read:

- A comma before exactly three digits parts thousands ("1,500" is 1500), unless a 0 stands before it ("0,125" is 0.125).
  Any other single comma is a decimal comma ("0,5" is 0.5, "1,0" is 1). More than one comma with other than three
  digits between is a list ("1,2,3").
- A point is a decimal point ("1.500" is 1.5; "2 .4", as some PDFs print it, is 2.4), unless it stands more than once:
  with three digits after each it parts thousands ("1.500.000"), else it numbers a section ("5.2.1").
- A space parts thousands where the group after it could not be a number of its own ("200 000", "1 050") and where it is
  a thin or narrow space; "1 500 mg" may be one tablet of 500 mg, and stays two numbers.
- A range is its two ends; "1½" is 1.5 and "1/2" is 0.5.
- A minus counts before a number that follows a space or a comparator ("< -3"), but not at the start of a line, where it
  is a bullet, and not after a number, where it is a range.
- Digits behind a letter are a code, compared as a whole: "CD4", "B12", "HIV-1".
- English number words ("two", "twice", "twenty-four", the "three" of "threefold") are numbers as well.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text."""

    written: str
    """As the text writes it."""
    key: str
    """Its one spelling: equal numbers have equal keys, such as "1500", "0.5" or "cd4"."""


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number and where its text writes it: text[start:end]."""

    start: int
    end: int
    number: Number


_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: value for value, word in enumerate(_UNITS + _TEENS)}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_WORDS |= {"once": 1, "twice": 2, "thrice": 3, "hundred": 100, "thousand": 1000}

_NO_QUANTITY = re.compile(
    r"\b(?:at once|once (?:more|again)"
    r"|once (?!(?:an?(?= (?:hour|day|night|week|month|quarter|year|lifetime)\b)|per|daily|weekly|monthly|yearly|only"
    r"|every|each|in|or|and|then)\b)[\w’']+"
    r"|one (?:of|another|or (?:more|other|both)|should|can|must|may|that|who|which|hand|side|such|form|kind|way"
    r"|reason|sign|cause|example|type|thing|option)\b"
    r"|(?:no|any|every|each|some|this|that|which|the|another|either) one\b"
    r"|one [a-z]+ (?:to|and|or) (?:another|the (?:other|next))\b"
    r"|(?:an?|the|this|that|his|her|its|their|your) (?!(?:first|last|next|only|other|further|extra|additional)\b)"
    r"(?:[a-z-]+ ){1,2}one(?=\s*(?:[.,;:)]|$|(?:is|are|was|were|and|but|which|that|in|of|for|with|when|if)\b)))",
    re.IGNORECASE,
)
"""Phrases in which "one" and "once" are no quantity: "one of the drugs", "one person to another", "the good one"."""

_SINGLE = re.compile(
    r"\bsingle\b|\ba (?:tablet|dose|capsule|vial|sachet|course)\b"
    r"|(?<!twice )(?<!times )(?<!doses )\b(?:daily|weekly|monthly|every day|every week|every month)\b",
    re.IGNORECASE,
)
"""What says "one" or "once" in other words, where no other number is said with it."""

_SEPARATORS = str.maketrans({"٫": ".", "٬": ","})
_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"

_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
"""A decimal digit of another script; superscripts are none, and stay."""

_SUPERSCRIPT_UNIT = re.compile(r"(?<=[^\W\d_])[²³]")
_PATTERN = re.compile(
    rf"""
    (?P<code>
        (?<![^\W_]) (?: [^\W\d_]+ | [^\W_]*[A-Z][-‐‑] ) [0-9][^\W_]* (?:[.][0-9]+)?
    )
    | (?P<minus> (?<=[ (<>=≤≥]) (?<![0-9][ ]) [-‐‑‒–−] (?=[0-9]) )?
    (?:
        (?P<spaced>
            [0-9]{{1,3}} (?:[\u2009\u202f][0-9]{{3}})+ (?![0-9])
          | [0-9]{{1,3}} (?=(?:[ \u00a0][0-9]{{3}})*[ \u00a0]0[0-9]{{2}}) (?:[ \u00a0][0-9]{{3}})+ (?![0-9])
        )
      | (?P<mixed> (?:(?P<whole>[0-9]+)[ ]?)? (?P<vulgar>[{_VULGAR}]) )
      | (?P<ratio> (?<![0-9/.,]) (?:1/[234]|2/3|3/4) (?![0-9/]|[.,][0-9]) )
      | (?P<plain> [0-9]+ (?:[.,][0-9]+)* (?:[ ][.][0-9]+)? | (?<![^\s(<>=≤≥]) [.][0-9]+ )
    )
    """,
    re.VERBOSE,
)
_WORD_PATTERN = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[- ](?P<units>{'|'.join(_UNITS[1:])})|(?P<word>{'|'.join(_WORDS)}))"
    r"(?:\b|(?=fold\b))",
    re.IGNORECASE,
)


def find_numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of `text`, digits first and words after them, each kind in order of reading."""
    text = write_plainly(text)
    numbers: list[Number] = []
    for match in _PATTERN.finditer(text):
        numbers.extend(_read_digits(match))
    return (*numbers, *(_read_words(match) for match in _WORD_PATTERN.finditer(text)))


def place_numbers(text: str) -> tuple[PlacedNumber, ...]:
    """Return the numbers of `text` with their places, in order of reading; those of a list share it."""
    text = write_plainly(text)
    placed = [
        PlacedNumber(match.start(), match.end(), number)
        for match in _PATTERN.finditer(text)
        for number in _read_digits(match)
    ]
    placed += [PlacedNumber(match.start(), match.end(), _read_words(match)) for match in _WORD_PATTERN.finditer(text)]
    return tuple(sorted(placed, key=lambda each: each.start))


def write_plainly(text: str) -> str:
    """Write decimal digits of any script as 0 to 9, their separators as "." and ",", and the 2 of "m²" as "2".

    Each character becomes one character.
    """
    if text.isascii():
        return text
    text = _FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text).translate(_SEPARATORS)
    return _SUPERSCRIPT_UNIT.sub(lambda match: str(unicodedata.digit(match[0])), text)


def missing_numbers(text: str, quotes: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers of `text`, as written and each once, that stand in none of `quotes`."""
    together = "\n".join(quotes)
    missing = (
        number.written for number in find_numbers(text) if needs_proof(number, text) and not proves(number, together)
    )
    return tuple(dict.fromkeys(missing))


def needs_proof(number: Number, text: str) -> bool:
    """Return whether a number of a text is a quantity; "one of" and "at once" are none, nor is "once he can drink"."""
    if number.written.lower() not in ("one", "once"):
        return True
    return number.key in {other.key for other in find_numbers(_NO_QUANTITY.sub(" ", text))}


def proves(number: Number, quote: str) -> bool:
    """Return whether a number stands in a quote; "once" and "one" may be said by "single", "a tablet" or "daily"."""
    if number.key in {other.key for other in find_numbers(quote)}:
        return True
    return number.written.lower() in ("one", "once") and bool(_SINGLE.search(quote))


def _read_words(match: re.Match[str]) -> Number:
    parts = [part for part in match.group("tens", "units", "word") if part]
    return Number(match[0], str(sum(_WORDS[part.lower()] for part in parts)))


def _read_digits(match: re.Match[str]) -> list[Number]:
    """Read one match of the pattern; a list such as "1,2,3" holds several numbers."""
    written = match[0]
    sign = -1 if match["minus"] else 1
    if match["code"]:
        return [Number(written, re.sub(r"[^\w.]", "", written).casefold())]
    if match["spaced"]:
        return [Number(written, _key(sign * Decimal(re.sub(r"\s", "", match["spaced"]))))]
    if match["mixed"]:
        vulgar = Fraction(unicodedata.numeric(match["vulgar"])).limit_denominator(10)
        return [Number(written, _key(sign * (int(match["whole"] or 0) + _decimal(vulgar))))]
    if match["ratio"]:
        return [Number(written, _key(sign * _decimal(Fraction(match["ratio"]))))]
    return _read_separators(written, match["plain"].replace(" ", ""), sign)


def _read_separators(written: str, digits: str, sign: int) -> list[Number]:
    """Tell decimal from thousands separators in `digits`, which holds only digits, points and commas."""
    groups = re.split("[.,]", digits)
    kinds = set(re.findall("[.,]", digits))
    if len(kinds) == 2:
        decimal = max(kinds, key=digits.rindex)
        head, _, tail = digits.rpartition(decimal)
        if not _parts_thousands(re.split("[.,]", head)) or decimal in head:
            return [number for part in digits.split(",") for number in _read_separators(part, part, 1)]
        value = re.sub("[.,]", "", head) + "." + tail
    elif _parts_thousands(groups) and (kinds == {","} or len(groups) > 2):
        value = "".join(groups)
    elif len(groups) <= 2:
        value = digits.replace(",", ".")
    elif kinds == {"."}:
        return [Number(written, digits)]
    else:
        return [Number(part, _key(Decimal(part))) for part in groups]
    return [Number(written, _key(sign * Decimal(value)))]


def _parts_thousands(groups: list[str]) -> bool:
    """Whether a separator between these groups of digits can be one of thousands."""
    return 1 <= len(groups[0]) <= 3 and groups[0][0] != "0" and all(len(group) == 3 for group in groups[1:])


def _decimal(fraction: Fraction) -> Decimal:
    return round(Decimal(fraction.numerator) / Decimal(fraction.denominator), 4)


def _key(value: Decimal) -> str:
    """Write a number without leading or trailing zeros and without an exponent."""
    return format(value.normalize() + 0, "f")
