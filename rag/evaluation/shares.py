"""Means with 95% intervals: Wilson's for shares, the bootstrap's for other means. Pure."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

_Z = 1.959964
"""The normal distribution's quantile for 95% between two sides."""

_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Share:
    """A mean of values from 0 to 1 with its 95% interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


def share_of(outcomes: Sequence[bool]) -> Share:
    """Return the share of outcomes that are true with Wilson's interval (JASA 22, 1927); of none, 0 with 0 to 1."""
    count = len(outcomes)
    if not count:
        return Share(0.0, 0.0, 1.0)
    share = sum(outcomes) / count
    spread = _Z * _Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


def mean_of(values: Sequence[float]) -> Share:
    """Return the mean with the interval between the 2.5th and the 97.5th percentile of drawn means (bootstrap).

    The same values always give the same interval. Raises ValueError if there are none.
    """
    if not values:
        raise ValueError("there is no mean of no values")
    draw = random.Random(0)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(_DRAWS))
    return Share(sum(values) / len(values), means[int(0.025 * _DRAWS)], means[int(0.975 * _DRAWS) - 1])
