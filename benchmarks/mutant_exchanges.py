"""Statements in which two values of one kind have changed places: "adults 2 tablets, children 1" from the contrary."""

import itertools
import random
import re
from collections.abc import Iterator

from benchmarks.mutant_words import NUMBER, UNITS, WORDS

_SINGULAR = {unit.removesuffix("s") for unit in UNITS} | {"litre", "inch", "foot", "dose", "capsule", "vial", "sachet"}
_UNIT = "|".join(sorted({re.escape(unit) for unit in {*UNITS, *_SINGULAR}}, key=len, reverse=True))
_LIMIT = r"[<>≤≥]\s?|(?:more|less|fewer|greater|older|younger) than\s|(?:under|below|above|at least|at most|up to)\s"
_ONE = rf"(?:{NUMBER}|\b(?:{'|'.join(WORDS)}))"
_AMOUNT = re.compile(
    rf"(?<![\w.,/–-])(?P<limit>{_LIMIT})?{_ONE}(?:\s?(?:[-–]|to|or)\s?{_ONE})?[ -]?(?P<unit>{_UNIT})"
    r"(?P<per>(?:\s?/\s?(?:kg|day|dose|h|hour|min|ml|mL|L|dL)| per (?:kg|day|dose|hour|minute|litre))*)(?![\w/])"
    r"(?! (?:CI|confidence|uncertainty|credible))(?<!CI 95%)(?<!\(95%)",
    re.IGNORECASE,
)
_RATES = (
    r"once (?:daily|a day|per day)|every 24 ?(?:hours|h)|(?<!times )(?<!twice )daily",
    r"twice (?:daily|a day|per day)|every 12 ?(?:hours|h)|2 times (?:daily|a day|per day)",
    r"three times (?:daily|a day|per day)|every 8 ?(?:hours|h)|3 times (?:daily|a day|per day)",
    r"four times (?:daily|a day|per day)|every 6 ?(?:hours|h)|4 times (?:daily|a day|per day)",
    r"once a week|weekly",
    r"once a month|monthly",
    r"annually|yearly|once a year|every year",
)
"""How often, each line one frequency: two of one line say the same."""

_RATE = re.compile("|".join(rf"(?<![\w-])(?P<rate{at}>{words})(?![\w-])" for at, words in enumerate(_RATES)))
_SYMMETRIC = re.compile(r"\b(?:no (?:\w+ )?differences?|similar|equal|equivalent)", re.IGNORECASE)
_STOP = r"[.;](?=\s|$)|\n"
_PLAIN_WORDS = """a about after again age aged all also an and another any are as at be been being between body both
but bw by daily day days dose doses each either every for from given has have hours if in into is it least less max
maximum min minimum minutes monthly months more most no not of old on once only or other over per range same should
than that the their then these they this those to under until up upto was weekly weeks weight were when which with
within without year years"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
"""What tells no value from another; units are none either."""


def exchange_values(text: str, chance: random.Random) -> Iterator[str]:
    """Yield a text with two of its values in each other's place, if that says something else.

    The values are amounts of one unit, with their limit, or frequencies, and differ. Between them stands a word that
    stands neither before the first nor behind the second in their sentence: "between 5 and 10 kg" and "0, 12 and
    24 hours" say the same whichever is first, and so does "no difference between 3 days of it and 7 days of that".
    """
    if _SYMMETRIC.search(text):
        return
    amounts = [(match, _fold_unit(match)) for match in _AMOUNT.finditer(text)]
    rates = [(match, match.lastgroup or "") for match in _RATE.finditer(text)]
    pairs = [
        (one, other)
        for values in (amounts, rates)
        for (one, kind), (other, other_kind) in itertools.combinations(values, 2)
        if (kind == other_kind) == (values is amounts)
        and _differ(one[0], other[0])
        and _is_told_apart(text, one, other)
    ]
    if pairs:
        one, other = chance.choice(pairs)
        between = text[one.end() : other.start()]
        yield text[: one.start()] + other[0] + between + one[0] + text[other.end() :]


def exchange_cells(cells: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield two named cells of a row as a sentence, and the same with their values in each other's place."""
    named = [(label, value) for cell in cells[1:] for label, mark, value in [cell.partition(": ")] if mark and label]
    pairs = [
        (one, other)
        for one, other in itertools.combinations(named, 2)
        if _is_value(one[1])
        and _is_value(other[1])
        and _shape(one[1]) == _shape(other[1])
        and one[1] != other[1]
        and one[0] != other[0]
    ]
    if pairs:
        subject = cells[0].removesuffix(":")
        (label, value), (other_label, other_value) = chance.choice(pairs)
        yield (
            f"For {subject}, {label} should be {value} and {other_label} should be {other_value}.",
            f"For {subject}, {label} should be {other_value} and {other_label} should be {value}.",
        )


def _fold_unit(match: re.Match[str]) -> str:
    return match["unit"].lower().removesuffix("s") + re.sub(r"\s|per", "", match["per"].replace("per ", "/"))


def _differ(one: str, other: str) -> bool:
    return _words_and_numbers(one) != _words_and_numbers(other)


def _words_and_numbers(text: str) -> list[str]:
    plain = re.findall(r"[<>≤≥]|\d+(?:[.,]\d+)*|[a-z]+", text.lower())
    return [str(WORDS.get(each, each)).removesuffix("s") for each in plain]


def _is_told_apart(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    before = re.split(_STOP, text[: one.start()])[-1]
    behind = re.split(_STOP, text[other.end() :])[0]
    return bool(_words(text[one.end() : other.start()]) - _words(before) - _words(behind))


def _words(text: str) -> frozenset[str]:
    words = {word.lower() for word in re.findall(r"\w*[^\W\d_]{2,}\w*", text)}
    return frozenset(words - _PLAIN)


def _is_value(text: str) -> bool:
    return len(text) <= 40 and re.match(rf"(?:{_LIMIT})?\d", text) is not None


def _shape(text: str) -> str:
    return re.sub(r"\d+(?:[.,]\d+)*(?:\s?[-–]\s?\d+(?:[.,]\d+)*)?", "0", text.lower())
