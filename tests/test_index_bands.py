"""Weights and ages in questions and in guidelines, and whether a patient is among them."""

import math

import pytest

from indexes.bands import Band, Measure, find_bands, find_measures, find_row_bands, fits


@pytest.mark.parametrize(
    ("question", "measures"),
    [
        ("What dose for a 9 kg child?", [Measure("weight", 9)]),
        ("a child of 12.5kg", [Measure("weight", 12.5)]),
        ("a 3-year-old of 14 kg", [Measure("age", 36), Measure("weight", 14)]),
        ("a child of 4 months with diarrhoea, for 10 days", [Measure("age", 4)]),
        ("aged 18 months", [Measure("age", 18)]),
        ("a girl of six years", [Measure("age", 72)]),
        ("a child of 9,5 kg", [Measure("weight", 9.5)]),
        ("10 kgs, 5 yr old", [Measure("weight", 10), Measure("age", 60)]),
        ("treated for 6 months at 2.4 mg/kg", []),
        ("every 3 months", []),
    ],
)
def test_measures_of_a_question(question: str, measures: list[Measure]) -> None:
    """Ages in months; a duration and a dose per weight are neither."""
    assert list(find_measures(question)) == measures


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("An adult of 55 kg gets 2.4 x 55 = 132 mg.", [Band("weight", 55, 55, True)]),
        ("Children under 20 kg get 3 mg/kg.", [Band("weight", 0, 20, False)]),
        ("20 kg or more: 2.4 mg/kg", [Band("weight", 20, math.inf, False)]),
        ("at least 35 kg", [Band("weight", 35, math.inf, False)]),
        ("up to 5 kg", [Band("weight", 0, 5, True)]),
        ("10 to < 15 kg", [Band("weight", 10, 15, False)]),
        ("33-39 kg", [Band("weight", 33, 39, True)]),
        ("children aged 6-59 months", [Band("age", 6, 59, True)]),
        ("aged 6 months to 5 years", [Band("age", 6, 60, True)]),
        ("children under five years", [Band("age", 0, 60, False)]),
        ("patients older than 8 years of age", [Band("age", 96, math.inf, False)]),
        ("children younger than 5 years", [Band("age", 0, 60, False)]),
        ("children < 6 years", [Band("age", 0, 72, False)]),
        ("infants below 6 months", [Band("age", 0, 6, False)]),
        ("for 6 months, then every 2 years", []),
        ("2.4 mg/kg", []),
    ],
)
def test_bands_of_a_sentence(text: str, bands: list[Band]) -> None:
    """Ranges, limits and single values; each end with its own unit."""
    assert list(find_bands(text)) == bands


def test_bands_of_rows() -> None:
    """Rows need not repeat the unit that the header gives."""
    rows = "Weight (kg) Dose\n5 to < 9 20 mg\n9 to < 18 40 mg\nUnder 5 10 mg\n> 18 80 mg"
    assert list(find_row_bands(rows)) == [
        Band("weight", 5, 9, False),
        Band("weight", 9, 18, False),
        Band("weight", 0, 5, False),
        Band("weight", 18, math.inf, True),
    ]
    assert find_row_bands("5 to < 9 20 mg") == ()


def test_bands_of_rows_that_bear_their_header() -> None:
    """The first cell's own unit comes before those of the others, and "mg/kg" gives none."""
    assert find_row_bands("Body weight (kg): 5 to < 9 | Dose: 20 mg") == (Band("weight", 5, 9, False),)
    assert find_row_bands("Age (years): 2-10 | Weight: 12-30 kg") == (Band("age", 24, 120, True),)
    assert find_row_bands("Age: 2-10 | Dose: 10 mg/kg") == ()
    assert find_row_bands("Weight (kg): 60 < 80 | 4") == (Band("weight", 60, 80, False),)
    assert find_row_bands("Weight (kg): ≤ 10 | 1") == (Band("weight", 0, 10, True),)
    assert find_row_bands("Weight: 15 kg and above | 2") == (Band("weight", 15, math.inf, True),)


@pytest.mark.parametrize(
    ("question", "text", "fitting"),
    [
        ("a 9 kg child", "An adult of 55 kg gets 140 mg.", False),
        ("a 9 kg child", "A child of 9 kg gets 27 mg.", True),
        ("a 9 kg child", "Below 20 kg 3 mg/kg, from 20 kg 2.4 mg/kg.", True),
        ("a 20 kg child", "5 to < 20 kg: 3 mg/kg", False),
        ("a 20 kg child", "5 to 20 kg: 3 mg/kg", True),
        ("a 9 kg child", "Give it to children under five years.", None),
        ("a 3-year-old of 9 kg", "Children under 5 years of 5 to 10 kg", True),
        ("a 3-year-old of 12 kg", "Children under 5 years of 5 to 10 kg", False),
        ("a child", "A child of 9 kg gets 27 mg.", None),
    ],
)
def test_fits(question: str, text: str, fitting: bool | None) -> None:
    """None where the text says nothing of what the question gives."""
    assert fits(find_measures(question), find_bands(text)) is fitting
