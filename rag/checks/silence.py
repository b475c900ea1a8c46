"""Whether the evidence is silent on a question: by what the question names, and by first thresholds. Pure."""

from collections.abc import Sequence

from indexes.context import all_text
from indexes.populations import MATERNAL, find_groups
from indexes.types import Coverage, Hit
from rag.checks.background import background_conditions
from rag.checks.closeness import REFERENCE, Scale
from rag.checks.conditions import find_conditions, is_on_illness
from rag.checks.indications import asks_prevention, speaks_of_prevention
from rag.checks.medicines import (
    asked_abbreviations,
    asks_dose,
    dosed_medicines,
    names_medicine,
    write_medicine,
    written_medicines,
)

LEAST_SIMILARITY = 0.25
"""Below this cosine of question and best passage, the passages are about something else."""

NEAREST = 5
LEAST_CLOSENESS = 0.6
"""Least sum of that cosine and half the share of the question's weight that the passages hold."""

LEAST_SHARE = 1 / 3
"""Least such share where the embedder's cosines say nothing: 9 of 284 answerable questions in English have less."""


def is_silent(question: str, hits: Sequence[Hit], coverage: Coverage, scale: Scale | None = REFERENCE) -> bool:
    """Return whether the hits for a question are too far from it to hold an answer.

    They are if they are about something else; if the question names a medicine, in full or by an abbreviation in a
    question on its dose, or an illness, that none of them names; or if it names a medicine and an illness, and none is
    on both. The two thresholds suit all-MiniLM-L6-v2, whose cosines for matching questions and passages lie between
    about 0.4 and 0.8; those of another embedder are read on its `scale`, and where it has none the words alone decide.
    """
    if not hits or not _is_near(max(hit.similarity for hit in hits), coverage.share, scale):
        return True
    if missing_medicines(question, hits) or missing_conditions(question, hits):
        return True
    return not any(is_on_both(question, hit) for hit in hits)


def _is_near(similarity: float, share: float, scale: Scale | None) -> bool:
    if scale is None:
        return share >= LEAST_SHARE
    similarity = scale.on_reference(similarity)
    return similarity >= LEAST_SIMILARITY and similarity + share / 2 >= LEAST_CLOSENESS


def prefer_on_topic(question: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits, those on a medicine of the question first (and on its illness, if it names one), each in order.

    A question on a medicine that is worded like its neighbours' finds theirs: only what names it can answer. So with
    one on an illness.
    """
    medicines = dosed_medicines(question)
    if not medicines:
        off = [not is_on_illness(question, find_conditions(_all_text(hit))) for hit in hits]
        # Where none of the nearest is on the illness, one further away need not be on the question.
        return list(hits) if all(off[:NEAREST]) else [hit for _, hit in sorted(zip(off, hits, strict=True), key=_first)]
    return sorted(
        hits,
        key=lambda hit: (
            not any(names_medicine(_all_text(hit), medicine) for medicine in medicines) or not is_on_both(question, hit)
        ),
    )


def _first(pair: tuple[bool, Hit]) -> bool:
    return pair[0]


def missing_medicines(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the medicines that the question names and no hit does, lower case, a combination's parts in one.

    What only an abbreviation of the question stands for counts if its dose is asked: "already on AL" need not be what
    is asked.
    """
    text = "\n".join(_all_text(hit) for hit in hits)
    asked = dict.fromkeys([*written_medicines(question), *(dosed_medicines(question) if asks_dose(question) else ())])
    missing = [write_medicine(medicine) for medicine in asked if not names_medicine(text, medicine)]
    unknown = (short.lower() for short in asked_abbreviations(question) if short.lower() not in text.lower())
    return (*missing, *unknown)


def missing_conditions(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the illnesses that the question names and no hit does, in the alphabet's order.

    One that is only told of the patient is none of them where another, or a medicine, is asked about.
    """
    named = frozenset().union(*(find_conditions(_all_text(hit)) for hit in hits))
    missing = find_conditions(question) - named
    others = find_conditions(question) - background_conditions(question)
    # What the patient has besides need not be named, if what is asked is.
    if (others and not missing & others) or (not others and dosed_medicines(question)):
        missing -= background_conditions(question)
    return tuple(sorted(missing))


def is_on_both(question: str, hit: Hit) -> bool:
    """Return whether a hit names a medicine of the question and, in it or in the titles above it, an illness of it.

    A medicine has one dose for one illness and another for the next. True where the question does not name both, unless
    it asks for a dose by the illness alone: then the hit must name that. A hit for a medicine in pregnancy or
    breastfeeding must speak of it, and one for a dose that prevents an illness of prevention.
    """
    medicines, conditions = dosed_medicines(question), find_conditions(question)
    groups = find_groups(question) & MATERNAL if medicines else frozenset()
    if not (groups or (conditions and (medicines or asks_dose(question)))):
        return True
    text = _all_text(hit)
    if asks_dose(question) and asks_prevention(question) and not speaks_of_prevention(text):
        return False
    on_medicine = not medicines or any(names_medicine(text, medicine) for medicine in medicines)
    return (
        on_medicine
        and is_on_illness(question, find_conditions(text))
        and (not groups or bool(groups & find_groups(text)))
    )


def _all_text(hit: Hit) -> str:
    return all_text(hit.guideline.title, hit.passage)
