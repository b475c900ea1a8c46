"""By which ways a text says that something is given: by mouth, into a vein. Pure."""

import functools
import re
from dataclasses import dataclass

_SHORT = {
    "intravenous": r"IV|i\.v\.?|EV",
    "intramuscular": r"IM|i\.m\.?",
    "subcutaneous": r"SC|s\.c\.?|SQ",
    "intraosseous": r"IO",
    "oral": r"PO|p\.o\.?|VO",
    "rectal": r"PR|p\.r\.",
    "vaginal": r"PV",
    "sublingual": r"SL|s\.l\.",
}
"""Abbreviations, in this case."""

_WORDS = {
    "intravenous": r"intravenous(?:ly)?|intraveineuse|intravenos[ao]|endovenos[ao]|into a vein",
    "intramuscular": r"intramuscular(?:ly)?|intramusculaire|into (?:a|the) muscle",
    "subcutaneous": r"subcut\w*|sous-cutanée|subcutáne[ao]|under the skin",
    "intradermal": r"intradermal(?:ly)?",
    "intraosseous": r"intra-?osseous(?:ly)?",
    "intrathecal": r"intrathecal(?:ly)?",
    "oral": r"oral(?:ly)?|by mouth|per os|voie orale|v[ií]a oral",
    "rectal": r"rectal(?:ly)?|suppositor(?:y|ies)|voie rectale",
    "vaginal": r"vaginal(?:ly)?|pessar(?:y|ies)",
    "sublingual": r"sublingual(?:ly)?|under the tongue",
    "topical": r"topical(?:ly)?",
    "inhaled": r"inhal(?:ed|ation)|nebuli[sz](?:ed|er|ation)",
    "nasal": r"intranasal(?:ly)?",
    "parenteral": r"parenteral(?:ly)?",
}
_NO_ROUTE = (
    r"(?!\s(?:rehydration|health|cavity|hygiene|poliovirus|polio|vaccine|contraceptives?|fluids?|swabs?|candid))"
)
"""Behind "oral" and the like, what they only name: "oral rehydration salts" are so called by the vein as well."""


def _any_of(routes: dict[str, str]) -> str:
    return "|".join(rf"(?P<{name}>(?<![^\W_])(?:{spelled})(?![^\W_]))" for name, spelled in routes.items())


_PATTERNS = (re.compile(_any_of(_SHORT)), re.compile(rf"(?:{_any_of(_WORDS)}){_NO_ROUTE}", re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class Route:
    """A way of giving, such as "intravenous", that is said at text[start:end]."""

    start: int
    end: int
    name: str


@functools.lru_cache(maxsize=8192)
def find_routes(text: str) -> tuple[Route, ...]:
    """Return the ways of giving that a text names, in order of reading."""
    found = [
        Route(match.start(), match.end(), match.lastgroup)
        for pattern in _PATTERNS
        for match in pattern.finditer(text)
        if match.lastgroup is not None
    ]
    return tuple(sorted(found, key=lambda route: route.start))


def name_routes(text: str) -> frozenset[str]:
    """Return the names of the ways of giving that a text names."""
    return frozenset(route.name for route in find_routes(text))
