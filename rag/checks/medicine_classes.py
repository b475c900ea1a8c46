"""Classes of medicines that a question asks for ("which antibiotic", "what steroid dose"), and their members. Pure."""

import re

from rag.checks.medicines import find_mentions

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
    asked = [word for match in _ASKED.finditer(question) for word in re.findall(r"[\w-]+", match["words"])]
    members = [member for name, member in _COMPILED if any(name.fullmatch(word) for word in asked)]
    named = [part for mention in find_mentions(text) for part in mention.medicine] if members else []
    return any(member.fullmatch(part) for member in members for part in named)
