"""For what and whom a line holds, by its own words and by what stands above it. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexes.bands import Band
from indexes.exclusions import without_exclusions
from indexes.populations import find_groups
from rag.checks.circumstances import find_circumstances
from rag.checks.conditions import find_conditions
from rag.checks.contrasts import find_sides
from rag.checks.indications import speaks_of_prevention
from rag.checks.line_bands import find_line_bands
from rag.checks.routes import name_routes
from rag.checks.unsaid import find_levels

_TREATS = re.compile(r"\btreat(?:s|ed|ing|ments?)?\b|\btherap(?:y|eutic)\b", re.IGNORECASE)
_DAYS = re.compile(r"\bdays?\s(\d+(?:(?:\s?[-–,]\s?|\s(?:to|and)\s)\d+)*)", re.IGNORECASE)
"""Of a course, the days that a line is on: "on days 2-5"."""

_SETTINGS = re.compile(
    r"\b(?:in|out)-?patients?\b|\bambulatory\b|\bat home\b|\bintensive care\b"
    r"|\blatent\b|\bchronic\b|\brecurr\w+|\brelaps\w+|\bre-?treatment\b",
    re.IGNORECASE,
)
_KINDS_OF_PATIENT = {
    "newborns": re.compile(r"\bnewborns?\b|\bneonat", re.IGNORECASE),
    "small newborns": re.compile(r"\bpre-?term\b|\bpremature\b|\b(?:low|small)[ -]birth[ -]?weight\b", re.IGNORECASE),
    "infants": re.compile(r"\binfants?\b|\bbab(?:y|ies)\b", re.IGNORECASE),
    "adolescents": re.compile(r"\badolescen|\bteenage", re.IGNORECASE),
    "elderly": re.compile(r"\belderly\b|\bolder (?:adults|people|persons|patients)\b", re.IGNORECASE),
}
"""Parts of a group that guidelines have doses of their own for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """For what and whom a line holds, by its own words and else by the nearest above that say."""

    conditions: frozenset[str]
    prevents: bool | None
    """Whether the illness is prevented or treated; None where both are spoken of. What is given is for treatment where
    nothing says so: of prevention it is always said."""
    groups: frozenset[str]
    bands: frozenset[Band]
    routes: frozenset[str]
    levels: frozenset[str]
    sides: frozenset[str]
    circumstances: frozenset[str]


def read_scope(line: str, above: Sequence[str], rows: bool) -> Scope:
    """Return for what and whom a line holds; `above` is what stands above it, the nearest first.

    `rows` says that it is a table's row.
    """
    layers = [without_exclusions(layer) for layer in (line, *above)]

    def nearest(find: Callable[[str], frozenset[str]]) -> frozenset[str]:
        return next((found for layer in layers if (found := find(layer))), frozenset())

    bands = next((found for at, layer in enumerate(layers) if (found := find_line_bands(layer, rows and at == 0))), ())
    return Scope(
        conditions=nearest(find_conditions),
        prevents=_find_purpose(layers),
        groups=nearest(_find_patients),
        bands=frozenset(bands),
        routes=nearest(name_routes),
        levels=nearest(find_levels),
        sides=find_sides(layers),
        circumstances=frozenset().union(*map(find_circumstances, layers), *map(_find_settings, layers)),
    )


def _find_purpose(layers: Sequence[str]) -> bool | None:
    """Return whether the nearest layer that says so speaks of prevention or of treatment.

    A guideline's title that speaks of both ("prevention, diagnosis and treatment of ...") says nothing of a line.
    """
    for number, layer in enumerate(layers):
        said = speaks_of_prevention(layer), bool(_TREATS.search(layer))
        if sum(said) == 1:
            return said[0]
        if all(said) and not 0 < number == len(layers) - 1:
            return None
    return False


def _find_patients(text: str) -> frozenset[str]:
    """Return the groups that a text names, and the parts of them."""
    return find_groups(text) | {name for name, pattern in _KINDS_OF_PATIENT.items() if pattern.search(text)}


def _find_settings(text: str) -> frozenset[str]:
    """Return where, at which stage of an illness and on which days of a course a text says that it is given."""
    places = (match[0].lower().replace("-", "").removesuffix("s") for match in _SETTINGS.finditer(text))
    days = (f"days {' '.join(re.findall(r'[0-9]+', match[1]))}" for match in _DAYS.finditer(text))
    return frozenset([*places, *days])
