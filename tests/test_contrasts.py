"""Kinds and steps that must not be taken for one another."""

import pytest

from rag.checks.contrasts import is_on_other_side
from rag.checks.units import asked_units, asks_time, counts_units


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("paucibacillary leprosy in a child", "The regimen for MB leprosy is:", True),
        ("paucibacillary leprosy in a child", "The regimens for PB and MB leprosy are:", False),
        ("paucibacillary leprosy in a child", "Rifampicin once a month", False),
        ("first trimester", "in the second and third trimester", True),
        ("tablets in the intensive phase", "4 month continuation phase: 3", True),
        ("tablets in the intensive phase", "2 month initial phase: 3 | continuation phase: 2", False),
        ("prophylaxis of contacts", "The treatment regimen for MB leprosy is:", True),
        ("maintenance dose", "loading dose 20 mg/kg", True),
        ("rabies vaccine days before travel, pre-exposure", "Rabies after a bite: days 0, 3, 7 and 14.", True),
        ("empirical antibiotics in sepsis", "Organism identified | Cloxacillin 2 g IV", True),
        ("suspected bacterial arthritis", "Organisms not yet identified | Ceftriaxone 2 g IV", False),
        ("rabies pre-exposure days", "Pre-exposure and post-exposure vaccines.", False),
    ],
)
def test_the_other_side(question: str, text: str, other: bool) -> None:
    """Only what is on the other side alone is on it."""
    assert is_on_other_side(question, text) is other


def test_the_nearest_title_has_the_side() -> None:
    """Where the text names neither; a title on both decides nothing."""
    above = ["Doses", "Treating uncomplicated malaria", "Severe malaria"]
    assert is_on_other_side("artesunate for severe malaria", "200 mg", above)
    assert not is_on_other_side("artesunate for severe malaria", "200 mg", above[::-1])
    assert not is_on_other_side("artesunate for severe malaria", "200 mg in severe malaria", above)
    assert not is_on_other_side("artesunate for severe malaria", "200 mg", ["Uncomplicated and severe malaria"])


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("Within how many hours?", {"hours"}),
        ("How many 600 mg tablets for a child?", {"pieces"}),
        ("How many mg of it, and for how many days?", {"mass", "days"}),
        ("What percentage of alcohol?", {"percent"}),
        ("chlorine concentration for floors", {"concentration"}),
        ("Which bleach concentration for floors?", {"concentration"}),
        ("How does the concentration of artesunate fall?", set()),
        ("How many patients?", set()),
        ("At what ages is it given?", {"age"}),
        ("How old must a child be?", {"age"}),
    ],
)
def test_units_of_a_question(question: str, units: set[str]) -> None:
    """What it wants a number of."""
    assert asked_units(question) == units


def test_units_of_a_text() -> None:
    """A number with such a unit, which the table's header may give; hours may be answered in days."""
    assert counts_units("after two days", "", frozenset(["hours"]))
    assert not counts_units("after two weeks", "", frozenset(["hours"]))
    assert counts_units("9 to 18 | 3", "Weight | Tablets", frozenset(["pieces"]))
    assert not counts_units("2 years old: an oral tablet", "", frozenset(["pieces"]))
    assert not counts_units("soon", "Hours", frozenset(["hours"]))


def test_an_age_of_a_text() -> None:
    """Birth is one; a year in which something happens is none, nor is how often it does."""
    age = frozenset(["age"])
    assert counts_units("given to children aged 3 to 59 months", "", age)
    assert counts_units("one dose at birth", "", age)
    assert not counts_units("saving millions of lives every year; between 2010 and 2018, 23 million deaths", "", age)


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("How long is TB treated?", True),
        ("For how many more weeks?", True),
        ("duration of therapy", True),
        ("Combien de temps ?", True),
        ("How many tablets?", False),
        ("How old must a child be?", False),
    ],
)
def test_questions_on_time(question: str, time: bool) -> None:
    """For how long, or how often."""
    assert asks_time(question) is time
