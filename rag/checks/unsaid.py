"""What besides weight and age chooses among the lines of a table or list, and a question does not say. Pure."""

import re
from collections.abc import Iterable
from typing import Literal

from indexes.bands import find_measures
from indexes.exclusions import without_exclusions
from indexes.populations import MATERNAL, find_groups
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.doses import gives_dose, gives_quantity
from rag.checks.populations import patient_groups

Fact = Literal["weight", "age", "pregnancy", "severity"]
FACTS: tuple[Fact, ...] = ("weight", "age", "pregnancy", "severity")
"""What of a patient may choose a row, in the order in which it is told."""

_LEVELS = {
    "none": r"no (?:signs? of )?dehydration",
    "mild": r"mild|some dehydration|non-?severe|uncomplicated",
    "moderate": r"moderate",
    "severe": r"severe(?:ly)?(?! acute malnutrition)|(?<!un)complicated|critical(?:ly)?|life-threatening",
}
_PATTERNS = {
    level: re.compile(rf"(?<![^\W_])(?<!non-)(?:{words})(?![^\W_])", re.IGNORECASE) for level, words in _LEVELS.items()
}
_STRENGTH_OF_ADVICE = re.compile(
    r"\b(?:strong|conditional|moderate|low|high)[\w\s-]{0,20}(?:certainty|evidence|recomm)"
)
_HEAD = re.compile(r"[^:|.;]{0,80}")
"""What a row or an item begins with says for whom it is."""

_MATERNAL_HEAD = re.compile(
    r"(?:[^|]*:\s)?\W*(?:(?:for|in|during|if|all)\s)*(?:\w+\s){0,2}?"
    r"(?:pregnan\w+|breast-?feeding|lactating|(?:\w+\s)?trimester)",
    re.IGNORECASE,
)
"""A row or an item that begins with pregnancy is for it; "alternative (e.g. in pregnancy)" is for others too."""

_CANNOT_BE_PREGNANT = re.compile(
    r"\b(?:non-?pregnant|not pregnant|m[ae]n|males?|boys?|elderly|newborns?|neonates?)\b", re.IGNORECASE
)

_PAST_PREGNANCY = 55 * 12
"""In months: nobody is pregnant from this age on."""


def find_unsaid(question: str, line: str, beside: Iterable[str]) -> frozenset[Fact]:
    """Return whether severity or pregnancy chooses between a line and those beside it in its table or list.

    That is so where two of them that give an amount or a time begin with different degrees of an illness, or one with
    pregnancy or breastfeeding and another without. What the question says chooses, and is not unsaid.
    """
    if not gives_quantity(line):
        return frozenset()
    others = [other for other in beside if other != line and gives_quantity(other)]
    found: set[Fact] = set()
    own = find_levels(_head(line))
    if len(own) == 1 and not find_levels(question) and any(len(find_levels(_head(each)) - own) == 1 for each in others):
        found.add("severity")
    if _may_be_pregnant(question) and gives_dose(line):
        is_maternal = _is_maternal(line)
        if any(_is_maternal(each) != is_maternal and gives_dose(each) for each in others):
            found.add("pregnancy")
    return frozenset(found)


def find_levels(text: str) -> frozenset[str]:
    """Return the degrees of an illness that a text names; "moderate certainty" is of evidence."""
    text = _STRENGTH_OF_ADVICE.sub("", text)
    return frozenset(level for level, pattern in _PATTERNS.items() if pattern.search(text))


def _head(line: str) -> str:
    """Return the words that a row or an item begins with; of a row its first cell, header and all."""
    if BETWEEN_CELLS in line:
        return line.split(BETWEEN_CELLS, 1)[0]
    match = _HEAD.match(line.lstrip("•✓✗›– -"))
    return match[0] if match else ""


def _is_maternal(line: str) -> bool:
    head = without_exclusions(_head(line))
    return bool(_MATERNAL_HEAD.match(head)) and bool(find_groups(head) & MATERNAL)


def _may_be_pregnant(question: str) -> bool:
    """Whether a patient is meant who may be pregnant, and the question does not say whether she is."""
    groups = patient_groups(question)
    if any(measure.quantity == "age" and measure.low >= _PAST_PREGNANCY for measure in find_measures(question)):
        return False
    return not groups & MATERNAL and groups != {"children"} and not _CANNOT_BE_PREGNANT.search(question)
