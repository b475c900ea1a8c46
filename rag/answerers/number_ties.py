"""Two numbers side by side that read as one, or as a range, ratio or sum: "6 – 12", "1 / 2", "1'500". Pure."""

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Self

from rag.answerers.number_trie import Trie
from rag.checks.numbers import find_numbers, write_plainly

_ATOM = re.compile(r"[^\W_]+(?:[.,][0-9][^\W_]*)*")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_DASHES = re.compile("[‐‑‒–—−]")
_PARTING = frozenset(',;:.!?…()<>=≤≥|&"“”«»')
"""Signs of which one parts two numbers where white space stands beside it; dashes, "/", "+" and the like bind them."""
_JOINING = frozenset(".,:")
"""Of those, the signs that bind where the white space stands before them: "2 . 4", "1 : 1000"."""

_LONGEST = 8
"""Characters of a tie that are kept; no evidence prints a longer one."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Which number may follow which, by what stands between: as the evidence prints them side by side."""

    following: Mapping[tuple[str, str], Trie] = field(default_factory=dict)

    @classmethod
    def from_texts(cls, texts: Iterable[str], known: AbstractSet[str], can_write: Callable[[str], bool]) -> Self:
        """Find the ties of these texts, whose numbers have the keys `known`.

        A number with a character that is not `can_write` is left out.
        """
        found: dict[tuple[str, str], set[str]] = {}
        for text in texts:
            plain = _mask_spaced(write_plainly(text))
            for one, other in itertools.pairwise(_ATOM.finditer(plain)):
                tie = plain[one.end() : other.start()]
                digits = _DIGITS.match(other[0])
                if not digits or not _is_number(one[0]) or not tie or "\n" in tie or not all(map(can_write, other[0])):
                    continue
                allowed = known | read_keys(one[0])
                # "6–12h" may be written "6–12 h", but "6–1½" not "6–1".
                numbers = {
                    number for number in (other[0], digits[0]) if read_keys(f"{one[0]}{tie}{number} ") <= allowed
                }
                found.setdefault((one[0], _normalise(tie)), set()).update(numbers)
        return cls({pair: Trie(numbers) for pair, numbers in found.items()})

    def behind(self, number: str, tie: str) -> Trie | None:
        """Return what the evidence prints behind a number and a tie, or None if that is nothing."""
        return self.following.get((number, _normalise(tie)))


def split_last_number(word: str) -> tuple[str, str]:
    """Return the number that a word ends with and the signs behind it; two empty strings if it ends with none."""
    atoms = list(_ATOM.finditer(word))
    if not atoms or not _is_number(atoms[-1][0]):
        return "", ""
    return atoms[-1][0], word[atoms[-1].end() :]


def is_binding(tie: str) -> bool:
    """Return whether two numbers with this between them read as more than two numbers.

    White space alone is left to who knows the second number: it may part thousands.
    """
    if not any(map(str.isspace, tie)):
        return bool(tie) and ")(" not in tie
    signs = "".join(tie.split())
    return bool(signs) and (_PARTING.isdisjoint(signs) or (signs in _JOINING and tie[0].isspace()))


def extend_tie(tie: str, character: str) -> str:
    """Return a tie with one sign more; white space becomes one space, as in a sentence that is read."""
    if character.isspace():
        character = "" if tie.endswith(" ") else " "
    return (tie + character)[:_LONGEST]


@functools.lru_cache(maxsize=65536)
def read_keys(text: str) -> frozenset[str]:
    """Return the keys of a short text's numbers; the same ones are asked for again and again."""
    return frozenset(number.key for number in find_numbers(text))


def _mask_spaced(plain: str) -> str:
    """Return a text in which the parts of one number, such as "1 200 000", are no two numbers side by side."""
    for number in find_numbers(plain):
        if " " in number.written:
            plain = plain.replace(number.written, number.written.replace(" ", "_"))
    return plain


def _is_number(atom: str) -> bool:
    return any(map(str.isnumeric, atom))


def _normalise(tie: str) -> str:
    """Fold what makes no difference: which dash it is, and whether a single one has single spaces beside it."""
    tie = _DASHES.sub("-", re.sub(r"\s+", " ", tie))
    return "-" if tie in ("-", " -", "- ", " - ") else tie
