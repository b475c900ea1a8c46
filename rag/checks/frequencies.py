"""How often something is done, as texts say it: "twice daily", "every 12 hours", "bd", "8-hourly", "weekly". Pure."""

import re
from dataclasses import dataclass
from fractions import Fraction

from rag.checks.numbers import place_numbers
from rag.checks.quantity_units import read_unit

_COUNT = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|ten|twelve|une|deux|trois|quatre|dos|tres|cuatro|duas|três)"
)


def _span(low: str, high: str) -> str:
    return rf"(?P<{low}>{_COUNT})(?:[\s-]*(?:[-‐‑‒–—−]|to|or|à|a)\s*(?P<{high}>{_COUNT}))?"


_PERIOD = (
    r"(?:minutes?|mins?|hours?|hrs?|h|days?|d|nights?|weeks?|wks?|months?|years?|jours?|heures?|semaines?|mois|ans?"
    r"|fortnights?|quarters?|d[ií]as?|horas?|semanas?|mes(?:es)?|años?|anos?)"
)
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "nightly": "day",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
    "biannual": "half-year",
    "biannually": "half-year",
}
_LATIN = {"od": 1, "qd": 1, "bd": 2, "bid": 2, "tds": 3, "tid": 3, "qds": 4, "qid": 4}
_LATIN_SPELLED = "|".join(rf"{r'[.]?'.join(name)}[.]?" for name in _LATIN)
_PER = r"(?:(?:a|an|per|each|every|in|in\sa|par|por|al|ao)\s|/\s?)"
_EVENTS = r"(?:visits?|rounds?|cycles?|sessions?|contacts?|courses|injections?|applications?)"
"""What is counted where it is said how often: "three visits each year"."""

_TIMES = (
    rf"(?:(?P<once>once\sor\stwice|once|twice|thrice)|{_span('low', 'high')}[\s-]+"
    rf"(?:times|fois|veces|vezes|x|{_EVENTS})"
    r"|(?P<times>[2-9])\s?[x×](?=[\s/]))"
)

_PATTERN = re.compile(
    rf"""(?<![^\W_])(?:
      {_TIMES}(?:[\s-]+|(?=/))(?:{_PER}(?P<per>24\s?h(?:ours)?|{_PERIOD})|(?P<per_adverb>{"|".join(_ADVERBS)}))
    | (?:once\s)?(?:every|each|q|toutes\sles|tous\sles|cada)[\s-]?
      {_span("every", "every_to")}[\s-]*(?P<every_unit>{_PERIOD})(?!\s(?:old|of\sage))
    | (?P<other>every\s(?:other|second|alternate)\s(?P<other_unit>day|week|month|year)|(?:on\s)?alternate\sdays?)
    | (?<!times\s)(?:every|each)\s(?P<each>day|night|week|month|year|hour|fortnight)
    | {_span("hourly", "hourly_to")}[\s-]*(?P<adverb_unit>hourly|weekly|monthly|yearly)
    | (?P<days>{_COUNT})\sdays\s(?:{_PER})week
    | (?P<latin>{_LATIN_SPELLED})
    | (?P<both>(?:in\s(?:the\s)?)?mornings?\sand\s(?:(?:in\s)?(?:the\s)?)?(?:evenings?|nights?))
    | (?P<adverb>{"|".join(_ADVERBS)})
    )(?![^\W_])""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTS = {"once": 1, "twice": 2, "thrice": 3}
_ABROAD = {"une": 1, "deux": 2, "trois": 3, "quatre": 4, "dos": 2, "tres": 3, "três": 3, "duas": 2, "cuatro": 4}
_LONGER = {"fortnight": ("week", 2), "quarter": ("month", 3), "half-year": ("month", 6)}


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often, at text[start:end]: between `low` and `high` times in 24 hours; a month is a twelfth of a year."""

    start: int
    end: int
    low: Fraction
    high: Fraction


def find_frequencies(text: str) -> tuple[Frequency, ...]:
    """Return how often a text says that something is done, in order of reading.

    "Daily" is once a day, as is "per day" of the words "three tablets per day" not: that is what an amount is per.
    """
    return tuple(
        Frequency(match.start(), match.end(), *sorted(_times_a_day(match))) for match in _PATTERN.finditer(text)
    )


def _times_a_day(match: re.Match[str]) -> tuple[Fraction, Fraction]:
    if match["latin"]:
        times = Fraction(_LATIN[re.sub(r"\W", "", match["latin"]).lower()])
        return times, times
    if match["both"]:
        return Fraction(2), Fraction(2)
    if match["days"]:
        return _count(match["days"]) / 7, _count(match["days"]) / 7
    if match["other"]:
        rate = _rate(match["other_unit"] or "day") / 2
        return rate, rate
    if match["each"] or match["adverb"]:
        rate = _rate(match["each"] or match["adverb"])
        return rate, rate
    for low, high, unit in (("every", "every_to", "every_unit"), ("hourly", "hourly_to", "adverb_unit")):
        if match[low]:
            rate = _rate(match[unit])
            return rate / _count(match[high] or match[low]), rate / _count(match[low])
    rate = _rate("day" if (match["per"] or "").startswith("24") else match["per"] or match["per_adverb"])
    if match["once"]:
        counts = [_COUNTS[word] for word in match["once"].lower().split(" or ")]
        return min(counts) * rate, max(counts) * rate
    low_count = match["low"] or match["times"]
    return _count(low_count) * rate, _count(match["high"] or low_count) * rate


def _rate(period: str) -> Fraction:
    """Return how many of a period, or of that of an adverb, are in 24 hours."""
    name = _ADVERBS.get(period.lower(), period.lower())
    name, several = _LONGER.get(name, (name, 1))
    return read_unit("day").factor / (several * read_unit("years" if name in ("an", "ans") else name).factor)


def _count(written: str) -> Fraction:
    word = written.lower()
    return Fraction(_ABROAD[word]) if word in _ABROAD else Fraction(place_numbers(word)[0].number.key)
