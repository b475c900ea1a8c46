"""A page of nothing but digits or letters, as a damaged text layer gives it, does not hold the reading of words up."""

import pytest

from indexes.analysis import Analysis
from indexes.bands import find_bands, find_measures
from indexes.quantities import find_held

LONG = 100_000


@pytest.mark.parametrize("unit", ["1", "1.", "1,.", "a", "a_", "1-", "-", " "])
def test_long_runs_hold_no_quantity(unit: str) -> None:
    """Each would take minutes or hours if its end were looked for again from every character of it."""
    text = unit * (LONG // len(unit))
    assert find_held(text) == frozenset()
    assert find_measures(text) == find_bands(text) == ()


@pytest.mark.parametrize(
    ("text", "terms"), [("1" * LONG, []), ("a" * LONG, ["a" * LONG]), ("1." * LONG, ["1." * LONG])]
)
def test_whole_terms_of_long_runs(text: str, terms: list[str]) -> None:
    """A run is one word, number or compound, or none."""
    assert [term.removesuffix(".") for term in Analysis().whole_terms(text)] == [
        term.removesuffix(".") for term in terms
    ]


def test_what_follows_a_long_run() -> None:
    """It is found as ever."""
    text = "7" * LONG + " and 2.4 mg/kg for a child of 10-12 kg, every 6-8 hours"
    assert find_held(text) == {"amount", "time", "frequency"}
    assert {"2.4mg/kg", "12kg", "8hours"} <= {*Analysis().whole_terms(text)}
    assert [(band.low, band.high) for band in find_measures(text)] == [(10.0, 12.0)]
