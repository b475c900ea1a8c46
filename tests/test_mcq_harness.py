"""The scorer of multiple-choice questions gives what lm-evaluation-harness itself gives, question by question."""

from pathlib import Path

import pytest

from benchmarks.mcq import CASES, FILES, MODELS, compare, learn_from, make_models
from rag.evaluation.mcq_types import Task
from tests.pdf_factory import SHARED

pytest.importorskip(
    "lm_eval", reason="lm-evaluation-harness is not installed: it is in the optional group `evaluation`"
)

FOLDER = SHARED / "mcq"
ITEMS = 200
QUICK = [case for case in CASES if case[0] == MODELS[0] or (case[0] == MODELS[2] and not case[2])]
"""The others take long: `python -m benchmarks.mcq` runs them all."""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The tiny models, by what is particular about them."""
    if not all((FOLDER / name).exists() for name in FILES.values()):
        pytest.skip(f"the shared test data are not here: {FOLDER} lacks some")
    return make_models(tmp_path_factory.mktemp("models"), learn_from(FOLDER, ITEMS))


@pytest.mark.parametrize(("name", "task", "shots"), QUICK)
def test_the_same_choices_as_the_harness(models: dict[str, Path], name: str, task: Task, shots: int) -> None:
    """The texts are the same character by character, the choices are the same, and log-likelihoods to 1e-4."""
    found = compare(task, FOLDER, models[name], shots, ITEMS)
    assert found.questions == found.same_text == found.same_choice == found.same_verdict == ITEMS
    assert found.farthest < 1e-4
    assert len(found.chosen) > 2, "a model that always chooses the same proves nothing of choices"


def test_examples_from_the_split_that_is_asked(models: dict[str, Path]) -> None:
    """One more is drawn, and the question itself left out, as the harness does."""
    found = compare("medmcqa", FOLDER, models[MODELS[0]], 3, ITEMS, same_split=True)
    assert found.same_text == found.same_choice == ITEMS
