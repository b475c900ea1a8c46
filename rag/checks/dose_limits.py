"""The highest doses that a line states beside one for each kilogram: which bounds it, what is said of them. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from ingest.sentences import find_sentences
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.doses import find_doses
from rag.checks.medicine_mentions import Medicine, find_medicines
from rag.checks.quantities import find_quantities
from rag.checks.weight_doses import (
    Basis,
    PlainDose,
    WeightDose,
    find_plain_doses,
    find_weight_doses,
    states_maximum,
)

_IN_BASE = {
    "micrograms": ("mass", Decimal("0.001")),
    "mg": ("mass", Decimal(1)),
    "g": ("mass", Decimal(1000)),
    "IU": ("units", Decimal(1)),
    "units": ("units", Decimal(1)),
    "MU": ("units", Decimal(1_000_000)),
}
"""Of each unit what it counts, and how much of its base unit it is."""

_TELLING = 20
"""So many of a line's last letters tell at which sentence it ends."""

_IN_WHAT = re.compile(
    r"\s?(?:/\s?|per |a )?(?:day|daily|dose)\b|,?\s?(?:(?:once|twice|thrice|\w+ times)(?: an?| per|/)? ?(?:day|daily)"
    r"|every \d+ ?h(?:ours?)?|\d+[\s-]?hourly)\b",
    re.IGNORECASE,
)


def find_limit(line: str, dose: WeightDose) -> tuple[Decimal, PlainDose] | None:
    """Return the least of the maxima that bound a dose, in its unit: behind it, of its medicine, before another."""
    limits = (each for each in _find_limits(line, dose) if _may_cap(dose.basis, each[1].basis))
    return min(limits, key=lambda one: one[0], default=None)


def may_exceed_day(line: str, dose: WeightDose, weight: Decimal) -> bool:
    """Return whether the doses that a line gives in a day may together be more than what it allows in one.

    "15 mg/kg every 12 hours (maximum 2 g/day)" for 90 kg: the line does not say what is given then. Of "every 4-6 h"
    the fewest doses count.
    """
    behind = line[dose.end : _next_start(line, dose)]
    often = [each.low for each in find_quantities(behind) if each.role == "frequency"]
    if dose.basis == "day" or not often or max(often) <= 1:
        return False
    times = Decimal(max(often).numerator) / Decimal(max(often).denominator)
    in_a_day = (limit for limit, stated in _find_limits(line, dose) if stated.basis == "day")
    by_weight = (
        each.high * weight
        for each in find_weight_doses(line)
        if each.is_maximum and each.start >= dose.end and (each.basis, each.unit) == ("day", dose.unit)
    )
    return any(dose.high * weight * times > limit for limit in (*in_a_day, *by_weight))


def has_limit_behind(line: str, passage: str, medicine: Medicine) -> bool:
    """Return whether the sentence behind a line of a passage states a highest dose, and of no other medicine."""
    sentences = [passage[start:end] for start, end in find_sentences(passage)]
    end = _fold(line)[-_TELLING:]
    behind = next((after for own, after in pairwise(sentences) if _fold(own).endswith(end)), "")
    is_of_it = BETWEEN_CELLS not in behind and set(find_medicines(behind)) <= {medicine}
    return is_of_it and states_maximum(behind)


def _fold(text: str) -> str:
    return "".join(text.split())


def tell_maxima(line: str, told: PlainDose | None) -> list[str]:
    """Return what must be said of the highest doses that the line states besides the one that is told already."""
    stated = [each for each in find_plain_doses(line) if each.is_maximum and each != told]
    ranges = [(each.start, each.end) for each in stated]
    ranges += [(each.start, each.end) for each in find_weight_doses(line) if each.is_maximum]
    return [f"the line states a maximum of {line[start : _end_with_basis(line, end)]}" for start, end in sorted(ranges)]


def _end_with_basis(line: str, end: int) -> int:
    """Return where a maximum ends that a line states up to `end`, with what it is in: "a day", "every 12 hours"."""
    basis = _IN_WHAT.match(line, end)
    return end if basis is None else basis.end()


def _find_limits(line: str, dose: WeightDose) -> Iterator[tuple[Decimal, PlainDose]]:
    end = _next_start(line, dose)
    owners = {owner.start: owner.of for owner in find_doses(line)}
    own_medicine = owners.get(dose.start)
    unit = dose.unit.split(" ")[0]
    for each in find_plain_doses(line):
        if not (each.is_maximum and dose.end <= each.start < end):
            continue
        of = owners.get(each.start, own_medicine)
        if of is not None and own_medicine is not None and of.medicine != own_medicine.medicine:
            continue
        kind, factor = _IN_BASE.get(unit, (unit, Decimal(1)))
        other_kind, other_factor = _IN_BASE.get(each.unit, (each.unit, Decimal(1)))
        if kind == other_kind:
            yield each.high * other_factor / factor, each


def _next_start(line: str, dose: WeightDose) -> int:
    """Return where the next dose for each kilogram begins, or the line's end."""
    others = [each.start for each in find_weight_doses(line) if each.start >= dose.end and not each.is_maximum]
    return min(others, default=len(line))


def _may_cap(basis: Basis | None, of: Basis | None) -> bool:
    """Whether a highest dose bounds this one: it is in the same, or says not in what, or is the whole day's."""
    return of is None or basis is None or of == basis or (of == "day" and basis == "dose")
