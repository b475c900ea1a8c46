"""Numbers and ranges with the units written behind them, and what they are per. Pure."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from rag.checks.numbers import Number, PlacedNumber, needs_proof, place_numbers
from rag.checks.quantity_units import UNIT, read_unit

DASH = r"[-‐‑‒–—−]"
"""Pattern of a hyphen or dash."""

_RANGE = re.compile(
    rf"\s*(?:{DASH}|\bto(?![^\W\d_])|\band\b(?=\s*(?:under|below|<))|\bor\b(?=\s*<)|à|\ba\b|\bhasta\b|<)\s*"
    r"(?P<open>(?:up to )?(?:but )?(?:<(?!\s?=)|less than|under|below|just under))?\s*",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(r"\s*(?:or|ou|o)\s*", re.IGNORECASE)
_LABELLED_NEIGHBOUR = re.compile(r"\s*(?:and|&)\s*", re.IGNORECASE)
"""Between "3 or 4 days" and "weeks 1 and 2", which are ranges, for nothing lies between."""

_BETWEEN = re.compile(r"\b(?:between|entre)\s(?:the ages of\s)?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|et|y|e)\s*", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:[,/(]|,?\s*(?:and|or|plus|then|et|ou|o|y|e)\s(?:then\s|at\s|on\s)?|&|\+)\s*", re.IGNORECASE)
_UNIT = re.compile(
    rf"\)?(?:\s?{DASH}?\s?|\s(?:of (?:a|an) |an? |full |whole |more |extra )?)(?P<unit>{UNIT})(?![^\W_])",
    re.IGNORECASE,
)
_FILLER = (
    r"(?:\sor (?:more|less)(?=\s?/|\sper\b))?(?:\s(?:IV|IM|SC|PO|orally|by mouth|of [a-z]+(?=\s?/|\s(?:per|for)\b)))?"
    r"(?:\s?(?:\(?(?:base|salt|bw|b\.w\.|body ?weight|of body ?weight|of weight|weight|total)\)?))?"
)
_DENOMINATORS = {
    "kilogram": r"kgs?|kilos?|kilograms?|kilogramos?|quilos?",
    "square meter": r"m2|m²|square met(?:er|re)s?",
    "dose": r"dose|dosis|prise|toma|administration|application|injection",
    "minute": r"mins?|minutes?",
    "hour": r"h|hrs?|hours?|heure|hora",
    "day": r"24 ?h(?:ours)?|days?|d|jours?|d[ií]as?",
    "week": r"weeks?|wks?|semaine|semana",
    "month": r"months?|mois|mes|mês",
    "year": r"years?|yrs?|an|año|ano|annum",
    "person": r"persons?|people|capita|patients?|child|adult|man|woman",
    "bed": r"beds?",
}
_LIMITED = re.compile(r"\b(?:at least|at most|(?:less|more|fewer) than|up to|(?:min|max)imum of)\s$", re.IGNORECASE)
"""Before "one of the drugs", what makes a quantity of it."""

_UNIT_BEFORE = re.compile(rf"\d\s?(?:{UNIT})\s$", re.IGNORECASE)
_COUNTED = re.compile(r"\s(?!per\b)[a-z]{3,12}(?=\s?/|\sper\b)")
"""What is counted per something: "100 beats per minute"."""

_VOLUMES = (
    r"[µμ]l|ul|mls?|millilit(?:er|re)s?|dl|l|lit(?:er|re)s?|mm[3³]|cubic millimet(?:er|re)s?|cm[3³]|gallons?|quarts?"
)
_PIECES = r"tablets?|tabs?|capsules?|vials?|sachets?|ampoules?|drops?|teaspoons?|puffs?"
_PER = re.compile(
    rf"{_FILLER}(?:\s?[/⁄]\s?|\s(?:per|for (?:each|every)|par|por)\s|\s(?P<article>(?=(?:an?|each|every)\s)))"
    r"(?:(?:an?|each|every)\s)?"
    rf"(?:(?P<mass>m?g|grams?)|(?:(?P<number>[1-9]\d{{0,3}}(?:\.\d+)?)\s?)?(?:(?P<named>{'|'.join(_DENOMINATORS.values())})"
    rf"|(?P<volume>{_VOLUMES})|(?P<piece>{_PIECES})))(?![^\W_])(?:\sof body ?weight)?",
    re.IGNORECASE,
)
_NAMED = [(name, re.compile(spelled, re.IGNORECASE)) for name, spelled in _DENOMINATORS.items()]
_HALF = re.compile(
    r"(?<!and )(?<!and a )(?<!and one )\b"
    r"(?P<fraction>(?:one[- ]|a )?(?:half|quarter|third)|three[- ]quarters|two[- ]thirds)"
    rf"(?:[\s-](?:of )?(?:an? |one )?(?P<unit>{UNIT})(?![^\W_])"
    r"|(?= of\b)|(?<=[ -]third)|(?<=[ -]thirds)|(?<=[ -]quarters))",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\sand (?:a|one) (?P<fraction>half|quarter)\b", re.IGNORECASE)
_FRACTIONS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "third": Fraction(1, 3)}
_LABEL = re.compile(
    r"\b(?:days?|weeks?|months?|grades?|stages?|phases?|class|types?|tables?|figures?|fig|sections?|chapters?|annex"
    r"|box|steps?|pages?|no|ref|category|level|version|group|line|round|dose)[\s.:]{1,2}(?:no\.?\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A number or range with the unit written behind it, as it is put together."""

    start: int
    end: int
    low: Fraction
    high: Fraction
    number: tuple[Fraction, Fraction]
    """Both ends as they are written, whatever the unit."""
    unit: str = ""
    per: frozenset[str] = frozenset()
    is_open: bool = False
    scale: tuple[Fraction, Fraction] = (Fraction(1), Fraction(0))
    """Factor and zero that were taken for the unit, so that those before it in a list take them too."""
    is_plain: bool = True
    """Whether it may be part of a range or list: a number behind "table" is not."""


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
    for placed in place_numbers(text):
        if is_free(placed.start, placed.end, taken):
            atom = _read_atom(text, placed, read_before)
            if atom is not None:
                atoms.append(atom)
                take(atom.start, atom.end, taken)
    return _share_units(text, _join_ranges(text, sorted(atoms, key=lambda atom: atom.start)))


def take(start: int, end: int, taken: bytearray) -> None:
    """Mark text[start:end] as read, in an array of one byte a character."""
    taken[start:end] = b"\1" * (end - start)


def is_free(start: int, end: int, taken: bytearray) -> bool:
    """Return whether nothing of text[start:end] is taken."""
    return not any(taken[start:end])


def _read_half(match: re.Match[str]) -> Atom:
    """Return a fraction of a tablet, or of anything: that is so many per cent."""
    words = re.split(r"[\s-]", match["fraction"].lower())
    value = _FRACTIONS[words[-1].rstrip("s")] * {"three": 3, "two": 2}.get(words[0], 1)
    if match["unit"] is None:
        return Atom(match.start(), match.end(), 100 * value, 100 * value, (value, value), "%")
    return _with_unit(Atom(match.start(), match.end("fraction"), value, value, (value, value)), match, "unit")


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
    is_label = bool(_LABEL.search(text[max(0, placed.start - 24) : placed.start]))
    more = _AND_A_HALF.match(text, end)
    if more is not None:
        value, end = value + _FRACTIONS[more["fraction"].lower()], more.end()
    match = _UNIT.match(text, end)
    if match is None and is_label:
        return Atom(start, end, value, value, (value, value), is_plain=False)
    atom = Atom(start, end, value, value, (value, value))
    if match is not None:
        return _with_per(text, _with_unit(atom, match, "unit"), taken)
    counted = _COUNTED.match(text, end)
    measured = _with_per(text, atom if counted is None else replace(atom, end=counted.end()), taken)
    return measured if measured.per else atom


def _as_fraction(number: Number) -> Fraction | None:
    """Return a number's value; None for a code ("cd4") and for a section's number ("5.2.1")."""
    return Fraction(number.key) if re.fullmatch(r"-?\d+(?:\.\d+)?", number.key) else None


def _with_unit(atom: Atom, match: re.Match[str], group: str) -> Atom:
    unit = read_unit(match[group])
    return replace(
        atom,
        end=match.end(group),
        low=unit.to_base(atom.low),
        high=unit.to_base(atom.high),
        unit=unit.base,
        scale=(unit.factor, unit.zero),
    )


def _with_per(text: str, atom: Atom, taken: bytearray) -> Atom:
    while (match := _PER.match(text, atom.end)) is not None and is_free(match.start(), match.end(), taken):
        name, size = _read_denominator(match)
        # "1 quart/1 liter" are two names of one volume, and "once a child" is no rate.
        if name in atom.per or name == atom.unit == "liter" or (not atom.unit and match["article"] is not None):
            break
        factor = atom.scale[0] / size
        atom = replace(
            atom,
            end=match.end(),
            low=atom.low / size,
            high=atom.high / size,
            per=atom.per | {name},
            scale=(factor, atom.scale[1]),
        )
    return atom


def _read_denominator(match: re.Match[str]) -> tuple[str, Fraction]:
    """Return what an amount is for each of, and how many of it: (liter, 1/1000) for "/ml"."""
    number = Fraction(match["number"] or 1)
    if match["named"]:
        name = next(name for name, pattern in _NAMED if pattern.fullmatch(match["named"]))
        return ("day", Fraction(1)) if name == "hour" and number == 24 else (name, number)
    unit = read_unit(match["volume"] or match["mass"] or match["piece"])
    return unit.base, unit.to_base(number)


def _join_ranges(text: str, atoms: list[Atom]) -> list[Atom]:
    joined: list[Atom] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        range_ = None if last is None else _find_range(text, last, atom)
        if last is None or range_ is None:
            joined.append(atom)
            continue
        joined[-1] = replace(
            atom,
            start=last.start,
            low=_scaled_like(atom, last).low,
            number=(last.number[0], atom.number[1]),
            is_open=range_["open"] is not None or "<" in range_[0],
        )
    return joined


def _find_range(text: str, first: Atom, second: Atom) -> re.Match[str] | None:
    """Return what joins two numbers to a range, if anything does."""
    if first.low != first.high or second.low != second.high or not second.is_plain:
        return None
    if (first.unit or first.per) and not (first.unit == second.unit and (first.per <= second.per or not second.per)):
        return None
    if _are_neighbours(text, first, second):
        return _RANGE.match(" to ")
    match = _RANGE.fullmatch(text, first.end, second.start)
    if (
        match is None
        and _AND.fullmatch(text, first.end, second.start)
        and _BETWEEN.search(text[max(0, first.start - 32) : first.start])
    ):
        match = _RANGE.match(" to ")
    if match is None:
        return None
    return match if _scaled_like(second, first).low < second.low else None


def _are_neighbours(text: str, first: Atom, second: Atom) -> bool:
    joiner = _NEIGHBOUR if first.is_plain else _LABELLED_NEIGHBOUR
    next_to = second.number[0] == first.number[0] + 1 and first.number[0].denominator == 1 and not first.unit
    return next_to and joiner.fullmatch(text, first.end, second.start) is not None


def _scaled_like(other: Atom, atom: Atom) -> Atom:
    """Return an atom with the unit of another, unless it has one of its own."""
    if atom.unit or atom.per:
        return atom
    factor, zero = other.scale
    return replace(
        atom,
        low=(atom.low - zero) * factor,
        high=(atom.high - zero) * factor,
        unit=other.unit,
        per=other.per,
        scale=other.scale,
    )


def _share_units(text: str, atoms: list[Atom]) -> list[Atom]:
    """Give numbers without a unit that of the number that they stand in a list with."""
    shared = list(atoms)
    for at in range(len(atoms) - 2, -1, -1):
        atom, after = shared[at], shared[at + 1]
        if atom.is_plain and _LIST.fullmatch(text, atom.end, after.start):
            shared[at] = _scaled_like(after, atom)
    return shared
