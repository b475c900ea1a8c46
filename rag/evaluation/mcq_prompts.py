"""The prompts of lm-evaluation-harness's tasks medmcqa, medqa_4options and pubmedqa, character by character.

Examples are drawn as the harness draws them (`lm_eval.api.samplers.ContextSampler`, its usual seed): for each question
in order from one stream of random numbers. Passages are this project's own addition.
"""

import random
from collections.abc import Sequence

from indexes.types import Hit
from rag.answerers.log_likelihood import Asked
from rag.answerers.prompt import neutralise
from rag.errors import EvaluationError
from rag.evaluation.mcq_formats import LETTERS, VERDICTS
from rag.evaluation.mcq_types import Item, Task

SEED = 1234
"""The harness's `fewshot_random_seed`."""


def choices_of(task: Task) -> tuple[str, ...]:
    """Return what is scored: the options' letters, or yes, no and maybe."""
    return VERDICTS if task == "pubmedqa" else LETTERS


def write_question(task: Task, item: Item) -> str:
    """Return a question with its options or its abstract, up to "Answer:"."""
    if task == "pubmedqa":
        abstract = "\n".join(item.abstract)
        return f"Abstract: {abstract}\nQuestion: {item.question}\nAnswer:"
    options = "".join(f"{letter}. {option}\n" for letter, option in zip(LETTERS, item.options, strict=True))
    title = "Choices:\n" if task == "medmcqa" else ""
    return f"Question: {item.question}\n{title}{options}Answer:"


def write_passages(hits: Sequence[Hit], special_tokens: Sequence[str]) -> str:
    """Return passages with their titles, to stand before a question; nothing if there are none."""
    if not hits:
        return ""
    blocks = []
    for number, hit in enumerate(hits, start=1):
        titles = neutralise(" > ".join([hit.guideline.title, *hit.passage.heading]), special_tokens)
        blocks.append(f"[{number}] {titles}\n{neutralise(hit.passage.text, special_tokens)}")
    return "\n\n".join(["Passages from guidelines:", *blocks, ""])


def ask(task: Task, item: Item, examples: Sequence[Item] = (), passages: str = "") -> Asked:
    """Return the text for a question, its examples with their answers before it, and the choices that may follow it.

    Passages stand between the examples and the question.
    """
    choices = choices_of(task)
    shown = "".join(f"{write_question(task, example)} {choices[example.answer]}\n\n" for example in examples)
    return Asked(f"{shown}{passages}{write_question(task, item)}", tuple(f" {choice}" for choice in choices))


def draw_examples(items: Sequence[Item], pool: Sequence[Item], shots: int) -> list[list[Item]]:
    """Return `shots` examples of the pool for each question; a question is never its own example.

    Raises EvaluationError if the pool is too small.
    """
    if not shots:
        return [[] for _ in items]
    # As the harness does where examples come from the split that is asked: one more is drawn, so that the question can
    # be left out. Elsewhere it does not look; where that would give an answer away, others are drawn here.
    contents = {_content(example) for example in pool}
    same_split = all(_content(item) in contents for item in items)
    wanted = shots + same_split
    least = len(contents) - any(_content(item) in contents for item in items)
    if least < shots:
        raise EvaluationError(f"{shots} examples a question are too many: there are {least} that are not itself")
    stream = random.Random(SEED)
    drawn = []
    for place, item in enumerate(items):
        others = [example for example in stream.sample(pool, wanted) if _content(example) != _content(item)][:shots]
        if len(others) < shots:
            free = [example for example in pool if _content(example) != _content(item)]
            others = random.Random(SEED + place).sample(free, shots)
        drawn.append(others)
    return drawn


def _content(item: Item) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return item.question, item.options, item.abstract
