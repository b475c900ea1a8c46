"""Means with intervals: Wilson's for shares, the bootstrap's for other means."""

import pytest

from rag.evaluation.shares import mean_of, share_of


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval(right: int, of: int, low: float, high: float) -> None:
    """The examples of Newcombe (Statistics in Medicine 17, 1998, 857-872), method 3."""
    share = share_of([True] * right + [False] * (of - right))
    assert share.value == right / of
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


def test_shares_at_the_ends() -> None:
    """All or nothing is never certain, and of nothing nothing is known."""
    assert str(share_of([True] * 8 + [False] * 2)) == "0.800 (0.490-0.943)"
    assert str(share_of([True] * 4)) == "1.000 (0.510-1.000)"
    assert str(share_of([])) == "0.000 (0.000-1.000)"


def test_means() -> None:
    """Between the least and the greatest drawn mean; the same each time."""
    assert str(mean_of([0.5] * 7)) == "0.500 (0.500-0.500)"
    drawn = mean_of([0.0, 1.0] * 50)
    assert (drawn.value, round(drawn.low, 1), round(drawn.high, 1)) == (0.5, 0.4, 0.6)
    assert mean_of([0.0, 1.0] * 50) == drawn
    with pytest.raises(ValueError, match=r"^there is no mean of no values$"):
        mean_of([])
