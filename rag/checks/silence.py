"""Whether the evidence is silent on a question, and why: by what the question names, and by a likelihood. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexes.languages import ENGLISH
from indexes.types import Coverage, Hit
from rag.checks.closeness import REFERENCE, Scale
from rag.checks.clues import Clues, find_clues
from rag.checks.likelihood import estimate

LEAST_SHARE = 1 / 4
"""Least share of the question's words where the embedder's cosines say nothing: 1 of 151 answerable questions in
English has less."""

NOTHING_FOUND = "nothing was found"
NO_LINE = "none of the passages found has a line that answers it"
"""What is said where the passages are near enough, and the answerer found nothing in them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a question is put to the answerer."""

    probability: float
    """How likely the guidelines answer it, by its clues."""
    silence: str | None
    """Why it is not put to the answerer, in words that go on from "these guidelines do not answer this"; None if it
    is."""


def decide(
    question: str,
    hits: Sequence[Hit],
    coverage: Coverage,
    scale: Scale | None = REFERENCE,
    language: str = ENGLISH,
) -> Decision:
    """Return whether the hits for a question are too far from it to hold an answer.

    They are if the question names a medicine, in full or by an abbreviation in a question on its dose, or an illness
    that none of them names, or its illness only in passing; if it names a medicine and an illness, and none is on both;
    or if an answer is less likely than the least likelihood, which is set so that 95% of answerable questions stay,
    with 95% confidence. `scale` is that of the set's embedder; where it has none, the words alone decide. `language`
    (ISO 639-1) is the set's.
    """
    if not hits:
        return Decision(0.0, NOTHING_FOUND)
    clues = find_clues(question, hits, coverage, scale, language)
    probability, least = estimate(clues)
    sure = explain_sure(clues)
    return Decision(probability, sure or (_explain_likelihood(clues) if probability < least else None))


def explain_sure(clues: Clues) -> str | None:
    """Return why nothing can answer, however likely it is by the rest; None if something may."""
    if clues.medicines or clues.conditions:
        return f"none of the passages found names {_join([*clues.medicines, *clues.conditions])}"
    if clues.in_passing:
        return f"the passages found name {_join(clues.in_passing)} in passing only"
    if clues.apart:
        return "none of the passages found is on the medicine, the illness and the patient asked about at once"
    if clues.similarity is None and clues.share < LEAST_SHARE:
        return "the passages found hold too few of the question's words"
    return None


def _explain_likelihood(clues: Clues) -> str:
    if clues.undosed:
        return f"none of the passages found gives a dose of {_join(clues.undosed)}"
    if clues.subjects or clues.purposes:
        words = [f"“{word}”" for word in clues.subjects or clues.purposes]
        return f"none of the passages found {'' if clues.subjects else 'on the medicine '}speaks of {_join(words)}"
    return "the passages found are too far from the question"


def _join(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
