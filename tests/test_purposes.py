"""What a question gives a medicine for, by words that no list of illnesses has."""

import pytest

from rag.checks.purposes import missing_purposes


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("omeprazole dose H. pylori eradication", ("pylori", "eradication")),
        ("What dose of omeprazole is given for gastrinomas?", ("gastrinomas",)),
        ("omeprazole before surgery", ()),
        ("omeprazole dose for sur", ("sur",)),
        ("omeprazole for surger", ()),
        ("omeprazole dose for a 40 kg child twice daily by mouth", ()),
        ("omeprazole dose for stomach ache", ()),
        ("omeprazole dose for gastritis", ()),
        ("omeprazole largest dose", ()),
        ("omeprazole top dose instead", ()),
        ("omeprazole (Losec) dose", ()),
        ("dosis de omeprazol gastrinomes", ()),
        ("Is omeprazole safe for gastrinomas?", ()),
        ("ranitidine dose for gastrinomas", ()),
        ("dose for gastrinomas", ()),
    ],
)
def test_missing_purposes(question: str, missing: tuple[str, ...]) -> None:
    """Words for doses, patients, ways and complaints, and illnesses, which others know, are none; a cut word may do."""
    assert missing_purposes(question, ["Gastrinomas, H. pylori.", "Omeprazole 40 mg after surgery."]) == missing


def test_one_of_the_words_is_enough() -> None:
    """A text on the medicine that has some of what it is asked for may well be on it."""
    assert missing_purposes("omeprazole dose H. pylori eradication", ["Omeprazole with two others: eradication."]) == ()


def test_a_long_question_gives_reasons() -> None:
    """What a story says is for this and in that need not be what the dose is for."""
    story = "A man whose cough went on for months in Lagos wants to know the omeprazole dose for gastrinomas"
    assert missing_purposes(story, ["Omeprazole 40 mg."]) == ()


def test_only_english_is_read() -> None:
    """In another language nothing is missing."""
    assert missing_purposes("omeprazole dose for gastrinomas", ["Omeprazole 40 mg."], "fr") == ()
