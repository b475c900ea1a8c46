"""Whether two lines give different quantities for the same medicine, illness and patients. Pure.

A conflict that is none would cost the reader's trust in all others, so two lines are compared only where all that is
known of them is the same: what they are for, whom, by which route, how severe, in which step; and only quantities of
one kind, that differ by more than rounding does. What one line says and the other leaves open is no conflict.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rag.checks.medicines import write_medicine
from rag.checks.quantities import Quantity
from rag.checks.regimens import Regimen
from rag.checks.scopes import Scope

ConflictKind = Literal["dose", "frequency", "duration"]
_LEAST_GAP = Fraction(1, 20)
"""Two quantities closer than this share of the larger are one, rounded twice."""

_Ends = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Difference:
    """In what two lines differ, and their quantities as printed."""

    kind: ConflictKind
    subject: str
    first: str
    second: str


def find_difference(first: Regimen, second: Regimen) -> Difference | None:
    """Return in what two lines differ that should say the same; None if they agree, or cannot be compared."""
    if first.medicine != second.medicine or not _is_same_scope(first.scope, second.scope):
        return None
    for kind, differ in _KINDS:
        found = differ(first, second)
        if found is not None:
            one, other = (each.written for each in found)
            illness = f" for {' and '.join(sorted(first.scope.conditions))}"
            subject = f"{kind} of {write_medicine(first.medicine)}{illness}: {one} or {other}"
            return Difference(kind, subject, one, other)
    return None


def _is_same_scope(first: Scope, second: Scope) -> bool:
    """Whether two lines are for the same; a route that goes without saying is by mouth."""
    routes = {first.routes or frozenset(["oral"]), second.routes or frozenset(["oral"])}
    return (
        bool(first.conditions)
        and first.conditions == second.conditions
        and first.prevents == second.prevents
        and first.groups == second.groups
        and first.bands == second.bands
        and len(routes) == 1
        and first.levels == second.levels
        and first.sides == second.sides
        and first.circumstances == second.circumstances
    )


def _differ_in_dose(first: Regimen, second: Regimen) -> tuple[Quantity, Quantity] | None:
    one, other = first.amount, second.amount
    if one is None or other is None or one.unit != other.unit or first.counted_as != second.counted_as:
        return None
    if first.per_kilogram != second.per_kilogram:
        return None
    days = first.amount_a_day, second.amount_a_day
    if days[0] is not None and days[1] is not None:
        return (one, other) if _are_apart(days[0], days[1]) else None
    is_alike = one.per == other.per and first.is_daily == second.is_daily
    if not is_alike or _value(first.frequency) != _value(second.frequency):
        return None
    return (one, other) if _are_apart((one.low, one.high), (other.low, other.high)) else None


def _differ_in_frequency(first: Regimen, second: Regimen) -> tuple[Quantity, Quantity] | None:
    one, other = first.frequency, second.frequency
    if one is None or other is None or first.amount is None or second.amount is None or one.unit != other.unit:
        return None
    is_alike = first.amount.per == second.amount.per and first.per_kilogram == second.per_kilogram
    # A day's amount may be divided as one likes.
    if not is_alike or first.is_daily or "day" in first.amount.per or _value(first.amount) != _value(second.amount):
        return None
    return (one, other) if _are_apart((one.low, one.high), (other.low, other.high)) else None


def _differ_in_duration(first: Regimen, second: Regimen) -> tuple[Quantity, Quantity] | None:
    one, other = first.duration, second.duration
    if one is None or other is None or one.unit != other.unit:
        return None
    return (one, other) if _are_apart((one.low, one.high), (other.low, other.high)) else None


def _are_apart(first: _Ends, second: _Ends) -> bool:
    """Whether two ranges have nothing in common, and more than rounding between them."""
    low, high = min(first, second), max(first, second)
    return high[0] - low[1] > _LEAST_GAP * high[0]


def _value(quantity: Quantity | None) -> _Ends | None:
    return None if quantity is None else (quantity.low, quantity.high)


_KINDS: tuple[tuple[ConflictKind, Callable[[Regimen, Regimen], tuple[Quantity, Quantity] | None]], ...] = (
    ("dose", _differ_in_dose),
    ("frequency", _differ_in_frequency),
    ("duration", _differ_in_duration),
)
