"""Which medicines a question asks for, asks the dose of, cannot be given, and are taken already. Pure."""

import re

from rag.checks.medicine_mentions import Medicine, find_medicines, find_mentions, is_code
from rag.checks.wanting import is_taken, is_unwanted

UNITS_OF = r"(?:mg|ml|micrograms?|grams?|g|tablets?|capsules?|units|drops|vials?|sachets?|bottles?)"
_BESIDE_NAME = (
    r"(?:the|a|an|oral|iv|im|intravenous|intramuscular|rectal|injectable|single|daily|loading|first|each|weekly|"
    r"maintenance|adult|low|high|paediatric)"
)
_DOSE_OF = re.compile(
    rf"(?:\b(?:dos(?:e|es|age|ages|ing)|amount|{UNITS_OF})\s+of\s+"
    r"|\bhow much\s+(?=\S+\s(?:should|is|do|does|can|for|per|to|a|and|must|will)\b)"
    rf"|\bhow many\s+(?:{UNITS_OF}\s+(?:of\s+)?)?(?=\S+\s(?:tablets?|capsules?|drops|vials?|sachets?|pills?)\b))"
    rf"(?:{_BESIDE_NAME}\s+)*(?P<name>[^\W_][\w/,-]{{2,}}(?:\s[\w-]+)?)",
    re.IGNORECASE,
)
"""What a question on a dose asks of: "dose of aspirin", "how much paracetamol does"."""

_OTHER_NOUNS = """adolescent adolescents adult adults antibiotic baby big blood boiled boluses boy breastfeeding
capsules child children clean clear cloudy cold days dirty drug each elderly every female fixed fluid fluids follow girl
given heavy hours infant infants injections large life-saving liquid litres malnourished man meals medication
medicine medicines men milk months mother mothers need needed neonate neonates newborn newborns obese older
overweight patient patients people person pregnant same should sick small steroid steroids that the there
these thin this times toddler treatment uncomplicated underweight vaccine vials water weeks which with woman
women years young younger"""
_NO_NAME = frozenset(_OTHER_NOUNS.split())
_AFTER_NAME = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?(?:{_BESIDE_NAME}\s+)*(?:(?:fixed-dose )?tablets?\b.{{0,12}})?"
    r"(?:dos(?:e|es|age|ing)|tablets?|capsules?|pills?|syrup|vials?|drops)\b",
    re.IGNORECASE,
)


def asked_medicines(question: str) -> tuple[Medicine, ...]:
    """Return the medicines that a question names, each once: by their names, or as what a dose is asked of."""
    named = find_medicines(question)
    starts = {mention.start for mention in find_mentions(question)}
    unknown = (
        match["name"].split()[0].lower().rstrip(",")
        for match in _DOSE_OF.finditer(question)
        # "Nebulised" of "dose of nebulised salbutamol" says how, and names nothing.
        if match.start("name") + len(match["name"].split()[0]) + 1 not in starts
    )
    others = [
        frozenset([name])
        for name in unknown
        if name not in _NO_NAME and not name[0].isdigit() and not _is_known(name, question)
    ]
    return tuple(dict.fromkeys([*named, *others]))


def _is_known(name: str, question: str) -> bool:
    """Whether a word of the question is part of a medicine that it names."""
    at = question.lower().find(name)
    return any(mention.start <= at < mention.end for mention in find_mentions(question))


def dosed_medicines(question: str) -> tuple[Medicine, ...]:
    """Return those of the asked medicines whose dose is asked: "pyridoxine" of "the dose of pyridoxine with isoniazid".

    All of them where the question is not so plain, but for those that cannot be had or taken: whoever is allergic to
    penicillin asks for another medicine.
    """
    asked = asked_medicines(question)
    mentions = find_mentions(question)
    unwanted = unwanted_medicines(question)
    dosed = []
    for match in _DOSE_OF.finditer(question):
        at = match.start("name")
        dosed += [mention.medicine for mention in mentions if mention.start <= at < mention.end]
    for mention in mentions:
        if _AFTER_NAME.match(question, mention.end):
            dosed.append(mention.medicine)
    return tuple(dict.fromkeys(dosed)) or tuple(medicine for medicine in asked if medicine not in unwanted)


def unwanted_medicines(question: str) -> tuple[Medicine, ...]:
    """Return the medicines that cannot be had or taken, each once: "allergic to penicillin", "no quinine in stock"."""
    mentions = find_mentions(question)
    unwanted = (each.medicine for each in mentions if is_unwanted(question, each.start, each.end))
    return tuple(dict.fromkeys(unwanted))


def taken_medicines(question: str) -> tuple[Medicine, ...]:
    """Return the medicines that the patient of a question has already: "a man on co-trimoxazole", each once."""
    mentions = find_mentions(question)
    return tuple(dict.fromkeys(mention.medicine for mention in mentions if is_taken(question, mention.start)))


def written_medicines(question: str) -> tuple[Medicine, ...]:
    """Return the asked medicines that a question writes out, and not only by an abbreviation, a regimen or a brand."""
    mentions = find_mentions(question)
    codes = {mention.medicine for mention in mentions if is_code(question[mention.start : mention.end])}
    names = {mention.medicine for mention in mentions if not is_code(question[mention.start : mention.end])}
    return tuple(medicine for medicine in asked_medicines(question) if medicine not in codes - names)
