"""Whether a search finds the pages that answer, with intervals. Pure.

A page counts as found at a rank if the hit there stands on any of a question's pages. The evidence counts as held by
the first five hits if nine tenths of its words stand in those of the question's file.
"""

import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.asked import half_of
from indexes.types import Hit

MOST = 10
"""How many hits are looked at."""

_FEW = 5
_HELD = 0.9
_DRAWS = 2000
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

    @property
    def half(self) -> str:
        """Return "choose" if weights were chosen with it in view since there are halves, else "report"."""
        return half_of(self.id)


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


@dataclass(frozen=True, slots=True)
class Share:
    """A mean of values from 0 to 1 with its 95% interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


def share_of(outcomes: Sequence[bool]) -> Share:
    """Return the share of outcomes that are true with Wilson's interval (JASA 22, 1927)."""
    count, z = len(outcomes), 1.96
    share = sum(outcomes) / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


def mean_of(values: Sequence[float]) -> Share:
    """Return the mean with the interval between the 2.5th and the 97.5th percentile of drawn means (bootstrap)."""
    draw = random.Random(0)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(_DRAWS))
    return Share(sum(values) / len(values), means[int(0.025 * _DRAWS)], means[int(0.975 * _DRAWS) - 1])


def summarise(scores: Sequence[Score]) -> dict[str, Share]:
    """Return the four figures over many questions."""
    return {
        "page@1": share_of([score.rank == 1 for score in scores]),
        "page@10": share_of([score.rank is not None for score in scores]),
        "MRR": mean_of([score.reciprocal for score in scores]),
        "evidence@5": share_of([score.held for score in scores]),
    }
