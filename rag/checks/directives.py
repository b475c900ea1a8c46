"""Whether a question asks what is to be done, and whether a line says it. Pure."""

import re

_WHO = r"(?:i|we|she|he|they|you|a|an|the|it|this|these|one|someone)"
_ASKS = re.compile(
    rf"\b(?:should|must|may|can|do|does|need|is it (?:safe|right|enough)|allowed)\s{_WHO}\b"
    r"|\b(?:what|which|who|how|when|where)\b(?:\s[\w'-]+){0,5}?\s"
    r"(?:should|must|may|can|to (?:do|give|use)|do (?:i|we)|is (?:to be )?(?:done|given))\b"
    r"|\bwhat (?:next|now|else|instead)\b|\b(?:next|first) (?:move|steps?)\b|\b(?:yes or no|allowed)\b",
    re.IGNORECASE,
)

_ORDERS = """add administer admit advise apply ask avoid begin call check clean collect consider continue cover crush
dissolve do draw elevate encourage ensure examine explain feed flush follow give hold immobilize inform
initiate keep loosen maintain measure monitor move never obtain place position postpone prepare put
record reduce refer remove repeat restart rinse screen seek send smother soak splint start stop store
switch take teach test transfer transport treat use wash wear weigh withhold"""
_BEGINS = re.compile(
    rf"^\W*(?:\(?(?:\d{{1,2}}|[A-Za-z]|[ivx]{{1,4}})[.)]\s*)?(?:{'|'.join(_ORDERS.split())})\b", re.IGNORECASE
)
_SAYS = re.compile(
    r"\b(?:should|must|shall|recommend(?:s|ed|ation)?|suggests that|advis(?:es|ed|able)|contra-?indicated|"
    r"do not|don't|never|avoid|(?:may|can|need) not|needs? to|"
    r"(?:is|are) (?:not )?(?:required|needed|necessary|indicated|permitted|allowed|preferred|essential)|"
    r"(?:can|may) be (?:given|used|considered|offered|treated))\b",
    re.IGNORECASE,
)


def asks_what_to_do(question: str) -> bool:
    """Return whether a question asks what should or may be done."""
    return bool(_ASKS.search(question))


def says_what_to_do(text: str) -> bool:
    """Return whether a line recommends, forbids or orders something; a line that only describes does not."""
    return bool(_SAYS.search(text) or _BEGINS.search(text))
