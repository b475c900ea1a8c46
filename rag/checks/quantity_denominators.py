"""What an amount is for each of: "/kg", "per day", "for every 10 beds". Pure."""

import re
from dataclasses import replace
from fractions import Fraction

from rag.checks.quantity_atoms import Atom, is_free
from rag.checks.quantity_units import read_unit

_FILLER = (
    r"(?:\sor (?:more|less)(?=\s?/|\sper\b))?(?:\s(?:IV|IM|SC|PO|orally|by mouth|of [a-z]+(?=\s?/|\s(?:per|for)\b)))?"
    r"(?:\s?(?:\(?(?:base|salt|bw|b\.w\.|body ?weight|of body ?weight|of weight|weight|total)\)?))?"
)
_DENOMINATORS = {
    "kilogram": r"kgs?|kilos?|kilograms?|kilogramos?|quilos?",
    "square meter": r"m2|m²|square met(?:er|re)s?",
    "dose": r"dose|dosis|prise|toma|administration|application|injection",
    "minute": r"mins?|minutes?",
    "hour": r"h|hrs?|hours?|heure|hora",
    "day": r"24 ?h(?:ours)?|days?|d|jours?|d[ií]as?",
    "week": r"weeks?|wks?|semaine|semana",
    "month": r"months?|mois|mes|mês",
    "year": r"years?|yrs?|an|año|ano|annum",
    "person": r"persons?|people|capita|patients?|child|adult|man|woman",
    "bed": r"beds?",
}
_VOLUMES = (
    r"[µμ]l|ul|mls?|millilit(?:er|re)s?|dl|l|lit(?:er|re)s?|mm[3³]|cubic millimet(?:er|re)s?|cm[3³]|gallons?|quarts?"
)
_PIECES = r"tablets?|tabs?|capsules?|vials?|sachets?|ampoules?|drops?|teaspoons?|puffs?"
_PER = re.compile(
    rf"{_FILLER}(?:\s?[/⁄]\s?|\s(?:per|for (?:each|every)|par|por)\s"
    rf"|\sin\s(?=(?:an?|each|every|one)\s(?:{_VOLUMES})(?![^\W_]))|\s(?P<article>(?=(?:an?|each|every)\s)))"
    r"(?:(?:an?|each|every)\s)?"
    rf"(?:(?P<mass>m?g|grams?)|(?:(?P<number>[1-9]\d{{0,3}}(?:\.\d+)?)\s?)?(?:(?P<named>{'|'.join(_DENOMINATORS.values())})"
    rf"|(?P<volume>{_VOLUMES})|(?P<piece>{_PIECES})))(?![^\W_])(?:\sof body ?weight)?",
    re.IGNORECASE,
)
_NAMED = [(name, re.compile(spelled, re.IGNORECASE)) for name, spelled in _DENOMINATORS.items()]


def with_per(text: str, atom: Atom, taken: bytearray) -> Atom:
    """Return an atom with all that it is per in the text behind it, save what is taken."""
    while (match := _PER.match(text, atom.end)) is not None and is_free(match.start(), match.end(), taken):
        name, size = _read_denominator(match)
        # "1 quart/1 liter" are two names of one volume, and "once a child" is no rate.
        if name in atom.per or name == atom.unit == "liter" or (not atom.unit and match["article"] is not None):
            break
        factor = atom.scale[0] / size
        atom = replace(
            atom,
            end=match.end(),
            low=atom.low / size,
            high=atom.high / size,
            per=atom.per | {name},
            scale=(factor, atom.scale[1]),
        )
    return atom


def _read_denominator(match: re.Match[str]) -> tuple[str, Fraction]:
    """Return what an amount is for each of, and how many of it: (liter, 1/1000) for "/ml"."""
    number = Fraction(match["number"] or 1)
    if match["named"]:
        name = next(name for name, pattern in _NAMED if pattern.fullmatch(match["named"]))
        return ("day", Fraction(1)) if name == "hour" and number == 24 else (name, number)
    unit = read_unit(match["volume"] or match["mass"] or match["piece"])
    return unit.base, unit.to_base(number)
