"""A number or range of a text with its unit, as it is put together. Pure."""

from dataclasses import dataclass, replace
from fractions import Fraction

from rag.checks.quantity_units import read_unit

DASH = r"[-‐‑‒–—−]"
"""Pattern of a hyphen or dash."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A number or range with the unit written behind it, as it is put together."""

    start: int
    end: int
    low: Fraction
    high: Fraction
    number: tuple[Fraction, Fraction]
    """Both ends as they are written, whatever the unit."""
    unit: str = ""
    per: frozenset[str] = frozenset()
    is_open: bool = False
    scale: tuple[Fraction, Fraction] = (Fraction(1), Fraction(0))
    """Factor and zero that were taken for the unit, so that those before it in a list take them too."""
    is_plain: bool = True
    """Whether it may be part of a range or list: a number behind "table" is not."""


def take(start: int, end: int, taken: bytearray) -> None:
    """Mark text[start:end] as read, in an array of one byte a character."""
    taken[start:end] = b"\1" * (end - start)


def is_free(start: int, end: int, taken: bytearray) -> bool:
    """Return whether nothing of text[start:end] is taken."""
    return not any(taken[start:end])


def with_unit(atom: Atom, written: str, end: int) -> Atom:
    """Return an atom with the unit that is written behind it, up to `end`. Raises ValueError for what is none."""
    unit = read_unit(written)
    return replace(
        atom,
        end=end,
        low=unit.to_base(atom.low),
        high=unit.to_base(atom.high),
        unit=unit.base,
        scale=(unit.factor, unit.zero),
    )


def scaled_like(other: Atom, atom: Atom) -> Atom:
    """Return an atom with the unit of another, unless it has one of its own."""
    if atom.unit or atom.per:
        return atom
    factor, zero = other.scale
    return replace(
        atom,
        low=(atom.low - zero) * factor,
        high=(atom.high - zero) * factor,
        unit=other.unit,
        per=other.per,
        scale=other.scale,
    )
