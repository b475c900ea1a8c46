"""Two values that have changed places are seen, and so is it that they have not."""

import pytest

from rag.checks.exchanges import find_exchange
from rag.checks.quantities import find_quantities
from rag.checks.support import check_statement


def exchanged(statement: str, line: str) -> tuple[str, ...]:
    """Return the two quantities of a statement that have changed places, as it writes them; none if none have."""
    said = [each for each in find_quantities(statement) if not each.is_implied]
    return tuple(each.written for each in find_exchange(said, statement, line, "") or ())


@pytest.mark.parametrize(
    ("statement", "line", "found"),
    [
        ("Adults: 1 tablet; children: 2 tablets.", "Adults: 2 tablets; children: 1 tablet.", ("1 tablet", "2 tablets")),
        ("Give 250 mg on day 1, then 500 mg.", "Give 500 mg on day 1, then 250 mg.", ("250 mg", "500 mg")),
        (
            "Zinc is given at 5 mg and iron at 3 mg.",
            "Zinc: 3 mg, iron: 5 mg.",
            ("5 mg", "3 mg"),
        ),
        (
            "Relapse comes less than 3 years after treatment, a reaction more than 3 years after it.",
            "Relapse: more than 3 years | Reaction: less than 3 years",
            ("less than 3 years", "more than 3 years"),
        ),
        (
            "The dose is 2 tablets at 5 to < 15 kg and 1 tablet at 15 to < 25 kg.",
            "5 to < 15 kg: 1 tablet | 15 to < 25 kg: 2 tablets",
            ("2 tablets", "1 tablet"),
        ),
    ],
)
def test_values_in_each_others_place(statement: str, line: str, found: tuple[str, ...]) -> None:
    """By amounts, times and limits, in sentences and in rows read out."""
    assert exchanged(statement, line) == found


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("Children: 1 tablet; adults: 2 tablets.", "Adults: 2 tablets; children: 1 tablet."),
        ("1 tablet for children and 2 tablets for adults.", "Adults take 2 tablets, children 1 tablet."),
        ("250 mg follow on day 2, after 500 mg on day 1.", "Give 500 mg on day 1, then 250 mg on day 2."),
        ("At 24, 12 and 0 hours.", "At 0, 12 and 24 hours."),
        ("From 1 to 5 mg are given, or 5 to 1 mg.", "Between 1 and 5 mg are given."),
        ("It was 76% in towns versus 62% in villages.", "62% versus 76%."),
        ("By 2025 it should fall from what was agreed in 2013.", "In 2013 it was agreed that it should fall by 2025."),
        ("5 per 1000 with nets, 8 per 1000 without.", "Without nets: 8 per 1000 | With nets: 5 per 1000"),
        (
            "Give 10 mg/kg, then 10 mg/kg, then 5 mg/kg.",
            "Start with 10 mg/kg, go on with 10 mg/kg and end with 5 mg/kg.",
        ),
    ],
)
def test_values_in_their_own_place(statement: str, line: str) -> None:
    """Another order, values side by side, years and what is counted per so many are no exchange."""
    assert exchanged(statement, line) == ()


def test_a_statement_with_an_exchange_is_not_backed() -> None:
    """The problem names both values."""
    line = "The first course lasts 14 days in severe disease and 7 days in mild disease."
    verdict, problems = check_statement(
        "The course lasts 7 days in severe disease and 14 days in mild disease.", [line]
    )
    assert verdict == "unsupported"
    assert "7 days and 14 days have changed places in the cited sentence" in problems
    assert check_statement("The course lasts 7 days in mild disease and 14 days in severe disease.", [line])[1] == ()
