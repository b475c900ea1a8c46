"""What a statement works out of its lines for one patient: whether he is in a band, and his dose by his weight. Pure.

    For a child of 20 kg: 2 g a day      of "100 mg/kg daily"
    A child of 12 kg gets 3 tablets      of "12-15 kg: 3 tablets"
    Half of the first dose, 10 mg/kg     of "20 mg/kg at first, then 10 mg/kg"

Only what comes out exactly is taken, and no more than the lines' maximum; none of a dose that is a bound or refused, or
where the lines name weights and not the patient's. Whether a dose may be multiplied else is asked in `calculations`.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from rag.checks.places import Place
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.quantity_agreement import agrees, find_units
from rag.checks.subjects import is_of_other
from rag.checks.weight_doses import is_plain_instruction

_PERSON = (
    r"(?:child|infant|baby|bab(?:y|ies)|newborn|toddler|patient|person|adult|adolescent|teenager|woman|man|girl|boy"
    r"|mother|casualty)"
)
_ONE_BEFORE = re.compile(
    rf"\b(?:an?|this|the|your|his|her)\s(?:[\w-]+\s){{0,3}}?{_PERSON}\b(?!\s(?:under|over|below|above))[^.;:|\n]{{0,32}}$",
    re.IGNORECASE,
)
_ONE_BEHIND = re.compile(rf"[-\s]?(?:old[-\s])?{_PERSON}\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|this|the|your)\s$", re.IGNORECASE)
_FRACTION = re.compile(r"\b(?:half|quarter|third|thirds|quarters)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\b(?:split|halved|divided (?:equally|into two|in two|between))\b", re.IGNORECASE)
_PER_WEIGHT = "kilogram"
_GRAMS_A_KILOGRAM = 1000


def is_worked_out(
    quantity: Quantity, said: Sequence[Quantity], statement: str, lines: Sequence[Place], passage: Sequence[Place]
) -> bool:
    """Return whether a quantity of a statement, one of those `said`, follows from its lines by simple arithmetic.

    A patient is held against the first line alone, the nearest, and not where that tells several bands apart. A maximum
    may stand in the next sentence of the `passage` as well.
    """
    if quantity.unit == "%" and _FRACTION.search(quantity.written):
        return _is_fraction(quantity, said, lines)
    if _is_of_one(quantity, statement):
        bands = [*_read_bands(lines[0], quantity.unit, quantity.role)]
        return (bool(bands) and all(_is_in_band(quantity, band) for band in bands)) or any(
            _is_product(other, quantity, said, statement, lines, passage) for other in said if other is not quantity
        )
    return any(
        _is_product(quantity, weight, said, statement, lines, passage)
        for weight in said
        if weight.role == "weight" and _is_of_one(weight, statement)
    )


def _is_of_one(quantity: Quantity, statement: str) -> bool:
    """Whether it is the weight or age of one patient, rather than of all who are so heavy or old."""
    if quantity.role not in ("weight", "age") or quantity.low != quantity.high or quantity.comparator:
        return False
    before = statement[: quantity.start]
    behind = _ARTICLE.search(before) and _ONE_BEHIND.match(statement, quantity.end)
    return bool(behind) or _ONE_BEFORE.search(before) is not None


def _given(lines: Iterable[Place]) -> Iterator[Quantity]:
    return itertools.chain.from_iterable(find_quantities(line.text) for line in lines)


def _read_bands(line: Place, unit: str, role: str) -> Iterator[Quantity]:
    """Yield the ranges and limits of weight or age in a line, of a row in its first cell.

    There the unit may stand in the header.
    """
    for band in find_quantities(line.cells[0] if line.is_row else line.text):
        if band.per or not (band.comparator or band.low < band.high):
            continue
        if band.unit == unit and (line.is_row or band.role == role):
            yield band
        elif line.is_row and not band.unit:
            for each in find_units(f"{line.over}\n{line.cells[0]}"):
                if each.base == unit:
                    yield replace(band, low=each.to_base(band.low), high=each.to_base(band.high))


def _is_in_band(patient: Quantity, band: Quantity) -> bool:
    """Whether a range or limit takes in a patient's weight or age."""
    value = patient.low
    if band.low < band.high:
        return band.low <= value < band.high or (value == band.high and not band.is_open)
    return {
        "": False,
        "<": value < band.high,
        "≤": value <= band.high,
        ">": value > band.low,
        "≥": value >= band.low,
    }[band.comparator]


def _is_product(
    amount: Quantity,
    weight: Quantity,
    said: Sequence[Quantity],
    statement: str,
    lines: Sequence[Place],
    passage: Sequence[Place],
) -> bool:
    """Whether an amount is that of a line per kilogram, times a weight; of several, one that the statement gives."""
    line = lines[0]
    if weight.role != "weight" or amount.role not in ("amount", "weight"):
        return False
    bands = [band for band in _read_bands(line, weight.unit, weight.role) if band.role != "amount"]
    if bands and not any(_is_in_band(weight, band) for band in bands):
        return False
    limiting = dict.fromkeys([*lines, *_find_behind(line, passage)])
    if any(
        _exceeds(amount, statement, limit, place.text) for place in limiting for limit in find_quantities(place.text)
    ):
        return False
    kilograms = weight.low / _GRAMS_A_KILOGRAM
    rates = [
        given
        for given in find_quantities(line.text)
        if _PER_WEIGHT in given.per and is_plain_instruction(line.text, given.start)
    ]
    if len({rate.value for rate in rates}) > 1:
        rates = [rate for rate in rates if any(agrees(each, rate, statement, line.text, line.over) for each in said)]
    return any(
        agrees(amount, _times(rate, kilograms), statement, line.text, line.over)
        and not is_of_other(amount, statement, rate, line.text)
        for rate in rates
    )


def _find_behind(line: Place, passage: Sequence[Place]) -> Sequence[Place]:
    """Return the sentence behind a line of a passage, if it is none of a table's: "The maximum is 1 g." """
    at = next((at for at, place in enumerate(passage) if place == line), len(passage))
    return [place for place in passage[at + 1 : at + 2] if not place.is_row]


def _exceeds(amount: Quantity, statement: str, limit: Quantity, line: str) -> bool:
    """Whether an amount is more than a maximum of its medicine in a line, be that of a dose or of a day."""
    is_limit = limit.comparator in ("<", "≤") and limit.role == "amount" and limit.unit == amount.unit
    is_for_all = is_limit and _PER_WEIGHT not in limit.per
    return is_for_all and amount.high > limit.high and not is_of_other(amount, statement, limit, line)


def _times(rate: Quantity, kilograms: Fraction) -> Quantity:
    low, high = rate.low * kilograms, rate.high * kilograms
    number = (rate.number[0] * kilograms, rate.number[1] * kilograms)
    return replace(rate, low=low, high=high, number=number, per=rate.per - {_PER_WEIGHT})


def _is_fraction(share: Quantity, said: Sequence[Quantity], lines: Sequence[Place]) -> bool:
    """Whether one amount of a statement is that part of another of its lines, or they say that it is split."""
    if share.low == share.high == 50 and any(_SPLIT.search(line.text) for line in lines):
        return True
    return any(
        agrees(replace(part, low=part.low * 100 / share.low, high=part.high * 100 / share.low), given, "", "", "")
        for part in said
        if part.role == "amount" and part.unit not in ("", "%")
        for given in _given(lines)
    )
