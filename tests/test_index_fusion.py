"""Reciprocal rank fusion on small rankings, by its formula."""

import pytest

from indexes.fusion import fuse


def test_an_item_gains_by_each_ranking() -> None:
    """The scores are sums of 1 / (constant + rank), ranks from 1."""
    items, scores = zip(*fuse([[7, 8], [8, 9]], constant=20), strict=True)
    assert items == (8, 7, 9)
    assert scores == pytest.approx((1 / 22 + 1 / 21, 1 / 21, 1 / 22))


def test_ties_go_to_the_smaller_item() -> None:
    """Two firsts are a tie, whichever ranking comes first."""
    assert [item for item, _ in fuse([[5], [3]])] == [3, 5]
    assert fuse([[5, 1], [3, 2]]) == fuse([[3, 2], [5, 1]])


@pytest.mark.parametrize("rankings", [[], [[]], [[], []]])
def test_nothing_to_fuse(rankings: list[list[int]]) -> None:
    """No ranking, or empty ones, give nothing."""
    assert fuse(rankings) == []


def test_a_smaller_constant_favours_the_first() -> None:
    """With a small constant one first place beats two fourths, with a large one it does not."""
    rankings = [[1, 2, 3, 4], [5, 6, 7, 4]]
    assert fuse(rankings, constant=1)[0][0] == 1
    assert fuse(rankings, constant=20)[0][0] == 4
