"""Weights and spans of time as they are written: numbers as digits, and their units in kg and in months. Pure."""

import re
from typing import Literal

from indexes.foreign_measures import with_english_measures

Quantity = Literal["weight", "age"]

NUMBER = r"\d+(?:\.\d+)?"
UNIT = (
    r"(?:kgs?|kilos?|kilograms?|days?|weeks?|wks?|months?|mths?|mos?|years?|yrs?|yo|y/o|[dwmy](?=[\s-]old\b))"
    r"\b(?!\s?(?:/|per\b))"
)
"""A unit of weight or time; "kg/m2" and "kg per day" are of neither."""

_DAYS_A_MONTH = 365.25 / 12
_MONTHS = {"d": 1 / _DAYS_A_MONTH, "w": 7 / _DAYS_A_MONTH, "m": 1.0, "y": 12.0}

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()  # noqa: SIM905 (a list of 20 quoted words)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_TEN = "|".join(_TENS)
_WORD = re.compile(rf"\b(?:(?:({_TEN})[- ]?)?({'|'.join(_SMALL)})|({_TEN}))s?\b", re.IGNORECASE)

_FRACTION = re.compile(r"(?<=\d)(?:\s?½| and a half\b|[ -]1/2\b)")
_YEARS_AND_MONTHS = re.compile(
    r"\b(\d+)[\s-]?(?:(?:years?|yrs?)[\s-]|y\s?)(?:and\s)?(\d+)[\s-]?(?:months?|mths?|mos?|m)\b", re.IGNORECASE
)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?:\s?kg|(?![\d,.])))", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


def quantity_of(unit: str) -> Quantity:
    """Return what a unit that UNIT matches is a unit of."""
    return "weight" if unit[0].lower() == "k" else "age"


def in_standard_unit(number: str, unit: str) -> float:
    """Return a number of a unit that UNIT matches in kg or in months."""
    return float(number) * (1.0 if quantity_of(unit) == "weight" else _MONTHS[unit[0].lower()])


def with_digits(text: str) -> str:
    """Return a text with number words as digits, halves as ".5", points for decimal commas, and ages in one unit.

    "Twenty-five" becomes "25", "2½" and "two and a half" become "2.5", "9,5 kg" becomes "9.5 kg", and "4 years and 3
    months" becomes "51 months". French, Spanish and Portuguese words around weights and ages become English ones.
    """
    text = with_english_measures(text)
    text = _WORD.sub(lambda match: str(_value(match)), text)
    text = _DECIMAL_COMMA.sub(".", _THOUSANDS.sub("", _FRACTION.sub(".5", text)))
    return _YEARS_AND_MONTHS.sub(lambda match: f"{12 * int(match[1]) + int(match[2])} months", text)


def _value(match: re.Match[str]) -> int:
    ten, small, alone = match.groups()
    tens = _TENS[(ten or alone).lower()] if ten or alone else 0
    return tens + (_SMALL.index(small.lower()) if small else 0)
