"""Illnesses are known by their names, in all their spellings."""

import pytest

from rag.checks.background import background_conditions
from rag.checks.conditions import find_conditions
from rag.checks.indications import is_for_another


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("congestive heart failure, cardiac failure", {"heart failure"}),
        ("renal failure, kidney disease, acute kidney injury", {"kidney disease"}),
        ("hepatic impairment", {"liver disease"}),
        ("acute pulmonary oedema or pulmonary edema", {"pulmonary edema"}),
        ("DVT or pulmonary embolism", {"thrombosis"}),
        ("atrial fibrilation", {"atrial fibrillation"}),
        ("a sickle cell crisis", {"sickle cell disease"}),
        ("in shock", {"shock"}),
        ("hyperparasitaemic patients, an anaemic child", {"hyperparasitemia", "anemia"}),
        ("anemic and hypoglycemic", {"anemia", "hypoglycemia"}),
        ("an epidemic, systemic and endemic", set()),
        ("an electric shock", set()),
        ("septic shock", {"sepsis", "shock"}),
        ("septicaemia or bacteremia", {"sepsis"}),
        ("septic arthritis, an aseptic dressing", {"arthritis"}),
        ("a burnt hand, scalds", {"burn"}),
        ("DKA", {"ketoacidosis"}),
        ("kala-azar", {"leishmaniasis"}),
        ("shingles, herpes zoster", {"herpes zoster"}),
        ("tinea capitis, ringworm", {"tinea"}),
        ("polycystic ovaries, PCOS", {"polycystic ovary syndrome"}),
        ("hives", {"urticaria"}),
        ("tubercle bacilli", {"tuberculosis"}),
        ("an overdose, lead poisoning, a poisonous snake", {"poisoning"}),
        ("constipation", {"constipation"}),
        ("Lyme disease, Wilson disease", {"lyme disease", "wilson's disease"}),
        ("nephrotic syndrome", {"nephrotic syndrome"}),
        ("sarna, gale, escabiosis", {"scabies"}),
        ("faringitis, otite", {"pharyngitis", "otitis"}),
        ("yellow fever, zika, chikungunya, Marburg", {"yellow fever", "zika", "chikungunya", "marburg"}),
    ],
)
def test_common_illnesses_have_a_name(text: str, found: set[str]) -> None:
    """One that has none would not be missed where the guidelines do not name it."""
    assert find_conditions(text) == found


def test_failing_kidneys_are_what_the_patient_has_besides() -> None:
    """A dose for heart failure is no other illness's where the patient's kidneys fail."""
    question = "digoxin dose in heart failure with kidney failure"
    assert background_conditions(question) == {"kidney disease"}
    assert not is_for_another(question, "Digoxin 125 micrograms daily", 8, [["Heart failure"]])
    assert is_for_another("digoxin dose in malaria", "Digoxin 125 micrograms daily", 8, [["Heart failure"]])
