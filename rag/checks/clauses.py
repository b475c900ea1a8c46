"""Which line of a passage a clause of a statement speaks of: a statement may draw on lines that stand apart. Pure."""

import re
from collections.abc import Sequence

from rag.checks.places import Place
from rag.checks.plain_words import meeting_words
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.quantity_agreement import agrees

_BORDER = re.compile(r"[;:•\n]|[.,](?!\d)|\s(?:and|but|whereas|while|compared with|against|versus)\s", re.IGNORECASE)
_LEAST_SHARE = 0.5
"""A line has at least so many of the words of a clause that speaks of it, and no other line as many."""


def find_clause_line(quantity: Quantity, statement: str, places: Sequence[Place]) -> Place | None:
    """Return the sentence that gives a quantity of a statement and that its clause speaks of, if there is one.

    A row of a table is never one: the other rows give the same for other cases.
    """
    words = _clause_words(quantity, statement)
    places = [place for place in places if not place.is_row]
    shares = [len(words & meeting_words(place.text)) for place in places]
    most = max(shares, default=0)
    if most < max(1.0, _LEAST_SHARE * len(words)) or shares.count(most) > 1:
        return None
    nearest = places[shares.index(most)]
    given = find_quantities(nearest.text)
    return nearest if any(agrees(quantity, each, statement, nearest.text, nearest.over) for each in given) else None


def _clause_words(quantity: Quantity, statement: str) -> frozenset[str]:
    """Return the words of the clause around a quantity, without those of quantities."""
    start = max((cut.end() for cut in _BORDER.finditer(statement) if cut.end() <= quantity.start), default=0)
    end = min(
        (cut.start() for cut in _BORDER.finditer(statement) if cut.start() >= quantity.end), default=len(statement)
    )
    for each in find_quantities(statement):
        statement = statement[: each.start] + " " * (each.end - each.start) + statement[each.end :]
    return meeting_words(statement[start:end])
