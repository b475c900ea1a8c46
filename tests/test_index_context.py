"""What is embedded of a passage: the titles above it and its words, without marks that say nothing."""

import pytest

from indexes.context import embedding_text, embedding_title
from ingest.types import Passage


def make_passage(text: str, *heading: str) -> Passage:
    """Return a passage of prose below its titles."""
    return Passage("p1", "g", "prose", heading, text, ())


@pytest.mark.parametrize(
    ("text", "embedded"),
    [
        ("Give 2.4 mg/kg (IV or IM), then orally.", "Give 2.4 mg/kg IV or IM then orally."),
        ("• zinc; • salt: one pinch", "zinc salt one pinch"),
        ("4,5 kg or 1,000 ml, at 12:30", "4,5 kg or 1,000 ml at 12:30"),
        ("10–14 years – “daily”", "10–14 years daily"),
        ("if SpO2 > 90% or > 100 beats", "if SpO2 > 90% or > 100 beats"),
        ("Menu > Item", "Menu Item"),
        ("co-trimoxazole 25 °C ≥ 5", "co-trimoxazole 25 °C ≥ 5"),
    ],
)
def test_marks_that_say_nothing(text: str, embedded: str) -> None:
    """Brackets, bullets and commas go; what stands between digits, comparators, strokes and points stay."""
    assert embedding_text(make_passage(text)) == embedded


def test_titles_above() -> None:
    """The two nearest titles, each by its first words, and none that the text says itself."""
    passage = make_passage(
        "Dose of zinc: 20 mg", "Part 1", "One two three four five six seven eight nine", "Dose of zinc"
    )
    assert embedding_text(passage) == "One two three four five six seven eight Dose of zinc 20 mg"
    assert embedding_title("Guidelines (draft) for the care of all the sick children") == (
        "Guidelines draft for the care of all the"
    )
