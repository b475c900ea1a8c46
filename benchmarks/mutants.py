"""Makes statements that a guideline does not back, each from a real sentence or row by one change."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.mutant_contraries import turn_words
from benchmarks.mutant_exchanges import exchange_cells, exchange_values
from benchmarks.mutant_forms import cells_of, make_forms
from benchmarks.mutant_words import (
    COMPARATORS,
    DURATION,
    FREQUENCIES,
    MEASURED,
    PER,
    ROUTE_STEMS,
    ROUTES,
    SMALL,
    UNITS,
    WORDS,
    plain_numbers,
)
from ingest.sentences import find_sentences
from ingest.types import Passage
from rag.checks.medicine_mentions import find_mentions

KINDS = (
    "value",
    "unit",
    "decimal",
    "per",
    "route",
    "frequency",
    "duration",
    "drug",
    "comparator",
    "neighbour",
    "exchange",
    "contrary",
)

_SHORTEST, _LONGEST = 25, 350
_OLD_PER = re.compile(r"(?:/ ?\S+(?: body weight| bw)?|(?:per|a) (?:kg of body weight|\S+))$")
_AROUND = {
    "frequency": r"(?<![\w/])(?:{})(?![\w-])",
    "route": r"(?<![\w/])(?:{})(?![\w-])(?! fluids| rehydration| contraceptives| health| polio)",
    "per": r"(?<=\d)(?: ?(?:mg|g|ml|l|L|IU|tablets|drops|cells|copies|micrograms|mcg)(?: ?/ ?kg)?)? ?(?:{})(?!\w)",
    "comparator": r"(?<![\w/=])(?:{})(?=\s?(?:[a-z]+ ){{0,2}}(?:\d|(?:one|two|three|four|five|six|seven|eight)\b))",
}
"""What stands beside a changed word: a limit is one of a number, and "per day" stands behind an amount."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A statement that is not what its passage says."""

    kind: str
    form: str
    """What it was made of: "verbatim", "clause", "read out" or "order"."""
    faithful: str
    """The statement before the change."""
    text: str
    passages: tuple[str, ...]
    headings: tuple[str, ...]


def make_mutants(guidelines: Iterable[tuple[str, tuple[Passage, ...]]], seed: int = 2026) -> Iterator[Mutant]:
    """Yield the mutants of guidelines, each given by its title and passages, always the same ones for a seed.

    A change is made only if what it says does not stand in the line that it is made of: a new number is none of the
    line's, a new way, frequency, limit or medicine is not named in it, and no other line has all its words. That is
    looked for in the text alone, by patterns that are not those of the checks.
    """
    chance, exchanging, turning = (random.Random(each) for each in (seed, seed + 1, seed + 2))
    for title, passages in guidelines:
        for at, passage in enumerate(passages):
            beside = passages[at + 1].text if at + 1 < len(passages) and chance.random() < 0.25 else None
            texts = (passage.text,) if beside is None else (passage.text, beside)
            lines = [passage.text[start:end] for start, end in find_sentences(passage.text)]
            for number, line in enumerate(lines):
                if _SHORTEST <= len(line) <= _LONGEST:
                    around = [*lines[max(0, number - 2) : number], *lines[number + 1 : number + 3]]
                    made = [
                        (kind, form, text, changed)
                        for form, text in make_forms(line)
                        for kind, changed in (
                            *_change(text, line, around, chance),
                            *(("exchange", each) for each in exchange_values(text, exchanging)),
                            *(("contrary", each) for each in turn_words(text, line, turning)),
                        )
                    ]
                    made += [("exchange", "read out", *pair) for pair in exchange_cells(cells_of(line), exchanging)]
                    for kind, form, text, changed in made:
                        if not _stands_elsewhere(text, changed, line, texts):
                            yield Mutant(kind, form, text, changed, texts, (title, *passage.heading))


_TEMPLATE = frozenset(["dose", "what", "patients", "receive", "case", "should"])


def _stands_elsewhere(text: str, changed: str, line: str, passages: Iterable[str]) -> bool:
    """Whether another line has all words of a changed statement, and what was changed in it: then it may be true."""
    words = set(re.findall(r"[a-z]{4,}", changed.lower())) - _TEMPLATE
    new = plain_numbers(changed) - plain_numbers(text) or set(re.findall(r"[<>≤≥]|\w+", changed)) - set(
        re.findall(r"[<>≤≥]|\w+", text)
    )
    for passage in passages:
        for other in passage.splitlines():
            if line in other:
                continue
            tokens = set(re.findall(r"[<>≤≥]|\w+", other)) | plain_numbers(other)
            if words <= set(re.findall(r"[a-z]{4,}", other.lower())) and new <= tokens:
                return True
    return False


def _change(text: str, line: str, around: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    yield from _change_numbers(text, line, around, chance)
    for kind, patterns in (
        ("frequency", FREQUENCIES),
        ("route", ROUTES),
        ("per", PER),
        ("comparator", COMPARATORS),
    ):
        found = [
            (match, new)
            for pattern, others in patterns
            for match in re.finditer(_AROUND[kind].format(pattern), text)
            for new in others
        ]
        if found:
            match, new = chance.choice(found)
            per = _OLD_PER.search(match[0]) if kind == "per" else None
            old = match[0] if per is None else per[0]
            changed = text[: match.end() - len(old)] + _spaced(new, old) + text[match.end() :]
            if _is_new(kind, new, old, text, line):
                yield kind, changed
    yield from _change_medicine(text, line, around, chance)


def _change_numbers(text: str, line: str, around: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    known = plain_numbers(line)
    measured = list(MEASURED.finditer(text))
    if measured:
        match = chance.choice(measured)
        for kind, number in (("value", _other_value(match["number"], chance)), ("decimal", _shifted(match["number"]))):
            if number not in known and match["number"].strip("0.,"):
                yield kind, _put(text, match, "number", number)
        unit = chance.choice(UNITS[match["unit"]])
        if not re.search(rf"{re.escape(match['number'])}[ -]?{re.escape(unit)}\b", line):
            yield "unit", _put(text, match, "unit", f" {unit}" if not match["gap"] and unit[0].isalpha() else unit)
        beside = [
            other["number"]
            for each in around
            for other in MEASURED.finditer(each)
            if other["unit"] == match["unit"] and other["number"] not in known
        ]
        if beside:
            yield "neighbour", _put(text, match, "number", chance.choice(beside))
    durations = list(DURATION.finditer(text))
    if durations:
        match = chance.choice(durations)
        old = WORDS.get(match["number"]) or int(match["number"])
        new = chance.choice([each for each in (2, 3, 5, 7, 10, 14, 21, 28) if each not in (old, 2 * old)])
        if str(new) not in known:
            yield "duration", _put(text, match, "number", SMALL.get(new, str(new)) if old < 8 else str(new))


def _put(text: str, match: re.Match[str], group: str, new: str) -> str:
    return text[: match.start(group)] + new + text[match.end(group) :]


def _other_value(number: str, chance: random.Random) -> str:
    value = float(number.replace(",", "")) if number.count(",") else float(number) if number.count(".") < 2 else 7.0
    new = value * chance.choice([2, 3, 0.5, 1.5]) if chance.random() < 0.7 else value + chance.choice([1, 2, 3])
    return f"{new:.4g}" if new < 1000 else f"{new:.0f}"


def _shifted(number: str) -> str:
    if "." in number:
        whole, _, part = number.rpartition(".")
        return f"{whole}{part}".lstrip("0") or "7"
    return f"{number}0" if len(number) < 3 and number.strip("0") else f"{number[:-1]}.{number[-1]}"


def _spaced(new: str, old: str) -> str:
    return f" {new}" if new and new[0].isalpha() and old.startswith("/") else new


def _is_new(kind: str, new: str, old: str, text: str, line: str) -> bool:
    """Whether a change says what its line does not."""
    if kind == "route":
        return not re.search(ROUTE_STEMS[new], line, re.IGNORECASE)
    if kind == "comparator":
        return new not in line
    if kind == "frequency":
        numbers = re.findall(r"\b(?:twice|once|three|four|six|\d+|weekly|monthly|yearly|daily)\b", new)
        return new not in line and not set(numbers) <= set(re.findall(r"\w+", line.lower()))
    return new.strip() not in line if new.strip() else len(re.findall(re.escape(old), text)) == 1


def _change_medicine(text: str, line: str, around: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    mentions = [mention for mention in find_mentions(text) if len(mention.medicine) == 1]
    if not mentions or not re.search(r"\d", text):
        return
    mention = chance.choice(mentions)
    near = {
        each[other.start : other.end] for each in around for other in find_mentions(each) if len(other.medicine) == 1
    }
    new = chance.choice([*sorted(near), "amoxicillin", "doxycycline", "gentamicin", "ibuprofen"])
    named = {name for other in find_mentions(line) for name in other.medicine}
    if not any(name in named for other in find_mentions(new) for name in other.medicine):
        yield "drug", text[: mention.start] + new + text[mention.end :]
