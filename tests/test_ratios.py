"""Ratios: of the two things asked for, and of no other two."""

import pytest

from rag.checks.ratios import asked_ratio, gives_ratio

QUESTION = "What nurse-to-patient ratio does a ward need?"


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("One nurse for every six patients is the least.", True),
        ("Nurses to patients: 1:6.", True),
        ("One infection preventionist (a nurse) per 250 beds.", False),
        ("Infections rose with the nurse-to-patient ratio in seven studies (311).", False),
    ],
)
def test_a_ratio_of_two_things(text: str, gives: bool) -> None:
    """Both are named, and the ratio is given."""
    assert gives_ratio(text, asked_ratio(QUESTION)) is gives


def test_no_ratio_is_asked() -> None:
    """Of a question on something else, or in words that the guideline need not use."""
    assert asked_ratio("How many nurses to a ward?") == frozenset()
    assert asked_ratio("the ratio of nurses to patients") == frozenset()
