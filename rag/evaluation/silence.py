"""How good a refusal is: what likelihoods are worth, and what must be refused to be wrong less often. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.evaluation.shares import Share, share_of

BINS = 5


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about one likelihood."""

    mean: float
    """Of their likelihoods."""
    share: Share
    """Of them that the guidelines answer."""
    count: int


def reliability(likelihoods: Sequence[float], answers: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """Return the questions in bins of equal width from 0 to 1, those without a question left out."""
    made = []
    for number in range(bins):
        at = [one for one, value in enumerate(likelihoods) if min(int(value * bins), bins - 1) == number]
        if at:
            mean = sum(likelihoods[one] for one in at) / len(at)
            made.append(Bin(mean, share_of([answers[one] for one in at]), len(at)))
    return made


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance of said and seen shares, weighted by count (expected calibration error)."""
    count = sum(each.count for each in bins)
    return sum(each.count * abs(each.mean - each.share.value) for each in bins) / count if count else 0.0


@dataclass(frozen=True, slots=True)
class Risk:
    """What is answered, and wrongly so, if only what is at least so likely is."""

    least: float
    coverage: float
    """The share of the answerable questions that are answered."""
    risk: float
    """The share of the given answers that are wrong."""


def risk_curve(likelihoods: Sequence[float], answerable: Sequence[bool], right: Sequence[bool]) -> list[Risk]:
    """Return coverage and risk at each likelihood of an answered question, from the most likely to the least.

    A question that got no answer has likelihood 0, and is in no point's answers. `right` says whether its answer, if
    one was given, holds; an answer to an unanswerable question never does.
    """
    whole = sum(answerable)
    points = []
    for least in sorted({value for value in likelihoods if value > 0}, reverse=True):
        at = [one for one, value in enumerate(likelihoods) if value >= least]
        covered = sum(answerable[one] for one in at)
        wrong = sum(not (answerable[one] and right[one]) for one in at)
        points.append(Risk(least, covered / whole if whole else 0.0, wrong / len(at)))
    return points
