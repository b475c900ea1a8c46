"""Reciprocal rank fusion of rankings (Cormack, Clarke and Büttcher, SIGIR 2009)."""

from collections.abc import Sequence


def fuse(rankings: Sequence[Sequence[int]], constant: float = 20.0) -> list[tuple[int, float]]:
    """Return (item, score) best first; an item at rank r of a ranking gains 1 / (constant + r), r from 1.

    Ties go to the smaller item, so that the order is always the same.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (constant + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
