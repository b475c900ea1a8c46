"""How the least likelihood is set, and the questions that are worded like the unanswerable ones."""

import numpy as np
import pytest

from benchmarks.asked import ANSWERABLE, ANSWERABLE_SECOND, NEAR_ANSWERABLE, half_of
from benchmarks.calibrate_silence import Asked, fit, tolerance_limit
from rag.checks.clues import Clues
from rag.checks.likelihood import apply, clue_values
from rag.evaluation.gold_answers import read_gold_answers


@pytest.mark.parametrize(("count", "below"), [(20, 0), (92, 0), (93, 1), (151, 2), (1000, 38)])
def test_the_tolerance_limit(count: int, below: int) -> None:
    """So few of a sample lie below it that 95% of all lie above, at 95% confidence: of 151 two, of few none."""
    likelihoods = np.linspace(0.0, 0.999, count)
    limit = tolerance_limit(np.flip(likelihoods))
    assert limit == pytest.approx(likelihoods[below], abs=0.001)
    assert (likelihoods < limit).sum() == below


def test_fitting() -> None:
    """Near questions are likelier, and what is missing makes less likely; each is judged by what had not seen it."""
    asked = [
        Asked(f"{number}", number % 4 != 0, Clues(0.7 - 0.4 * (number % 4 == 0) + number / 1000, 1.0, 0.0), True)
        for number in range(80)
    ]
    calibration, unseen = fit(asked)
    likelihoods = [apply(calibration, clue_values(each.clues)) for each in asked]
    answers = np.array([each.answerable for each in asked])
    assert unseen[answers].min() > 0.5 > unseen[~answers].max()
    assert np.abs(np.array(likelihoods) - unseen).max() < 0.1
    assert calibration.weights["similarity"] > 0


def test_the_questions_worded_alike() -> None:
    """Each can be answered, has pages and values, and its half."""
    gold = read_gold_answers(NEAR_ANSWERABLE)
    assert len(gold) == 14
    assert all(one.answerable and one.must_have for one in gold)
    assert {half_of(one.id) for one in gold} == {"choose", "report"}


def test_the_second_answerable_questions_are_on_pages_of_their_own() -> None:
    """Whoever looked at the first has not seen them; each has pages and values, and both halves have half."""
    second = read_gold_answers(ANSWERABLE_SECOND)
    used = {(one.file, page) for one in read_gold_answers(ANSWERABLE) for page in one.pages}
    assert len({one.id for one in second}) == len(second) == 70
    assert all(one.must_have and any((one.file, page) not in used for page in one.pages) for one in second)
    assert sum(half_of(one.id) == "report" for one in second) == 35
