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

_HIGH_AND_LOW = ("gly", "kal", "natr", "tens", "therm", "thyr", "vol")
"""What may be both "hyper" and "hypo"."""

_ALONE = {
    "adults": r"adults?",
    "adolescents": r"adolescents?|teenagers?",
    "children": r"child(?:ren)?|pa?ediatric",
    "infants": r"infants?|bab(?:y|ies)",
    "newborns": r"newborns?|neonat(?:es?|al)",
    "women": r"wom[ae]n|females?|mothers?",
    "men": r"m[ae]n|males?",
    "girls": r"girls?",
    "boys": r"boys?",
    "pregnant": r"pregnan(?:t|cy|cies)",
    "breastfeeding": r"breast-?feeding|lactating|lactation",
    "first_trimester": r"(?<!after the )(?:first|1st)(?= (?:(?:and|or) (?:second|2nd) )?trimester)",
    "second_trimester": r"(?:second|2nd)(?= trimester)",
    "third_trimester": r"(?<!second and )(?<!second or )(?<!2nd and )(?:third|3rd)(?= trimester)",
    "later_trimesters": r"(?:(?:second|2nd) (?:and|or) (?:third|3rd)|after the (?:first|1st))(?= trimester)",
    "severe": r"severe",
    "uncomplicated": r"uncomplicated",
    "mild": r"mild",
    "moderate": r"moderate",
    "acute": r"acute",
    "chronic": r"chronic",
    "latent": r"latent",
    "active": r"active",
    "positive": r"positive",
    "negative": r"negative",
    "symptomatic": r"symptomatic",
    "asymptomatic": r"asymptomatic|without symptoms",
    "resistant": r"resistan(?:t|ce)",
    "susceptible": r"susceptible|sensitive",
    "morning": r"mornings?",
    "evening": r"evenings?",
    "night": r"nights?|night-?time",
    "day": r"(?<=during the )day|(?<=by )day|day-?time",
    "indoor": r"indoors?",
    "outdoor": r"outdoors?",
    "inpatient": r"in-?patients?",
    "outpatient": r"out-?patients?",
    "rural": r"rural",
    "urban": r"urban",
    "internal": r"internal(?:ly)?",
    "external": r"external(?:ly)?",
    "systolic": r"systolic",
    "diastolic": r"diastolic",
    "hot": r"hot",
    "cold": r"cold",
    "wet": r"wet",
    "dry": r"dry",
    "early": r"early",
    "late": r"late",
    "intensive": r"intensive(?= phase)",
    "continuation": r"continuation(?= phase)",
    "open": r"open",
    "closed": r"closed",
    "clean": r"clean",
    "dirty": r"dirty",
    **{f"{side}{stem}": rf"{side}{stem}\w*" for stem in _HIGH_AND_LOW for side in ("hyper", "hypo")},
}
_WITH_NEXT = {
    "before": r"before|prior to",
    "after": r"after|following",
    "during": r"during|throughout|in(?= (?:the |her )?(?:\w+ )?(?:trimester|pregnancy|labou?r\b))",
    "increase": r"increas(?:e[sd]?|ing)|rais(?:e[sd]?|ing)",
    "decrease": r"(?:decreas|reduc)(?:e[sd]?|ing)|reductions?|declin(?:e[sd]?|ing)",
    "high": r"high",
    "low": r"low",
    "upper": r"upper",
    "lower": r"lower",
    "left": r"left",
    "right": r"right",
    "primary": r"primary",
    "secondary": r"secondary",
    "initial": r"initial",
    "final": r"final",
}
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
    for name in (*_ALONE, *_WITH_NEXT)
}
_PATTERN = re.compile(
    "|".join(rf"(?P<{name}>(?<![^\W_])(?:{words})(?![^\W_]))" for name, words in (_ALONE | _WITH_NEXT).items()),
    re.IGNORECASE,
)
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
    found = []
    for match in _PATTERN.finditer(text):
        name = match.lastgroup or ""
        of = tuple(_read_next(text, match.end())) if name in _WITH_NEXT else ()
        denied = _DENIED.search(text, max(0, match.start() - _LOOK_BACK), match.start()) is not None
        if of or name in _ALONE:
            found.append(Pole(name, match[0], of, denied))
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
