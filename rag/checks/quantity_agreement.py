"""Whether a quantity of a statement is one that a line gives. Pure."""

import re
from dataclasses import replace
from fractions import Fraction

from ingest.table_passages import BETWEEN_CELLS
from rag.checks.comparators import Comparator
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.quantity_units import UNIT, Unit, read_unit

_FREQUENCY = "per 24 h"
_PERIODS = {name: read_unit("day").factor / read_unit(name).factor for name in ("hour", "day", "week", "month", "year")}
"""How many of each are in 24 hours."""

_BASES = frozenset([*_PERIODS, "dose"])
_THINGS = frozenset(["cell", "copy", "egg", "parasite"])
_EACH = {
    name: re.compile(rf"\b(?:each|every|one)\s(?:{thing})\b", re.IGNORECASE)
    for name, thing in (
        ("person", "person|patient|child|adult|man|woman"),
        ("bed", "bed"),
        ("tablet", "tablet"),
        ("vial", "vial"),
        ("liter", "lit(?:er|re)"),
    )
}
_WHOLE = frozenset(["", "dose", "time", "bed"])
"""What is counted whole; halves of tablets are given."""

_COMPLETED_MONTHS = frozenset([11, 23, 35, 59])
"""Ages in completed months that are the last before a birthday: up to 59 months is below five years."""

_LIMIT_BEFORE = re.compile(r"\b(?:limit|threshold|cut-?off)\b[^.;|\n]{0,24}$", re.IGNORECASE)
"""What gives a limit's value without its side: "the limit is 2.2 mmol/l"."""

_FIRST_BEFORE = re.compile(r"\b(?:in|during) the first\s$", re.IGNORECASE)
_PIECES = frozenset(["tablet", "capsule"])
_ALL_PIECES = _PIECES | {"sachet", "packet", "vial", "ampoule", "drop", "puff", "dose"}
_UNIT_WORD = re.compile(rf"(?<![^\W_])(?:{UNIT})(?![^\W_])", re.IGNORECASE)
_DIVIDED = re.compile(r"\bdivided\b|\bin (?:two|three|four|\d)(?:[-–]\d)? doses\b", re.IGNORECASE)


def are_alike(one: Quantity, other: Quantity) -> bool:
    """Return whether two quantities are of one kind, so that one may stand where the other did."""
    if _FREQUENCY in (one.unit, other.unit):
        return one.unit == other.unit
    if "weight" in (one.role, other.role) and one.role != other.role:
        return False
    return one.unit == other.unit and one.per - _BASES == other.per - _BASES


def agrees(said: Quantity, given: Quantity, statement: str, line: str, above: str) -> bool:
    """Return whether `said`, of a statement, is `given`, of a line with a table's caption and header above it.

    Value, unit, limit and what it is per are the same, or can be converted. "Once daily" may be said of what is given
    "per day", and the other way round; an amount per day is none per dose.
    """
    if said.unit == _FREQUENCY or given.unit == _FREQUENCY:
        return _agrees_in_frequency(said, given, statement, line)
    said, given = _as_birthday(_as_least(said)), _as_birthday(_as_least(given))
    if not _agrees_in_limit(said, given, statement):
        return _is_end_of(said, given)
    if said.unit == given.unit:
        same = said.value == given.value and _agrees_in_thing(said, given, statement, line)
        return same and _agrees_in_basis(said.per & _BASES, given.per & _BASES, statement, f"{above}\n{line}")
    if said.value == given.value and said.per == given.per and said.per and {said.unit, given.unit} & _THINGS:
        return not said.unit or not given.unit  # "> 10 000/µl" are parasites where they are counted
    if not said.unit and not said.per:
        return said.number == given.number and said.is_open == given.is_open
    return _agrees_by_header(said, given, line, above)


def find_units(text: str) -> frozenset[Unit]:
    """Return the units that a text names, with or without a number: "Body weight (kg)"."""
    return frozenset(read_unit(match[0]) for match in _UNIT_WORD.finditer(text))


def _as_least(quantity: Quantity) -> Quantity:
    """Return "more than one" of what is only whole as "at least two", and "fewer than 3" as "at most 2"."""
    is_whole = quantity.unit in _WHOLE and not quantity.per and quantity.low == quantity.high
    if not is_whole or quantity.low.denominator > 1 or quantity.comparator not in ("<", ">"):
        return quantity
    limit: Comparator = "≥" if quantity.comparator == ">" else "≤"
    value = quantity.low + (1 if limit == "≥" else -1)
    return replace(quantity, low=value, high=value, number=(value, value), comparator=limit)


def _as_birthday(quantity: Quantity) -> Quantity:
    """Return an age of at most 59 months as one below 60, and of 6 to 59 months as one from 6 to below 60."""
    low, high = quantity.number
    is_range = low < high and not quantity.comparator and not quantity.is_open
    if quantity.unit != "hour" or high not in _COMPLETED_MONTHS or not (is_range or quantity.comparator == "≤"):
        return quantity
    month = quantity.high / high
    if month != read_unit("month").factor:
        return quantity
    if is_range:
        return replace(quantity, high=quantity.high + month, number=(low, high + 1), is_open=True)
    return replace(
        quantity, low=quantity.low + month, high=quantity.high + month, number=(low + 1, high + 1), comparator="<"
    )


def _is_end_of(said: Quantity, given: Quantity) -> bool:
    """Whether "up to 2 tablets" is said of a range that ends so, "1-2 tablets", which is no band of ages or weights."""
    is_band = {"age", "weight"} & {said.role, given.role}
    if is_band or given.comparator or given.low == given.high or given.is_open:
        return False
    return said.comparator == "≤" and (said.high, said.unit, said.per) == (given.high, given.unit, given.per)


def is_of_other_dose(said: Quantity, statement: str, given: Quantity, line: str) -> bool:
    """Return whether a frequency is said of one amount, and given of another: "2 g twice daily, child 1 g daily"."""
    if said.unit != _FREQUENCY:
        return False
    amount = _amount_before(said, statement)
    if amount is None:
        return False
    rates = [each for each in find_quantities(line) if each.unit == _FREQUENCY]
    own = [rate for rate in rates if (other := _amount_before(rate, line)) and agrees(amount, other, "", line, "")]
    return bool(own) and given.unit == _FREQUENCY and given not in own


def _amount_before(frequency: Quantity, text: str) -> Quantity | None:
    amounts = [
        each for each in find_quantities(text) if each.role == "amount" and not each.is_implied and each.unit != "%"
    ]
    return max((each for each in amounts if each.end <= frequency.start), key=lambda each: each.end, default=None)


def _agrees_in_limit(said: Quantity, given: Quantity, statement: str) -> bool:
    """Whether both are the same limit, or none; of two amounts in a row the first one's may be meant for both."""
    if said.comparator == given.comparator:
        return True
    if not said.comparator:
        before = statement[: said.start]
        if _LIMIT_BEFORE.search(before) or (given.comparator == "<" and _FIRST_BEFORE.search(before)):
            return True
        return said.shared == given.comparator
    return not given.comparator and given.shared == said.comparator


def _agrees_in_frequency(said: Quantity, given: Quantity, statement: str, line: str) -> bool:
    if said.unit == given.unit:
        return (said.low, said.high) == (given.low, given.high)
    rate, other, text = (said, given, line) if said.unit == _FREQUENCY else (given, said, statement)
    periods = other.per & _PERIODS.keys()
    if len(periods) != 1:
        return False
    (period,) = periods
    if other.unit in ("dose", "time"):
        return (rate.low, rate.high) == (other.low * _PERIODS[period], other.high * _PERIODS[period])
    # "40 mg/day" is given daily, unless in several doses.
    return rate is said and rate.low == rate.high == _PERIODS[period] and not _DIVIDED.search(text)


def _agrees_in_basis(said: frozenset[str], given: frozenset[str], statement: str, around: str) -> bool:
    """Whether an amount is per day, or per dose, in both."""
    if said == given:
        return True
    often, given_often = _times_a_day(statement), _times_a_day(around)
    rates, given_rates = ({_PERIODS[name] for name in names if name in _PERIODS} for names in (said, given))
    if rates and not given_rates:
        return rates <= given_often  # what is given once a day is so much per day
    if given_rates and not rates:
        once = all(times <= max(given_rates) for times in often)
        return once and (not said or given_rates <= given_often)
    return rates == given_rates


def _agrees_in_thing(said: Quantity, given: Quantity, statement: str, line: str) -> bool:
    """Whether both are for each of the same thing, which may be named apart: "each person needs 5 litres"."""
    missing, added = given.per - said.per - _BASES, said.per - given.per - _BASES
    return all(_names_each(name, statement) for name in missing) and all(_names_each(name, line) for name in added)


def _names_each(name: str, text: str) -> bool:
    return name in _EACH and _EACH[name].search(text) is not None


def _times_a_day(text: str) -> set[Fraction]:
    return {each.high for each in find_quantities(text) if each.unit == _FREQUENCY}


def _agrees_by_header(said: Quantity, given: Quantity, line: str, above: str) -> bool:
    """Whether a cell's bare number is the quantity, its unit in the cell's label or above the table."""
    if given.unit or given.per or said.number != given.number or said.is_open != given.is_open:
        return False
    here, there = find_units(line), find_units(above)
    units = here | there
    pieces = {unit.base for unit in here} | (
        {unit.base for unit in there} - {"dose"}
    )  # "Recommended doses of" heads it
    if said.unit in _PIECES and BETWEEN_CELLS in line and not pieces & _ALL_PIECES:
        return True  # a table of doses that counts the pieces without naming them
    return any(unit.base == said.unit and unit.to_base(given.low) == said.low for unit in units)
