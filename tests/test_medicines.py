"""Medicines and illnesses that a text names."""

import pytest

from rag.checks.conditions import find_conditions
from rag.checks.medicines import asked_abbreviations, asked_medicines, find_aliases, find_medicines, names_medicine


def test_medicines_by_their_stems() -> None:
    """Combinations are their parts; an artery is no medicine."""
    text = "Artesunate-pyronaridine, amoxicillin/clavulanate or artemether into an artery; quinine in arterial disease"
    assert find_medicines(text) == ("artesunate", "pyronaridine", "amoxicillin", "artemether", "quinine")


@pytest.mark.parametrize(
    ("question", "medicines"),
    [
        ("What dose of aspirin in pregnancy?", ("aspirin",)),
        ("How much paracetamol does a child get?", ("paracetamol",)),
        ("How many tablets of the oral zinc?", ("zinc",)),
        ("How much water should a child drink?", ()),
        ("How many tablets make one dose of SP?", ("sulfadoxine",)),
        ("Kanamycin dose?", ("kanamycin",)),
        ("How is a fracture splinted?", ()),
    ],
)
def test_medicines_of_a_question(question: str, medicines: tuple[str, ...]) -> None:
    """By a stem, or as what a dose is asked of."""
    assert asked_medicines(question) == medicines


def test_abbreviations_count_in_a_question_on_a_dose() -> None:
    """Elsewhere capitals may be anything; one that is known is what it stands for."""
    assert asked_abbreviations("What dose of XYZQ?") == ("xyzq",)
    assert asked_abbreviations("What dose of ASAQ?") == ()
    assert asked_medicines("What dose of ASAQ?") == ("artesunate", "amodiaquine")
    assert asked_abbreviations("WHAT DOSE OF ZINC?") == ()
    assert asked_abbreviations("Is XYZQ safe?") == ()


@pytest.mark.parametrize(
    ("text", "medicine", "named"),
    [
        ("Co-trimoxazole is given", "cotrimoxazole", True),
        ("cotrimoxazole", "co-trimoxazole", True),
        ("Statin therapy", "statins", True),
        ("quinidine", "quinine", False),
        ("Tablets as needed in hospital", "AS", False),
        ("AS is given", "AS", True),
    ],
)
def test_one_medicine_has_many_spellings(text: str, medicine: str, named: bool) -> None:
    """Case, hyphens and a plural do not count."""
    assert names_medicine(text, medicine) is named


def test_aliases_are_what_the_text_gives() -> None:
    """An abbreviation in brackets right after the name; what a parenthesis says otherwise is none."""
    texts = ["Praziquantel (PZQ) is safe.", "praziquantel (see annex)", "albendazole (ALB)"]
    assert find_aliases(["praziquantel"], texts) == {"PZQ"}
    assert find_aliases([], texts) == frozenset()


def test_conditions() -> None:
    """By their endings and from the list, in one spelling."""
    text = "Gonorrhoea, otitis media, pre-eclampsia, TB, cholera and schistosomiasis; the diagnosis and the basis"
    assert find_conditions(text) == {
        "gonorrhea",
        "otitis",
        "preeclampsia",
        "tuberculosis",
        "cholera",
        "schistosomiasis",
    }
    assert find_conditions("MDR-TB in an HIV-positive adult") == {"tuberculosis", "hiv"}
    assert find_conditions("gonorrhea and tuberculosis") == {"gonorrhea", "tuberculosis"}
