"""What the reader is told before a statement is used for the patient of the question, whoever made it."""

from collections.abc import Sequence

import pytest

from rag.answerers.parse import parse_completion
from rag.checks.line_bands import find_line_bands, find_needed
from rag.checks.patients import check_patient, is_for_other_patient, unread_measures
from rag.checks.populations import patient_age_groups, patient_groups
from rag.types import Request
from tests.factories import make_evidence, make_guideline, make_hit, make_passage, make_request

TABLE = [
    "Primaquine by weight, one dose a day",
    "Weight (kg): 5 to < 15 | Tablets: 1",
    "Weight (kg): 25 to < 35 | Tablets: 3",
]
NOT_GIVEN = "the patient's weight is not given: these lines are for different weights, and the page may have more"


def problems(request: Request, completion: str) -> list[str]:
    """Return what is said of what a model wrote for a request."""
    return [
        problem for each in parse_completion(completion, request) for problem in check_patient(request, each).problems
    ]


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("quinine for a 4-year-old", {"children"}),
        ("quinine for an 11-year-old", {"children"}),
        ("quinine for children under 12 years", {"children"}),
        ("quinine for a 12-year-old", {"children", "adults"}),
        ("quinine for a 17-year-old girl", {"children", "adults"}),
        ("quinine for a 30-year-old", {"adults"}),
        ("quinine for a patient of 9 kg", {"children"}),
        ("quinine for a patient of 45 kg", set()),
        ("quinine for a boy", {"children"}),
        ("quinine for an adolescent", {"children", "adults"}),
        ("a pediatric dose", {"children"}),
        ("quinine", set()),
    ],
)
def test_a_patient_s_group(question: str, groups: set[str]) -> None:
    """By words, and by what age and weight say for certain."""
    assert patient_age_groups(question) == groups


def test_words_that_name_no_child() -> None:
    """Women of child-bearing age are adults, and neonatal mortality is no patient."""
    assert patient_groups("women of child-bearing age") == {"adults"}
    assert patient_groups("women and neonatal mortality") == {"adults"}
    assert patient_groups("neonatal sepsis") == {"children"}


def test_whom_the_passage_leaves_out_is_said_of_a_model_s_statement() -> None:
    """Though the statement itself says nothing of it; another medicine's exclusion is not told."""
    lines = [
        "Give primaquine 0.25 mg/kg to all patients, except pregnant women.",
        "Tetracycline is not for pregnant women.",
    ]
    request = make_request("What dose of primaquine for a pregnant woman?", lines)
    assert "leaves out patients such as the one asked about: “except pregnant women”" in problems(
        request, "Give primaquine 0.25 mg/kg [1]."
    )
    assert not any("Tetracycline" in each for each in problems(request, "Give primaquine 0.25 mg/kg [1]."))
    other = make_request("What dose of primaquine for a man?", lines)
    assert not any("such as the one asked" in each for each in problems(other, "Give primaquine 0.25 mg/kg [1]."))


def test_a_model_s_dose_for_another_weight() -> None:
    """Its row is for heavier patients."""
    request = make_request("What dose of primaquine for a child of 9 kg?", make_passage(TABLE, kind="table"))
    told = "is for another weight or age than that of the patient asked about"
    assert told in problems(request, "Give 3 tablets of primaquine to those of 25 to < 35 kg [1].")
    assert told not in problems(request, "Give 1 tablet of primaquine to those of 5 to < 15 kg [1].")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What dose of primaquine for a 4-year-old?", [NOT_GIVEN]),
        ("What dose of primaquine?", [NOT_GIVEN]),
        ("What dose of primaquine for a child of 9 kg?", []),
    ],
)
def test_a_weight_that_is_not_given(question: str, told: list[str]) -> None:
    """An age finds no row of weights."""
    request = make_request(question, make_passage(TABLE, kind="table"))
    text = "Primaquine by weight: 1 tablet for 5 to < 15 kg, 3 tablets for 25 to < 35 kg [1]."
    assert [each for each in problems(request, text) if "not given" in each] == told


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("dose for a 7/12 infant", ("7/12",)),
        ("dapsone child MB leprosy 8 years", ("8 years",)),
        ("dapsone, child with leprosy on treatment for 2 years", ()),
        ("dose for a child of 35 lb", ("35 lb",)),
        ("dose for 20 lb child", ("20 lb",)),
        ("dose for a 44-lb child", ("44-lb",)),
        ("dose for a man of 12 stone", ("12 stone",)),
        ("dose for a 3-year-old", ()),
        ("dose for a 9 kg child", ()),
        ("dose for a child with fever for 3 d", ()),
        ("5 mg/kg for a child", ()),
    ],
)
def test_measures_that_cannot_be_read(question: str, unread: tuple[str, ...]) -> None:
    """They are named as they are written."""
    assert unread_measures(question) == unread


def test_the_reader_is_told_of_what_was_not_understood() -> None:
    """Beside each dose."""
    request = make_request("Paracetamol dose for a child of 35 lb?", ["Paracetamol 15 mg/kg by mouth."])
    assert problems(request, "Paracetamol 15 mg/kg by mouth [1].") == [
        "“35 lb” in the question was not understood: see for which weight or age the lines are"
    ]


@pytest.mark.parametrize(
    ("heading", "is_told"),
    [("3 Fever", False), ("3 Fever in children", False), ("3 Paracetamol", True), ("3 Dosage in children", True)],
)
def test_a_title_that_the_question_has(heading: str, is_told: bool) -> None:
    """What is no illness by name is asked for all the same; a medicine, a dose and a child are none."""
    passage = make_passage(["Paracetamol 15 mg/kg by mouth."], heading=[heading])
    book = make_guideline(title="National clinical guidelines")
    request = Request("Dose of paracetamol for fever in a child?", (make_evidence(1, make_hit(passage, book)),))
    said = f"the question names no illness, and this stands below “{heading}”"
    assert (said in problems(request, "Paracetamol 15 mg/kg by mouth [1].")) is is_told


def test_a_dose_of_a_book_on_many_illnesses() -> None:
    """Without its titles it reads like the dose for any."""
    book = make_guideline(title="National clinical guidelines")

    def told(question: str, heading: Sequence[str]) -> list[str]:
        passage = make_passage(["Gentamicin 1 mg/kg into a vein."], heading=heading)
        request = Request(question, (make_evidence(1, make_hit(passage, book)),))
        return problems(request, "Gentamicin 1 mg/kg into a vein [1].")

    said = "the question names no illness, and this stands below “4.1 Endocarditis”"
    assert told("Gentamicin dose?", ["4 The heart", "4.1 Endocarditis", "Management"]) == [said]
    assert told("Gentamicin dose for endocarditis?", ["4 The heart", "4.1 Endocarditis", "Management"]) == []


def test_columns_for_weights() -> None:
    """A row with a column for each weight is for all of them, and no amount is taken for a weight."""
    row = "Kanamycin | Weight class, <33 kg: 15 mg/kg | Weight class, 33-50 kg: 500-750 mg"
    assert [(band.low, band.high) for band in find_line_bands(row)] == [(0, 33), (33, 50)]
    measures = find_line_bands("a patient of 45 kg")
    assert not is_for_other_patient(measures, row)
    assert is_for_other_patient(find_line_bands("a patient of 90 kg"), row)
    assert find_needed((), row) == {"weight": 2}
    assert find_needed(measures, row) == {}


def test_an_age_chooses_also_where_no_dose_is_asked_in_words() -> None:
    """Who only names the medicine is shown a dose, and must see for which ages it is."""
    request = make_request("dapsone, leprosy", ["Dapsone 50 mg daily for children of 10 to 14 years."])
    told = "the patient's age is not given: this holds for some ages only"
    assert told in problems(request, "Dapsone 50 mg daily for children of 10 to 14 years [1].")
    other = make_request("How is dapsone kept?", ["Dapsone 50 mg daily for children of 10 to 14 years."])
    assert told not in problems(other, "Dapsone 50 mg daily for children of 10 to 14 years [1].")


@pytest.mark.parametrize(("band", "needed"), [("children under 12 years", False), ("patients of 16 to 60 years", True)])
def test_an_adult_s_age_chooses_among_adults_only(band: str, needed: bool) -> None:
    """Children's ages are nobody's who is grown up, whatever the age."""
    line = f"Adults: dapsone 100 mg; for {band} 50 mg."
    request = make_request("What dose of dapsone for an adult with leprosy?", [line])
    assert any("age is not given" in each for each in problems(request, f"{line} [1]")) is needed
