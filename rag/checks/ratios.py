"""A ratio that a question asks for ("nurse-to-patient ratio"), and whether a text gives it. Pure."""

import re

from rag.checks.words import content_words

_RATIO = re.compile(r"\b(?P<first>\w+)-to-(?P<second>\w+) ratio\b", re.IGNORECASE)
"""As a term, which guidelines print with the same words; those of "the ratio of men to women" may be others there."""

_GIVEN = re.compile(r"\d\s?(?::|to)\s?\d|\b(?:one|1)\b[^.;]{0,60}\b(?:per|for every|to|for each)\b", re.IGNORECASE)


def asked_ratio(question: str) -> frozenset[str]:
    """Return the two things whose ratio a question asks for, without their endings; empty if it asks for none."""
    match = _RATIO.search(question)
    return frozenset() if match is None else content_words(f"{match['first']} {match['second']}")


def gives_ratio(text: str, of: frozenset[str]) -> bool:
    """Return whether a text names both things and a ratio: nurses to beds are not nurses to patients."""
    return of <= content_words(text) and bool(_GIVEN.search(text))
