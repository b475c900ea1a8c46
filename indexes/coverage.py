"""How much of a question stands in what was found. Pure."""

from collections.abc import Container, Mapping

from indexes.types import Coverage


def measure_coverage(weights: Mapping[str, float], held: Container[str]) -> Coverage:
    """Return which share of a question's terms, by their weights, is held, and which are not, the weightiest first."""
    missing = sorted((term for term in weights if term not in held), key=lambda term: -weights[term])
    whole = sum(weights.values())
    if not whole:
        return Coverage(0.0, tuple(missing))
    share = 1 - sum(weights[term] for term in missing) / whole
    return Coverage(share, tuple(missing), weights[missing[0]] / whole if missing else 0.0)
