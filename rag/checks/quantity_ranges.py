"""Ranges ("5 to < 15 kg", "between 2 and 3 days") and lists ("0, 12 and 24 hours") of numbers share a unit. Pure."""

import re
from dataclasses import replace

from rag.checks.quantity_atoms import DASH, Atom, scaled_like

_RANGE = re.compile(
    rf"\s*(?:{DASH}|\bto(?![^\W\d_])|\band\b(?=\s*(?:under|below|<))|\bor\b(?=\s*<)|à|\ba\b|\bhasta\b|<)\s*"
    r"(?P<open>(?:up to )?(?:but )?(?:<(?!\s?=)|less than|under|below|just under))?\s*",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(r"\s*(?:or|ou|o)\s*", re.IGNORECASE)
_LABELLED_NEIGHBOUR = re.compile(r"\s*(?:and|&)\s*", re.IGNORECASE)
"""Between "3 or 4 days" and "weeks 1 and 2", which are ranges, for nothing lies between."""

_BETWEEN = re.compile(r"\b(?:between|entre)\s(?:the ages of\s)?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|et|y|e)\s*", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:[,/(]|,?\s*(?:and|or|plus|then|et|ou|o|y|e)\s(?:then\s|at\s|on\s)?|&|\+)\s*", re.IGNORECASE)


_YEAR_BEFORE = re.compile(r"\b(?:in|by|since|until|during|before|after)\s$", re.IGNORECASE)
_YEARS = (1900, 2100)


def join_ranges(text: str, atoms: list[Atom]) -> list[Atom]:
    """Return the atoms of a text, in order, with two ends of a range as one."""
    joined: list[Atom] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        range_ = None if last is None else _find_range(text, last, atom)
        if last is None or range_ is None:
            joined.append(atom)
            continue
        joined[-1] = replace(
            atom,
            start=last.start,
            low=scaled_like(atom, last).low,
            number=(last.number[0], atom.number[1]),
            is_open=range_["open"] is not None or "<" in range_[0],
        )
    return joined


def _find_range(text: str, first: Atom, second: Atom) -> re.Match[str] | None:
    """Return what joins two numbers to a range, if anything does."""
    if first.low != first.high or second.low != second.high or not second.is_plain:
        return None
    if (first.unit or first.per) and not (first.unit == second.unit and (first.per <= second.per or not second.per)):
        return None
    if _are_neighbours(text, first, second):
        return _RANGE.match(" to ")
    match = _RANGE.fullmatch(text, first.end, second.start)
    if (
        match is None
        and _AND.fullmatch(text, first.end, second.start)
        and _BETWEEN.search(text[max(0, first.start - 32) : first.start])
    ):
        match = _RANGE.match(" to ")
    if match is None:
        return None
    return match if scaled_like(second, first).low < second.low else None


def _are_neighbours(text: str, first: Atom, second: Atom) -> bool:
    joiner = _NEIGHBOUR if first.is_plain else _LABELLED_NEIGHBOUR
    next_to = second.number[0] == first.number[0] + 1 and first.number[0].denominator == 1 and not first.unit
    return next_to and joiner.fullmatch(text, first.end, second.start) is not None


def share_units(text: str, atoms: list[Atom]) -> list[Atom]:
    """Give numbers without a unit that of the number that they stand in a list with."""
    shared = list(atoms)
    for at in range(len(atoms) - 2, -1, -1):
        atom, after = shared[at], shared[at + 1]
        if atom.is_plain and not _is_year(text, atom) and _LIST.fullmatch(text, atom.end, after.start):
            shared[at] = scaled_like(after, atom)
    return shared


def _is_year(text: str, atom: Atom) -> bool:
    """Whether a number is one of the calendar: "by 2020, 75%"."""
    low, high = _YEARS
    return low <= atom.number[0] <= high and _YEAR_BEFORE.search(text[max(0, atom.start - 16) : atom.start]) is not None
