"""How likely an answer is: the arithmetic, the data, and what clues are found."""

import json
import math
from dataclasses import replace

import pytest

from indexes.context import all_text
from indexes.types import Coverage
from rag.checks.closeness import Scale
from rag.checks.clues import Clues, find_clues
from rag.checks.likelihood import CALIBRATION, KINDS, Calibration, apply, clue_values, estimate
from tests.factories import make_guideline, make_hit, make_passage

NEAR = Clues(0.6, 1.0, 0.0)
WORDS = replace(NEAR, similarity=None)


def test_the_arithmetic() -> None:
    """A logistic function of the weighted sum."""
    calibration = Calibration(-1.0, {"similarity": 2.0, "apart": -3.0}, 0.5)
    assert apply(calibration, {"similarity": 0.5, "apart": 0.0, "other": 9.0}) == 0.5
    assert apply(calibration, {"similarity": 0.5, "apart": 1.0}) == pytest.approx(1 / (1 + math.exp(3)))


def test_the_data_name_what_is_measured() -> None:
    """Each weight is of a value that clues have; what is missing lowers the likelihood."""
    written = json.loads(CALIBRATION.read_text("utf-8"))
    for kind, clues in zip(KINDS, (NEAR, WORDS), strict=True):
        weights = written[kind]["weights"]
        assert list(weights) == list(clue_values(clues))
        assert all(weight < 0 for name, weight in weights.items() if name != "similarity")
        assert 0 < written[kind]["least"] < 1
        assert estimate(clues)[1] == written[kind]["least"]
    assert written["near"]["weights"]["similarity"] > 0


@pytest.mark.parametrize("clues", [NEAR, WORDS])
def test_each_clue_lowers_the_likelihood(clues: Clues) -> None:
    """Of the same question, one thing missing more."""
    whole = estimate(clues)[0]
    for less in (
        replace(clues, medicines=("zinc",)),
        replace(clues, conditions=("cholera",)),
        replace(clues, apart=True),
        replace(clues, undosed=("zinc",)),
        replace(clues, subjects=("socks",)),
        replace(clues, purposes=("warts",)),
    ):
        assert estimate(less)[0] < whole
    assert estimate(replace(clues, rarest=0.5))[0] < whole
    assert estimate(replace(NEAR, similarity=0.3))[0] < estimate(NEAR)[0]


def test_clues_of_hits() -> None:
    """The nearest similarity on the scale, the coverage as it is, and what no hit has."""
    guideline = make_guideline("guide")
    hits = [
        make_hit(make_passage(["Zinc is stored dry."]), guideline, similarity=0.3),
        make_hit(make_passage(["Amoxicillin 40 mg/kg."]), guideline, similarity=0.5),
    ]
    coverage = Coverage(0.7, ("dry",), 0.2)
    question = "What dose of zinc?"
    assert find_clues(question, hits, coverage) == Clues(0.5, 0.7, 0.2, undosed=("zinc",))
    assert find_clues(question, hits, coverage, None).similarity is None
    assert find_clues(question, hits, coverage, Scale(0.5, 0.9)).similarity == pytest.approx(0.1325)
    assert find_clues("How much amoxicillin per kg?", hits, coverage) == Clues(0.5, 0.7, 0.2)
    assert find_clues("What dose of diazepam?", hits, coverage).medicines == ("diazepam",)
    assert "Zinc" in all_text(guideline.title, hits[0].passage)


def test_a_dose_in_a_table_counts() -> None:
    """Its unit may stand in the header, and its medicine in the title."""
    row = make_passage(["Weight | Dose (mg)", "5 kg | 20"], heading=("Zinc",), kind="table")
    hits = [make_hit(row, make_guideline("guide"), similarity=0.5)]
    assert find_clues("What dose of zinc?", hits, Coverage(1.0, ())).undosed == ()
