"""How an answer may spell its numbers: as its evidence and its question print them. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Self

from rag.answerers.number_ties import Ties, read_keys
from rag.answerers.number_trie import Trie
from rag.checks.numbers import find_numbers, write_plainly

APART = frozenset("()[]<>=≤≥\"“”‘’'«»;|{}*&%+~±#$€£!?…•°→≈×")
"""Signs that part a number from what stands before and behind them, as white space does."""

JOINERS = frozenset(".,/:-‐‑‒–—−·")
"""Signs that join a number's parts, or two numbers; behind the last digit they may be plain punctuation."""

_APART = re.compile(rf"[\s{re.escape(''.join(sorted(APART)))}]+")
_JOINERS = re.compile(rf"([{re.escape(''.join(sorted(JOINERS)))}]+)")
_DASHES = re.compile("[‐‑‒–−]")
_THREE_DIGITS = re.compile("[0-9]{3}(?![0-9])")
_MOST_PARTS = 8
"""A word of more parts (a web address) is taken whole or part by part."""

_NUMBER, _THOUSANDS = "997", "997 000"
"""Numbers to set before others, to see whether they are read as one with them."""


Before = Literal["free", "opening", "after_number", "after_thousands"]
"""What stands before a number: the name of the spellings that are licensed there."""


def is_digit(character: str) -> bool:
    """Return whether a character is a digit or number of any script: "1", "١", "²", "½", "Ⅳ"."""
    return character.isdigit() or unicodedata.category(character) in ("Nd", "Nl", "No")


def is_numeral(character: str) -> bool:
    """Return whether a letter is a numeral, as "十" is in Chinese and Japanese, whose words hold them as well."""
    return character.isnumeric() and not is_digit(character)


@dataclass(frozen=True, slots=True)
class NumberLicence:
    """The spellings that may be written, by what stands before: there a minus or a thousands' space reads otherwise."""

    free: Trie
    """Behind white space or a comparator."""
    opening: Trie
    """Where a sentence begins, or behind another sign: a dash there is no minus."""
    after_number: Trie
    """Behind a number and white space: "050", "500" and "½" would be read as one number with it."""
    after_thousands: Trie
    """Behind a number with a space in it, such as "200 000", and white space: "500" would be read as one with it."""
    ties: Ties = field(default_factory=Ties)
    """Numbers that the evidence prints side by side, which may stand side by side whatever they read as."""
    numerals: frozenset[str] = frozenset()
    """The letters that are numerals, such as "十", that these texts hold."""

    @classmethod
    def from_texts(cls, texts: Iterable[str], can_write: Callable[[str], bool] = lambda _: True) -> Self:
        """License the numbers of these texts. A spelling with a character that is not `can_write` is left out."""
        texts = tuple(texts)
        known = frozenset(number.key for text in texts for number in find_numbers(text))
        spellings = {
            spelling
            for spelling in find_spellings(texts)
            if all(can_write(character) for character in spelling[_first_digit(spelling) :])
        }
        return cls(
            free=Trie(spelling for spelling in spellings if read_keys(f" {spelling} ") <= known),
            opening=Trie(spelling for spelling in spellings if read_keys(f"{spelling} ") <= known),
            after_number=Trie(spelling for spelling in spellings if _stays_apart(spelling, known, _NUMBER)),
            after_thousands=Trie(spelling for spelling in spellings if _stays_apart(spelling, known, _THOUSANDS)),
            ties=Ties.from_texts(texts, known, can_write),
            numerals=frozenset(character for text in texts for character in text if is_numeral(character)),
        )

    def behind(self, before: Before) -> Trie:
        """Return the spellings that are licensed there."""
        tries: dict[Before, Trie] = {
            "free": self.free,
            "opening": self.opening,
            "after_number": self.after_number,
            "after_thousands": self.after_thousands,
        }
        return tries[before]


def find_spellings(texts: Iterable[str]) -> frozenset[str]:
    """Return how numbers may be spelled if they are numbers of these texts at all, which is still to be seen.

    They are the words with digits ("10-14", "CD4", "kg/m2"), their parts between joining signs, and each number alone;
    a range's dash may be a hyphen. A number with a space in it may go without, and ".5" is "0.5". Digits are 0 to 9.
    """
    spellings: set[str] = set()
    for text in texts:
        for word in _APART.split(write_plainly(text)):
            if any(map(is_digit, word)):
                spellings.update(_parts_of(word))
        for number in find_numbers(text):
            spellings.update(_spell(number.written))
            if " " in number.written:
                # "100 000/µL" is one spelling, though a space stands in it.
                spellings.update(re.findall(rf"{re.escape(number.written)}/[^\W\d_]+", write_plainly(text)))
    spellings |= {_DASHES.sub("-", spelling) for spelling in spellings}
    return frozenset(spelling for spelling in spellings if any(map(is_digit, spelling)))


def _parts_of(word: str) -> Iterator[str]:
    """Return a word's parts between joining signs, and those in a row that begin and end with one."""
    pieces = _JOINERS.split(word)
    count = len(pieces) // 2 + 1
    for first in range(count):
        for last in range(first, count):
            if last - first in (0, count - 1) or count <= _MOST_PARTS:
                part = "".join(pieces[2 * first : 2 * last + 1])
                if pieces[2 * first] and pieces[2 * last]:
                    yield part


def _spell(written: str) -> Iterator[str]:
    """Return how one number may be spelled; only plain spaces stay, for a sentence's white space becomes plain."""
    joined = re.sub(r"\s", "", written)
    yield f"0{joined}" if joined.startswith(".") else joined
    if " " in (plain := written.replace("\u00a0", " ")) and re.sub(" (?![.])", "", plain) == joined:
        yield plain


def _stays_apart(spelling: str, known: frozenset[str], before: str) -> bool:
    """Whether a number is read by itself behind another and a space, by people too: "500" is not, behind "1 "."""
    if _THREE_DIGITS.match(spelling):
        return False
    keys = read_keys(f"{before} {spelling} ")
    return read_keys(before) <= keys <= known | read_keys(before)


def _first_digit(spelling: str) -> int:
    return next(place for place, character in enumerate(spelling) if is_digit(character))
