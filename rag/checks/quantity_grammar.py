"""Numbers and ranges with the units written behind them, and what they are per. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from rag.checks.numbers import Number, PlacedNumber, needs_proof, place_numbers
from rag.checks.quantity_atoms import DASH, Atom, is_free, take, with_unit
from rag.checks.quantity_denominators import with_per
from rag.checks.quantity_ranges import join_ranges, share_units
from rag.checks.quantity_units import UNIT

_UNIT = re.compile(
    rf"\)?(?:\s?{DASH}?\s?|\s(?:of (?:a|an) |an? |full |whole |more |extra )?)(?P<unit>{UNIT})(?![^\W_])",
    re.IGNORECASE,
)
_LIMITED = re.compile(r"\b(?:at least|at most|(?:less|more|fewer) than|up to|(?:min|max)imum of)\s$", re.IGNORECASE)
"""Before "one of the drugs", what makes a quantity of it."""

_UNIT_BEFORE = re.compile(rf"\d\s?(?:{UNIT})\s$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s(?!per\b)[a-z]{3,12}(?=\s?/|\sper\b)|(?:\s(?!per\b)[A-Za-z]{3,12}){1,3}(?=\s?/\s?l\b|\s(?:per|in an?)\slit)"
)
"""What is counted per something: "100 beats per minute", "10 Giardia cysts per litre"."""

_HALF = re.compile(
    r"(?<!and )(?<!and a )(?<!and one )\b"
    r"(?P<fraction>(?:one[- ]|a )?(?:half|quarter)|one[- ]third|a third(?= of\b)|three[- ]quarters|two[- ]thirds)"
    rf"(?:[\s-](?:of )?(?:an? |one )?(?P<unit>{UNIT})(?![^\W_])"
    r"|(?= of\b)|(?<=[ -]third)|(?<=[ -]thirds)|(?<=[ -]quarters))",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(
    r"\sand (?:a|one) (?P<fraction>half|quarter)\b|\s(?P<ratio>1/[24])(?![\d/]|[.,]\d)", re.IGNORECASE
)
_GLUED = re.compile(r"(?:to|and|or|of|for|than|doses?|give|every)(?=\d)", re.IGNORECASE)
"""A word that a number was printed against: "1 to2 weeks" has no code "to2"."""

_FRACTIONS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "third": Fraction(1, 3)}
_ORDINAL = re.compile(
    r"\b(?:(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)|(?P<number>\d{1,2})(?:st|nd|rd|th))"
    r"[\s-](?:day|week|month|trimester|line)\b",
    re.IGNORECASE,
)
"""Which of several: "the third day" is day 3."""

_PREGNANCY = re.compile(
    r"\b(?P<which>first|last) (?:three|3) months of (?:(?:the|her|their|a) )?pregnancy\b", re.IGNORECASE
)
"""What is said for the first and the third trimester."""

_OUT_OF = re.compile(
    r"\b(?P<part>one|two|three|four|five|\d{1,2}) (?:in|out of) (?:every )?"
    r"(?P<whole>two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d{1,3}(?![.,]?\d))(?![^\W_])"
    rf"(?!(?:\s|{DASH})?(?:{UNIT})(?![^\W_]))(?!\s?{DASH})",
    re.IGNORECASE,
)
"""A share in words: "one in ten of them"."""

_AGED = re.compile(
    r"\b(?:(?:older|younger) than|aged?(?: of)?(?: (?:under|over|below|above|between|from|at least))?"
    r"|(?:child(?:ren)?|girls?|boys?|adults?|adolescents?|people|persons|those|contacts|women|men)"
    rf"(?: who are)? (?:under|over|below|above))(?: the age of)?\s(?:\d{{1,2}}\s?(?:{DASH}|to|and)\s?)?$",
    re.IGNORECASE,
)
"""Before a number that is one of years, though it does not say so: "children under 5"."""

_TO = re.compile(rf"\s?(?:{DASH}|to|and)\s?(?:(?:under|below|less than|up to|<)\s?)?\d", re.IGNORECASE)
_GREATEST_AGE = 99
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LABEL = re.compile(
    r"\b(?:days?|weeks?|months?|grades?|stages?|phases?|class|types?|tables?|figures?|fig|sections?|chapters?|annex"
    r"|box|steps?|pages?|no|ref|category|level|version|group|line|round|dose)[\s.:]{1,2}(?:no\.?\s)?$",
    re.IGNORECASE,
)


def read_atoms(text: str, taken: bytearray) -> list[Atom]:
    """Return the numbers and ranges of a text whose digits are plain, in order.

    What is `taken` is left out, one byte a character of the text; what is read is marked there.
    """
    read_before = bytearray(taken)
    atoms = []
    for match in _HALF.finditer(text):
        if is_free(match.start(), match.end(), taken):
            atoms.append(_read_half(match))
            take(atoms[-1].start, atoms[-1].end, taken)
    for match in _ORDINAL.finditer(text):
        if is_free(match.start(), match.end(), taken):
            value = Fraction(match["number"] or _ORDINALS.index(match["word"].lower()) + 1)
            atoms.append(Atom(match.start(), match.end(), value, value, (value, value), is_plain=False))
            take(match.start(), match.end(), taken)
    for match in _PREGNANCY.finditer(text):
        value = Fraction(1 if match["which"].lower() == "first" else 3)
        atoms.append(Atom(match.start(), match.end(), value, value, (value, value), is_plain=False))
        take(match.start(), match.end(), taken)
    for match in _OUT_OF.finditer(text):
        part, whole = (Fraction(place_numbers(match[name])[0].number.key) for name in ("part", "whole"))
        if part < whole and not _LABEL.search(text[: match.start()]) and is_free(match.start(), match.end(), taken):
            share = part / whole
            atoms.append(Atom(match.start(), match.end(), 100 * share, 100 * share, (share, share), "%"))
            take(match.start(), match.end(), taken)
    for placed in _place(text):
        if is_free(placed.start, placed.end, taken):
            atom = _read_atom(text, placed, read_before)
            if atom is not None:
                atoms.append(atom)
                take(atom.start, atom.end, taken)
    return share_units(text, join_ranges(text, sorted(atoms, key=lambda atom: atom.start)))


def _place(text: str) -> Iterator[PlacedNumber]:
    """Yield the numbers of a text with their places, those printed against a word without it."""
    for placed in place_numbers(text):
        glued = _GLUED.match(text, placed.start, placed.end)
        if glued is None:
            yield placed
            continue
        for each in place_numbers(text[glued.end() : placed.end]):
            yield replace(each, start=glued.end() + each.start, end=glued.end() + each.end)


def _read_half(match: re.Match[str]) -> Atom:
    """Return a fraction of a tablet, or of anything: that is so many per cent."""
    words = re.split(r"[\s-]", match["fraction"].lower())
    value = _FRACTIONS[words[-1].rstrip("s")] * {"three": 3, "two": 2}.get(words[0], 1)
    if match["unit"] is None:
        return Atom(match.start(), match.end(), 100 * value, 100 * value, (value, value), "%")
    return with_unit(
        Atom(match.start(), match.end("fraction"), value, value, (value, value)), match["unit"], match.end("unit")
    )


def _read_atom(text: str, placed: PlacedNumber, taken: bytearray) -> Atom | None:
    """Return a number with its unit and what it is per; None for a code or a section's number."""
    value = _as_fraction(placed.number)
    if value is None:
        return None
    around = text[max(0, placed.start - 16) : placed.end + 24]
    if not needs_proof(placed.number, around) and not _LIMITED.search(text[max(0, placed.start - 16) : placed.start]):
        return None
    start, end = placed.start, placed.end
    if value < 0 and _UNIT_BEFORE.search(text[max(0, start - 24) : start]):
        start, value = start + 1, -value  # the dash of a range
    begins = placed.number.written[0].isupper()  # "for 3 days. One or two" is no day 1
    is_label = not begins and bool(_LABEL.search(text[max(0, placed.start - 24) : placed.start]))
    more = _AND_A_HALF.match(text, end)
    if more is not None and value.denominator == 1:
        value += Fraction(more["ratio"]) if more["ratio"] else _FRACTIONS[more["fraction"].lower()]
        end = more.end()
    match = _UNIT.match(text, end)
    if match is None and is_label:
        return Atom(start, end, value, value, (value, value), is_plain=False)
    atom = Atom(start, end, value, value, (value, value))
    if match is not None:
        return with_per(text, with_unit(atom, match["unit"], match.end("unit")), taken)
    if 0 < value <= _GREATEST_AGE and _AGED.search(text[max(0, start - 48) : start]) and not _TO.match(text, end):
        return with_unit(atom, "years", end)
    counted = _COUNTED.match(text, end)
    measured = with_per(text, atom if counted is None else replace(atom, end=counted.end()), taken)
    return measured if measured.per else atom


def _as_fraction(number: Number) -> Fraction | None:
    """Return a number's value; None for a code ("cd4") and for a section's number ("5.2.1")."""
    return Fraction(number.key) if re.fullmatch(r"-?\d+(?:\.\d+)?", number.key) else None
