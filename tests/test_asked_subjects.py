"""What a question asks a number or a choice of."""

import pytest

from rag.checks.asked_subjects import asked_subjects, missing_subjects


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("How many chest compressions per minute are given?", ("chest", "compressions")),
        ("What arm circumference in cm needs a large cuff?", ("arm", "circumference")),
        ("Which shoes, and how many socks, are worn?", ("shoes", "socks")),
        ("How many days of bed rest are needed?", ("bed", "rest")),
        ("What dose of zinc does a child get?", ()),
        ("How many mg for malaria?", ()),
        ("After how many years since the last one is it given again?", ()),
        ("Which pain-relieving cream is used?", ("cream",)),
        ("When is it given?", ()),
        ("What is the dose?", ()),
    ],
)
def test_asked_subjects(question: str, subjects: tuple[str, ...]) -> None:
    """The words behind "how many" or "which", up to a verb; units, patients, medicines and illnesses are none."""
    assert asked_subjects(question) == subjects


def test_missing_subjects() -> None:
    """A form of the word will do, in any of the texts; another word that begins so will not."""
    question = "How many chest compressions are given?"
    assert missing_subjects(question, ["Compression of the chest."]) == ()
    assert missing_subjects(question, ["The chest.", "A compression."]) == ()
    assert missing_subjects(question, ["Open the chest."]) == ("compressions",)
    assert missing_subjects("Which cap is worn?", ["Capacity of the ward."]) == ("cap",)
    assert missing_subjects("Which cap is worn?", []) == ("cap",)
    assert missing_subjects("Above which dialysis level?", ["Haemodialysis from 700 mg/litre."]) == ()
    assert missing_subjects("Which caps are worn?", ["Handicaps."]) == ("caps",)


def test_only_english_is_read() -> None:
    """In another language nothing is missing."""
    assert missing_subjects("Which cap is worn?", ["Nothing."], "fr") == ()
