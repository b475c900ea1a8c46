"""Words that exclude each other, such as "adults" and "children": which of them a text says, and of what. Pure.

Some stand alone. Others are told apart by what follows them: "before meals" and "after meals", "high transmission" and
"low transmission", but not "high transmission" and "low doses". One that is denied ("not severe") says nothing.

Limits: a comparison may be turned round ("A is higher than B"), so that "higher" and "lower" are not among them; who is
left out by name ("not in adults") is for `negation`; and no word is weighed against more than its contraries here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.checks.plain_words import meeting_words

_ALONE = {
    "adults": "adult adults",
    "adolescents": "adolescent adolescents teenager teenagers",
    "children": "child children paediatric pediatric",
    "infants": "infant infants baby babies",
    "newborns": "newborn newborns neonate neonates neonatal",
    "women": "woman women female females mother mothers",
    "men": "man men male males",
    "girls": "girl girls",
    "boys": "boy boys",
    "pregnant": "pregnant pregnancy pregnancies",
    "breastfeeding": "breastfeeding lactating lactation",
    "severe": "severe",
    "moderate": "moderate",
    "mild": "mild",
    "uncomplicated": "uncomplicated",
    "acute": "acute",
    "chronic": "chronic",
    "latent": "latent",
    "active": "active",
    "positive": "positive",
    "negative": "negative",
    "symptomatic": "symptomatic",
    "asymptomatic": "asymptomatic",
    "resistant": "resistant resistance resist resists",
    "susceptible": "susceptible sensitive",
    "morning": "morning mornings",
    "evening": "evening evenings",
    "night": "night nights nighttime",
    "day": "daytime",
    "indoor": "indoor indoors",
    "outdoor": "outdoor outdoors",
    "inpatient": "inpatient inpatients",
    "outpatient": "outpatient outpatients",
    "rural": "rural",
    "urban": "urban",
    "internal": "internal internally",
    "external": "external externally",
    "systolic": "systolic",
    "diastolic": "diastolic",
    "hot": "hot",
    "cold": "cold",
    "wet": "wet",
    "dry": "dry",
    "early": "early",
    "late": "late",
    "open": "open",
    "closed": "closed",
    "clean": "clean",
    "dirty": "dirty",
}
_WITH_NEXT = {
    "before": "before",
    "after": "after following",
    "during": "during throughout",
    "increase": "increase increases increased increasing raise raises raised raising",
    "decrease": "decrease decreases decreased decreasing reduce reduces reduced reducing reduction reductions"
    " decline declines declined declining",
    "high": "high",
    "low": "low",
    "upper": "upper",
    "lower": "lower",
    "left": "left",
    "right": "right",
    "primary": "primary",
    "secondary": "secondary",
    "initial": "initial",
    "final": "final",
    "intensive": "intensive",
    "continuation": "continuation",
}
_HIGH_AND_LOW = ("gly", "kal", "natr", "tens", "therm", "thyr", "vol")
"""What may be both "hyper" and "hypo"."""

_MONTHS = r"(?:three|3) months of (?:(?:the|her|their|a) )?pregnancy\b"
_IN_WORDS = {
    "first_trimester": rf"(?:first|1st)(?= (?:(?:and|or) (?:second|2nd) )?trimester)|first {_MONTHS}",
    "second_trimester": r"(?:second|2nd)(?= trimester)",
    "third_trimester": rf"(?:third|3rd)(?= trimester)|last {_MONTHS}",
    "later_trimesters": r"(?:(?:second|2nd) (?:and|or) (?:third|3rd)|after the (?:first|1st))(?= trimester)",
    "during": r"in(?= (?:the |her )?(?:\w+ )?(?:trimester|pregnancy|labou?r\b))",
    "before": r"prior to\b",
    "breastfeeding": r"breast-feeding\b",
    "asymptomatic": r"without symptoms\b",
    "inpatient": r"in-patients?\b",
    "outpatient": r"out-patients?\b",
    "night": r"night-time\b",
    "day": r"(?:during the|by) day\b|day-time\b",
    **{f"{side}{stem}": rf"{side}{stem}\w*" for stem in _HIGH_AND_LOW for side in ("hyper", "hypo")},
}
_STARTS = frozenset(
    re.findall(r"\w+", "first 1st second 2nd third 3rd last after in prior breast without out night during by day")
)
"""The first words of those, but for "hyper" and "hypo"."""

_EXCLUDING = (
    ("adults", "adolescents", "children", "infants", "newborns"),
    ("adolescents", "infants", "newborns"),
    ("women", "men"),
    ("girls", "boys"),
    ("pregnant", "breastfeeding"),
    ("first_trimester", "second_trimester", "third_trimester", "later_trimesters"),
    ("second_trimester", "third_trimester"),
    ("severe", "uncomplicated", "mild", "moderate"),
    ("mild", "moderate"),
    ("acute", "chronic"),
    ("latent", "active"),
    ("positive", "negative"),
    ("symptomatic", "asymptomatic"),
    ("resistant", "susceptible"),
    ("increase", "decrease"),
    ("morning", "evening", "night"),
    ("night", "day"),
    ("indoor", "outdoor"),
    ("inpatient", "outpatient"),
    ("rural", "urban"),
    ("internal", "external"),
    ("systolic", "diastolic"),
    ("hot", "cold"),
    ("wet", "dry"),
    ("early", "late"),
    ("intensive", "continuation"),
    ("open", "closed"),
    ("clean", "dirty"),
    ("primary", "secondary"),
    *((f"hyper{stem}", f"hypo{stem}") for stem in _HIGH_AND_LOW),
    ("before", "after", "during"),
    ("after", "during"),
    ("high", "low"),
    ("upper", "lower"),
    ("left", "right"),
    ("initial", "final"),
)
"""The first of each excludes the others, and is excluded by each."""

_CONTRARIES: dict[str, frozenset[str]] = {
    name: frozenset(
        other
        for first, *rest in _EXCLUDING
        for other in ([*rest] if name == first else [first] if name in rest else [])
    )
    for name in (*_ALONE, *_WITH_NEXT, *_IN_WORDS)
}
_NAMES = {word: name for name, words in (_ALONE | _WITH_NEXT).items() for word in words.split()}
_PATTERN = re.compile("|".join(rf"(?P<{name}>{words})" for name, words in _IN_WORDS.items()), re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_DENIED = re.compile(r"(?:\b(?:not|no|never|without|neither|nor|than|instead of)\s(?:\w+\s)?|\bnon-?)$", re.IGNORECASE)
_NEXT = re.compile(r"[^\w.;:|\n]*(\w+)")
_NEXT_WORDS = 2
_LOOK_BACK = 30
_BEGINNING = frozenset(
    word for each in ("start", "begin", "began", "begun", "onset", "initiate") for word in meeting_words(each)
)


@dataclass(frozen=True, slots=True)
class Pole:
    """A word that has contraries, as a text says it."""

    name: str
    """One for all spellings: "adults"."""
    written: str
    of: tuple[str, ...]
    """The words that follow it, without their endings; none for one that stands alone."""
    is_denied: bool


@lru_cache(maxsize=8192)
def find_poles(text: str) -> tuple[Pole, ...]:
    """Return the words of a text that have contraries, in order of reading."""
    found: list[Pole] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match[0].lower()
        phrase = _PATTERN.match(text, match.start()) if word in _STARTS or word.startswith("hyp") else None
        name = phrase.lastgroup if phrase is not None else _NAMES.get(word)
        if name is None or match.start() < end:
            continue
        end = (phrase or match).end()
        of = tuple(_read_next(text, end)) if name in _WITH_NEXT else ()
        denied = _DENIED.search(text, max(0, match.start() - _LOOK_BACK), match.start()) is not None
        if of or name not in _WITH_NEXT:
            found.append(Pole(name, text[match.start() : end], of, denied))
    return tuple(found)


def find_contraries(statement: str, line: str, around: str = "") -> Iterator[tuple[Pole, Pole]]:
    """Yield the words of a statement that a line, or what stands `around` it, does not say, each with its contrary.

    The contrary is one that the line says of the same, and more often than the statement.
    """
    said, given = find_poles(statement), find_poles(line)
    for pole in dict.fromkeys(each for each in said if not each.is_denied):
        if any(_is_same(pole, other) for other in (*given, *find_poles(around))):
            continue
        contrary = next((other for other in given if not other.is_denied and _excludes(pole, other)), None)
        if contrary is not None and _count(contrary, said) < _count(contrary, given):
            yield pole, contrary


def _read_next(text: str, start: int) -> Iterator[str]:
    count = 0
    while count < _NEXT_WORDS and (match := _NEXT.match(text, start)) is not None:
        words = frozenset([match[1]]) if match[1].isdigit() else meeting_words(match[1])
        yield from words
        count += len(words)
        start = match.end()


def _is_same(one: Pole, other: Pole) -> bool:
    return one.name == other.name and (not one.of or not set(one.of).isdisjoint(other.of))


def _count(pole: Pole, poles: Sequence[Pole]) -> int:
    return sum(_is_same(pole, other) for other in poles)


def _excludes(one: Pole, other: Pole) -> bool:
    """Whether both are contraries, and of the same: what follows begins alike, or one is said in more words."""
    if other.name not in _CONTRARIES[one.name]:
        return False
    mine, theirs = set(one.of), set(other.of)
    if {one.name, other.name} == {"after", "during"} and _BEGINNING & (mine | theirs):
        return False  # "after treatment starts" is during it
    return one.of[:1] == other.of[:1] or mine <= theirs or theirs <= mine
