"""Whether a text, or what it names at one place, is on a medicine, on a part of it or on one of its class. Pure."""

import re
from collections.abc import Iterable, Sequence

from rag.checks.conditions import find_conditions
from rag.checks.medicine_mentions import Medicine, Mention, find_medicines, find_mentions, modern_spelling
from rag.checks.medicine_names import CARRIERS, NAMES

_NAMES = frozenset(NAMES)
_PENICILLIN = frozenset(["penicillin"])
VACCINE = re.compile(r"\b(?:vaccin\w*|immuni[sz]\w*|boosters?|jabs?)\b", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:\s(?:preventive|preventative|prophylactic|prophylaxis|therapy|treatment|chemotherapy))*"
    r"\s\((?P<short>[A-Z][A-Za-z]{1,5})\)",
    re.IGNORECASE,
)


def names_medicine(text: str, medicine: Medicine, aliases: Iterable[str] = ()) -> bool:
    """Return whether a text names all parts of a medicine, or one of its aliases as a word in this case.

    "Penicillin" is benzylpenicillin or one of its salts, or phenoxymethylpenicillin. A word that is no known name must
    stand there as a word; hyphens, case and a plural do not count.
    """
    if names_by_alias(text, aliases):
        return True
    named = frozenset().union(*find_medicines(text))
    return all(_is_named(part, named) or _is_word(part, text) or _is_vaccine_of(part, text) for part in medicine)


def has_forbidden_part(mention: Mention, medicine: Medicine) -> bool:
    """Return whether a mention names a part of a medicine that the patient cannot have, or one of its class.

    Whoever is allergic to penicillin is so to amoxicillin.
    """
    if medicine == _PENICILLIN:
        return any(name.endswith("cillin") for name in mention.medicine)
    return bool(medicine & mention.medicine)


def names_by_alias(text: str, aliases: Iterable[str]) -> bool:
    """Return whether one of these abbreviations stands in a text as a word, in this case."""
    return any(re.search(rf"(?<![^\W_]){re.escape(alias)}(?![^\W_])", text) for alias in aliases)


def is_about(mentions: Sequence[Mention], medicine: Medicine) -> bool:
    """Return whether mentions are of this medicine alone: of the combination itself, or of none of one."""
    found = {mention.medicine for mention in mentions if not mention.medicine <= CARRIERS}
    if any(_same(other, medicine) for other in found):
        return True
    return len(medicine) > 1 and frozenset().union(*found) == medicine


def has_part(mention: Mention, medicine: Medicine, text: str) -> bool:
    """Return whether a mention in a text names a part of a medicine, and a part of a combination by its own name.

    The dose of "RHZE" is none of isoniazid; that of "rifampicin + isoniazid" says itself whose it is.
    """
    if not any(_is_named(part, mention.medicine) for part in medicine):
        return False
    written = modern_spelling(text[mention.start : mention.end])
    return len(medicine) > 1 or len(mention.medicine) == 1 or any(part in written for part in medicine)


def find_aliases(medicines: Iterable[Medicine], texts: Iterable[str]) -> frozenset[str]:
    """Return the abbreviations that texts give of medicines, as written: "praziquantel (PZQ)" gives "PZQ".

    So does "isoniazid preventive therapy (IPT)".
    """
    wanted = frozenset(medicines)
    found = set()
    for text in texts:
        for mention in find_mentions(text):
            short = _SHORT.match(text, mention.end)
            if short and short["short"][0].isupper() and mention.medicine in wanted:
                found.add(short["short"])
    return frozenset(found)


def write_medicine(medicine: Medicine) -> str:
    """Return a medicine's parts as one reads them: "artesunate-amodiaquine"."""
    return "-".join(sorted(medicine))


def _same(first: Medicine, second: Medicine) -> bool:
    if len(first) == len(second) == 1:
        return _is_named(next(iter(second)), first)
    return first == second


def _is_named(part: str, named: Medicine) -> bool:
    return part in named or (part == "penicillin" and any(name.endswith("penicillin") for name in named))


def _is_vaccine_of(part: str, text: str) -> bool:
    """Whether a text that names one illness only speaks of its vaccine: "the vaccine" of a section on rabies."""
    illness = part.removesuffix(" vaccine")
    return illness != part and speaks_of_vaccine(text, illness)


def speaks_of_vaccine(text: str, illness: str) -> bool:
    """Return whether a text speaks of vaccines and names no other illness than the one given."""
    return bool(VACCINE.search(text)) and find_conditions(text) == frozenset([illness])


def _is_word(part: str, text: str) -> bool:
    if part in _NAMES:
        return False
    word = re.escape(part.removesuffix("s"))
    lower = text.lower()
    return any(re.search(rf"(?<![^\W_]){word}s?(?![^\W_])", form) for form in (lower, lower.replace("-", "")))
