"""Units of medicine: how they are spelled, and how many of a base unit each is, by pint where it is a physical one.

Case does not matter. "Units" and "IU" are one, and "MU" a million of them. A spoon, a drop, a tablet and other things
that are counted are no volume: each is a unit of its own. A year is twelve months, and a month no whole number of days.
Gallons, quarts and cups are those of the United States.
"""

import functools
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pint import UnitRegistry

_PHYSICAL = {
    "gram": {
        "nanogram": r"ng|nanograms?",
        "microgram": r"mcgs?|[µμ]g|ug|microgram(?:me)?s?",
        "milligram": r"mgs?|milligram(?:me)?s?|miligramos?|miligramas?",
        "gram": r"g|gms?|gram(?:me)?s?|gramos?|gramas?",
        "kilogram": r"kgs?|kilos?|kilograms?",
        "pound": r"lbs?|pounds?",
        "ounce": r"oz|ounces?",
    },
    "liter": {
        "microliter": r"[µμ]l|ul|microlit(?:er|re)s?|mm[3³]|cubic millimet(?:er|re)s?",
        "milliliter": r"mls?|ccs?|cm[3³]|millilit(?:er|re)s?|mililitros?",
        "deciliter": r"dl|decilit(?:er|re)s?",
        "liter": r"l|lit(?:er|re)s?|litros?",
        "gallon": r"gal|gallons?",
        "quart": r"quarts?",
        "cup": r"cups?",
    },
    "mole": {
        "nanomole": r"nmol",
        "micromole": r"[µμ]mol|umol|micromoles?",
        "millimole": r"mmol|millimoles?",
        "mole": r"mol|moles?",
    },
    "kilopascal": {"millimeter_Hg": r"mm ?hg", "kilopascal": r"kpa"},
    "meter": {
        "millimeter": r"mm|millimet(?:er|re)s?",
        "centimeter": r"cm|centimet(?:er|re)s?",
        "meter": r"m|met(?:er|re)s?",
        "kilometer": r"km|kilomet(?:er|re)s?",
        "inch": r"inch(?:es)?",
        "foot": r"ft|foot|feet",
        "yard": r"yards?",
        "mile": r"miles?",
    },
    "kilojoule": {"kilocalorie": r"kcal|kilocalories?", "kilojoule": r"kj|kilojoules?"},
    "degree_Celsius": {
        "degree_Celsius": r"[°ºᵒ] ?c|℃|degrees? (?:c|celsius|centigrade)",
        "degree_Fahrenheit": r"[°ºᵒ] ?f|degrees? (?:f|fahrenheit)",
    },
    "hour": {
        "second": r"secs?|seconds?|secondes?|segundos?",
        "minute": r"mins?|minutes?|minutos?",
        "hour": r"h|hrs?|hours?|heures?|horas?",
        "day": r"d|days?|jours?|d[ií]as?|nights?",
        "week": r"wks?|weeks?|semaines?|semanas?",
        "month": r"months?|mths?|mois|mes(?:es)?",
        "year": r"years?|yrs?|ans|années?|años?|anos?",
    },
}
"""By base unit and unit, both by pint's names, the spellings."""

_COUNTED = {
    "IU": r"i\.?u\.?|ui|u|units?|international units?|unit[ée]s?|unidad(?:e?s)?",
    "MU": r"mu|miu|mega ?units?|million (?:iu|units|international units)",
    "mEq": r"meq|milliequivalents?",
    "%": r"%|per ?cent(?:age)?|percent",
    "degree": r"°|º|ᵒ|degrees?",
    "tablet": r"tablets?|tabs?|pills?|comprim[ée]s?|comprimidos?|tabletas?",
    "capsule": r"caps|capsules?|g[ée]lules?|c[áa]psulas?",
    "sachet": r"sachets?|saquetas?|sobres?",
    "packet": r"packets?",
    "vial": r"vials?|flacons?|frascos?",
    "ampoule": r"ampoules?|amps?|ampules?|ampollas?|ampolas?",
    "drop": r"drops?|gtt|gouttes?|gotas?",
    "puff": r"puffs?",
    "teaspoon": r"teaspoon(?:ful)?s?|tsp",
    "tablespoon": r"tablespoon(?:ful)?s?|tbsp",
    "dose": r"doses?|dosis|prises?|tomas?",
    "time": r"times?|fold|fois|ve(?:z|ces|zes)",
    "copy": r"cop(?:y|ies)",
    "cell": r"cells?",
    "parasite": r"parasites?",
    "egg": r"eggs?",
    "bed": r"beds?",
    "point": r"points?",
}
_MILLIONS = {"MU": ("IU", Fraction(1_000_000))}

_NAMES = {name: base for base, units in _PHYSICAL.items() for name in units}
_ALL = {name: spellings for units in _PHYSICAL.values() for name, spellings in units.items()} | _COUNTED
_SPELLINGS = [(name, re.compile(spellings)) for name, spellings in _ALL.items()]

UNIT = "|".join(_ALL.values())
"""Pattern of a unit in lower case. Where a letter or digit follows what it matches, it matched a part of a word."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: how many of its base unit one is."""

    base: str
    """Such as "gram", "hour" or "tablet"."""
    factor: Fraction
    zero: Fraction = Fraction(0)
    """What is nothing of the base unit: 32 for degrees Fahrenheit."""

    def to_base(self, value: Fraction) -> Fraction:
        """Return a number of this unit as a number of its base unit, exactly."""
        return (value - self.zero) * self.factor


@functools.lru_cache(maxsize=1024)
def read_unit(written: str) -> Unit:
    """Return the unit that UNIT matches. Raises ValueError for what is none."""
    spelled = " ".join(written.casefold().split())
    name = next((name for name, pattern in _SPELLINGS if pattern.fullmatch(spelled)), None)
    if name is None:
        raise ValueError(f"{written!r} is no unit")
    if name not in _NAMES:
        return Unit(*_MILLIONS.get(name, (name, Fraction(1))))
    base = _NAMES[name]
    if name == base:
        return Unit(base, Fraction(1))
    zero, one = (_registry().convert(Fraction(number), base, name) for number in (0, 1))
    return Unit(base, 1 / (one - zero), zero)


@functools.cache
def _registry() -> "UnitRegistry[Fraction]":
    """Return pint's units, which compute with fractions: half a second, once in a process."""
    from pint import UnitRegistry

    return UnitRegistry(non_int_type=Fraction)
