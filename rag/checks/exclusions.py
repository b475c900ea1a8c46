"""Whether a text leaves out the patient of a question, and what the reader is told of it. Pure."""

import math
import re

from indexes.bands import Band, find_bands, find_measures, fits
from indexes.exclusions import find_exclusions
from indexes.populations import MATERNAL, find_groups
from rag.checks.circumstances import PATIENTS_OWN, find_circumstances
from rag.checks.populations import patient_groups

_OTHER_CHILDREN = re.compile(r"\b(?:older|larger|heavier|bigger|other) (?:children|infants)\b", re.IGNORECASE)

_INFANTS = re.compile(r"\b(?:infants?|bab(?:y|ies)|newborns?|neonates?)\b", re.IGNORECASE)
_PAST_INFANCY = (Band("age", 12, math.inf, closed=False), Band("weight", 15, math.inf, closed=False))
"""Who is a year old, or weighs more than almost all who are not."""


def find_excluding(question: str, text: str) -> tuple[str, ...]:
    """Return the words of a text that leave out the patient of a question, each once, in order.

    By age or weight, if both give one, else by being a child or an adult; by pregnancy or breastfeeding; and by what
    else the patient has, such as G6PD deficiency. Words on children of other ages than the child's do not leave it out,
    nor words on infants one whose weight or age is none of an infant's.
    """
    measures, groups = find_measures(question), patient_groups(question)
    has = find_circumstances(question) & PATIENTS_OWN
    found = []
    for start, end in find_exclusions(text):
        words = text[start:end].strip()
        # Older children are others than the child whose age or weight is given.
        spoken_of = _OTHER_CHILDREN.sub("", words) if measures else words
        named = find_groups(_INFANTS.sub("", spoken_of) if fits(measures, _PAST_INFANCY) else spoken_of)
        of_ages = fits(measures, find_bands(words))
        if of_ages is None:
            of_ages = bool(_ages(groups) & _ages(named))
        if of_ages or groups & named & MATERNAL or has & find_circumstances(words):
            found.append(words)
    return tuple(dict.fromkeys(found))


def check_exclusions(question: str, text: str) -> tuple[str, ...]:
    """Return a problem for the reader for each place where a quote leaves out the patient of a question."""
    return tuple(
        f"leaves out patients such as the one asked about: “{words}”" for words in find_excluding(question, text)
    )


def _ages(groups: frozenset[str]) -> frozenset[str]:
    """Return the groups by age; a woman is named for her pregnancy, not for her age."""
    return groups - MATERNAL - (frozenset(["adults"]) if groups & MATERNAL else frozenset())
