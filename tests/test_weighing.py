"""What brings a line forward or back: studies, circumstances, the class of medicine asked for."""

import pytest

from rag.answerers.pieces import by_passage, cut_pieces
from rag.answerers.scoring import score_pieces
from rag.checks.asked_medicines import dosed_medicines, taken_medicines
from rag.checks.circumstances import find_circumstances
from rag.checks.directives import asks_what_to_do, says_what_to_do
from rag.checks.medicine_classes import names_asked_class
from rag.checks.studies import asks_of_review, is_background, is_on_study
from tests.conftest import WordEmbedder
from tests.factories import make_request


@pytest.mark.parametrize(
    ("text", "study"),
    [
        ("In a randomized trial 370 women were enrolled.", True),
        ("Fewer relapses (RR 0.36, 95% CI 0.2-0.5).", True),
        ("Between 2010 and 2012 there were six reports involving 19 travellers.", True),
        ("In a prospective study of African children haemolysis was seen.", True),
        ("Late haemolysis has been reported.", True),
        ("Prevalence | Relative risk 1.76 Based on data from 786 participants", True),
        ("Report each case, and study the chart.", False),
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
    assert is_background(["Annexes"])
    assert is_background(["Annex 2. Evidence for praziquantel"])
    assert not is_background(["Annex 6: Tuberculin skin testing"])
    assert not is_background(["5.2 Treating severe malaria", "Artesunate"])


def test_the_question_of_a_review() -> None:
    """It reads like a recommendation, and recommends nothing."""
    assert asks_of_review("Population: | People with P. vivax malaria", [])
    assert asks_of_review("Primaquine for 14 days", ["Clinical question/ PICO"])
    assert not asks_of_review("Intervention: give primaquine for 14 days", ["Radical cure"])


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Should we add indoor spraying?", True),
        ("May I push it back?", True),
        ("What must be done at once?", True),
        ("Sputum positive again. Next move?", True),
        ("How is the foot soaked, and how long?", False),
        ("From what egg count is an infection heavy?", False),
    ],
)
def test_questions_on_what_to_do(question: str, asks: bool) -> None:
    """By "should", "may" and the like with a person, or by a question word with them."""
    assert asks_what_to_do(question) is asks


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Routine swabs are not required.", True),
        ("(2) Smother the flame with mud.", True),
        ("• Refer to the eye clinic.", True),
        ("DO NOT push organs back.", True),
        ("White phosphorus is used as a smoke producer.", False),
        ("The trial gave 40 mg/kg.", False),
    ],
)
def test_lines_that_say_what_to_do(text: str, says: bool) -> None:
    """They recommend, forbid or order; others describe."""
    assert says_what_to_do(text) is says


def test_circumstances() -> None:
    """What holds for some patients or places only."""
    assert find_circumstances("Rectal artesunate before referral") == {"before referral", "by rectum"}
    assert find_circumstances("Intravenous artesunate") == frozenset()
    assert find_circumstances("a man with favism") == {"with G6PD deficiency"}


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


def test_how_often_is_a_number_where_it_is_asked() -> None:
    """The word "monthly" counts as one; for another question it is a word."""
    lines = [["The officer visits hospitals monthly."], ["The officer visits hospitals gladly."]]

    def ahead(question: str) -> float:
        request = make_request(question, *lines)
        pieces = [piece for at, each in enumerate(request.evidence) for piece in cut_pieces(at, each)]
        first, second = score_pieces(request, pieces, by_passage(pieces), WordEmbedder()).whole
        return first - second

    assert ahead("How often does the officer visit hospitals?") > ahead("Does the officer visit hospitals?") + 0.1
