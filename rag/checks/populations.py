"""Which groups of patients a text speaks of, and to which a question's patient belongs. Pure."""

import re

from indexes.bands import Band, find_measures
from indexes.patients_abroad import GROUPS

_GROUPS = {
    "adults": r"adults?|m[ae]n|wom[ae]n",
    "children": (
        r"(?:school-?)?child(?:ren)?(?![- ]?bearing)|infants?|bab(?:y|ies)|newborns?|neonates?|toddlers?|pa?ediatrics?|"
        r"boys?|girls?|neonatal(?! (?:deaths?|health|mortality|outcomes?|tetanus))"
    ),
    "pregnant": r"pregnan(?:t|cy|cies)|trimesters?|antenatal",
    "breastfeeding": r"breast-?\s?feeding|lactating|lactation|nursing (?:mothers?|wom[ae]n)",
}
_PATTERNS = {name: re.compile(rf"\b(?:{words}|{GROUPS[name]})\b", re.IGNORECASE) for name, words in _GROUPS.items()}
MATERNAL = frozenset(["pregnant", "breastfeeding"])
_AGES = frozenset(["adults", "children"])
_TEENAGERS = re.compile(r"\b(?:adolescents?|adolescence|teenagers?)\b", re.IGNORECASE)
"""Those to whom some guidelines give the children's dose and some the adults'."""

_CHILD_BELOW = 12 * 12
_ADULT_FROM = 18 * 12
"""Ages in months. Between them guidelines draw the line at 12, 15 or 18 years, so both doses may be meant."""

_CHILD_BELOW_KG = 20
"""No adult weighs so little."""


def find_groups(text: str) -> frozenset[str]:
    """Return the groups that a text names: "adults", "children", "pregnant", "breastfeeding".

    Adolescents are both children and adults.
    """
    named = frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(text))
    return named | _AGES if _TEENAGERS.search(text) else named


def find_age_groups(text: str) -> frozenset[str]:
    """Return whether a text speaks of adults, of children, or of both."""
    return find_groups(text) & _AGES


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
    return patient_groups(question) & _AGES


def _groups_of(band: Band) -> frozenset[str]:
    if band.quantity == "weight":
        return frozenset(["children"]) if band.high < _CHILD_BELOW_KG else frozenset()
    if band.high < _CHILD_BELOW or (band.high == _CHILD_BELOW and not band.closed):
        return frozenset(["children"])
    return frozenset(["adults"]) if band.low >= _ADULT_FROM else _AGES
