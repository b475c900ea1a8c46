"""What one line says of a medicine, with all that it holds for: so that two lines can be compared, or cannot. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ingest.table_passages import BETWEEN_CELLS
from rag.checks.conditions import find_conditions
from rag.checks.doses import find_doses
from rag.checks.medicine_mentions import Medicine, find_mentions
from rag.checks.medicine_names import CARRIERS
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.scopes import Scope, read_scope
from rag.checks.steps import is_step
from rag.checks.studies import is_on_study

_COMPARED_UNITS = frozenset(["gram", "IU", "mole"])
"""Amounts whose number means the same everywhere: a tablet or a millilitre may hold anything."""

_DIVIDED = re.compile(r"\bdivided\b|\bin (?:two|three|four|[2-4]) (?:\w+ )?doses\b", re.IGNORECASE)
_FOR = re.compile(
    r"\b(?:for|course of|duration(?: of)?:?|lasts?|over)(?:\s(?:a total of|up to|a|the))?\s?$", re.IGNORECASE
)
_COURSE_BEHIND = re.compile(r"[\s-](?:course|regimen|treatment)\b", re.IGNORECASE)
_COUNTED_AS = re.compile(r"\b(?:base|salt|elemental)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"\d\s?[-–—]\s?$")
_CHOICE = re.compile(r"\s?(?:and/)?or\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Regimen:
    """What a line says of one medicine. What it says twice, or not at all, is None."""

    medicine: Medicine
    amount: Quantity | None
    frequency: Quantity | None
    duration: Quantity | None
    is_daily: bool
    """Whether the amount is said to be the whole day's."""
    counted_as: frozenset[str]
    """"base" or "salt", where the amount is said to be of one."""
    scope: Scope

    @property
    def per_kilogram(self) -> bool:
        """Whether the amount is for each kilogram of body weight."""
        return self.amount is not None and "kilogram" in self.amount.per

    @property
    def amount_a_day(self) -> tuple[Fraction, Fraction] | None:
        """Return the least and the most in a day, in the base unit, where that is beyond doubt."""
        if self.amount is None:
            return None
        low, high = self.amount.low, self.amount.high
        if self.is_daily or "day" in self.amount.per:
            return low, high
        if self.frequency is None or not ({"dose"} & self.amount.per or self.frequency.high <= 1):
            return None
        if self.frequency.low < 1:
            return None  # three doses a week are no dose of every day
        return low * self.frequency.low, high * self.frequency.high


def read_regimen(line: str, above: Sequence[str], medicine: Medicine, rows: bool = False) -> Regimen | None:
    """Return what a line says of a medicine, or None if that is no plain instruction on this medicine alone.

    `above` is what stands above it, the nearest first: what announces it, its table's caption and header, the titles,
    the guideline's title. `rows` says that it is a table's row.
    """
    named = {mention.medicine for mention in find_mentions(line) if not mention.medicine <= CARRIERS}
    if named != {medicine} or is_step(line) or is_on_study(line) or _TOTAL.search(line):
        return None
    quantities = find_quantities(line)
    amounts = [each for each in quantities if each.role == "amount" and each.unit in _COMPARED_UNITS]
    if any(each.comparator for each in quantities if each.role in ("amount", "time")):
        return None
    doses = [each for each in amounts if not each.per & {"liter", "tablet", "hour", "minute"}]
    often = [each for each in quantities if each.role == "frequency"]
    times = [each for each in quantities if each.role == "time" and _is_duration(line, each)]
    amount, frequency, duration = (found[0] if len(found) == 1 else None for found in (doses, often, times))
    if any(_RANGE_BEFORE.search(line[: each.start]) for each in amounts):
        return None  # a range printed the wrong way round: "1750-200 mg"
    if len(doses) > 1 or len(often) > 1 or len(times) > 1 or _is_a_choice(line, quantities):
        return None
    if any(each.role == "time" and each not in times for each in quantities) or (rows and not _is_told(line, medicine)):
        return None  # for some weeks, or for some row, of which it is not known what sets them apart
    told = amount or duration
    if told is None or not _is_of(line, medicine, told):
        return None
    return Regimen(
        medicine,
        amount,
        frequency,
        duration,
        bool(amount is not None and _DIVIDED.search(line, amount.end)),
        frozenset(match[0].lower() for match in _COUNTED_AS.finditer(line)),
        read_scope(line, above, rows),
    )


def _is_of(line: str, medicine: Medicine, quantity: Quantity) -> bool:
    """Whether a quantity is of the medicine: a dose by its own owner, a time by the medicine that is named before it.

    "10 mg/kg concurrently with pyridoxine" is no dose of pyridoxine.
    """
    owners = [dose.of for dose in find_doses(line) if dose.start < quantity.end and quantity.start < dose.end]
    if quantity.role == "amount":
        return bool(owners) and all(of is not None and of.medicine == medicine for of in owners)
    return any(mention.medicine == medicine and mention.end <= quantity.start for mention in find_mentions(line))


def _is_told(row: str, medicine: Medicine) -> bool:
    """Whether a row begins with the medicine, or with an illness: what else sets rows apart may be anything."""
    first = row.split(BETWEEN_CELLS, 1)[0]
    return bool(find_conditions(first)) or any(mention.medicine == medicine for mention in find_mentions(first))


def _is_duration(line: str, quantity: Quantity) -> bool:
    """Whether a span of time is how long something is given."""
    return bool(_FOR.search(line[: quantity.start]) or _COURSE_BEHIND.match(line, quantity.end))


def _is_a_choice(line: str, quantities: Sequence[Quantity]) -> bool:
    """Whether a line leaves the reader a choice: "5 or 7 days", "daily or every 12 hours"."""
    return any(_CHOICE.match(line, each.end) for each in quantities)
