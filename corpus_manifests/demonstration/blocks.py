"""What a demonstration guideline is made of. The words live in one module a guideline; `make` sets them in pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered title; level 1 is a section and level 2 a part of one."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose order does not matter."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A list that is counted from 1."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table with its caption above and its notes below; every row is as long as the header."""

    caption: str
    header: tuple[str, ...]
    widths: tuple[float, ...]
    """Shares of the text's width, one a column; they add up to 1."""
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


Block = Heading | Text | Bullets | Steps | Table


@dataclass(frozen=True, slots=True)
class Booklet:
    """One guideline, ready to be set."""

    file: str
    title: str
    subtitle: str
    keywords: str
    blocks: tuple[Block, ...]
