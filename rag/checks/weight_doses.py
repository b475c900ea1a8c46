"""Doses for each kilogram of body weight, and the highest doses stated beside them, as a text prints them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

Basis = Literal["dose", "day", "week", "month", "hour", "minute", "course"]
"""What an amount is given in: each dose, each day, a whole course."""

_NUMBER = r"\d{1,3}(?:[ , ]\d{3})+(?![\d.,])|\d+(?:\.\d+)?"
_NUMBER_START = r"(?<![\d/–—−-])(?<!\d,)(?<!(?<![^\W\d_])[.·٫])"
"""".5 g" and "0·5 g" are no 5 g; "max.5 g" is."""

_MASS = r"mg|g|mcg|µg|μg|micrograms?|milligrams?|grams?|ml|millilitres?|milliliters?|IU|MU|units?|mmol|mEq"
_BETWEEN = r"\s*(?:-|–|—|−|to)\s*"
_OF_WHAT = r"(?:\s(?:base|salt|elemental))?"
_KILOGRAM = r"\s?(?:/|per)\s?kg\b(?!\s?m)(?:\s?/?\s?(?:bw|b\.w\.|body[- ]?weight))?(?:\s(?:base|salt))?"
_DOSE = re.compile(
    rf"{_NUMBER_START}(?P<low>{_NUMBER})(?:{_BETWEEN}(?P<high>{_NUMBER}))?"
    rf"(?:\s?\((?:range:?\s)?(?P<least>{_NUMBER}){_BETWEEN}(?P<most>{_NUMBER})\))?"
    rf"\s?(?P<unit>{_MASS})(?P<of>{_OF_WHAT}){_KILOGRAM}",
    re.IGNORECASE,
)
_RANGE_BEHIND = re.compile(
    rf"\s?\((?:range:?\s)?(?P<least>{_NUMBER}){_BETWEEN}(?P<most>{_NUMBER})\s?(?P<unit>{_MASS}){_KILOGRAM}\)",
    re.IGNORECASE,
)
_LIMIT = r"limit(?:ed)?|ceiling|cap(?:ped)?"
_MAXIMUM_BEFORE = re.compile(
    r"(?:[≤≦]|\b(?:max(?:imum|imal|\.)?|(?:not|no) (?:more than|to exceed|above)|(?:not|without) exceed(?:ing)?"
    rf"|up to(?: a max(?:imum)?)?|at most|do not exceed|never (?:more than|exceed|above)|{_LIMIT}))"
    r"(?:\s(?:daily|single|total|adult|dose|of|is|a|at|to))*[:,]?\s?$",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(
    r"\bmax(?:imum|imal)?\b|\b(?:not|never|no) (?:more than|(?:to )?exceed\w*|above)|\bwithout exceeding\b|\bat most\b"
    rf"|\b(?:{_LIMIT})\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    rf"{_NUMBER_START}(?P<low>{_NUMBER})(?:{_BETWEEN}(?P<high>{_NUMBER}))?\s?(?P<unit>{_MASS}|tablets?|capsules?|vials?"
    r"|ampoules?|drops?|sachets?|puffs?|tabs?)\b(?!\s?(?:/|per)\s?(?:kg|ml|dl|l\b|lit|\d))",
    re.IGNORECASE,
)
_ROUTES = (
    r"(?:,?\s(?:slow|deep|IV|IM|SC|PO|oral(?:ly)?|by mouth|(?:intravenous|intramuscular|subcutaneous)(?:ly)?"
    r"|injection)\b){0,3}"
)
"""How a dose is given, between the amount and what it is given in; of "oral or IV daily" it is not known."""

_EACH = r"(?:per|a|each|every)"
_BEHIND: tuple[tuple[Basis, re.Pattern[str]], ...] = (
    ("hour", re.compile(r"\s?(?:/\s?|per |an |each |every )(?:h|hr|hour)\b", re.IGNORECASE)),
    ("minute", re.compile(r"\s?(?:/\s?|per |a |each )min(?:ute)?\b", re.IGNORECASE)),
    (
        "dose",
        re.compile(
            rf"{_ROUTES}(?:\s?(?:/\s?|per |each |every |a )(?:single )?(?:dose|treatment)\b"
            r"|,?\s?(?:as a |in a )?single dose\b"
            r"|,?\s?(?:every \d{1,2}(?:\s?[-–]\s?\d{1,2})?\s?h(?:ours?|rs?)?\b"
            r"|\d{1,2}(?:\s?[-–]\s?\d{1,2})?[\s-]?hourly\b))",
            re.IGNORECASE,
        ),
    ),
    ("week", re.compile(rf"{_ROUTES},?\s?(?:/\s?w(?:ee)?k\b|(?:once )?(?:{_EACH} week\b|weekly\b))", re.IGNORECASE)),
    ("month", re.compile(rf"{_ROUTES},?\s?(?:/\s?month\b|(?:once )?(?:{_EACH} month\b|monthly\b))", re.IGNORECASE)),
    (
        "day",
        re.compile(
            rf"{_ROUTES},?\s?(?:/\s?(?:day|d|24 ?h(?:ours?)?)\b|(?:once )?(?:{_EACH} day\b|daily\b)"
            r"|(?:in|per) (?:(?:a|one) day|(?:any )?24 ?h(?:ours?|rs?)?)\b)",
            re.IGNORECASE,
        ),
    ),
)
_UNSURE_BEHIND = re.compile(
    r"[\s,]*(?:(?:in|as)\s(?:a\s)?\w+\s(?:or\s\w+\s)?)?(?:or\b|every\b|in (?:two|three|four|\d|divided)|\d+ times"
    r"|(?:two|three|four|twice|thrice)\b|x\s?\d)",
    re.IGNORECASE,
)
_TIMES_BEHIND = re.compile(
    r",?\s?(?:twice|thrice|(?:two|three|four|\d) times|every \d|\d{1,2}[\s-]?hourly|bi?d\b|t(?:ds|id)\b|q(?:ds|id)\b)",
    re.IGNORECASE,
)
_UNSURE_NUMBER = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""A thousand and one both read so, by where a book was printed."""

_BOUND_BEFORE = re.compile(
    r"(?:[<>≥≧]|\b(?:above|over|below|under|(?:more|greater|higher|less|lower) than|exceeding))\s?$", re.IGNORECASE
)
_REFUSED_BEFORE = re.compile(r"\b(?:not|never|nor|avoid\w*)\b(?:(?!\.\s)[^;:|\n])*$", re.IGNORECASE)
_REFUSED_BEHIND = re.compile(
    r"[^.;:|\n]*?\b(?:(?:should|must|may|can)\s(?:not|never|no longer)\b(?!\s(?:be )?exceed)"
    r"|(?:is|are|was|were)\s(?:too\b|no longer\b|contra-?indicated|insufficient|inadequate|unsafe|toxic"
    r"|(?:not|never)\s(?:recommended|given|used|to be|safe|enough|effective|sufficient|adequate)))",
    re.IGNORECASE,
)
"""What follows a dose that is not to be given: "10 mg/kg is too little"."""

_DAYS_MAXIMUM_BEFORE = re.compile(
    r"\b(?:daily|day['’]s)\s(?:max\w*|dose|limit|total|amount)[^.;:|\n(),]{0,30}$", re.IGNORECASE
)
_TOTAL_BEFORE = re.compile(r"\btotal (?:\w+ )?(?:dose|doses) (?:of )?$", re.IGNORECASE)
_DAILY_HEADER = re.compile(r"\b(?:daily|per day)\b[^|\n]{0,40}: ?$", re.IGNORECASE)
_APART = re.compile(r"[).|\n]")
_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class WeightDose:
    """A dose for each kilogram at text[start:end]: one amount, a range, or one amount with the range around it."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    target: Decimal | None
    """The amount that a range is given around: 10 of "10 mg/kg (range 7-15 mg/kg)"."""
    unit: str
    """As printed, with what it is counted as: "mg", "mg base"."""
    basis: Basis | None
    """What it is given in; None where the text does not say so beyond doubt."""
    is_maximum: bool


@dataclass(frozen=True, slots=True)
class PlainDose:
    """A dose that is not for each kilogram, at text[start:end]."""

    start: int
    end: int
    high: Decimal
    unit: str
    basis: Basis | None
    is_maximum: bool


def find_weight_doses(text: str) -> tuple[WeightDose, ...]:
    """Return the doses for each kilogram of body weight, in order."""
    return tuple(_find(text))


def find_plain_doses(text: str) -> tuple[PlainDose, ...]:
    """Return the amounts that are not for each kilogram, in order; concentrations and strengths "per ml" are none."""
    taken = [(dose.start, dose.end) for dose in find_weight_doses(text)]
    return tuple(
        PlainDose(
            match.start(),
            match.end(),
            read_number(match["high"] or match["low"]),
            plain_unit(match["unit"]),
            _basis(text, match.start(), match.end()),
            _is_maximum(text, match.start()),
        )
        for match in _ABSOLUTE.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
        and not _UNSURE_NUMBER.fullmatch(match["high"] or match["low"])
    )


def has_unread_maximum(text: str) -> bool:
    """Return whether a text says that there is a highest dose, and it was not found with its unit, or two were."""
    plain = find_plain_doses(text)
    starts = [each.start for each in plain if each.is_maximum]
    starts += [each.start for each in find_weight_doses(text) if each.is_maximum]
    behind = ((most, other) for most, other in pairwise(plain) if most.is_maximum and not other.is_maximum)
    if any(not _APART.search(text[most.end : other.start]) for most, other in behind):
        return True  # "(maximum 2 g; 4 g in meningitis)"
    return any(
        not any(match.end() <= start <= match.end() + _LOOK_BACK for start in starts)
        for match in _MAXIMUM.finditer(text)
    )


def states_maximum(text: str) -> bool:
    """Return whether a text states a highest dose, whatever of."""
    return bool(_MAXIMUM.search(text)) or any(each.is_maximum for each in find_plain_doses(text))


def is_plain_instruction(text: str, start: int) -> bool:
    """Return whether the dose at text[start:] is neither a bound ("above 15 mg/kg") nor one that is not to be given."""
    before = text[:start]
    refused = _REFUSED_BEFORE.search(before) or _REFUSED_BEHIND.match(text, start)
    return not (_BOUND_BEFORE.search(before) or refused)


def read_number(number: str) -> Decimal:
    """Return a number as printed, without what sets its thousands apart."""
    return Decimal(re.sub(r"[ , ]", "", number))


def plain_unit(unit: str) -> str:
    """Return one spelling of a unit."""
    lower = unit.lower()
    if lower in ("mcg", "µg", "μg", "microgram", "micrograms"):
        return "micrograms"
    for short, start in (("mg", "milligram"), ("ml", "millil"), ("g", "gram"), ("units", "unit")):
        if lower.startswith(start):
            return short
    return unit if unit in ("IU", "MU", "mEq") else lower


def _find(text: str) -> Iterator[WeightDose]:
    end_of_last = 0
    for match in _DOSE.finditer(text):
        if match.start() < end_of_last:
            continue
        low = read_number(match["low"])
        high = read_number(match["high"]) if match["high"] else low
        behind = _RANGE_BEHIND.match(text, match.end())
        around = match if match["least"] else behind
        end = behind.end() if behind else match.end()
        unit = plain_unit(match["unit"]) + match["of"].lower().replace("  ", " ")
        kept = re.search(r"\b(?:base|salt)\b", match[0], re.IGNORECASE)
        if kept and not match["of"]:
            unit += f" {kept[0].lower()}"
        target = None
        if around is not None and not match["high"]:
            target, low, high = low, read_number(around["least"]), read_number(around["most"])
        end_of_last = end
        is_sound = low <= high and (target is None or low <= target <= high)
        is_sound = is_sound and not any(_UNSURE_NUMBER.fullmatch(match[each] or "") for each in ("low", "high"))
        if is_sound and (behind is None or plain_unit(behind["unit"]) == plain_unit(match["unit"])):
            basis = _basis(text, match.start(), end)
            yield WeightDose(match.start(), end, low, high, target, unit, basis, _is_maximum(text, match.start()))


def _is_maximum(text: str, start: int) -> bool:
    return bool(_MAXIMUM_BEFORE.search(text[max(0, start - _LOOK_BACK) : start]))


def _basis(text: str, start: int, end: int) -> Basis | None:
    before = text[max(0, start - _LOOK_BACK) : start]
    if _TOTAL_BEFORE.search(before):
        return "course"
    for basis, pattern in _BEHIND:
        match = pattern.match(text, end)
        if match is not None:
            # "daily every 8 hours" and "daily or every 12 hours" may be of each dose.
            unsure = basis in ("day", "week", "month") and re.match(
                r"\s?(?:or|every)\b", text[match.end() :], re.IGNORECASE
            )
            return None if unsure else basis
    if _DAYS_MAXIMUM_BEFORE.search(before) and _is_maximum(text, start):
        return "day"
    if _TIMES_BEHIND.match(text, end) and _is_maximum(text, start):
        return "dose"
    return "day" if _DAILY_HEADER.search(before) and not _UNSURE_BEHIND.match(text, end) else None
