"""Which groups of patients a text speaks of. Pure."""

import re

from indexes.bands import Measure, find_measures

_GROUPS = {
    "adults": r"adults?|m[ae]n|wom[ae]n",
    "children": r"(?:school-?)?child(?:ren)?|infants?|bab(?:y|ies)|newborns?|neonates?|toddlers?|paediatric|boy|girl",
    "pregnant": r"pregnan(?:t|cy|cies)|trimesters?|antenatal",
    "breastfeeding": r"breast-?\s?feeding|lactating|lactation|nursing (?:mothers?|wom[ae]n)",
}
_PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _GROUPS.items()}
MATERNAL = frozenset(["pregnant", "breastfeeding"])
_AGES = frozenset(["adults", "children"])


_BELOW_AGE = re.compile(
    r"\b(?:child(?:ren)?|infants?|bab(?:y|ies)|boys?|girls?)\s(?:aged\s)?(?:under|below|less than|younger than|<)\s?"
    r"(?P<age>\d{1,2}|two|five|ten)\b(?!\s?(?:kg|kilo|mg|g\b|m\b|month|week|day|%))",
    re.IGNORECASE,
)
_AGES_IN_WORDS = {"two": 2, "five": 5, "ten": 10}


def find_patient(question: str) -> tuple[Measure, ...]:
    """Return the patient's weight and age as a question gives them; "a child under 10" is of the last month before."""
    measures = find_measures(question)
    below = _BELOW_AGE.search(question)
    if below is None or any(measure.quantity == "age" for measure in measures):
        return measures
    age = below["age"].lower()
    years = _AGES_IN_WORDS[age] if age in _AGES_IN_WORDS else int(age)
    return (*measures, Measure("age", 12 * years - 1))


def find_groups(text: str) -> frozenset[str]:
    """Return the groups that a text names: "adults", "children", "pregnant", "breastfeeding"."""
    return frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(text))


def find_age_groups(text: str) -> frozenset[str]:
    """Return whether a text speaks of adults, of children, or of both."""
    return find_groups(text) & _AGES
