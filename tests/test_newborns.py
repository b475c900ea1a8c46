"""A dose that is not said to be for newborns is marked where the patient is one."""

import pytest

from rag.checks.newborns import check_newborn

PROBLEM = "the patient is a newborn, and these lines do not say that they are for newborns"
DOSE = "Gentamicin 1 mg/kg IV every 8 hours"


@pytest.mark.parametrize(
    "question",
    [
        "gentamicin for 3 kg newborn",
        "What dose of gentamicin for a neonate?",
        "gentamicin dose newborn 3.2 kg sepsis",
        "Gentamicin dose for a 10 day old",
        "Gentamicin dose for a premature baby of 32 weeks, 1.4 kg",
    ],
)
def test_a_newborn_s_dose(question: str) -> None:
    """By the word or by the age, and only of a dose."""
    assert list(check_newborn(question, DOSE, ["Endocarditis"])) == [PROBLEM]
    assert list(check_newborn(question, "Gentamicin is given by injection.", ["Endocarditis"])) == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (f"Neonates: {DOSE}", ["Sepsis"]),
        (DOSE, ["Sepsis of the newborn"]),
        (DOSE, ["Sepsis in young infants"]),
        (f"Children under 2 months: {DOSE}", ["Sepsis"]),
    ],
)
def test_lines_that_are_for_newborns(text: str, titles: list[str]) -> None:
    """They say so, in themselves, in the titles above or by an age."""
    assert list(check_newborn("What dose of gentamicin for a neonate?", text, titles)) == []


@pytest.mark.parametrize(
    "question",
    ["gentamicin for a child of 12 kg", "Gentamicin dose for the mother of a newborn", "Gentamicin dose, 3 months old"],
)
def test_other_patients(question: str) -> None:
    """A child, a mother and an infant past the first four weeks are none."""
    assert list(check_newborn(question, DOSE, [])) == []
