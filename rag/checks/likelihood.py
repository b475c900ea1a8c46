"""How likely the guidelines answer a question: a logistic regression on its clues. Pure arithmetic.

The weights and thresholds are data, `likelihood.json`, which benchmarks/calibrate_silence.py fits and writes. They say
how it is among questions of which a third have no answer, most of these near misses: where fewer have none, more of
those with the same likelihood have an answer.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.checks.clues import Clues

CALIBRATION = Path(__file__).with_name("likelihood.json")

KINDS = ("near", "words")
"""There is a regression with the similarity, and one without, for embedders that have no scale."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted regression and the likelihood below which nothing is answered."""

    constant: float
    weights: Mapping[str, float]
    """By the name of a value of `clue_values`."""
    least: float


def kind_of(clues: Clues) -> str:
    """Return which regression is for these clues."""
    return "words" if clues.similarity is None else "near"


def clue_values(clues: Clues) -> dict[str, float]:
    """Return clues as the numbers that their regression takes, by name.

    The share of the question's words that hits hold is none of them: it is low for what is told at length, whether it
    is answered or not.
    """
    return {
        **({} if clues.similarity is None else {"similarity": clues.similarity}),
        "rarest word missing": clues.rarest,
        "medicine missing": float(bool(clues.medicines)),
        "condition missing": float(bool(clues.conditions)),
        "apart": float(clues.apart),
        "dose missing": float(bool(clues.undosed)),
        "subject missing": float(bool(clues.subjects)),
        "purpose missing": float(bool(clues.purposes)),
    }


def estimate(clues: Clues) -> tuple[float, float]:
    """Return how likely the hits answer, from 0 to 1, and the least likelihood to answer at."""
    calibration = _CALIBRATIONS[kind_of(clues)]
    return apply(calibration, clue_values(clues)), calibration.least


def apply(calibration: Calibration, values: Mapping[str, float]) -> float:
    """Return the likelihood of values that have the calibration's names."""
    total = calibration.constant + sum(weight * values[name] for name, weight in calibration.weights.items())
    return 1 / (1 + math.exp(-total))


def _read(path: Path) -> dict[str, Calibration]:
    found = json.loads(path.read_text("utf-8"))
    return {kind: Calibration(found[kind]["constant"], found[kind]["weights"], found[kind]["least"]) for kind in KINDS}


_CALIBRATIONS = _read(CALIBRATION)
