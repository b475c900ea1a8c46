"""The quantities of a clinical text: value or range, unit, per what, limit, and how often. Pure.

    5 to < 15 kg | 2.4 mg/kg every 12 hours | half a tablet | up to 100 000 IU | children of 2 years and over

- Numbers are read as `numbers` says. What follows one is its unit (`quantity_units`) and what it is per: body weight,
  dose, day, volume and the like. A range and a list share the unit of their last number ("0, 12 and 24 hours").
- Values are exact fractions of a base unit, so that 0.5 g is 500 mg, 14 days are 2 weeks, and 3 mg/dl is 0.03 g/l. An
  amount per hour stays so: it is none per day.
- Frequencies (`frequencies`) are times in 24 hours, whatever says them.
- A number without a known unit is a count, and so is one behind "day", "grade" or "table"; codes ("CD4") are none.
- "The third day" is day 3, and other ordinals are not read.
- Limits: a number word above a hundred and arithmetic ("half that dose") are not read; what
  is counted ("3 trials") is not told apart; the unit of a table's cell may stand in its header, which is for the
  caller to look at; English words, and the commonest French, Spanish and Portuguese ones.
"""

import functools
import itertools
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from rag.checks.comparators import Comparator, find_comparator
from rag.checks.frequencies import find_frequencies
from rag.checks.numbers import write_plainly
from rag.checks.quantity_atoms import DASH, Atom, is_free, take
from rag.checks.quantity_grammar import read_atoms
from rag.checks.quantity_units import read_unit

Role = Literal["amount", "time", "age", "weight", "frequency", "count"]
"""What a quantity is: an amount of something measured, a span of time, the patient's age or weight, how often, or a
number of anything."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity, at text[start:end] with the words of its limit."""

    start: int
    end: int
    written: str
    """As the text writes it, white space folded."""
    role: Role
    low: Fraction
    high: Fraction
    """In the base unit; equal unless it is a range."""
    number: tuple[Fraction, Fraction]
    """Both ends as they are written, whatever the unit."""
    unit: str
    """The base unit's name, such as "gram", "hour" or "tablet"; empty where none is written."""
    per: frozenset[str] = frozenset()
    """What it is for each of: "kilogram" (of the patient), "dose", "day", "hour", "liter", "tablet" and the like."""
    comparator: Comparator = ""
    shared: Comparator = ""
    """The limit that may be meant: that of the quantity before it ("at least 2.5 mg/kg of one and 20 mg/kg"), or "at
    most" ("in the first 28 days")."""
    is_open: bool = False
    """Whether a range leaves out its upper end: "5 to < 15 kg"."""
    is_implied: bool = False
    """Whether no number says it ("a tablet", "single dose"): it proves a one, and needs no proof itself."""

    @property
    def value(self) -> tuple[Fraction, Fraction, bool]:
        """Return both ends, and whether the upper one is left out."""
        return self.low, self.high, self.is_open


_ONE = re.compile(
    r"\b(?:an?|each) (?P<unit>tablet|capsule|vial|sachet|dose|ampoule|drop|week|month|year|day|hour|minute"
    r"|met(?:er|re)|lit(?:er|re)|teaspoon|tablespoon|cup|kilogram)\b"
    r"|\bsingle[- ](?:\w+[- ])?(?P<single>dose|tablet)\b",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    r"\b(?:aged?s?|ages? of|child(?:ren)?|infants?|babies|adults?|adolescents?|girls?|boys?|women|men|people|persons"
    r"|patients|those)(?:\s(?:of|is|are|from|between|who|\w+ing))*[\s:(]*(?:[<>≤≥]\s?/?=?\s?)?$",
    re.IGNORECASE,
)
_AGE_BEHIND = re.compile(
    rf"(?:{DASH}|\s)?(?:olds?|of age|and (?:over|older|above)|or (?:over|older|above))\b", re.IGNORECASE
)


_IN_THE_FIRST = re.compile(r"\b(?:in|during) the first\s$", re.IGNORECASE)
_ALSO = re.compile(r"[^.;:|\n]{0,40}\b(?:and|or)\b[^.;:|\n,]{0,24}|\s?[/(]\s?")


@functools.lru_cache(maxsize=8192)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text, in order of reading."""
    text = write_plainly(text)
    rates = [
        Quantity(
            each.start,
            each.end,
            _fold(text, each.start, each.end),
            "frequency",
            each.low,
            each.high,
            (each.low, each.high),
            "per 24 h",
        )
        for each in find_frequencies(text)
    ]
    taken = bytearray(len(text))
    for rate in rates:
        take(rate.start, rate.end, taken)
    found = _share_limits(text, [_finish(text, atom) for atom in read_atoms(text, taken)])
    for each in found:
        take(each.start, each.end, taken)
    ones = [_read_one(text, match) for match in _ONE.finditer(text) if is_free(match.start(), match.end(), taken)]
    return tuple(sorted([*found, *rates, *ones], key=lambda each: each.start))


def _fold(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split()).strip(" ,;(")


def _read_one(text: str, match: re.Match[str]) -> Quantity:
    unit = read_unit(match["unit"] or match["single"])
    value = unit.to_base(Fraction(1))
    role: Role = "time" if unit.base == "hour" else "amount"
    one = (Fraction(1), Fraction(1))
    sign, start, end = find_comparator(text, match.start(), match.end(), is_time=role == "time", is_range=False)
    return Quantity(
        start, end, _fold(text, start, end), role, value, value, one, unit.base, comparator=sign, is_implied=True
    )


def _share_limits(text: str, found: list[Quantity]) -> list[Quantity]:
    shared = found[:1]
    for before, quantity in itertools.pairwise(found):
        limit = before.comparator or shared[-1].shared
        again = before.value == quantity.value and before.unit == quantity.unit  # "at least half of them, 50%"
        both = limit and not quantity.comparator and (again or _ALSO.fullmatch(text, before.end, quantity.start))
        shared.append(replace(quantity, shared=limit) if both else quantity)
    return shared


def _finish(text: str, atom: Atom) -> Quantity:
    comparator, start, end = find_comparator(
        text, atom.start, atom.end, is_time=atom.unit == "hour", is_range=atom.low < atom.high
    )
    return Quantity(
        start,
        end,
        _fold(text, start, end),
        _find_role(text, atom, start),
        atom.low,
        atom.high,
        atom.number,
        atom.unit,
        atom.per,
        comparator,
        shared="≤" if not comparator and _IN_THE_FIRST.search(text[:start]) else "",
        is_open=atom.is_open,
    )


def _find_role(text: str, atom: Atom, start: int) -> Role:
    """Return what a quantity is, whose limit's words begin at `start`."""
    if not atom.unit and not atom.per:
        return "count"
    if atom.unit == "hour":
        aged = _AGE_BEHIND.match(text, atom.end) or _AGE_BEFORE.search(text[max(0, start - 40) : start])
        return "age" if aged else "time"
    if atom.unit == "gram" and not atom.per and atom.scale[0] >= 400:
        return "weight"  # kilograms and pounds
    return "amount"
