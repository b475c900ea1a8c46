"""The weights and ages that the rows of a table are for. Pure."""

import re

from indexes.bands import Band, find_bands
from indexes.measures import NUMBER, UNIT, Quantity, in_standard_unit, quantity_of, with_digits
from ingest.table_passages import BETWEEN_CELLS

_MOST = float("inf")
_OTHER_UNIT = r"\s?(?:m?g|mcg|ml|g/|%|IU|units?|tablets?|capsules?|vials?|drops?|sachets?)\b"
_ROW = re.compile(
    rf"^\W{{0,2}}(?:from\s)?(?P<low>{NUMBER}|birth)\s?(?P<low_unit>{UNIT})?\s?(?:-|–|—|to\b|(?=<))\s?"
    rf"(?P<below>(?:<|less than|under)\s?)?(?P<high>{NUMBER})(?![\d.]|{_OTHER_UNIT})\s?(?P<high_unit>{UNIT})?"
    rf"|^(?P<limit><|≤|under|below|less than|up to|younger than)\s?(?P<under>{NUMBER})\s?(?P<under_unit>{UNIT})?"
    rf"|^(?:>|≥|over|above|more than|at least|older than)\s?(?P<over>{NUMBER})\s?(?P<over_unit>{UNIT})?"
    rf"|^(?:from\s)?(?P<upward>{NUMBER})\s?(?P<plus>\+)?\s?(?P<upward_unit>{UNIT})?"
    r"(?P<upwards>\s?\+|,?\s(?:and|or)\s(?:above|over|more|older|heavier))?",
    re.IGNORECASE,
)
_OPEN = frozenset(["<", "under", "below", "less than", "younger than"])

_UNIT_IN_HEADER = re.compile(rf"(?<!/)\b{UNIT}", re.IGNORECASE)
"""The kg of "mg/kg" is none."""

_OF_WEIGHT = re.compile(r"\bweight|(?<!/)\bkg\b", re.IGNORECASE)
_OF_AGE = re.compile(r"\bage[ds]?\b|\b(?:weeks?|months?|years?)\b|\bchild|\binfant|\bpatient", re.IGNORECASE)
_OF_ELSE = re.compile(
    r"\b(?:gain|loss|gestation\w*|pregnan\w*)\b"
    r"|^(?!.*\b(?:age|weight)).*\b(?:treatment|therapy|duration|course|regimen|after|since|interval|follow|dose)\b",
    re.IGNORECASE,
)
"""Headers over spans of time that are no ages, and over weights that are not the patient's."""

_OTHER_WEIGHT = re.compile(r"\b(?:lbs?|pounds?|g|grams?)\b", re.IGNORECASE)
"""Units that are not converted: better no band than one of kilograms."""


def find_row_bands(rows: str) -> tuple[Band, ...]:
    """Return the bands that a table's rows are for, such as "9 to < 18", "33-39" and "Weight (kg): 5 to < 9 | ...".

    Each end of a range may have a unit of its own. Where a cell and its header give none, it is that of the lines above
    the first row, as in a header over all rows; without one there are no bands.
    """
    bands: list[Band] = []
    above = ""
    for row in with_digits(rows).splitlines():
        found = [
            band
            for at, cell in enumerate(row.split(BETWEEN_CELLS))
            for band in _find_cell_bands(cell, above if at == 0 else "", first=at == 0)
        ]
        bands += found
        if not bands:
            above += f"\n{row}"
    return tuple(bands)


def _find_cell_bands(cell: str, above: str, first: bool) -> tuple[Band, ...]:
    # A header that is a band itself is over what those get: "25-39 kg: 2-3 tablets".
    own = find_bands(cell.rpartition(": ")[0])
    found = None if own else _find_band(cell, above, first)
    return own or (() if found is None else (found,))


def _find_band(cell: str, above: str, first: bool) -> Band | None:
    header, _, value = cell.rpartition(": ")
    match = _ROW.match(value.strip())
    if match is None or _OF_ELSE.search(header) or (match["upward"] and not (match["plus"] or match["upwards"])):
        return None
    own = match["low_unit"] or match["high_unit"] or match["under_unit"] or match["over_unit"] or match["upward_unit"]
    quantity = _quantity(header, own, above, first)
    if quantity is None:
        return None
    given = _UNIT_IN_HEADER.search(header) or _UNIT_IN_HEADER.search(above)
    default = own or (given[0] if given and quantity_of(given[0]) == quantity else None)
    if default is None:
        if quantity == "age" or _OTHER_WEIGHT.search(header):
            return None
        default = "kg"

    def scaled(number: str | None, unit: str | None) -> float | None:
        if number is None:
            return None
        return 0.0 if number.lower() == "birth" else in_standard_unit(number, unit or default)

    high_unit = match["high_unit"] or default
    low = scaled(match["low"], match["low_unit"] or high_unit)
    low = low if low is not None else scaled(match["over"], match["over_unit"])
    low = low if low is not None else scaled(match["upward"], match["upward_unit"])
    high = scaled(match["high"], high_unit)
    high = high if high is not None else scaled(match["under"], match["under_unit"])
    closed = not (match["below"] or (match["limit"] or "").lower() in _OPEN)
    band = Band(quantity, low or 0.0, _MOST if high is None else high, closed)
    return band if band.low <= band.high else None


def _quantity(header: str, own_unit: str | None, above: str, first: bool) -> Quantity | None:
    """Return what a cell that begins with a band is of: by its own unit, its header's words, or the lines above."""
    of_weight, of_age = _OF_WEIGHT.search(header), _OF_AGE.search(header)
    if own_unit is not None:
        quantity = quantity_of(own_unit)
        # A span of time under a header of another sort is how long something takes.
        return quantity if quantity == "weight" or of_age or (first and not header) else None
    if of_weight:
        return "weight"
    if of_age:
        return "age"
    given = _UNIT_IN_HEADER.search(above) if first and not header else None
    return quantity_of(given[0]) if given else None
