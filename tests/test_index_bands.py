"""Weights and ages in questions and in guidelines, and whether a patient is among them."""

import dataclasses
import math

import pytest

from indexes.bands import Band, find_bands, find_measures, fits


def weight(value: float) -> Band:
    """Return the band of one weight."""
    return Band("weight", value, value, True)


def age(months: float) -> Band:
    """Return the band of one age."""
    return Band("age", months, months, True)


@pytest.mark.parametrize(
    ("question", "measures"),
    [
        ("What dose for a 9 kg child?", [weight(9)]),
        ("a child of 12.5kg", [weight(12.5)]),
        ("a 3-year-old of 14 kg", [age(36), weight(14)]),
        ("a child of 4 months with diarrhoea, for 10 days", [age(4)]),
        ("aged 18 months", [age(18)]),
        ("a girl of six years", [age(72)]),
        ("a boy of 5 y 6 m, 18 kg", [age(66), weight(18)]),
        ("a 1y3m old", [age(15)]),
        ("a woman who is 10 weeks pregnant", []),
        ("a pregnant woman (10 weeks)", []),
        ("a pregnant girl of 16 years", [age(192)]),
        ("a premature baby of 32 weeks, 1.4 kg", [weight(1.4)]),
        ("a baby of 32 weeks' gestation", []),
        ("a preterm baby 6 weeks old", [age(6 * 7 / (365.25 / 12))]),
        ("a child of 9,5 kg", [weight(9.5)]),
        ("10 kgs, 5 yr old", [weight(10), age(60)]),
        ("a 6-week-old", [age(6 * 7 / (365.25 / 12))]),
        ("a 3-day-old neonate", [age(3 / (365.25 / 12))]),
        ("a fifteen-year-old boy", [age(180)]),
        ("a twenty-five year old woman", [age(300)]),
        ("a 2½-year-old", [age(30)]),
        ("a child aged two and a half years", [age(30)]),
        ("an 18mo child", [age(18)]),
        ("8 month child", [age(8)]),
        ("child 8 months", [age(8)]),
        ("5 y/o", [age(60)]),
        ("a newborn weighing 1800 g", [weight(1.8)]),
        ("a baby with a birth weight of 2,400 g", [weight(2.4)]),
        ("gentamicin for a newborn with sepsis", [Band("age", 0, 28 / (365.25 / 12), True)]),
        ("children weighing less than 9 kg", [Band("weight", 0, 9, False)]),
        ("a patient under 55 kg", [Band("weight", 0, 55, False)]),
        ("a child under 10 years of age", [Band("age", 0, 120, False)]),
        ("a child under 10", [Band("age", 0, 120, False)]),
        ("children aged 6 to 12 with worms", [Band("age", 72, 144, True)]),
        ("a child aged 6", [age(72)]),
        ("the under-fives", [Band("age", 0, 60, False)]),
        ("younger than 6 months of age", [Band("age", 0, 6, False)]),
        ("child aged 6 to 11 months", [Band("age", 6, 11, True)]),
        ("children between 5 and 10 kg", [Band("weight", 5, 10, True)]),
        ("adults over 50 kg", [Band("weight", 50, math.inf, False, above=True)]),
        ("adults of at least 50 kg", [Band("weight", 50, math.inf, False)]),
        ("a 4 year 3 month old child", [age(51)]),
        ("a child of 1 year and 6 months", [age(18)]),
        ("a boy 7 y old", [age(84)]),
        ("a 6w old", [age(6 * 7 / (365.25 / 12))]),
        ("children below the age of 5 years", [Band("age", 0, 60, False)]),
        ("persons over the age of 15", [Band("age", 180, math.inf, False, above=True)]),
        ("a child not under 5 years", [Band("age", 60, math.inf, False)]),
        ("lost 5 kg in 2 months, a 60 kg man", [weight(60)]),
        ("fluid loss of 3 kg in a 70 kg man", [weight(70)]),
        ("children under 5 years, 6 months of treatment", [Band("age", 0, 60, False)]),
        ("treated for 6 months at 2.4 mg/kg", []),
        ("every 3 months", []),
        ("BMI 17 kg/m2", []),
        ("BMI of 17 kg/m²", []),
        ("cough for more than 2 weeks", []),
        ("fever < 7 days", []),
        ("2 g of ceftriaxone, 2000 g in all", []),
    ],
)
def test_measures_of_a_question(question: str, measures: list[Band]) -> None:
    """Weights in kg and ages in months, as one value or as a band; a duration and a dose per weight are neither."""
    assert [dataclasses.astuple(band) for band in find_measures(question)] == [
        (band.quantity, pytest.approx(band.low), pytest.approx(band.high), band.closed, band.above) for band in measures
    ]


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
        (
            "under 6 months: 50; from 6 to 12 months: 100; over 12 months: 200",
            [Band("age", 0, 6, False), Band("age", 6, 12, True), Band("age", 12, math.inf, False)],
        ),
        ("children under 6 months, after more than 3 months of care", [Band("age", 0, 6, False)]),
        ("over 12 months", []),
        ("children from 6 months up to 5 years old", [Band("age", 6, 60, True)]),
        ("from the age of 5 years", [Band("age", 60, math.inf, False)]),
        ("children under the age of 5: 5 ml", [Band("age", 0, 60, False)]),
        ("birth to 2 months of age", [Band("age", 0, 2, True)]),
        ("children over 8 years", [Band("age", 96, math.inf, False)]),
        ("infants (6-11 months)", [Band("age", 6, 11, True)]),
        ("children under 10: 5 ml", [Band("age", 0, 120, False)]),
        ("aged 12 years and older", [Band("age", 144, math.inf, False)]),
        ("adults of 50 kg and above", [Band("weight", 50, math.inf, False)]),
        ("2.4 mg/kg", []),
        ("children: 10 mg/kg; under 5 ml", []),
        ("cough > 2 weeks", []),
        ("under 30 kg/m2", []),
        ("children for 10 days", []),
        ("gestation over 13 weeks", []),
    ],
)
def test_bands_of_a_sentence(text: str, bands: list[Band]) -> None:
    """Ranges, limits and single values; each end with its own unit."""
    assert list(find_bands(text)) == bands


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
        ("children less than 9 kg", "9 to < 18 kg: 50 mg", False),
        ("children less than 9 kg", "4.5 to < 9 kg: 25 mg", True),
        ("children less than 9 kg", "under 4.5 kg: none", True),
        ("children over 18 kg", "9 to 18 kg: 50 mg", False),
        ("a child of 18 kg", "over 18 kg: 75 mg", True),
        ("children of 18 kg or more", "9 to 18 kg: 50 mg", True),
        ("children of 18 kg or more", "9 to < 18 kg: 50 mg", False),
        ("children from 10 to 20 kg", "20 to 30 kg", True),
        ("a child under 10 years of age", "children aged 10 to 14 years: 150 mg", False),
    ],
)
def test_fits(question: str, text: str, fitting: bool | None) -> None:
    """None where the text says nothing of what the question gives."""
    assert fits(find_measures(question), find_bands(text)) is fitting


def test_days_of_treatment_are_no_age() -> None:
    """Who weighs 30 kg is no newborn, and who weighs 3 kg may be."""
    weight = Band("weight", 30, 30, closed=True)
    assert find_measures("primaquine vivax 30 kg child 14 days") == (weight,)
    assert [each.quantity for each in find_measures("ampicillin baby 3 kg, child 14 days")] == ["weight", "age"]
