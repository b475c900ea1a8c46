"""What only repeats its question."""

import pytest

from rag.answerers.echoes import gives_number, is_echo
from rag.answerers.quote import QuoteAnswerer
from tests.conftest import WordEmbedder
from tests.factories import make_passage, make_request

QUESTION = "Which signs make an erythema nodosum leprosum reaction severe?"


@pytest.mark.parametrize(
    ("quote", "echoes"),
    [
        ("• Erythema Nodosum Leprosum (ENL) or type 2 reaction", True),
        ("ENL | erythema nodosum leprosum", True),
        ("The signs of a severe reaction are:", False),
        ("• Marked arthritis", False),
        ("ENL (RFT) reaction", False),
        ("A severe reaction has 3 signs", False),
    ],
)
def test_echoes(quote: str, echoes: bool) -> None:
    """A label's number and the initials of the question's words are no news; a number, a word, or a colon is."""
    assert is_echo(quote, QUESTION, "en") is echoes


def test_labels_count_nothing() -> None:
    """A number is one that the question lacks and that names no type, table or step."""
    assert not gives_number("See table 2.3.3 for type 2.", "Which reaction?")
    assert gives_number("Type 2 lasts 3 weeks.", "Which reaction?")
    assert not gives_number("It lasts 3 weeks.", "Does it last 3 weeks?")


def test_a_dose_said_of_the_sentence_before_comes_with_it() -> None:
    """A sentence that opens with "The dose is" or "Therefore" names no medicine, and belongs to the one that does."""
    passage = make_passage(
        ["Prednisolone is used in TB meningitis.", "The dose is 2 mg/kg once.", "Therefore, weigh the child."]
    )
    (statement,) = QuoteAnswerer(WordEmbedder()).answer(
        [make_request("Is prednisolone used in TB meningitis?", passage)]
    )[0]
    assert statement.text == passage.text
