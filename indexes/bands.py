"""The weights and ages that a text is about, and whether a patient's falls among them. Pure."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.table_passages import BETWEEN_CELLS

Quantity = Literal["weight", "age"]

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?P<unit>kg|months?|years?)"
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})(?=[ -](?:months?|years?|kg)\b)", re.IGNORECASE)

_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}\s?kg)")

_PATIENT = re.compile(
    rf"(?P<weight>{_NUMBER})[\s-]?(?:kgs?|kilos?|kilograms?)\b"
    r"|(?:\b(?:age|aged|ages|(?:child|infant|baby|boy|girl|man|woman|patient|adult|person) of)\s+"
    rf"(?P<before>{_NUMBER})[\s-]?(?P<before_unit>month|year))"
    rf"|(?P<after>{_NUMBER})[\s-]?(?:(?P<after_unit>month|year|yr)s?[\s-](?:old|of age)|(?P<short_unit>yo|y/o))\b",
    re.IGNORECASE,
)
_BAND = re.compile(
    rf"(?:(?P<less><|≤|\b(?:under|below|less than|up to|younger than|lighter than))"
    rf"|(?P<more>>|≥|\b(?:over|above|more than|at least|older than|heavier than|from)))?\s?"
    rf"(?:(?P<low>{_NUMBER})\s?(?:(?P<low_unit>kg|months?|years?)\s?)?(?:-|–|\bto\b|\band\b)\s?"
    r"(?P<below>(?:<|less than|under)\s?)?)?"
    rf"(?P<high>{_NUMBER})[\s-]?{_UNIT}\b(?P<old>[\s-](?:old|of age)\b)?"
    r"(?:\s(?:or|and)\s(?:(?P<upward>more|over|above|older|heavier)|(?P<downward>less|under|below|younger|lighter)))?",
    re.IGNORECASE,
)
_AGE_COMPARISONS = frozenset(["under", "younger than", "older than", "<", "≤", ">", "≥"])
_AGE_BEFORE = re.compile(
    r"\b(?:age|aged|ages|younger than|older than|under|child(?:ren)?|infants?|babies|neonates|newborns)\s*$",
    re.IGNORECASE,
)
_ROW = re.compile(
    rf"^\W{{0,2}}(?P<low>{_NUMBER})\s?(?:kg|months?|years?)?\s?(?:-|–|to|(?=<))\s?"
    rf"(?P<below>(?:<|less than|under)\s?)?(?P<high>{_NUMBER})"
    rf"|^(?P<limit><|≤|under|below|less than|up to)\s?(?P<under>{_NUMBER})"
    rf"|^(?:>|≥|over|above|more than)\s?(?P<over>{_NUMBER})"
    rf"|^(?P<upward>{_NUMBER})\s?(?:kg|months?|years?)?\s(?:and|or)\s(?:above|over|more|older)",
    re.IGNORECASE,
)

_ROW_UNIT = re.compile(r"(?<!/)\b(?:kg|month|year)", re.IGNORECASE)
"""The kg of "mg/kg" is none."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A patient's weight in kg or age in months."""

    quantity: Quantity
    value: float


@dataclass(frozen=True, slots=True)
class Band:
    """Weights in kg or ages in months from low to high; high itself belongs to it only if it is closed."""

    quantity: Quantity
    low: float
    high: float
    closed: bool

    def holds(self, measure: Measure) -> bool:
        """Return whether a measure of the same quantity falls into the band."""
        inside = self.low <= measure.value < self.high or (self.closed and measure.value == self.high)
        return measure.quantity == self.quantity and inside


def find_measures(question: str) -> tuple[Measure, ...]:
    """Return the patient's weight and age as a question gives them: "9 kg", "a 3-year-old", "a child of 4 months".

    A time that is not said to be an age is a duration, and is left out.
    """
    measures = []
    for match in _PATIENT.finditer(_with_digits(question)):
        if match["weight"]:
            measures.append(Measure("weight", float(match["weight"])))
        else:
            value, unit = (
                match["before"] or match["after"],
                match["before_unit"] or match["after_unit"] or match["short_unit"],
            )
            measures.append(Measure("age", float(value) * _months(unit)))
    return tuple(measures)


def find_bands(text: str) -> tuple[Band, ...]:
    """Return the bands of weight and age that a sentence speaks of; one value alone is a band of that value.

    A span of time counts as an age only where the text says so ("aged", "old", "of age", "under"). "2.4 mg/kg" is no
    weight. Of "6 months to 5 years" each end has its own unit.
    """
    text = _with_digits(text)
    bands = []
    for match in _BAND.finditer(text):
        unit = match["unit"].lower()
        weight = unit == "kg"
        compared = (match["less"] or match["more"] or "").lower()
        said = match["old"] or _AGE_BEFORE.search(text[: match.start()]) or compared in _AGE_COMPARISONS
        if not (weight or said):
            continue
        scale = 1 if weight else _months(unit)
        high = float(match["high"]) * scale
        quantity: Quantity = "weight" if weight else "age"
        low_unit = (match["low_unit"] or unit).lower()
        if match["low"] is not None and (low_unit == "kg") == weight:
            low = float(match["low"]) * (1 if weight else _months(low_unit))
            bands.append(Band(quantity, low, high, closed=not match["below"]))
        elif match["less"] or match["downward"]:
            bands.append(
                Band(quantity, 0.0, high, closed=match["less"] in (None, "≤") or match["less"].lower() == "up to")
            )
        elif match["more"] or match["upward"]:
            bands.append(Band(quantity, high, math.inf, closed=False))
        else:
            bands.append(Band(quantity, high, high, closed=True))
    return tuple(bands)


def find_row_bands(rows: str) -> tuple[Band, ...]:
    """Return the bands that a table's rows begin with, such as "9 to < 18", "33-39" and "Weight (kg): 5 to < 9 | ...".

    Their unit stands in the row's first cell or, failing that, anywhere in the table, as in a header above them;
    without one there are none.
    """
    bands = []
    for row in rows.splitlines():
        first = row.split(BETWEEN_CELLS)[0]
        match = _ROW.match(first.rsplit(": ", 1)[-1])
        unit = _ROW_UNIT.search(first) or _ROW_UNIT.search(rows)
        if match is None or unit is None:
            continue
        weight = unit[0].lower() == "kg"
        scale = 1 if weight else _months(unit[0])
        low = float(match["low"] or match["over"] or match["upward"] or 0) * scale
        high = float(match["high"] or match["under"] or math.inf) * scale
        open_end = match["below"] or (match["limit"] or "").lower() in ("<", "under", "below", "less than")
        closed = not open_end
        bands.append(Band("weight" if weight else "age", low, high, closed))
    return tuple(bands)


def fits(measures: Sequence[Measure], bands: Sequence[Band]) -> bool | None:
    """Return whether a patient falls into one of the bands; None where the two speak of nothing in common."""
    common = [
        (measure, [band for band in bands if band.quantity == measure.quantity])
        for measure in measures
        if any(band.quantity == measure.quantity for band in bands)
    ]
    if not common:
        return None
    return all(any(band.holds(measure) for band in of_its_kind) for measure, of_its_kind in common)


def _months(unit: str) -> int:
    return 12 if unit.lower().startswith("y") else 1


def _with_digits(text: str) -> str:
    text = _DECIMAL_COMMA.sub(".", text)
    return _WORD.sub(lambda match: str(_WORDS.index(match[1].lower())), text)
