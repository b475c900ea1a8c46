"""Whether what a question gives a medicine for is what a dose is given for: the illness, and its prevention. Pure."""

import re
from collections.abc import Sequence

from rag.checks.background import background_conditions
from rag.checks.conditions import are_kin, find_condition_mentions, find_conditions, is_on_illness

_PREVENTION = re.compile(
    r"\b(?:chemo|immuno)?prophyla\w+|\bchemo-?preventi\w+|\bprevent(?:s|ed|ing|ion|ive|ative)?\b|\bpost-?exposure\b",
    re.IGNORECASE,
)
_ASKED_PREVENTION = re.compile(
    r"\b(?:chemo|immuno)?prophyla\w+|\bchemo-?preventi\w+|\bpreventi(?:ve|on)\b|\bpost-?exposure\b", re.IGNORECASE
)
_TAKEN_ALREADY = re.compile(
    r"\b(?:on|taking|takes|receiving|receives|plus|despite)\s(?:[\w-]+\s){0,2}(?:chemo)?prophyla\w+", re.IGNORECASE
)
_WAYS = re.compile(r"\b(?:PEP|IPT(?:p|i|sc)?|[SP]MC|TPT|CPT|MDA)\b")
"""Abbreviations of ways to prevent an illness."""

_CONTACTS = re.compile(r"\bcontacts\b")
"""Those who are given them."""

_ASKED_CONTACTS = re.compile(
    r"\bcontacts\b|\b(?:close|household|child|family|tb) contact\b|\bcontact of\b", re.IGNORECASE
)

_TREATMENT = re.compile(
    r"(?<!preventive )(?<!preventative )(?<!prophylactic )\btreat(?:s|ed|ing|ments?)?\b(?! of contacts)"
    r"|\btherapeutic doses?\b",
    re.IGNORECASE,
)
_TO_PREVENT = re.compile(r"\bprevent(?:s|ing)?\s(?P<what>[^.?;,]{3,60})", re.IGNORECASE)

_GIVEN_FOR = re.compile(
    r"\b(?:in|for|of|with|against|who have|having|treats?|treated|treating)\s"
    r"(?:(?!prevent|avoid|caus|risk)[\w.,()/-]+\s){0,3}$",
    re.IGNORECASE,
)
"""Words before an illness that a medicine is given for; one that follows no such words may be what it does harm by."""


def asks_prevention(question: str) -> bool:
    """Return whether a question is about preventing an illness, and not about a patient on prophylaxis already."""
    return bool(_ASKED_PREVENTION.search(_TAKEN_ALREADY.sub("", question)) or _WAYS.search(question))


def speaks_of_prevention(text: str) -> bool:
    """Return whether a text speaks of preventing an illness."""
    return any(pattern.search(text) for pattern in (_PREVENTION, _WAYS, _CONTACTS))


def is_for_other_purpose(question: str, text: str, above: Sequence[str]) -> bool:
    """Return whether a question asks for a dose that prevents an illness and a text gives one that treats it, or so on.

    A text that says neither is for what the nearest title `above` it says (nearest first). Both sides have other words
    too ("contacts"), and a question that has some of both, or none, asks for no purpose. Where it says what is to be
    prevented ("to prevent neuropathy"), the treatment of something else is no other purpose.
    """
    prevents = asks_prevention(question) or bool(_ASKED_CONTACTS.search(question))
    aim = _TO_PREVENT.search(_TAKEN_ALREADY.sub("", question))
    asked = prevents or aim is not None, bool(_TREATMENT.search(question))
    if sum(asked) != 1:
        return False
    if aim is not None and not prevents:
        layers = "\n".join([text, *above])
        if not find_conditions(aim["what"]) & find_conditions(layers):
            return False
    for layer in (text, *above):
        said = speaks_of_prevention(layer), bool(_TREATMENT.search(layer))
        if any(said):
            return sum(said) == 1 and said != asked
    return False


def is_for_another(question: str, own: str, dose_at: int, above: Sequence[Sequence[str]]) -> bool:
    """Return whether a dose is for illnesses that the question does not name.

    Where it names none, or only what the patient has besides, those are meant that the titles above name: a line on
    the patients of another illness tells what they get.
    `own` is the line that gives the dose, at own[dose_at:]; `above` are layers of what stands above it, the nearest
    first: what announces it, the titles, the whole passage, the book's title. The nearest that names an illness
    decides: a manual on tuberculosis and leprosy gives one dose in one chapter and another in the next.
    """
    asked, here = find_conditions(question) - background_conditions(question), find_conditions(own)
    named = _find_given_for(own, dose_at) or (here if here & asked else frozenset())
    if not asked:
        subject = find_conditions("\n".join(title for layer in above for title in layer))
        return bool(named and subject) and not named & subject and not are_kin(named, subject)
    for layer in above:
        named = named or find_conditions("\n".join(layer))
    return bool(named) and not is_on_illness(question, named) and not are_kin(asked, named)


def _find_given_for(text: str, dose_at: int) -> frozenset[str]:
    """Return the illness that a line gives a dose for: the last that it names before the dose, else those behind it."""
    mentions = [
        mention
        for mention in find_condition_mentions(text)
        if mention.start == 0 or _GIVEN_FOR.search(text[max(0, mention.start - 60) : mention.start])
    ]
    before = [mention.name for mention in mentions if mention.start < dose_at]
    return frozenset(before[-1:] or [mention.name for mention in mentions])
