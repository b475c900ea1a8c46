"""Which medicines a text names, single and in combination, by their names and by the stems of such names. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from indexes.abbreviations import MEDICINES
from indexes.other_names import BRANDS, SYNONYMS
from rag.checks.medicine_names import COMBINATIONS, COMBINED_NAMES, NAMES, NOT_BY_STEM, PHRASES, STEM, VACCINES
from rag.checks.medicine_spellings import OTHER_NAMES, OTHER_WORDS, spell_abroad, without_accents

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

_LOW_WEIGHT = re.compile(r"\bmolecular[ -]weight $", re.IGNORECASE)
"""Before "heparin": the class of enoxaparin, whose dose is none of heparin."""


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
    token = modern_spelling(match[0])
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


def modern_spelling(word: str) -> str:
    """Return a name in lower case and today's spelling: older books have "sulph" for the "sulf" of today's names."""
    return word.lower().replace("sulph", "sulf")


def find_medicines(text: str) -> tuple[Medicine, ...]:
    """Return the medicines that a text names, each once, in order."""
    return tuple(dict.fromkeys(mention.medicine for mention in find_mentions(text)))


def is_spelled_abroad(question: str) -> bool:
    """Return whether a question writes a medicine as French, Spanish or Portuguese does, and English does not."""
    words = re.findall(r"[^\W\d_]+", without_accents(question.lower()))
    return any(word in _ABROAD and word not in _NAMES and word not in _OTHERWISE for word in words)


def is_code(word: str) -> bool:
    return word in _CODES or (word.lower() in _ANY_CASE and word.lower() not in _COMBINED)
