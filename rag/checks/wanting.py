"""Whether a medicine that a question names is wanted, cannot be had or taken, or is taken already. Pure."""

import re

_ARTICLES = r"(?:(?:a|an|the|any|oral|iv|im|injectable|daily|long-term)\s)*"
_UNWANTED_BEFORE = re.compile(
    r"(?:\bno(?: more)?|\bout of|\binstead of|\bwithout|\ballerg(?:ic|y) to|\bhypersensitiv\w+ to|\bresistan\w+ to"
    r"|\bintoleran\w+ (?:to|of)|\b(?:cannot|can't|can’t|could not) (?:take|have|get|tolerate|swallow))"
    rf"\s{_ARTICLES}$"
    r"|(?:\ball?[eé]rgi\w+ (?:à l[’']|à la |à |au |aux |al |a la |a los |a )"
    r"|\b(?:sans|sin|sem|no hay|não há|pas d[e’']|rupture d[e’'](?: stock d[e’'])?)) ?$",
    re.IGNORECASE,
)
_UNWANTED_AFTER = re.compile(
    r"(?:\s(?:vials?|ampoules?|tablets?|injections?|supplies|stocks?))?"
    r"(?:\s(?:is|are|was|were|has|have))?(?:\s(?:currently|all|just))?"
    r"(?:\s(?:not available|unavailable|out of stock|not in stock|finished|used up|run out|ran out|not tolerated)"
    r"|[- ](?:allerg|resistan|intoleran)\w+)\b",
    re.IGNORECASE,
)
_TAKEN_BEFORE = re.compile(
    rf"\b(?:on|taking|takes|receiving|receives|using|uses)\s{_ARTICLES}$",
    re.IGNORECASE,
)

_NEAR = 80
"""How many characters before a name say so at most: a question may be as long as a letter."""


def is_unwanted(question: str, start: int, end: int) -> bool:
    """Return whether question[start:end] names a medicine that cannot be had or taken: another one is asked for."""
    return bool(
        _UNWANTED_BEFORE.search(question[max(0, start - _NEAR) : start]) or _UNWANTED_AFTER.match(question, end)
    )


def is_taken(question: str, start: int) -> bool:
    """Return whether the medicine named at question[start] is one that the patient has already."""
    return bool(_TAKEN_BEFORE.search(question[max(0, start - _NEAR) : start]))
