"""How old a guideline is, in words."""

from datetime import date

import pytest

from ui.ages import describe_age, describe_edition, find_age

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("published", "years", "words"),
    [
        ("2019-11-25", 7, "7 years ago"),
        ("2019-11-26", 6, "6 years ago"),
        ("2019-12", 6, "6 years ago"),
        ("2019-11", 7, "7 years ago"),
        ("2019", 7, "7 years ago"),
        ("2025-11-25", 1, "1 year ago"),
        ("2026-01-05", 0, "less than a year ago"),
        ("2026", 0, "this year"),
        ("2026-12", None, ""),
        ("2027", None, ""),
        ("", None, ""),
    ],
)
def test_an_age(published: str, years: int | None, words: str) -> None:
    """Whole years that are over; of a year alone the difference; none of the future or of no date."""
    assert (find_age(published, TODAY), describe_age(published, TODAY)) == (years, words)


def test_what_is_said_of_an_edition() -> None:
    """An age from five years on, and that an edition is superseded whatever its age."""
    assert describe_edition("2021-11-26", "current", TODAY) == ""
    assert describe_edition("2021-11-25", "current", TODAY) == "published 5 years ago"
    assert describe_edition("2024", "superseded", TODAY) == "superseded edition"
    assert describe_edition("2016", "superseded", TODAY) == "superseded edition, published 10 years ago"
    assert describe_edition("", "current", TODAY) == ""
