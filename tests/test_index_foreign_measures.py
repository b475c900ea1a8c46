"""Weights and ages in French, Spanish and Portuguese, read as in English."""

import math

import pytest

from indexes.bands import find_bands, find_measures
from indexes.foreign_measures import with_english_measures
from indexes.row_bands import find_row_bands

WEIGHT, AGE = "weight", "age"


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("L'enfant de moins de 20 kg reçoit 3 mg/kg.", (WEIGHT, 0, 20)),
        ("L'enfant de 20 kg et plus et l'adulte", (WEIGHT, 20, math.inf)),
        ("à partir de 15 kg", (WEIGHT, 15, math.inf)),
        ("enfants de 6 mois à 5 ans", (AGE, 6, 60)),
        ("chez le nourrisson de moins de 6 mois", (AGE, 0, 6)),
        ("enfant d'un an", (AGE, 12, 12)),
        ("enfant de 1 an et plus", (AGE, 12, math.inf)),
        ("un adulte de 30 ans", (AGE, 360, 360)),
        ("enfant âgé de 3 ans", (AGE, 36, 36)),
        ("niños menores de 5 años", (AGE, 0, 60)),
        ("niños de 2 meses hasta 5 años", (AGE, 2, 60)),
        ("crianças de 2 a 5 anos", (AGE, 24, 60)),
        ("criança com menos de 10 kg", (WEIGHT, 0, 10)),
    ],
)
def test_bands(text: str, band: tuple[str, float, float]) -> None:
    """Comparisons, ranges and units of the three languages."""
    assert [(found.quantity, found.low, found.high) for found in find_bands(text)] == [band]


@pytest.mark.parametrize(
    "text",
    ["pendant 7 jours", "durante 5 días", "deux fois par jour pendant 3 jours", "cada 12 horas durante 5 días"],
)
def test_durations_are_no_ages(text: str) -> None:
    """How long something is given is not for whom."""
    assert find_bands(text) == ()


def test_a_patient() -> None:
    """Age and weight of a question; a cough's duration is neither."""
    found = find_measures("niño de 3 años y 14,5 kg con tos desde hace 5 días")
    assert [(measure.quantity, measure.low, measure.high) for measure in found] == [(AGE, 36, 36), (WEIGHT, 14.5, 14.5)]


@pytest.mark.parametrize(
    ("row", "band"),
    [
        ("Poids: 5 à 14,9 kg | Comprimés par prise: 1", (WEIGHT, 5, 14.9)),
        ("Poids: 35 kg et plus | Comprimés par prise: 4", (WEIGHT, 35, math.inf)),
        ("Edad: 6 a 11 meses | Dosis: 2,5 ml", (AGE, 6, 11)),
        ("Idade: 1 a 4 anos | Dose: 5 ml", (AGE, 12, 48)),
    ],
)
def test_rows(row: str, band: tuple[str, float, float]) -> None:
    """A row's first cell says for whom it is; "5 à 14,9" is a range, and not 5."""
    assert [(found.quantity, found.low, found.high) for found in find_row_bands(row)] == [band]


@pytest.mark.parametrize(
    "text",
    [
        "Children aged 5 to 9 years weighing more than 20 kg: 2.4 mg/kg, plus food. Vitamin A 1 dose.",
        "Under 5 years: 1 tablet for 3 days; adults of 60 kg and over: 4 tablets",
    ],
)
def test_english_stays_as_it_is(text: str) -> None:
    """No English word is taken for one of these."""
    assert with_english_measures(text) == text
