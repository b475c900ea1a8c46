"""The weights and ages that a table's rows are for."""

import math

import pytest

from indexes.bands import Band
from indexes.row_bands import find_row_bands

WEEK = 7 / (365.25 / 12)


def test_unit_of_the_header_above() -> None:
    """Rows need not repeat the unit that the header gives."""
    rows = "Weight (kg) Dose\n5 to < 9 20 mg\n9 to < 18 40 mg\nUnder 5 10 mg\n> 18 80 mg"
    assert list(find_row_bands(rows)) == [
        Band("weight", 5, 9, False),
        Band("weight", 9, 18, False),
        Band("weight", 0, 5, False),
        Band("weight", 18, math.inf, True),
    ]
    assert find_row_bands("5 to < 9 20 mg") == ()


@pytest.mark.parametrize(
    ("row", "bands"),
    [
        ("Body weight (kg): 5 to < 9 | Dose: 20 mg", [Band("weight", 5, 9, False)]),
        ("Age (years): 2-10 | Weight: 12-30 kg", [Band("age", 24, 120, True), Band("weight", 12, 30, True)]),
        ("Age: 2-10 | Dose: 10 mg/kg", []),
        ("Weight (kg): 60 < 80 | 4", [Band("weight", 60, 80, False)]),
        ("Weight (kg): ≤ 10 | 1", [Band("weight", 0, 10, True)]),
        ("Weight: 15 kg and above | 2", [Band("weight", 15, math.inf, True)]),
        ("Age: 6 months to 5 years | 20 mg", [Band("age", 6, 60, True)]),
        ("Age: 0-4 weeks | 5 mg", [Band("age", 0, 4 * WEEK, True)]),
        ("Age: birth to 2 months | 5 mg", [Band("age", 0, 2, True)]),
        ("Weight: 30+ kg | 3", [Band("weight", 30, math.inf, True)]),
        ("Weight (kg): 30+ | 3", [Band("weight", 30, math.inf, True)]),
        ("Weight (kg): 5,0-9,9 | 1", [Band("weight", 5, 9.9, True)]),
        ("Weight: 10 - 19.9kg | 1", [Band("weight", 10, 19.9, True)]),
        ("Weight: 10-15 | 1", [Band("weight", 10, 15, True)]),
        ("Patients: 12 years and older | 1", [Band("age", 144, math.inf, True)]),
        ("Dose: 1-2 tablets | Weight: 10-15 kg", [Band("weight", 10, 15, True)]),
        ("Days: 1–3 | Weight 5 kg", []),
        ("Treatment months: 1-2 | Weight (kg): 25-39", [Band("weight", 25, 39, True)]),
        ("Duration: 6-9 months | Dose: 2 tablets", []),
        ("Weight gain (kg): 1-2 | good", []),
        ("Weight (kg): 12 | 1", []),
        ("Weight class, >70 kg (maximum dose): 8-12 g", [Band("weight", 70, math.inf, False)]),
        ("Dose for weight < 25 kg: 1-2 tablets", [Band("weight", 0, 25, False)]),
        ("Age 5-8 years: 3-4 | x", [Band("age", 60, 96, True)]),
        ("Weight: 2-3 tablets", []),
        ("Body weight (lb): 11-20 | 1", []),
        ("Weight (g): 1500-2000 | 1", []),
    ],
)
def test_unit_of_the_cell_and_its_header(row: str, bands: list[Band]) -> None:
    """Each end has its own unit; headers on other things than patients' weights and ages give no bands."""
    assert list(find_row_bands(row)) == bands


def test_own_unit_before_that_of_the_lines_above() -> None:
    """A caption's unit is not that of a cell which bears its own."""
    assert find_row_bands("Doses by weight in kg\nAge: 0-4 weeks | 5 mg") == (Band("age", 0, 4 * WEEK, True),)
