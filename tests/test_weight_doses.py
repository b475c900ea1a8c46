"""Doses for each kilogram of body weight, as guidelines print them."""

from decimal import Decimal

import pytest

from rag.checks.weight_doses import find_plain_doses, find_weight_doses, has_unread_maximum


@pytest.mark.parametrize(
    ("text", "low", "high", "target", "unit", "basis"),
    [
        ("artesunate (3 mg/kg bw per dose)", "3", "3", None, "mg", "dose"),
        ("1-2mg/kg body weight (not more than 60mg/day)", "1", "2", None, "mg", None),
        ("0.25–0.5 mg/kg bw per day primaquine", "0.25", "0.5", None, "mg", "day"),
        ("10 mg/kg (range 7–15 mg/kg)", "7", "15", "10", "mg", None),
        ("4 (2–10) mg/kg bw per day artesunate", "2", "10", "4", "mg", "day"),
        ("a total dose of 25 mg base/kg bw", "25", "25", None, "mg base", "course"),
        ("10 mg salt/ kg bw every 12 h", "10", "10", None, "mg salt", "dose"),
        ("15 microgram/kg/day", "15", "15", None, "micrograms", "day"),
        ("50 000 IU/kg per dose", "50000", "50000", None, "IU", "dose"),
        ("100,000-150,000 IU/kg every 6 hours", "100000", "150000", None, "IU", "dose"),
        ("5 to 10 ml/kg/hour", "5", "10", None, "ml", "hour"),
        ("1 mg/kg oral or IV daily", "1", "1", None, "mg", None),
        ("1 mg/kg slow IV daily", "1", "1", None, "mg", "day"),
        ("7.5 mg/kg IM once a day", "7.5", "7.5", None, "mg", "day"),
        ("3 mg/kg IV per dose", "3", "3", None, "mg", "dose"),
        ("10 mg/kg by mouth, single dose", "10", "10", None, "mg", "dose"),
        ("25 mg/kg by mouth twice daily", "25", "25", None, "mg", None),
        ("0.1-0.3 mg/kg daily every 8-12 hours", "0.1", "0.3", None, "mg", None),
        ("1.5-3 mg/kg daily in divided doses", "1.5", "3", None, "mg", "day"),
        ("7.5 mg/kg once a day", "7.5", "7.5", None, "mg", "day"),
        ("Isoniazid | Daily doses in mg/kg: 10 mg/kg", "10", "10", None, "mg", "day"),
    ],
)
def test_a_dose_for_each_kilogram(
    text: str, low: str, high: str, target: str | None, unit: str, basis: str | None
) -> None:
    """Its amount or range, its unit with what it is counted as, and what it is given in if that is sure."""
    (dose,) = find_weight_doses(text)
    assert (dose.low, dose.high) == (Decimal(low), Decimal(high))
    assert dose.target == (None if target is None else Decimal(target))
    assert (dose.unit, dose.basis, dose.is_maximum) == (unit, basis, False)


@pytest.mark.parametrize(
    "text",
    ["a BMI of 25 kg/m2", "a child of 9 kg", "20 mg of zinc", "60 mg in 5 ml", "2 g/kg m", "15-7 mg/kg", "BP 120/80"],
)
def test_what_is_no_such_dose(text: str) -> None:
    """Weights, amounts, indices, and a range that goes down, which was misread."""
    assert find_weight_doses(text) == ()


def test_a_highest_dose() -> None:
    """It is told apart, for each kilogram or not."""
    text = "Child: 1 mg/kg daily (max: 8 mg/kg daily), not more than 60 mg/day"
    assert [(str(dose.low), dose.is_maximum) for dose in find_weight_doses(text)] == [("1", False), ("8", True)]
    (most,) = find_plain_doses(text)
    assert (most.high, most.unit, most.basis, most.is_maximum) == (Decimal(60), "mg", "day", True)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("10mg/kg body wt.-(max.600mg)", False),
        ("15 mg/kg, not more than 60 mg/day", False),
        ("15 mg/kg up to the maximum", True),
        ("15 mg/kg (max 2 doses a day)", True),
        ("15 mg/kg", False),
    ],
)
def test_a_highest_dose_that_is_not_understood(text: str, unread: bool) -> None:
    """It says that there is one, and not how much in a unit that is known."""
    assert has_unread_maximum(text) is unread


def test_plain_doses() -> None:
    """Concentrations and doses for each kilogram are none."""
    text = "Give 2 g, or 1-2 tablets; 3 mg/kg as 10 mg/ml, if creatinine is ≤ 2 mg/dl and albumin 30 g/l."
    assert [text[dose.start : dose.end] for dose in find_plain_doses(text)] == ["2 g", "1-2 tablets"]
