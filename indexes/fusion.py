"""How the two sides' rankings become one. Pure."""

from collections.abc import Container, Mapping, Sequence

from indexes.weights import WEIGHTS, Weights

CONSTANT = 30.0


def fuse(
    rankings: Sequence[Sequence[int]], constant: float = CONSTANT, weights: Sequence[float] | None = None
) -> list[tuple[int, float]]:
    """Return (item, score) best first, by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).

    An item at rank r of a ranking gains the ranking's weight, 1 by default, / (constant + r), r from 1. Of a ranking of
    weight 0 nothing is taken. Ties go to the smaller item, so that the order is always the same.
    """
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, item in enumerate(ranking if weight else (), start=1):
            scores[item] = scores.get(item, 0.0) + weight / (constant + rank)
    return _in_order(scores)


def rank_again(
    fused: Sequence[tuple[int, float]],
    coverage: Mapping[int, float],
    matches: Mapping[int, float],
    fitting: Container[int] = (),
    asked: Container[int] = (),
    weights: Weights = WEIGHTS,
) -> list[tuple[int, float]]:
    """Return (item, score) best first, each score raised by what the item holds of the question.

    `coverage` is each item's share of the question's words, from 0 to 1, `matches` how well its tokens match the
    question's, from -1 to 1. The `fitting` have a table's row for the patient's weight or age, and the `asked` a
    quantity of the kind that the question asks for.
    """
    return _in_order(
        {
            item: score
            + weights.coverage * coverage[item]
            + weights.match * matches[item]
            + weights.fitting * (item in fitting)
            + weights.asked * (item in asked)
            for item, score in fused
        }
    )


def measure_coverage(
    weights: Mapping[str, float],
    terms: Mapping[int, frozenset[str]],
    names: Sequence[tuple[frozenset[str], frozenset[str]]] = (),
) -> dict[int, float]:
    """Return for each item the share of the question's weight that it holds.

    `weights` gives each term of the question its inverse document frequency, `terms` each item's terms. BM25 lets one
    word said often stand for another that is missing; a passage that answers holds most of what was asked. `names` are
    pairs of terms that name one thing: what holds all of one side holds the other too. A side without terms ("AL" is a
    function word in Spanish) is held by nothing.
    """
    terms = {item: _with_names(found, names) for item, found in terms.items()}
    held = frozenset().union(*terms.values())  # a word that no candidate has tells none from another
    whole = sum(value for term, value in weights.items() if term in held) or 1.0
    return {
        item: sum(value for term, value in weights.items() if term in found) / whole for item, found in terms.items()
    }


def _with_names(found: frozenset[str], names: Sequence[tuple[frozenset[str], frozenset[str]]]) -> frozenset[str]:
    return found.union(*(frozenset().union(*pair) for pair in names if any(side and side <= found for side in pair)))


def _in_order(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
