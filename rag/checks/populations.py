"""To which groups a question's patient belongs. Pure."""

import re

from indexes.bands import Band, find_measures
from indexes.populations import AGES, find_groups

_CHILD_BELOW = 12 * 12
_ADULT_FROM = 18 * 12
"""Ages in months. Between them guidelines draw the line at 12, 15 or 18 years, so both doses may be meant."""

_CHILD_BELOW_KG = 20
"""No adult weighs so little."""

_YOUNG_BELOW = 10 * 12
"""In months: no adolescent is so young."""

_LITTLE = re.compile(r"\b(?:infants?|bab(?:y|ies)|newborns?|neonates?|toddlers?)\b", re.IGNORECASE)

LARGER = re.compile(
    r"\b(?:larger|older|heavier|bigger|other) (?:children|infants|patients|people|persons|adults)\b", re.IGNORECASE
)
"""Those above the patients that a line has named before: "children below 20 kg ... larger children and adults"."""


def patient_groups(question: str) -> frozenset[str]:
    """Return the groups that the patient of a question is of, by its words and by the age or weight that it gives.

    A 4-year-old is a child and a 30-year-old an adult; from 12 years to 18, and where a band reaches over one of these,
    the patient may be either.
    """
    groups = find_groups(question)
    for band in find_measures(question):
        groups |= _groups_of(band)
    return groups


def patient_age_groups(question: str) -> frozenset[str]:
    """Return whether the patient of a question is an adult, a child, or may be either; empty if it does not say."""
    return patient_groups(question) & AGES


def is_young(question: str) -> bool:
    """Return whether the patient of a question is a child of less than ten years, by age, weight or words."""
    return bool(_LITTLE.search(question)) or any(
        band.high < (_CHILD_BELOW_KG if band.quantity == "weight" else _YOUNG_BELOW) for band in find_measures(question)
    )


def _groups_of(band: Band) -> frozenset[str]:
    if band.quantity == "weight":
        return frozenset(["children"]) if band.high < _CHILD_BELOW_KG else frozenset()
    if band.high < _CHILD_BELOW or (band.high == _CHILD_BELOW and not band.closed):
        return frozenset(["children"])
    return frozenset(["adults"]) if band.low >= _ADULT_FROM else AGES
