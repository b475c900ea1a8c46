"""Reciprocal rank fusion on small rankings, by its formula."""

import pytest

from indexes.analysis import Analysis
from indexes.fusion import fuse, measure_coverage, rank_again
from indexes.weights import WEIGHTS, Weights


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


def test_a_ranking_counts_by_its_weight() -> None:
    """Of one that counts nothing no item is taken."""
    items, scores = zip(*fuse([[7, 8], [8, 9]], constant=20, weights=[2.0, 0.5]), strict=True)
    assert items == (8, 7, 9)
    assert scores == pytest.approx((2 / 22 + 0.5 / 21, 2 / 21, 0.5 / 22))
    assert fuse([[7, 8], [9]], weights=[1, 0]) == fuse([[7, 8]])


def test_coverage_is_the_share_of_the_words_weight() -> None:
    """A word that no item holds tells none from another, and does not count."""
    weights = {"zinc": 3.0, "child": 1.0, "dose": 2.0}
    terms = {1: frozenset({"zinc", "child"}), 2: frozenset({"child"}), 3: frozenset()}
    assert measure_coverage(weights, terms) == {1: 1.0, 2: 0.25, 3: 0.0}
    assert measure_coverage(weights, {4: frozenset()}) == {4: 0.0}
    assert measure_coverage({}, {4: frozenset({"zinc"})}) == {4: 0.0}


def test_coverage_by_another_name() -> None:
    """What has the abbreviation has the names that it stands for, and the other way round, if it has all of them."""
    weights = {"rhz": 4.0, "rifampicin": 2.0, "isoniazid": 1.0, "dose": 1.0}
    terms = {
        1: frozenset({"rhz"}),
        2: frozenset({"rifampicin", "isoniazid", "dose"}),
        3: frozenset({"rifampicin", "dose"}),
    }
    names = [(frozenset({"rhz"}), frozenset({"rifampicin", "isoniazid"}))]
    assert measure_coverage(weights, terms, names) == {1: 7 / 8, 2: 1.0, 3: 3 / 8}


def test_a_name_without_terms_is_held_by_nothing() -> None:
    """Else every passage of a Spanish set would have what "AL", a function word there, stands for."""
    spanish = Analysis("es")
    short, full = (frozenset(spanish.terms(name)) for name in ("AL", "artemether-lumefantrine"))
    assert (short, full) == (frozenset(), {"artemeth", "lumefantrin"})
    weights = {"dosis": 1.0, "artemeth": 2.0, "lumefantrin": 1.0}
    terms = {1: frozenset({"dosis"}), 2: full}
    assert measure_coverage(weights, terms, [(short, full)]) == {1: 0.25, 2: 0.75}


def test_words_and_tokens_put_the_first_in_order() -> None:
    """The score is raised by both, each with its weight; ties go to the smaller item."""
    ranked = rank_again([(5, 0.06), (7, 0.05), (3, 0.05)], {5: 0.0, 7: 0.5, 3: 0.5}, {5: 0.1, 7: 0.2, 3: 0.2})
    items, scores = zip(*ranked, strict=True)
    assert items == (3, 7, 5)
    high = 0.05 + 0.5 * WEIGHTS.coverage + 0.2 * WEIGHTS.match
    assert scores == pytest.approx((high, high, 0.06 + 0.1 * WEIGHTS.match))


def test_the_patients_row_and_the_quantity_asked_for_count_by_their_weights() -> None:
    """Each is added to the items that have it, and to no other."""
    even: dict[int, float] = {1: 0.0, 2: 0.0, 3: 0.0}
    ranked = rank_again([(1, 0.1), (2, 0.1), (3, 0.1)], even, even, [2], [2, 3], Weights(fitting=0.3, asked=0.2))
    assert [item for item, _ in ranked] == [2, 3, 1]
    assert [score for _, score in ranked] == pytest.approx([0.6, 0.3, 0.1])
