"""How much of a question stands in what was found. Pure."""

from collections.abc import Mapping, Sequence, Set

from indexes.types import Coverage


def cover_question(weights: Mapping[str, float], held: Set[str], same: Sequence[Sequence[Set[str]]] = ()) -> Coverage:
    """Return which share of a question's terms, by their weights, is held, and which are not, the weightiest first.

    `same` are names, as sets of terms, of which one is enough: a guideline writes a medicine's brand or its name, and
    seldom both. The terms of the others count neither as held nor as missing.
    """
    found = [names for names in same if any(name and name <= held for name in names)]
    unneeded = frozenset().union(*(name - held for names in found for name in names))
    counted = {term: weight for term, weight in weights.items() if term not in unneeded}
    missing = sorted((term for term in counted if term not in held), key=lambda term: -counted[term])
    whole = sum(counted.values())
    if not whole:
        return Coverage(0.0, tuple(missing))
    share = 1 - sum(counted[term] for term in missing) / whole
    return Coverage(share, tuple(missing), counted[missing[0]] / whole if missing else 0.0)
