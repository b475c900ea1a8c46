"""A worked line, written out: the product, rounded and bounded as its source allows, and what is said of it. Pure."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from rag.checks.dose_limits import find_limit, tell_maxima
from rag.checks.weight_doses import Basis, WeightDose
from rag.types import Calculation, Citation

DIGITS = 4
"""A result is rounded to so many significant digits, and never by less than one: a weight is known no better. The least
of a range is rounded up and the most down, so that no result leaves what the guideline gives."""

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
    most = find_limit(line, dose)
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
    said += tell_maxima(line, most[1] if most is not None and is_capped else None)
    if dose.basis is None:
        said.append("each dose or the whole day's: see the quoted line")
    said.append("not a quote; check it")
    written = f"{_write(weight)} kg"
    text = f"{name} {given} × {written} = {result} ({'; '.join(said)})"
    return Calculation(number, text, name, given, written, result, is_capped, factor.citation)


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
