"""Which groups of patients a text speaks of. Pure."""

import re

_GROUPS = {
    "adults": r"adults?|m[ae]n|wom[ae]n",
    "children": r"(?:school-?)?child(?:ren)?|infants?|bab(?:y|ies)|newborns?|neonates?|toddlers?|paediatric|boy|girl",
    "pregnant": r"pregnan(?:t|cy|cies)|trimesters?|antenatal",
    "breastfeeding": r"breast-?\s?feeding|lactating|lactation|nursing (?:mothers?|wom[ae]n)",
}
_PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _GROUPS.items()}
MATERNAL = frozenset(["pregnant", "breastfeeding"])
_AGES = frozenset(["adults", "children"])


def find_groups(text: str) -> frozenset[str]:
    """Return the groups that a text names: "adults", "children", "pregnant", "breastfeeding"."""
    return frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(text))


def find_age_groups(text: str) -> frozenset[str]:
    """Return whether a text speaks of adults, of children, or of both."""
    return find_groups(text) & _AGES
