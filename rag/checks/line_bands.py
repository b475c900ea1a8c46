"""The weights and ages that a line or a table's row is for. Pure."""

from collections.abc import Sequence

from indexes.bands import Band, find_bands
from indexes.measures import Quantity
from indexes.row_bands import find_row_bands
from ingest.table_passages import BETWEEN_CELLS


def find_line_bands(text: str, rows: bool = False) -> tuple[Band, ...]:
    """Return the bands that a text is for; `rows` if all of it is a table's, else its lines with bars are.

    A row whose cells stand in columns for different weights ("33-50 kg: 500 mg | 51-70 kg: 1000 mg") is for all these.
    """
    of_table, prose = _split(text, rows)
    return (*_find_bands_of_rows(of_table), *find_bands(prose))


def find_needed(measures: Sequence[Band], text: str, rows: bool = False) -> dict[Quantity, int]:
    """Return what of weight and age must be known to choose among a text's lines and the patient's measures lack.

    With each comes how many different bands there are. Nothing is needed of rows, or of what stands beside them, that
    have bands of a quantity which the measures give: a row for a weight and an age is found by either.
    """
    of_table, prose = _split(text, rows)
    given = {measure.quantity for measure in measures}
    counts: dict[Quantity, set[Band]] = {}
    for bands in (_find_bands_of_rows(of_table), find_bands(prose)):
        if not given & {band.quantity for band in bands}:
            for band in bands:
                counts.setdefault(band.quantity, set()).add(band)
    return {quantity: len(bands) for quantity, bands in counts.items()}


def _split(text: str, rows: bool) -> tuple[str, str]:
    """Return the lines of a text that are a table's, and the others."""
    lines = text.splitlines()
    of_table = [line for line in lines if rows or BETWEEN_CELLS in line]
    return "\n".join(of_table), "\n".join(line for line in lines if not (rows or BETWEEN_CELLS in line))


def _find_bands_of_rows(rows: str) -> Sequence[Band]:
    # A cell may say in words for whom it is: "Adults and children >12 years: 500 mg".
    return find_row_bands(rows) or find_bands(rows)
