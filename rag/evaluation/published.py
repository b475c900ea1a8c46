"""Published figures to hold a measurement against: only such as have a source that can be looked up."""

from dataclasses import dataclass

from rag.evaluation.mcq_types import Task


@dataclass(frozen=True, slots=True)
class Published:
    """The accuracy of a model on a whole set, as somebody else measured it with lm-evaluation-harness."""

    task: Task
    model: str
    percent: float
    source: str


_CARD = "the model's card; the number of examples is not said"
_BOARD = "huggingface.co/datasets/openlifescienceai/results, {}; the number of examples is not said"

PUBLISHED = (
    Published("medmcqa", "EPFLiGHT/Meditron3-Qwen2.5-7B", 55.56, _CARD),
    Published("medmcqa", "epfl-llm/meditron-70b", 46.8, _BOARD.format("2024-04-25")),
    Published("medqa", "epfl-llm/meditron-70b", 57.1, _BOARD.format("2024-04-25")),
    Published("pubmedqa", "epfl-llm/meditron-70b", 76.6, _BOARD.format("2024-04-25")),
    Published("medmcqa", "Qwen/Qwen1.5-7B", 50.2, _BOARD.format("2024-05-16")),
    Published("medqa", "Qwen/Qwen1.5-7B", 48.9, _BOARD.format("2024-05-16")),
    Published("pubmedqa", "Qwen/Qwen1.5-7B", 67.8, _BOARD.format("2024-05-16")),
)

WHOLE: dict[Task, int] = {"medmcqa": 4183, "medqa": 1273, "pubmedqa": 500}
"""How many questions the published figures are over."""


def published_for(task: Task) -> tuple[Published, ...]:
    """Return the figures for a task."""
    return tuple(one for one in PUBLISHED if one.task == task)
