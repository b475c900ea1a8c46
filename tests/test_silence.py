"""When the evidence is silent, and the reason given: a likelihood, and what no hit names."""

import itertools
from collections.abc import Sequence

import pytest

from indexes.context import all_text
from indexes.types import Coverage, Hit
from rag.checks.background import check_background
from rag.checks.on_topic import is_on_both, missing_conditions, missing_medicines, prefer_on_topic
from rag.checks.silence import NOTHING_FOUND, Decision, decide
from tests.factories import make_guideline, make_hit, make_passage

WHOLE = Coverage(1.0, ())
NOTHING = Coverage(0.0, ("cholera",), 1.0)


def make_hits(*texts: str, similarity: float = 0.6, heading: Sequence[str] = (), title: str = "Guide") -> list[Hit]:
    """Make a hit for each text."""
    guideline = make_guideline("guide", title)
    return [make_hit(make_passage([text], heading=heading), guideline, similarity=similarity) for text in texts]


def texts_of(hits: Sequence[Hit]) -> list[str]:
    """Return the words of each hit with the titles above them."""
    return [all_text(hit.guideline.title, hit.passage) for hit in hits]


def test_no_hits_are_silence() -> None:
    """Nothing found answers nothing, however much of the words it covers."""
    assert decide("How much zinc?", [], WHOLE) == Decision(0.0, NOTHING_FOUND)


def test_far_in_meaning_is_silence() -> None:
    """The likelihood grows with the similarity, and what is too unlikely is not answered."""
    decisions = [decide("How is it done?", make_hits("Do it.", similarity=at / 10), WHOLE) for at in range(11)]
    assert all(one.probability < other.probability for one, other in itertools.pairwise(decisions))
    far = "the passages found are too far from the question"
    silences = [decision.silence for decision in decisions]
    first = silences.index(None)
    assert 1 < first < 7
    assert silences == [far] * first + [None] * (11 - first)


def test_the_nearest_hit_counts() -> None:
    """One near passage is enough, wherever it stands."""
    hits = [*make_hits("Far.", similarity=0.1), *make_hits("Near.", similarity=0.9)]
    assert decide("How near?", hits, NOTHING).silence is None


@pytest.mark.parametrize(
    ("question", "text", "silence"),
    [
        ("What is the dose of diazepam?", "Give zinc 20 mg.", "none of the passages found names diazepam"),
        (
            "Is diazepam or zinc given in cholera?",
            "Give zinc 20 mg.",
            "none of the passages found names diazepam or cholera",
        ),
        (
            "What dose of zinc for malaria?",
            "Zinc 20 mg in diarrhoea.\nMalaria is told by fever.",
            None,
        ),
    ],
)
def test_the_decision_explains_itself(question: str, text: str, silence: str | None) -> None:
    """By what no hit names, however near the hits are."""
    assert decide(question, make_hits(text, similarity=0.95), WHOLE).silence == silence


def test_hits_on_one_or_the_other_are_silence() -> None:
    """The dose of the medicine is for another illness, and what is on the illness names no medicine."""
    hits = make_hits("Zinc 20 mg in diarrhoea.", "Malaria is told by fever.", similarity=0.95)
    told = "none of the passages found is on the medicine, the illness and the patient asked about at once"
    assert decide("What dose of zinc for malaria?", hits, WHOLE).silence == told


@pytest.mark.parametrize(
    ("question", "text", "silence"),
    [
        ("What is the dose of zinc?", "Zinc is stored dry.", "none of the passages found gives a dose of zinc"),
        (
            "How many rolls of gauze are packed?",
            "Pack them.",
            "none of the passages found speaks of “rolls” or “gauze”",
        ),
        (
            "zinc dose for dandruff",
            "Zinc 20 mg daily.",
            "none of the passages found on the medicine speaks of “dandruff”",
        ),
    ],
)
def test_an_unlikely_answer_is_explained_by_what_is_lacking(question: str, text: str, silence: str) -> None:
    """A dose that no hit gives, what is counted, or what a dose is for, where no hit has it."""
    assert decide(question, make_hits(text, similarity=0.4), WHOLE).silence == silence


def test_where_the_embedder_has_no_scale_the_words_decide() -> None:
    """Whatever its cosines say."""
    hits = make_hits("Do it.", similarity=0.0)
    whole, nothing = decide("How is it done?", hits, WHOLE, None), decide("How is it done?", hits, NOTHING, None)
    assert whole.silence is None
    assert whole.probability > nothing.probability
    assert whole == decide("How is it done?", make_hits("Do it.", similarity=0.9), WHOLE, None)


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
    assert missing_medicines(f"What is the dose of {medicine}?", texts_of(hits)) == (medicine.lower(),)
    assert decide(f"What is the dose of {medicine}?", hits, WHOLE).silence is not None
    named = make_hits(f"Give {medicine} 20 mg once a day.", similarity=0.95)
    assert missing_medicines(f"What is the dose of {medicine}?", texts_of(named)) == ()
    assert decide(f"What is the dose of {medicine}?", named, WHOLE).silence is None


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
    assert missing_medicines(question, texts_of(make_hits(text))) == ()


def test_titles_name_medicines_too() -> None:
    """The title and the headings above a passage say what its doses are of."""
    question = "Dose of cefalexin?"
    assert missing_medicines(question, texts_of(make_hits("10 mg/kg.", heading=("5.3 Cefalexin",)))) == ()
    assert missing_medicines(question, texts_of(make_hits("10 mg/kg.", title="Cefalexin for skin"))) == ()
    assert missing_medicines(question, texts_of(make_hits("10 mg/kg."))) == ("cefalexin",)


def test_each_missing_medicine_once() -> None:
    """In the question's order, lower case."""
    question = "Diazepam or amoxicillin, or DIAZEPAM with artesunate?"
    assert missing_medicines(question, texts_of(make_hits("Artesunate."))) == ("diazepam", "amoxicillin")


def test_an_abbreviation_may_stand_for_what_no_hit_names() -> None:
    """Unlike the name itself."""
    hits = make_hits("Give primaquine 0.25 mg/kg once.")
    assert missing_medicines("Already on AL: what dose of primaquine?", texts_of(hits)) == ()
    assert missing_medicines("Already on artemether: what dose of primaquine?", texts_of(hits)) == ("artemether",)


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
    assert missing_conditions("How is cholera treated?", texts_of(hits)) == ("cholera",)
    assert decide("How is cholera treated?", hits, WHOLE).silence is not None
    assert missing_conditions("How is dengue treated?", texts_of(hits)) == ()
    assert missing_conditions("How is malaria treated?", texts_of(make_hits("P. vivax is treated."))) == ()


def test_haemorrhage_may_be_called_bleeding() -> None:
    """A guideline speaks of bleeding after birth where the question says haemorrhage."""
    hits = make_hits("Tranexamic acid 1 g for bleeding after birth.", similarity=0.6)
    assert decide("What dose of tranexamic acid for postpartum haemorrhage?", hits, WHOLE).silence is None


def test_a_combination_is_missing_as_a_whole() -> None:
    """One of its parts is not it."""
    hits = make_hits("Isoniazid 300 mg is given once a day.", similarity=0.95)
    assert missing_medicines("What is the weekly dose in 3HP?", texts_of(hits)) == ("isoniazid-rifapentine",)
    assert missing_medicines("Is she still on 3HP?", texts_of(hits)) == ()


def test_what_names_the_medicine_comes_first() -> None:
    """In the search's order otherwise; a question on no medicine keeps it."""
    hits = make_hits("Amoxicillin 40 mg/kg.", "Zinc 20 mg.", "Kanamycin 15 mg/kg.", "Zinc again.")
    assert prefer_on_topic("What dose of zinc?", hits) == [hits[1], hits[3], hits[0], hits[2]]
    assert prefer_on_topic("Who is treated?", hits) == hits


def test_what_the_patient_has_besides_need_not_be_named() -> None:
    """Where what is asked about is; alone it is what is asked about."""
    hits = make_hits("Artesunate 2.4 mg/kg in severe malaria.")
    assert missing_conditions("Artesunate for a diabetic with severe malaria?", texts_of(hits)) == ()
    assert missing_conditions("Artesunate for a known epileptic?", texts_of(hits)) == ()
    assert missing_conditions("How is a diabetic treated?", texts_of(hits)) == ("diabetes",)
    assert missing_conditions("How is diabetes with malaria treated?", texts_of(hits)) == ("diabetes",)


def test_the_reader_is_told_of_what_a_quote_does_not_speak_of() -> None:
    """By the illness's name."""
    question = "Artesunate for a diabetic with severe malaria?"
    assert check_background(question, "Artesunate 2.4 mg/kg.") == (
        "does not say whether it holds for a patient with diabetes",
    )
    assert check_background(question, "In diabetes artesunate 2.4 mg/kg.") == ()
