"""What brings a line forward or back: studies, circumstances, the class of medicine asked for."""

import pytest

from rag.checks.circumstances import find_circumstances
from rag.checks.medicine_classes import names_asked_class
from rag.checks.medicines import dosed_medicines, taken_medicines
from rag.checks.studies import is_background, is_on_study


@pytest.mark.parametrize(
    ("text", "study"),
    [
        ("In a randomized trial 370 women were enrolled.", True),
        ("Fewer relapses (RR 0.36, 95% CI 0.2-0.5).", True),
        ("Give 40 mg/kg once a day.", False),
        ("WHO recommends annual treatment.", False),
    ],
)
def test_studies(text: str, study: bool) -> None:
    """What was found is not what is to be done."""
    assert is_on_study(text) is study


def test_background_sections() -> None:
    """By their titles."""
    assert is_background(["References", "A4.1 Frequency"])
    assert is_background(["Clinical question/ PICO"])
    assert not is_background(["5.2 Treating severe malaria", "Artesunate"])


def test_circumstances() -> None:
    """What holds for some patients or places only."""
    assert find_circumstances("Rectal artesunate before referral") == {"before referral", "by rectum"}
    assert find_circumstances("Intravenous artesunate") == frozenset()


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("What steroid dose?", "Prednisolone 2 mg/kg.", True),
        ("What steroid dose?", "Amoxicillin 2 mg/kg.", False),
        ("Which IV antibiotic instead?", "Chloramphenicol 1 g.", True),
        ("Which drug and dose?", "Atenolol 50 mg.", True),
        ("When are steroids stopped?", "Prednisolone 2 mg/kg.", False),
    ],
)
def test_classes(question: str, text: str, named: bool) -> None:
    """A member of the class that is asked for."""
    assert names_asked_class(question, text) is named


def test_a_medicine_that_cannot_be_taken_is_not_asked_for() -> None:
    """One that the patient is allergic to, or that is out of stock; and one that he has already is told apart."""
    amoxicillin = (frozenset(["amoxicillin"]),)
    assert dosed_medicines("Allergic to amoxicillin: which antibiotic?") == ()
    assert dosed_medicines("No amoxicillin in stock, what instead?") == ()
    assert dosed_medicines("Amoxicillin is out of stock, what instead?") == ()
    assert dosed_medicines("Is amoxicillin contraindicated?") == amoxicillin
    assert taken_medicines("A man on amoxicillin has a rash") == amoxicillin
    assert taken_medicines("Is amoxicillin safe?") == ()
