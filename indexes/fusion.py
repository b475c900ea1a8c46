"""How the two sides' rankings become one. Pure."""

from collections.abc import Mapping, Sequence

CONSTANT = 14.0
COVERAGE_WEIGHT = 0.107
"""What a passage gains that holds every word of the question: somewhat less than two first ranks."""


def fuse(rankings: Sequence[Sequence[int]], constant: float = CONSTANT) -> list[tuple[int, float]]:
    """Return (item, score) best first, by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).

    An item at rank r of a ranking gains 1 / (constant + r), r from 1. Ties go to the smaller item, so that the order is
    always the same.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (constant + rank)
    return _in_order(scores)


def reward_coverage(
    fused: Sequence[tuple[int, float]],
    weights: Mapping[str, float],
    terms: Mapping[int, frozenset[str]],
    weight: float = COVERAGE_WEIGHT,
) -> list[tuple[int, float]]:
    """Return (item, score) best first, each score raised by the share of the question's weight that the item holds.

    `weights` gives each term of the question its inverse document frequency, `terms` each item's terms. BM25 lets one
    word said often stand for another that is missing; a passage that answers holds most of what was asked.
    """
    held = frozenset().union(*terms.values())  # a word that no candidate has tells none from another
    whole = sum(value for term, value in weights.items() if term in held) or 1.0
    scores = {
        item: score + weight * sum(value for term, value in weights.items() if term in terms[item]) / whole
        for item, score in fused
    }
    return _in_order(scores)


def _in_order(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
