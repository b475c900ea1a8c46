"""The doses that a text gives, and which medicine each is of. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.checks.medicine_mentions import Mention, find_mentions
from rag.checks.medicine_names import CARRIERS

_NUMBER = (
    r"\d[\d,.  ]*(?:\s?[-–/+]\s?\d[\d,.]*)*|\b(?:half|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|une?|deux|trois|quatre|una|uma?|dos|duas|tres|três|cuatro|quatro)"
)
_DOSE = re.compile(
    rf"(?:{_NUMBER})(?:\s?\([\d\s,.–-]+\))?\s?(?:mg|g|mcg|µg|μg|micrograms?|milligrams?|grams?|ml|millilitres?|MU|IU|U|units?|"
    r"(?:mega|million) ?(?:units?|IU)|mmol|mEq|tablets?|tabs?|capsules?|drops?|vials?|ampoules?|sachets?|puffs?|"
    r"L/min|l/min|UI|unit[ée]s?|unidad[e]?s?|comprim[ée]s?|comprimidos?|tabletas?|g[ée]lules?|c[áa]psulas?|gouttes?|gotas?|"
    r"flacons?|frascos?|ampollas?|ampolas?|saquetas?)"
    r"(?:\s?(?:base|bw))?(?:\s?/\s?(?:kg|day|hour|min|m²|dose|ml|jour|d[ií]a)|\s?per\s(?:kg|day|hour|min|dose)"
    r"|\s?p(?:ar|or)\s(?:kg|jour|prise|dose|d[ií]a|hora|toma))*(?![^\W_])",
    re.IGNORECASE,
)
_TIMES_ABROAD = r"fois|ve[zc](?:es)?|dosis|prises?|tomas?|jours?|d[ií]as?|semaines?|semanas?|heures?|horas?"
"""Doses, times, days, weeks and hours in French, Spanish and Portuguese."""

_QUANTITY = re.compile(
    rf"\b(?:{_NUMBER})[\s-]?(?:doses?|times|rounds?|days?|weeks?|months?|years?|hours?|hourly|minutes?|"
    rf"{_TIMES_ABROAD}|mois|meses|ans|años|anos)\b"
    r"|\b(?:once|twice|daily|weekly|monthly)\b",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(
    rf"\b(?:{_NUMBER})[\s-]?(?:doses?|times|rounds?|days?|weeks?|hours?|hourly|{_TIMES_ABROAD})\b"
    r"|\b(?:once|twice|daily|weekly|monthly)\b",
    re.IGNORECASE,
)
"""How often and for how long; months and years are ages more often."""

_CELL_WITH_NUMBER = re.compile(r" \| (?:[^|\n]*: )?[<>≤≥~]?\d")
_SAME_DOSE = re.compile(r"\bsame (?:mg(?: |/)kg )?(?:bw )?(?:target )?doses? (?:as|for)\b", re.IGNORECASE)
_NAME_FOLLOWS = re.compile(
    r"(?:\s(?:base|bw|body weight|daily|once|single|oral|IV|IM))*,?\s?(?:\(?[\w ]{0,20}\)?\s)?"
    r"(?:(?:dose|doses|tablets?|capsules?|injection|course)\s)*(?:of\s(?:oral\s|parenteral\s|IV\s|IM\s)?|d(?:e\s|[’']))",
    re.IGNORECASE,
)
"""What stands between a dose and the medicine that it is "of"."""

_RIGHT_BEHIND = re.compile(r"(?:\s(?:base|bw|body weight|per day|daily|oral|IV|IM))*\s\(?", re.IGNORECASE)

_COMPARED = re.compile(
    r"\b(?:(?:than|compared (?:to|with)|instead of|in place of|without|unlike|no need (?:to|for) (?:\w+ )*with"
    r"|(?:absorption|activity|clearance|concentrations?|effect|effectiveness|effects|efficacy|elimination|exposure|levels?"
    r"|metabolism|resistance|response|tolerability) (?:of|to))(?: the)?"
    r"|(?:but|,|\() ?not(?: (?:the|any|standard|plain|ordinary|usual|normal|oral|iv))*)\s$",
    re.IGNORECASE,
)
"""Words before a medicine that is only compared with the one that the text is on, or that is only acted on by it."""

_LOOK_BACK = 40

_CLOSE = 30
"""A medicine named at most so many characters before a dose has it, whatever follows."""


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose at text[start:end], and the mention of its medicine; None where the text names none before it."""

    start: int
    end: int
    of: Mention | None


def find_doses(text: str) -> tuple[Dose, ...]:
    """Return the doses of a text, in order, each with the medicine that it is of.

    That is the one that it is said to be "of" ("15 mg of primaquine"), or that follows right behind it with none
    close before ("500 mg amoxicillin"), or else the nearest before it. What medicines are given in (CARRIERS) take no
    dose unless the text names nothing else.
    """
    mentions = [
        mention
        for mention in find_mentions(text)
        if not _COMPARED.search(text[max(0, mention.start - _LOOK_BACK) : mention.start])
    ]
    named = [mention for mention in mentions if not mention.medicine <= CARRIERS] or mentions
    return tuple(_attach(text, named))


def gives_dose(text: str) -> bool:
    """Return whether a text gives a dose, says that it is the same as another's, or is a table's row with a number."""
    return bool(_DOSE.search(text) or _CELL_WITH_NUMBER.search(text) or _SAME_DOSE.search(text))


def gives_quantity(text: str) -> bool:
    """Return whether a text gives a dose, a number of them, or a time."""
    return gives_dose(text) or bool(_QUANTITY.search(text))


def gives_schedule(text: str) -> bool:
    """Return whether a text gives a dose, or how often or for how long it is given."""
    return gives_dose(text) or bool(_SCHEDULE.search(text))


def _attach(text: str, mentions: list[Mention]) -> Iterator[Dose]:
    taken: list[Mention] = []  # those that follow their dose
    end_of_last = 0
    for match in _DOSE.finditer(text):
        before = max((mention for mention in mentions if mention.end <= match.start()), key=_end, default=None)
        after = min((mention for mention in mentions if mention.start >= match.end()), key=_end, default=None)
        close = (
            before is not None
            and before not in taken
            and match.start() - before.end <= _CLOSE
            and before.end >= end_of_last
        )
        owner = before
        if after is not None:
            between = text[match.end() : after.start]
            if _NAME_FOLLOWS.fullmatch(between) or (not close and _RIGHT_BEHIND.fullmatch(between)):
                owner = after
                taken.append(after)
        yield Dose(match.start(), match.end(), owner)
        end_of_last = match.end()


def _end(mention: Mention) -> int:
    return mention.end
