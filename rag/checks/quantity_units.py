"""Units of medicine: how they are spelled, and how many of a base unit each is.

Case does not matter. "Units" and "IU" are one, and "MU" a million of them. A spoon, a drop, a tablet and other things
that are counted are no volume: each is a unit of its own. A year is twelve months, and a month no whole number of days.
Gallons, quarts and cups are those of the United States, and the pound and the ounce avoirdupois.

What a physical unit is of its base is written here, exactly: pint, which knows it too, takes half a second to load in
each command. The tests hold every one to pint.
"""

import functools
import re
from dataclasses import dataclass
from fractions import Fraction

_PHYSICAL = {
    "gram": {
        "nanogram": ("0.000000001", r"ng|nanograms?"),
        "microgram": ("0.000001", r"mcgs?|[µμ]g|ug|microgram(?:me)?s?"),
        "milligram": ("0.001", r"mgs?|milligram(?:me)?s?|miligramos?|miligramas?"),
        "gram": ("1", r"g|gms?|gram(?:me)?s?|gramos?|gramas?"),
        "kilogram": ("1000", r"kgs?|kilos?|kilograms?"),
        "pound": ("453.59237", r"lbs?|pounds?"),
        "ounce": ("28.349523125", r"oz|ounces?"),
    },
    "liter": {
        "microliter": ("0.000001", r"[µμ]l|ul|microlit(?:er|re)s?|mm[3³]|cubic millimet(?:er|re)s?"),
        "milliliter": ("0.001", r"mls?|ccs?|cm[3³]|millilit(?:er|re)s?|mililitros?"),
        "deciliter": ("0.1", r"dl|decilit(?:er|re)s?"),
        "liter": ("1", r"l|lit(?:er|re)s?|litros?"),
        "gallon": ("3.785411784", r"gal|gallons?"),
        "quart": ("0.946352946", r"quarts?"),
        "cup": ("0.2365882365", r"cups?"),
    },
    "mole": {
        "nanomole": ("0.000000001", r"nmol"),
        "micromole": ("0.000001", r"[µμ]mol|umol|micromoles?"),
        "millimole": ("0.001", r"mmol|millimoles?"),
        "mole": ("1", r"mol|moles?"),
    },
    "kilopascal": {"millimeter_Hg": ("0.133322387415", r"mm ?hg"), "kilopascal": ("1", r"kpa")},
    "meter": {
        "millimeter": ("0.001", r"mm|millimet(?:er|re)s?"),
        "centimeter": ("0.01", r"cm|centimet(?:er|re)s?"),
        "meter": ("1", r"m|met(?:er|re)s?"),
        "kilometer": ("1000", r"km|kilomet(?:er|re)s?"),
        "inch": ("0.0254", r"inch(?:es)?"),
        "foot": ("0.3048", r"ft|foot|feet"),
        "yard": ("0.9144", r"yards?"),
        "mile": ("1609.344", r"miles?"),
    },
    "kilojoule": {"kilocalorie": ("4.184", r"kcal|kilocalories?"), "kilojoule": ("1", r"kj|kilojoules?")},
    "degree_Celsius": {
        "degree_Celsius": ("1", r"[°ºᵒ] ?c|℃|degrees? (?:c|celsius|centigrade)"),
        "degree_Fahrenheit": ("5/9", r"[°ºᵒ] ?f|degrees? (?:f|fahrenheit)"),
    },
    "hour": {
        "second": ("1/3600", r"secs?|seconds?|secondes?|segundos?"),
        "minute": ("1/60", r"mins?|minutes?|minutos?"),
        "hour": ("1", r"h|hrs?|hours?|heures?|horas?"),
        "day": ("24", r"d|days?|jours?|d[ií]as?|nights?"),
        "week": ("168", r"wks?|weeks?|semaines?|semanas?"),
        "month": ("730.5", r"months?|mths?|mois|mes(?:es)?"),
        "year": ("8766", r"years?|yrs?|ans|années?|años?|anos?"),
    },
}
"""By base unit and unit, both by pint's names, how many of the base unit one is, and the spellings."""

_ZEROS = {"degree_Fahrenheit": Fraction(32)}
"""What is nothing of the base unit, where that is not nothing of this one."""

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

_ALL = {name: spellings for units in _PHYSICAL.values() for name, (_, spellings) in units.items()} | _COUNTED
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


PHYSICAL_UNITS = {
    name: Unit(base, Fraction(factor), _ZEROS.get(name, Fraction(0)))
    for base, units in _PHYSICAL.items()
    for name, (factor, _) in units.items()
}
"""By pint's names, those that have a base unit."""


@functools.lru_cache(maxsize=1024)
def read_unit(written: str) -> Unit:
    """Return the unit that UNIT matches. Raises ValueError for what is none."""
    spelled = " ".join(written.casefold().split())
    name = next((name for name, pattern in _SPELLINGS if pattern.fullmatch(spelled)), None)
    if name is None:
        raise ValueError(f"{written!r} is no unit")
    return PHYSICAL_UNITS.get(name) or Unit(*_MILLIONS.get(name, (name, Fraction(1))))
