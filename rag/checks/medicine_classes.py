"""Classes of medicines that a question asks for ("which antibiotic", "what steroid dose"), and their members. Pure."""

import re
from collections.abc import Sequence

from rag.checks.medicine_mentions import find_mentions

_CLASSES = {
    r"(?:cortico|glucocortico)?steroids?": r"\w*predniso\w+|\w*cortisone|\w+methasone|budesonide",
    r"antibiotics?|antimicrobials?|cephalosporins?": (
        r"cef\w+|\w+(?:cillin|mycin|micin|kacin|floxacin|cycline|nidazole|penem)|chloramphenicol|sulfa\w+|linezolid"
    ),
    r"(?:fluoro)?quinolones?": r"\w+floxacin",
    r"aminoglycosides?": r"\w+kacin|gentamicin|kanamycin|streptomycin",
    r"antimalarials?|ACTs?": r"art[ei]\w+|\w+quine?|lumefantrine|quinine|sulfadoxine|pyronaridine|proguanil",
    r"beta-?blockers?": r"\w+[oa]lol|carvedilol",
    r"ACEi?|inhibitors?": r"\w+pril",
    r"diuretics?": r"furosemide|spironolactone|amiloride|\w+thiazide",
    r"anticoagulants?": r"warfarin|\w*heparin|\w+parin|\w+xaban|dabigatran",
    r"anticonvulsants?": r"\w+zepam|midazolam|phenytoin|phenobarbital|valproate|carbamazepine|levetiracetam",
    r"antiretrovirals?|ARVs?": r"\w+(?:vir|vudine|virenz|virapine|citabine)",
    r"vitamins?": r"retinol|thiamine|pyridoxine|riboflavin|folic acid|\w*calciferol|ascorbic acid",
    r"drugs?|medicines?|medications?|tablets?|injectables?|injections?": r".+",
}
_COMPILED = tuple(
    (re.compile(names, re.IGNORECASE), re.compile(members, re.IGNORECASE)) for names, members in _CLASSES.items()
)
_ASKED = re.compile(r"\b(?:what|which)\s(?P<words>(?:[\w-]+[\s/?]*){1,4})", re.IGNORECASE)


def names_asked_class(question: str, text: str) -> bool:
    """Return whether a text names a medicine of a class that the question asks for.

    That is one which it names in the first words after "which" or "what": prednisolone answers "what steroid dose".
    """
    asked = _asked_words(question)
    members = [member for name, member in _COMPILED if any(name.fullmatch(word) for word in asked)]
    named = [part for mention in find_mentions(text) for part in mention.medicine] if members else []
    return any(member.fullmatch(part) for member in members for part in named)


def is_class(word: str) -> bool:
    """Return whether a word names a class of medicines."""
    return any(name.fullmatch(word) for name, _ in _COMPILED)


def missing_classes(question: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the classes that a question asks for and that no text names, nor any medicine of them, in lower case.

    What stands for all medicines ("drug") is always there.
    """
    missing = []
    for name, member in _COMPILED[:-1]:
        word = next((word for word in _asked_words(question) if name.fullmatch(word)), None)
        if word is not None and not any(_names(text, name, member) for text in texts):
            missing.append(word.lower())
    return tuple(missing)


def _asked_words(question: str) -> list[str]:
    return [word for match in _ASKED.finditer(question) for word in re.findall(r"[\w-]+", match["words"])]


def _names(text: str, name: re.Pattern[str], member: re.Pattern[str]) -> bool:
    parts = (part for mention in find_mentions(text) for part in mention.medicine)
    return any(map(member.fullmatch, parts)) or bool(re.search(rf"\b(?:{name.pattern})\b", text, re.IGNORECASE))
