"""Whether a search finds the pages that answer, with intervals.

A page counts as found at a rank if the hit there stands on any of a question's pages. The evidence counts as held by
the first five hits if nine tenths of its words stand in those of the question's file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexes.library import Library
from indexes.reranker import Reranker
from indexes.types import Hit
from indexes.weights import WEIGHTS, Weights
from rag.evaluation.shares import Share, mean_of, share_of

MOST = 10
"""How many hits are looked at."""

_FEW = 5
_HELD = 0.9
_NO_WORD = re.compile(r"[^a-z0-9.%/<>=≥≤]+")


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with the pages of a file that answer it."""

    id: str
    question: str
    file: str
    pages: frozenset[int]
    evidence: tuple[tuple[str, ...], ...]
    """The words of each text that answers; one of them will do."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well one question was found."""

    rank: int | None
    """Of the first hit on a page that answers, from 1; None if it is not among the first ten."""
    held: bool
    """Whether the first five hits hold the evidence."""

    @property
    def reciprocal(self) -> float:
        """Return 1 / rank, and 0 without one."""
        return 1 / self.rank if self.rank else 0.0


def split_words(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case, with numbers, units and comparators."""
    return tuple(_NO_WORD.sub(" ", text.lower()).split())


def score_hits(gold: Gold, hits: Sequence[Hit]) -> Score:
    """Score the first ten hits for a question."""
    of_file = [hit.guideline.file == gold.file for hit in hits[:MOST]]
    ranks = (
        rank
        for rank, (hit, right) in enumerate(zip(hits, of_file, strict=False), start=1)
        if right and gold.pages & set(hit.passage.pages)
    )
    few = [hit.passage for hit, right in zip(hits[:_FEW], of_file, strict=False) if right]
    said = set(split_words(" ".join(" ".join([*passage.heading, passage.text]) for passage in few)))
    held = any(words and sum(word in said for word in words) / len(words) >= _HELD for words in gold.evidence)
    return Score(next(ranks, None), held)


def search_for(library: Library, gold: Gold, weights: Weights = WEIGHTS, reranker: Reranker | None = None) -> Score:
    """Search for one question by itself, as a user does, and score what is found. Raises what the search raises."""
    (hits,) = library.search([gold.question], MOST, weights=weights, reranker=reranker)
    return score_hits(gold, hits)


def summarise(scores: Sequence[Score]) -> dict[str, Share]:
    """Return the five figures over many questions. Raises ValueError if there are none."""
    return {
        "page@1": share_of([score.rank == 1 for score in scores]),
        "page@5": share_of([score.rank is not None and score.rank <= _FEW for score in scores]),
        "page@10": share_of([score.rank is not None for score in scores]),
        "MRR": mean_of([score.reciprocal for score in scores]),
        "evidence@5": share_of([score.held for score in scores]),
    }
