"""Which medicines a text names, single and in combination, by their names and by the stems of such names. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexes.abbreviations import MEDICINES
from indexes.other_names import BRANDS, SYNONYMS
from rag.checks.conditions import find_conditions
from rag.checks.medicine_names import (
    CARRIERS,
    COMBINATIONS,
    COMBINED_NAMES,
    NAMES,
    NOT_BY_STEM,
    PHRASES,
    STEM,
    VACCINES,
)
from rag.checks.medicine_spellings import OTHER_NAMES, OTHER_WORDS, spell_abroad, without_accents
from rag.checks.wanting import is_taken, is_unwanted

Medicine = frozenset[str]
"""The names of a medicine's parts, in lower case and one spelling each: one for a single medicine."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A medicine named at text[start:end]."""

    start: int
    end: int
    medicine: Medicine


_LEAST_MISPRINT = 9
"""A name of fewer letters may differ from another by a vowel."""

_PENICILLIN = frozenset(["penicillin"])

_VOWELS = re.compile(r"[aeiouy]+")
_STEM = re.compile(STEM)
_NAMES = frozenset(NAMES)
_PHRASES = {
    **PHRASES,
    **{
        f"{illness} {word}": f"{illness} vaccine"
        for illness in [*VACCINES, "yellow fever", "hepatitis a", "hepatitis b", "japanese encephalitis"]
        for word in ("vaccine", "vaccines", "vaccination", "immunization", "immunisation")
    },
}
_PHRASES |= OTHER_NAMES
_ABROAD = spell_abroad(NAMES) | OTHER_WORDS
_OTHERWISE = SYNONYMS | {brand: name for brand, name in BRANDS.items() if name in _NAMES or name in PHRASES.values()}
"""Other names and brands of one word that stand for one medicine."""

_OLD_SPELLINGS = {name.replace("sulf", "sulph"): name for name in _PHRASES if "sulf" in name}
_CONSONANTS = {_VOWELS.sub(".", name): name for name in NAMES if len(name) >= _LEAST_MISPRINT}


def _combine(names: str) -> Medicine:
    """Return the parts of a combination that is written as names with spaces or hyphens between."""
    return frozenset(_spell(word) for word in re.split(r"[\s-]+", names))


def _spell(word: str) -> str:
    return _OTHERWISE.get(word, word)


_ABBREVIATIONS = {
    short: PHRASES.get(name, name) for short, name in MEDICINES.items() if name in PHRASES or name in _NAMES
}
_COMBINED = {name: _combine(parts) for name, parts in COMBINED_NAMES.items()}
_COMBINED["cotrimoxazol"] = _COMBINED["cotrimoxazole"]
_CODES = {
    **{short: frozenset([name]) for short, name in _ABBREVIATIONS.items()},
    **{name: _combine(parts) for name, parts in COMBINATIONS.items()},
    **{short: _COMBINED.get(name, _combine(name)) for short, name in MEDICINES.items() if short not in _ABBREVIATIONS},
}
"""What is known by an abbreviation, a regimen or a brand."""

_KNOWN_COMBINATIONS = frozenset(medicine for medicine in [*_CODES.values(), *_COMBINED.values()] if len(medicine) > 1)
_ANY_CASE = {**{name.lower(): medicine for name, medicine in _CODES.items() if name[1:].islower()}, **_COMBINED}


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SPELLED_OUT = _alternatives([*_PHRASES, *_OLD_SPELLINGS, *_ANY_CASE])
# The test Xpert MTB/RIF is not rifampicin.
_TOKEN = re.compile(
    rf"(?<![^\W_])(?:(?P<code>(?<!MTB/)(?:{_alternatives(_CODES)}))|(?P<phrase>(?i:{_SPELLED_OUT}))"
    r"|(?P<word>[^\W\d_]{3,}|[Rr]21))(?![^\W_])"
)
_JOINED = re.compile(r"\s*(?:\([^()]{1,12}\)\s*)?(?:[-–‐‑/+]|plus)\s*")
"""What stands between the parts of a combination; the first may have its abbreviation in brackets."""

VACCINE = re.compile(r"\b(?:vaccin\w*|immuni[sz]\w*|boosters?|jabs?)\b", re.IGNORECASE)

_LOW_WEIGHT = re.compile(r"\bmolecular[ -]weight $", re.IGNORECASE)
"""Before "heparin": the class of enoxaparin, whose dose is none of heparin."""

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


_SHORT = re.compile(
    r"(?:\s(?:preventive|preventative|prophylactic|prophylaxis|therapy|treatment|chemotherapy))*"
    r"\s\((?P<short>[A-Z][A-Za-z]{1,5})\)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return where a text names medicines, in order; "artesunate + amodiaquine" is one mention of both.

    A word is a medicine by its name, also as French, Spanish and Portuguese write it, by its stem, by a known
    abbreviation or brand, or if it differs in vowels only from a long name ("rivaroxiban"): guidelines and clinics
    misspell them so.
    """
    mentions: list[Mention] = []
    for match in _TOKEN.finditer(without_accents(text)):
        medicine = _read(match)
        if medicine is None or _LOW_WEIGHT.search(text[: match.start()]):
            continue
        last = mentions[-1] if mentions else None
        between = text[last.end : match.start()] if last is not None else ""
        if last is not None and (
            _JOINED.fullmatch(between) or (between == " " and _are_combined(last.medicine | medicine))
        ):
            mentions[-1] = Mention(last.start, match.end(), last.medicine | medicine)
        elif last is not None and between.strip() == "(" and medicine == last.medicine:
            mentions[-1] = Mention(last.start, match.end() + text.startswith(")", match.end()), medicine)
        else:
            mentions.append(Mention(match.start(), match.end(), medicine))
    return tuple(mentions)


def _are_combined(medicine: Medicine) -> bool:
    """Whether names side by side are of one combination, as people type "artemether lumefantrine"."""
    return any(medicine <= combination for combination in _KNOWN_COMBINATIONS)


def _read(match: re.Match[str]) -> Medicine | None:
    """Return the medicine that a token is, or None."""
    if match["code"]:
        return _CODES[match["code"]]
    token = _modern(match[0])
    if match["phrase"]:
        return frozenset([_PHRASES[token]]) if token in _PHRASES else _ANY_CASE[token]
    for word in (token, token.removesuffix("s")):
        if word in _NAMES or word in _OTHERWISE:
            return frozenset([_spell(word)])
        if word in _ABROAD:
            return frozenset([_spell(_ABROAD[word])])
    known = _CONSONANTS.get(_VOWELS.sub(".", token)) if len(token) >= _LEAST_MISPRINT else None
    if known is not None:
        return frozenset([_spell(known)])
    if _STEM.fullmatch(token.removesuffix("s")) and token not in NOT_BY_STEM:
        return frozenset([token.removesuffix("s")])
    return None


def _modern(word: str) -> str:
    """Return a name in lower case and today's spelling: older books have "sulph" for the "sulf" of today's names."""
    return word.lower().replace("sulph", "sulf")


def find_medicines(text: str) -> tuple[Medicine, ...]:
    """Return the medicines that a text names, each once, in order."""
    return tuple(dict.fromkeys(mention.medicine for mention in find_mentions(text)))


def is_spelled_abroad(question: str) -> bool:
    """Return whether a question writes a medicine as French, Spanish or Portuguese does, and English does not."""
    words = re.findall(r"[^\W\d_]+", without_accents(question.lower()))
    return any(word in _ABROAD and word not in _NAMES and word not in _OTHERWISE for word in words)


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
    codes = {mention.medicine for mention in mentions if _is_code(question[mention.start : mention.end])}
    names = {mention.medicine for mention in mentions if not _is_code(question[mention.start : mention.end])}
    return tuple(medicine for medicine in asked_medicines(question) if medicine not in codes - names)


def _is_code(word: str) -> bool:
    return word in _CODES or (word.lower() in _ANY_CASE and word.lower() not in _COMBINED)


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
    written = _modern(text[mention.start : mention.end])
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
