"""A worked line, written out: the product, rounded and bounded as its source allows, and what is said of it. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from rag.checks.doses import find_doses
from rag.checks.weight_doses import Basis, PlainDose, WeightDose, find_plain_doses, find_weight_doses
from rag.types import Calculation, Citation

DIGITS = 4
"""A result is rounded to so many significant digits, and never by less than one: a weight is known no better. The least
of a range is rounded up and the most down, so that no result leaves what the guideline gives."""

_IN_WHAT = re.compile(r"\s?(?:/\s?|per |a )?(?:day|daily|dose)\b", re.IGNORECASE)
_IN_MILLIGRAMS = {"micrograms": Decimal("0.001"), "mg": Decimal(1), "g": Decimal(1000)}
_IN: dict[Basis, str] = {
    "dose": " per dose",
    "day": " per day",
    "week": " per week",
    "month": " per month",
    "hour": " per hour",
    "minute": " per minute",
    "course": " in total",
}


@dataclass(frozen=True, slots=True)
class Factor:
    """A dose for each kilogram, in its line, and the citation that has it."""

    dose: WeightDose
    line: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much of a medicine is in one millilitre."""

    amount: Decimal
    unit: str
    written: str
    """As printed, such as "125 mg/5 ml"."""


def work_out(
    factor: Factor, weight: Decimal, name: str, number: int, concentration: Concentration | None
) -> Calculation:
    """Return the worked line for an answer's statement of this number: a medicine's dose times a weight in kilograms.

    It is at most what the line states behind the dose as a maximum of the same, or of the whole day.
    """
    dose, line = factor.dose, factor.line
    most = min(_find_limits(factor), key=lambda one: one[0], default=None)
    limit = None if most is None else most[0]
    low, high = dose.low * weight, dose.high * weight
    is_capped = limit is not None and high > limit
    given = f"{_write_range(dose.low, dose.high)} {dose.unit}/kg"
    result = f"{_write_result(low, high, limit)} {dose.unit}"
    if dose.target is not None:
        given = f"{_write(dose.target)} {dose.unit}/kg (range {_write_range(dose.low, dose.high)})"
        around = f" (range {_write_result(low, high, limit)} {dose.unit})"
        result = f"{_write_result(dose.target * weight, dose.target * weight, limit)} {dose.unit}{around}"
    result += _IN[dose.basis] if dose.basis else ""
    if concentration is not None and dose.unit == concentration.unit and dose.target is None:
        amount = concentration.amount
        held = None if limit is None else limit / amount
        result += f", or {_write_result(low / amount, high / amount, held)} ml at {concentration.written}"
    said = [f"capped at the stated maximum of {_write(limit)} {dose.unit}"] if is_capped and limit is not None else []
    said += _tell_maxima(line, most[1] if most is not None and is_capped else None)
    if dose.basis is None:
        said.append("each dose or the whole day's: see the quoted line")
    said.append("not a quote; check it")
    written = f"{_write(weight)} kg"
    text = f"{name} {given} × {written} = {result} ({'; '.join(said)})"
    return Calculation(number, text, name, given, written, result, is_capped, factor.citation)


def _find_limits(factor: Factor) -> Iterator[tuple[Decimal, PlainDose]]:
    """Yield the stated maxima that bound a dose, in its unit: behind it, of its medicine, before another dose."""
    dose, line = factor.dose, factor.line
    others = [each.start for each in find_weight_doses(line) if each.start >= dose.end and not each.is_maximum]
    end = min(others, default=len(line))
    owners = {owner.start: owner.of for owner in find_doses(line)}
    own_medicine = owners.get(dose.start)
    unit = _IN_MILLIGRAMS.get(dose.unit.split(" ")[0])
    for each in find_plain_doses(line):
        if not (each.is_maximum and dose.end <= each.start < end and _may_cap(dose.basis, each.basis)):
            continue
        of = owners.get(each.start, own_medicine)
        if of is not None and own_medicine is not None and of.medicine != own_medicine.medicine:
            continue
        own = _IN_MILLIGRAMS.get(each.unit)
        if each.unit == dose.unit.split(" ")[0]:
            yield each.high, each
        elif unit is not None and own is not None:
            yield each.high * own / unit, each


def _may_cap(basis: Basis | None, of: Basis | None) -> bool:
    """Whether a highest dose bounds this one: it is in the same, or says not in what, or is the whole day's."""
    return of is None or basis is None or of == basis or (of == "day" and basis == "dose")


def _tell_maxima(line: str, told: PlainDose | None) -> list[str]:
    """Return what must be said of the highest doses that the line states besides the one that is told already."""
    stated = [each for each in find_plain_doses(line) if each.is_maximum and each != told]
    ranges = [(each.start, each.end) for each in stated]
    ranges += [(each.start, each.end) for each in find_weight_doses(line) if each.is_maximum]
    ends = ((start, _IN_WHAT.match(line, end) or end) for start, end in sorted(ranges))
    return [
        f"the line states a maximum of {line[start : end if isinstance(end, int) else end.end()]}"
        for start, end in ends
    ]


def _write_range(low: Decimal, high: Decimal) -> str:
    return _write(low) if low == high else f"{_write(low)}–{_write(high)}"


def _write_result(low: Decimal, high: Decimal, limit: Decimal | None) -> str:
    low, high = (min(each, limit) if limit is not None else each for each in (low, high))
    if low == high:
        rounded = _round(low, ROUND_HALF_EVEN)
        if limit is not None and rounded > limit:
            rounded = _round(low, ROUND_FLOOR)
        return f"{'about ' if rounded != low else ''}{_write(rounded)}"
    least, most = _round(low, ROUND_CEILING), _round(high, ROUND_FLOOR)
    return f"{'about ' if (least, most) != (low, high) else ''}{_write(least)}–{_write(most)}"


def _round(value: Decimal, rounding: str) -> Decimal:
    """Round to DIGITS significant digits, but never a whole number."""
    if value == value.to_integral_value():
        return value
    places = max(0, DIGITS - 1 - value.adjusted())
    return value.quantize(Decimal(1).scaleb(-places), rounding=rounding)


def _write(value: Decimal) -> str:
    """Write a number with commas between its thousands, without an exponent, and without zeros that say nothing."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
