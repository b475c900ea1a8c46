"""Sentences that a line's end or a title that runs into them cut in two are quoted whole."""

import pytest

from ingest.sentences import find_sentences
from rag.answerers.broken_lines import goes_on_below, is_run_in_title, join_broken
from rag.answerers.pieces import cut_pieces, words_of
from rag.answerers.quote import QuoteAnswerer
from tests.conftest import WordEmbedder
from tests.factories import make_request


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        ("It is safe in children aged", "2 years or older.", True),
        ("The risk of death is greatest in the first", "24 h, yet care is far.", True),
        ("Give the tablets with a large glass of water or", "juice, and food.", True),
        ("Detect an odour like bitter almonds, PUT", "ON YOUR MASK.", True),
        ("Give it to all who are at", "Health centres II and III.", True),
        ("Give amoxicillin for five days.", "2 days later, see the child again.", False),
        ("Danger signs in a child are:", "unable to drink", False),
        ("Weigh the child on each", "• visit", False),
        ("Treating severe malaria in children", "Give artesunate.", False),
        ("Drugs of", "the ward", False),
    ],
)
def test_sentences_go_on(above: str, below: str, goes_on: bool) -> None:
    """By the word that ends nothing, or by what the next line begins with; a title or an item is not gone on with."""
    assert goes_on_below(above, below) is goes_on


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("(1) Hydrogen cyanide.", True),
        ("a. Dosage.", True),
        ("6-7.", True),
        ("Wash hands.", False),
        ("2. Give 5 ml.", False),
        ("b. Keep the patient warm, dry and quiet.", False),
        ("a. Signs and symptoms", False),
    ],
)
def test_titles_run_in(text: str, title: bool) -> None:
    """A number and a few words with a point; an order with an amount is none."""
    assert is_run_in_title(text) is title


def test_rows_are_not_joined() -> None:
    """A table's row begins anew whatever the line above it ends with."""
    text = "Doses of amoxicillin for children of\n2 years | 5 ml\n5 years | 10 ml"
    joined = [text[start:end] for start, end in join_broken(text, find_sentences(text))]
    assert joined == text.splitlines()


def test_a_broken_sentence_is_quoted_whole() -> None:
    """Half of it would say that praziquantel is safe in all children."""
    lines = ["Praziquantel is safe in children aged", "2 years or older."]
    request = make_request("Is praziquantel safe in children?", lines, ["Nets hang over beds."])
    (statement,) = QuoteAnswerer(WordEmbedder()).answer([request])[0]
    assert statement.text == "\n".join(lines)


@pytest.mark.parametrize("first", ["", "Weigh all. "])
def test_a_broken_item_is_quoted_whole(first: str) -> None:
    """An item is quoted by its line, and what its sentence has on the next line must not be lost."""
    lines = [f"• {first}Praziquantel is safe in children aged", "2 years or older. Nets hang over beds."]
    evidence = make_request("Is praziquantel safe?", lines).evidence[0]
    assert [words_of(piece, evidence) for piece in cut_pieces(0, evidence)] == [
        f"{lines[0]}\n2 years or older.",
        "Nets hang over beds.",
    ]


def test_a_title_that_runs_in_is_quoted_with_its_sentence() -> None:
    """It says what the sentence is about."""
    lines = ["(1) Hydrogen cyanide. If you smell bitter almonds, put on your mask.", "(2) Mustard. Wash the skin."]
    request = make_request("smell of bitter almonds: what to put on?", lines)
    (statement,) = QuoteAnswerer(WordEmbedder()).answer([request])[0]
    assert statement.text.startswith(lines[0])
