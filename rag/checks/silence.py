"""Whether the evidence is silent on a question: first thresholds on what the search found. Pure."""

from collections.abc import Sequence

from indexes.types import Coverage, Hit
from rag.checks.conditions import find_conditions
from rag.checks.medicines import asked_abbreviations, asked_medicines, names_medicine, written_medicines

LEAST_SIMILARITY = 0.25
"""Below this cosine of question and best passage, the passages are about something else."""

LEAST_CLOSENESS = 0.72
"""Least sum of that cosine and half the share of the question's weight that the passages hold."""


def is_silent(question: str, hits: Sequence[Hit], coverage: Coverage) -> bool:
    """Return whether the hits for a question are too far from it to hold an answer.

    They are if they are about something else; if the question names a medicine, in full or by an abbreviation in a
    question on its dose, that none of them names; or if it names a medicine and an illness, and none is on both. The
    two thresholds suit all-MiniLM-L6-v2, whose cosines for matching questions and passages lie between about 0.4 and
    0.8; another embedder has other cosines.
    """
    similarity = max((hit.similarity for hit in hits), default=0.0)
    if similarity < LEAST_SIMILARITY or similarity + coverage.share / 2 < LEAST_CLOSENESS:
        return True
    return bool(missing_medicines(question, hits)) or not any(is_on_both(question, hit) for hit in hits)


def missing_medicines(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the medicines that the question names, lower case, and no hit does; hyphens do not count.

    What an abbreviation of the question stands for does not count either: "already on AL" need not be what is asked.
    """
    text = " ".join(_all_text(hit) for hit in hits)
    asked = dict.fromkeys([*written_medicines(question), *asked_abbreviations(question)])
    return tuple(name for name in asked if not names_medicine(text, name))


def is_on_both(question: str, hit: Hit) -> bool:
    """Return whether a hit names a medicine of the question and, in it or in the titles above it, an illness of it.

    A medicine has one dose for one illness and another for the next. True where the question does not name both.
    """
    medicines, conditions = asked_medicines(question), find_conditions(question)
    if not (medicines and conditions):
        return True
    text = _all_text(hit)
    return any(names_medicine(text, name) for name in medicines) and bool(conditions & find_conditions(text))


def _all_text(hit: Hit) -> str:
    return " ".join([hit.guideline.title, *hit.passage.heading, hit.passage.text])
