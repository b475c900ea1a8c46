"""When the evidence is silent: the thresholds, and medicines that no hit names."""

from collections.abc import Sequence

import pytest

from indexes.types import Coverage, Hit
from rag.checks.background import check_background
from rag.checks.silence import (
    LEAST_CLOSENESS,
    LEAST_SIMILARITY,
    is_on_both,
    is_silent,
    missing_conditions,
    missing_medicines,
    prefer_on_topic,
)
from tests.factories import make_guideline, make_hit, make_passage

WHOLE = Coverage(1.0, ())
NOTHING = Coverage(0.0, ("cholera",))


def make_hits(*texts: str, similarity: float = 0.6, heading: Sequence[str] = (), title: str = "Guide") -> list[Hit]:
    """Make a hit for each text."""
    guideline = make_guideline("guide", title)
    return [make_hit(make_passage([text], heading=heading), guideline, similarity=similarity) for text in texts]


def test_no_hits_are_silence() -> None:
    """Nothing found answers nothing, however much of the words it covers."""
    assert is_silent("How much zinc?", [], WHOLE)


@pytest.mark.parametrize(
    ("similarity", "share", "silent"),
    [
        (LEAST_SIMILARITY - 0.01, 1.0, True),
        (LEAST_SIMILARITY, 1.0, False),
        (LEAST_CLOSENESS - 0.01, 0.0, True),
        (LEAST_CLOSENESS, 0.0, False),
        (0.5, 2 * (LEAST_CLOSENESS - 0.5), False),
        (0.5, 2 * (LEAST_CLOSENESS - 0.5) - 0.01, True),
    ],
)
def test_thresholds(similarity: float, share: float, silent: bool) -> None:
    """Far in meaning is silence; a middling distance is made good by the question's words."""
    hits = make_hits("Give zinc.", similarity=similarity)
    assert is_silent("How much zinc?", hits, Coverage(share, ())) is silent


def test_the_nearest_hit_counts() -> None:
    """One near passage is enough, wherever it stands."""
    hits = [*make_hits("Far.", similarity=0.1), *make_hits("Near.", similarity=0.9)]
    assert not is_silent("How near?", hits, NOTHING)


MEDICINES = [
    "amoxicillin",
    "ceftriaxone",
    "ciprofloxacin",
    "metronidazole",
    "amlodipine",
    "Doxycycline",
    "enalapril",
    "quinine",
    "labetalol",
    "dexamethasone",
    "prednisolone",
    "misoprostol",
    "oxytocin",
    "phenytoin",
]


@pytest.mark.parametrize("medicine", MEDICINES)
def test_a_medicine_that_no_hit_names(medicine: str) -> None:
    """However near the passages are, another medicine's dose is no answer."""
    hits = make_hits("Give artesunate 2.4 mg/kg.", similarity=0.95)
    assert missing_medicines(f"What is the dose of {medicine}?", hits) == (medicine.lower(),)
    assert is_silent(f"What is the dose of {medicine}?", hits, WHOLE)
    named = make_hits(f"Give {medicine} once a day.", similarity=0.95)
    assert missing_medicines(f"What is the dose of {medicine}?", named) == ()
    assert not is_silent(f"What is the dose of {medicine}?", named, WHOLE)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("rivaroxaban?", "Rivaroxiban is given."),
        ("co-trimoxazole for HIV?", "Give cotrimoxazole."),
        ("cotrimoxazole for HIV?", "Give co-trimoxazole."),
        ("Are penicillins given?", "Give benzyl penicillin."),
        ("When is salt given?", "Give water."),
        ("Who treats a child with diarrhoea?", "A nurse."),
    ],
)
def test_spellings_and_plain_words(question: str, text: str) -> None:
    """Hyphens and plurals do not hide a medicine, and words that are none are not taken for one."""
    assert missing_medicines(question, make_hits(text)) == ()


def test_titles_name_medicines_too() -> None:
    """The title and the headings above a passage say what its doses are of."""
    question = "Dose of cefalexin?"
    assert missing_medicines(question, make_hits("10 mg/kg.", heading=("5.3 Cefalexin",))) == ()
    assert missing_medicines(question, make_hits("10 mg/kg.", title="Cefalexin for skin")) == ()
    assert missing_medicines(question, make_hits("10 mg/kg.")) == ("cefalexin",)


def test_each_missing_medicine_once() -> None:
    """In the question's order, lower case."""
    question = "Diazepam or amoxicillin, or DIAZEPAM with artesunate?"
    assert missing_medicines(question, make_hits("Artesunate.")) == ("diazepam", "amoxicillin")


def test_an_abbreviation_may_stand_for_what_no_hit_names() -> None:
    """Unlike the name itself."""
    hits = make_hits("Give primaquine 0.25 mg/kg once.")
    assert missing_medicines("Already on AL: what dose of primaquine?", hits) == ()
    assert missing_medicines("Already on artemether: what dose of primaquine?", hits) == ("artemether",)


def test_a_dose_for_another_illness_is_silence() -> None:
    """The medicine and the illness stand in one passage, or in its titles."""
    hits = make_hits("Amoxicillin 40 mg/kg is given by mouth.", heading=("Pneumonia",))
    assert is_on_both("amoxicillin for pneumonia?", hits[0])
    assert not is_on_both("amoxicillin for otitis media?", hits[0])
    assert is_on_both("What dose of amoxicillin?", hits[0])
    assert not is_on_both("What dose for otitis media?", hits[0])
    assert is_on_both("Is otitis media an infection?", hits[0])


def test_an_illness_that_no_hit_names_is_silence() -> None:
    """However near the passages are; its germ names it too."""
    hits = make_hits("Give fluids.", heading=("Dengue",), similarity=0.95)
    assert missing_conditions("How is cholera treated?", hits) == ("cholera",)
    assert is_silent("How is cholera treated?", hits, WHOLE)
    assert missing_conditions("How is dengue treated?", hits) == ()
    assert missing_conditions("How is malaria treated?", make_hits("P. vivax is treated.")) == ()


def test_a_combination_is_missing_as_a_whole() -> None:
    """One of its parts is not it."""
    hits = make_hits("Isoniazid 300 mg is given once a day.", similarity=0.95)
    assert missing_medicines("What is the weekly dose in 3HP?", hits) == ("isoniazid-rifapentine",)
    assert missing_medicines("Is she still on 3HP?", hits) == ()


def test_what_names_the_medicine_comes_first() -> None:
    """In the search's order otherwise; a question on no medicine keeps it."""
    hits = make_hits("Amoxicillin 40 mg/kg.", "Zinc 20 mg.", "Kanamycin 15 mg/kg.", "Zinc again.")
    assert prefer_on_topic("What dose of zinc?", hits) == [hits[1], hits[3], hits[0], hits[2]]
    assert prefer_on_topic("Who is treated?", hits) == hits


def test_what_the_patient_has_besides_need_not_be_named() -> None:
    """Where what is asked about is; alone it is what is asked about."""
    hits = make_hits("Artesunate 2.4 mg/kg in severe malaria.")
    assert missing_conditions("Artesunate for a diabetic with severe malaria?", hits) == ()
    assert missing_conditions("Artesunate for a known epileptic?", hits) == ()
    assert missing_conditions("How is a diabetic treated?", hits) == ("diabetes",)
    assert missing_conditions("How is diabetes with malaria treated?", hits) == ("diabetes",)


def test_the_reader_is_told_of_what_a_quote_does_not_speak_of() -> None:
    """By the illness's name."""
    question = "Artesunate for a diabetic with severe malaria?"
    assert check_background(question, "Artesunate 2.4 mg/kg.") == (
        "does not say whether it holds for a patient with diabetes",
    )
    assert check_background(question, "In diabetes artesunate 2.4 mg/kg.") == ()
