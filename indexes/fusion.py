"""How the two sides' rankings become one. Pure."""

from collections.abc import Container, Mapping, Sequence

CONSTANT = 30.0
COVERAGE_WEIGHT = 0.2
"""What a passage gains that holds every word of the question: as much as six first ranks."""

MATCH_WEIGHT = 1.0
"""What a passage gains by late interaction, times its match; candidates of one question differ by some 0.02."""

FITTING_WEIGHT = 0.1
"""What the part of a table gains that has the patient's row: other parts of it say the same but for their rows."""


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


def rank_again(
    fused: Sequence[tuple[int, float]],
    coverage: Mapping[int, float],
    matches: Mapping[int, float],
    fitting: Container[int] = (),
) -> list[tuple[int, float]]:
    """Return (item, score) best first, each score raised by what the item holds of the question.

    `coverage` is each item's share of the question's words, from 0 to 1, `matches` how well its tokens match the
    question's, from -1 to 1. The `fitting` have a table's row for the patient's weight or age.
    """
    return _in_order(
        {
            item: score
            + COVERAGE_WEIGHT * coverage[item]
            + MATCH_WEIGHT * matches[item]
            + FITTING_WEIGHT * (item in fitting)
            for item, score in fused
        }
    )


def measure_coverage(weights: Mapping[str, float], terms: Mapping[int, frozenset[str]]) -> dict[int, float]:
    """Return for each item the share of the question's weight that it holds.

    `weights` gives each term of the question its inverse document frequency, `terms` each item's terms. BM25 lets one
    word said often stand for another that is missing; a passage that answers holds most of what was asked.
    """
    held = frozenset().union(*terms.values())  # a word that no candidate has tells none from another
    whole = sum(value for term, value in weights.items() if term in held) or 1.0
    return {
        item: sum(value for term, value in weights.items() if term in found) / whole for item, found in terms.items()
    }


def _in_order(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
