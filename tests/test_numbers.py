"""Numbers are read in one spelling, and those that the lines lack are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.checks.numbers import find_numbers, missing_numbers


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("1,500 and 1500", ["1500", "1500"]),
        ("0,5 or 0.5 or .5", ["0.5", "0.5", "0.5"]),
        ("0,125 and 12,5", ["0.125", "12.5"]),
        ("1,500.5 and 1.500,5", ["1500.5", "1500.5"]),
        ("1.500 ml", ["1.5"]),
        ("1.500.000 people", ["1500000"]),
        ("section 5.2.1", ["5.2.1"]),
        ("2 .4 mg/kg", ["2.4"]),
        ("days 1,2,3", ["1", "2", "3"]),
        ("200 000 IU and 1 050 mg", ["200000", "1050"]),
        ("1 500 mg", ["1", "500"]),
        ("1\u202f500 mg", ["1500"]),
        ("6-12 mg/kg, 10–14 days, 5 to 7", ["6", "12", "10", "14", "5", "7"]),
        ("below -3 SD, <-2, −20 °C", ["-3", "-2", "-20"]),
        ("from 6 -12", ["6", "12"]),
        ("\n-5 mg", ["5"]),
        ("1½, 2 ½, ½ and 1/2 tablet", ["1.5", "2.5", "0.5", "0.5"]),
        ("120/80 mmHg", ["120", "80"]),
        ("CD4 < 200, HIV-1, IL-6", ["cd4", "200", "hiv1", "il6"]),
        ("day-3 of 500mg/5ml", ["3", "500", "5"]),
        ("mg/m² and 10²", ["m2", "10"]),
        ("٢٫٥", ["2.5"]),
        ("Give 2. Then 3.", ["2", "3"]),
        ("2.40 and 007", ["2.4", "7"]),
        ("twice, Ten, twenty-four hours", ["2", "10", "24"]),
        ("someone attends the oneness", []),
    ],
)
def test_numbers_have_one_spelling(text: str, keys: list[str]) -> None:
    """Separators, ranges, fractions, signs, codes and words are read as the module says."""
    assert [number.key for number in find_numbers(text)] == keys


def test_numbers_keep_how_they_were_written() -> None:
    """A problem names a number as the statement writes it."""
    assert [number.written for number in find_numbers("1,500 mg for HIV-1, twice")] == ["1,500", "HIV-1", "twice"]


@given(st.text(alphabet="0123456789.,-–/ ½²aA\n", max_size=30))
def test_any_text_proves_its_own_numbers(text: str) -> None:
    """Reading numbers raises nothing, and every text holds its own numbers."""
    assert missing_numbers(text, [text]) == ()


@pytest.mark.parametrize(
    ("text", "quote", "missing"),
    [
        ("12 mg", "112 mg or 1.2 mg or 12.5 mg", ("12",)),
        ("12 mg and 12 mg", "none", ("12",)),
        ("1500 mg", "1,500 mg", ()),
        ("1.5 mg", "1,500 mg", ("1.5",)),
        ("two doses", "2 doses", ()),
        ("3 doses", "three doses", ()),
        ("one of the drugs at once", "either drug", ()),
        ("once the child can drink", "when the child drinks", ()),
        ("one tablet once daily", "two tablets twice daily", ("one", "once")),
        ("one tablet once daily", "a tablet daily", ()),
        ("a dose once a day", "3 times a day", ("once",)),
        ("one dose", "a single dose", ()),
        ("HIV-2", "HIV-1", ("HIV-2",)),
        ("6-12 mg", "612 mg", ("6", "12")),
    ],
)
def test_missing_numbers_are_named(text: str, quote: str, missing: tuple[str, ...]) -> None:
    """A number stands in a quote only as a whole number of it."""
    assert missing_numbers(text, [quote]) == missing
