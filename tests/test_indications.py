"""What a dose is given for: the illness, and whether to treat or to prevent it."""

import pytest

from rag.checks.indications import asks_prevention, is_for_another, is_for_other_purpose, speaks_of_prevention

LEPROSY = "What dose of rifampicin for leprosy?"
DOSE = "Rifampicin 15 mg/kg"


def is_another(own: str, *above: str, question: str = LEPROSY) -> bool:
    """Tell whether a dose below these layers is for another illness."""
    return is_for_another(question, own, own.index("15"), [[layer] for layer in above])


@pytest.mark.parametrize(
    ("above", "another"),
    [
        (["Tuberculosis in children", "Manual on tuberculosis and leprosy"], True),
        (["Treatment of leprosy", "Manual on tuberculosis and leprosy"], False),
        (["Doses", "Manual on tuberculosis and leprosy"], False),
        (["Doses", "Medicines"], False),
    ],
)
def test_the_nearest_title_decides(above: list[str], another: bool) -> None:
    """A book on two illnesses says of neither what the chapter on the other does."""
    assert is_another(DOSE, *above) is another


@pytest.mark.parametrize(
    ("own", "another"),
    [
        ("Patients with tuberculosis have rifampicin 15 mg/kg, more than is given for leprosy", True),
        ("Rifampicin 15 mg/kg is given for leprosy", False),
        ("Leprosy: rifampicin 15 mg/kg", False),
        ("Rifampicin 15 mg/kg, with pyridoxine to prevent neuropathy", False),
    ],
)
def test_the_line_itself_decides_first(own: str, another: bool) -> None:
    """By the illness before the dose; what a medicine does harm by is none that it is given for."""
    assert is_another(own, "Leprosy") is another


def test_an_illness_under_its_kin_s_title() -> None:
    """Meningococcal disease stands in the chapter on meningitis."""
    own = "Ciprofloxacin 15 mg/kg once"
    assert not is_another(own, "Meningitis", question="Ciprofloxacin dose for a meningococcal contact?")
    assert is_another(own, "Typhoid", question="Ciprofloxacin dose for a meningococcal contact?")
    assert not is_another(own, "Typhoid", question="Ciprofloxacin dose?")


def test_a_question_without_an_illness() -> None:
    """What patients with another illness than the book's get is none of the book's doses."""
    own = "Patients with neurocysticercosis have praziquantel 15 mg/kg"
    assert is_another(own, "Schistosomiasis", question="Praziquantel dose for a 3-year-old?")
    assert not is_another(own, "Doses", question="Praziquantel dose for a 3-year-old?")
    assert not is_another("Praziquantel 15 mg/kg", "Schistosomiasis", question="Praziquantel dose for a 3-year-old?")


CONTACTS = "What dose of ceftriaxone for contacts of meningitis patients?"


@pytest.mark.parametrize(
    ("question", "text", "above", "other"),
    [
        (CONTACTS, "2 g every 12 hours", ["TREATMENT", "Meningitis"], True),
        (CONTACTS, "250 mg once", ["Consider prophylaxis of close contacts:", "TREATMENT"], False),
        (CONTACTS, "250 mg once, to treat or to prevent it", ["TREATMENT"], False),
        ("Ceftriaxone dose to prevent meningitis?", "2 g every 12 hours", ["TREATMENT", "Meningitis"], True),
        ("Treatment of meningitis: ceftriaxone dose?", "250 mg once", ["Prophylaxis of contacts"], True),
        ("Ceftriaxone dose in meningitis?", "250 mg once", ["Prophylaxis of contacts"], False),
        ("Pyridoxine dose to prevent neuropathy?", "25 mg", ["Treatment of tuberculosis"], False),
        ("Dose of isoniazid preventive treatment?", "10 mg/kg", ["Isoniazid preventive treatment"], False),
    ],
)
def test_prevention_and_treatment(question: str, text: str, above: list[str], other: bool) -> None:
    """The nearest that says which decides; what prevents one illness may be part of the treatment of another."""
    assert is_for_other_purpose(question, text, above) is other


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Post-exposure prophylaxis of contacts: what dose?", True),
        ("Dose of isoniazid preventive therapy?", True),
        ("A man on cotrimoxazole prophylaxis has leprosy: what dose of dapsone?", False),
        ("What dose treats leprosy?", False),
        ("SP dose for IPTi in an infant?", True),
    ],
)
def test_questions_on_prevention(question: str, asks: bool) -> None:
    """A patient who takes a prophylaxis already need not be asked about it."""
    assert asks_prevention(question) is asks


def test_texts_on_prevention() -> None:
    """By their words or by the abbreviations of its ways."""
    assert speaks_of_prevention("IPTp-SP is given")
    assert speaks_of_prevention("close contacts: 500 mg")
    assert not speaks_of_prevention("The treatment regimen is:")


def test_what_the_patient_has_besides_is_no_purpose() -> None:
    """A dose in the chapter on TB is for a patient with HIV as well; one for another illness is not."""
    question = "rifampicin dose for an HIV-positive child?"
    assert not is_another(DOSE, "Tuberculosis in children", question=question)
    assert is_another("For leprosy: rifampicin 15 mg/kg", "Tuberculosis in children", question=question)


@pytest.mark.parametrize(
    "asked", ["a close contact of meningitis", "contacts", "a household contact", "contact of a case"]
)
def test_a_contact_has_what_prevents(asked: str) -> None:
    """One contact or several: the dose of the ill is another's."""
    question = f"What dose of ceftriaxone for {asked}?"
    assert is_for_other_purpose(question, "Ceftriaxone 2 g", ["Treatment of meningitis"])
    assert not is_for_other_purpose(question, "Ceftriaxone 250 mg", ["Prophylaxis of close contacts"])
    assert not is_for_other_purpose("Ceftriaxone dose on contact with the skin", "Ceftriaxone 2 g", ["Treatment"])
