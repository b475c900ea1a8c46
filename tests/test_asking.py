"""What a question asks about a medicine, also where it is typed in a hurry."""

import pytest

from rag.checks.asking import asks_amount, asks_dose


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("captopril child 10 kg", True),
        ("artesunate severe malaria 25 kg", True),
        ("captopril for a child", False),
        ("is captopril safe for a child of 10 kg", False),
        ("captopril contraindicated 10 kg", False),
        ("malaria, 60 kg, on warfarin", False),
    ],
)
def test_a_medicine_and_a_weight_ask_for_a_dose(question: str, asks: bool) -> None:
    """Or else the dose of another illness would not be held against the question's."""
    assert (asks_dose(question), asks_amount(question)) == (asks, asks)


def test_a_story_with_a_medicine_and_a_weight_asks_for_no_dose() -> None:
    """What it wants may be anything: only a few words are surely a dose's."""
    story = "child of 12 kg given artesunate for severe malaria yesterday, vomiting since, pale and breathing fast now"
    assert not asks_dose(story)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("after how many days is an opened vial of tuberculin thrown away", False),
        ("How many months is isoniazid taken?", False),
        ("How many more times is oxytocin given?", False),
        ("How many tablets of zinc?", True),
        ("How many doses of SP?", True),
    ],
)
def test_a_time_is_no_dose(question: str, asks: bool) -> None:
    """The line that gives the days need not name the medicine again."""
    assert asks_dose(question) is asks
