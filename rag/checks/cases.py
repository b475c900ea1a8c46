"""Which of several cases a quantity is of: "adults 2 tablets, children 1 tablet" gives no child 2 tablets. Pure.

A sentence that gives several quantities of a kind is parted at its commas, semicolons and "and"; the words that only
one part has say what its quantity is of. Where two of them stand in one part, nothing is said.
"""

import itertools
import re

from rag.checks.plain_words import telling_words
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.quantity_agreement import are_alike

_BORDER = re.compile(r"[;•\n]|,(?!\d)|\s(?:and|or|but|whereas|while|then)\s", re.IGNORECASE)
_LEAST_SHARE = 0.5
"""So much of the words of another case must a statement say to be of that one."""


def is_of_other_case(said: Quantity, statement: str, given: Quantity, line: str) -> bool:
    """Return whether a statement says its quantity of another case than the line does with the same quantity."""
    cases = _cases(line, given) if said.unit or said.per else []
    if len(cases) < 2:
        return False
    own = next(words for quantity, words in cases if quantity == given)
    others = [words for quantity, words in cases if quantity != given]
    mine = own.difference(*others)
    words = next((words for quantity, words in _cases(statement, said) if quantity == said), frozenset[str]())
    if not mine or mine & words:
        return False
    theirs = [other - own for other in others]
    return any(other and len(other & words) >= _LEAST_SHARE * len(other) for other in theirs)


def _cases(text: str, like: Quantity) -> list[tuple[Quantity, frozenset[str]]]:
    """Return the quantities of a text that are like one, each with the words of its part; none if two share a part."""
    alike = [each for each in find_quantities(text) if not each.is_implied and are_alike(each, like)]
    cuts = [
        (match.start(), match.end())
        for match in _BORDER.finditer(text)
        if not any(each.start < match.end() and match.start() < each.end for each in alike)
    ]
    cases: list[tuple[Quantity, frozenset[str]]] = []
    start = 0
    for before, after in itertools.pairwise(alike):
        between = [cut for cut in cuts if before.end <= cut[0] and cut[1] <= after.start]
        if not between:
            return []
        cases.append((before, telling_words(text[start : between[0][0]])))
        start = between[0][1]
    return [*cases, (alike[-1], telling_words(text[start:]))] if alike else []
