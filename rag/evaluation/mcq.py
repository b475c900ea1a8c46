"""Scores a model on multiple-choice questions, and says how many it got right."""

from collections.abc import Callable, Sequence

from rag.answerers.log_likelihood import Asked, LogLikelihoodModel
from rag.evaluation.mcq_results import AT_ONCE, ResultsFile
from rag.evaluation.mcq_types import Item, Scored, Task
from rag.evaluation.shares import Share, share_of


def run_questions(
    items: Sequence[Item],
    choices: Sequence[str],
    ask_items: Callable[[Sequence[Item], int], Sequence[Asked]],
    model: LogLikelihoodModel,
    results: ResultsFile | None,
    progress: Callable[[int], None],
) -> tuple[Scored, ...]:
    """Score what the results lack, some questions at a time, and write each group once it is done.

    `ask_items` makes the texts of some questions, the first of which has the place that it is given. Raises
    AnswererError and EvaluationError; what was written before is kept.
    """
    scored = list(results.held) if results else []
    progress(len(scored))
    while len(scored) < len(items):
        group = items[len(scored) : len(scored) + AT_ONCE]
        found = model.score(ask_items(group, len(scored)))
        made = [
            Scored(item.id, item.answer, one.of_options, tuple(choices), one.cut)
            for item, one in zip(group, found, strict=True)
        ]
        if results:
            results.write(made)
        scored += made
        progress(len(made))
    return tuple(scored)


def summarise(task: Task, scored: Sequence[Scored]) -> dict[str, Share]:
    """Return the figures that the harness gives for a task, with Wilson's intervals.

    `acc` is the share of questions whose likeliest choice is right; `acc_norm` the same by length, which the harness
    does not give for PubMedQA.
    """
    figures = {"acc": share_of([one.choice == one.answer for one in scored])}
    if task != "pubmedqa":
        figures["acc_norm"] = share_of([one.choice_by_length == one.answer for one in scored])
    return figures
