"""Passages that say the same: a recommendation in the summary and in its chapter, or in two guidelines. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexes.populations import find_populations
from ingest.types import Passage

SHINGLE = 5
"""Words in a row that are compared (Broder, Compression and Complexity of Sequences 1997)."""

LEAST_SHARED = 0.8
"""The share of the shorter passage's shingles that the other must have: fewer, and it is on something else."""

_LEAST_WORDS = 8
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_NEGATIONS = frozenset(
    """no not never without nor cannot except unless only avoid contraindicated less more below above before after
    ne pas sans jamais sauf non ni aucun moins plus avant après
    sin nunca salvo excepto menos antes después
    não sem nem exceto antes depois
    لا لم لن ليس بدون إلا غير قبل بعد أقل أكثر""".split()  # noqa: SIM905 (a list of 50 quoted words)
)
"""Words that turn what is said around, or about: in English, French, Spanish, Portuguese and Arabic."""

Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A passage's words as they are compared."""

    every: tuple[str, ...]
    shingles: frozenset[Shingle]
    titles: frozenset[str]
    """The words of all titles above the passage."""
    nearest: frozenset[str]
    """Those of the title right above it, its number left out."""
    populations: frozenset[str]
    """Whom the titles name."""
    whole: bool
    """Whether only a passage of the very same words repeats it: rows of a table differ by a word, and say another."""

    @property
    def negations(self) -> Counter[str]:
        """Return how often it says each word that turns what is said around."""
        return Counter(word for word in self.every if word in _NEGATIONS)


class Repeats:
    """Groups passages, given best first, by what they say."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        """The places of passages in the order in which they were given: the best of each group, then its repeats."""
        self._firsts: list[Words] = []
        self._holders: dict[Shingle, list[int]] = {}
        self._count = 0

    def add(self, passages: Sequence[Passage]) -> None:
        """Put each passage to the group whose first says the same, or begin another with it."""
        for passage in passages:
            words = _read_words(passage)
            group = self._find(words)
            if group is None:
                group = len(self.groups)
                self.groups.append([])
                self._firsts.append(words)
                for shingle in words.shingles:
                    self._holders.setdefault(shingle, []).append(group)
            self.groups[group].append(self._count)
            self._count += 1

    def _find(self, words: Words) -> int | None:
        shared = Counter(group for shingle in words.shingles for group in self._holders.get(shingle, ()))
        for group, count in shared.most_common():
            if _say_the_same(words, self._firsts[group], count):
                return group
        return None


def _say_the_same(one: Words, other: Words, shared: int) -> bool:
    """Whether the shorter is in the longer, and both are on the same.

    Where it is cut otherwise it may lack words in a row, but it has no word of its own: one medicine or number in place
    of another makes it say something else. Neither has a negation more than the other. The same words below "Children"
    and "Adults", or below two medicines, are two pieces of evidence: what the title right above the one says, the other
    says as well, in its titles or its text, and the titles name the same people.
    """
    if one.populations != other.populations or not (_is_under(one, other) and _is_under(other, one)):
        return False
    if one.whole or other.whole:
        return one.every == other.every
    shorter, longer = sorted((one, other), key=lambda words: len(words.shingles))
    share = shared / len(shorter.shingles)
    if share < LEAST_SHARED or not {*shorter.every} <= {*longer.every} | longer.titles:
        return False
    return share == 1 or shorter.negations == longer.negations


def _is_under(one: Words, other: Words) -> bool:
    return one.nearest <= other.titles | {*other.every}


def _read_words(passage: Passage) -> Words:
    words = tuple(_WORD.findall(passage.text.casefold()))
    shingles = frozenset(zip(*(words[at:] for at in range(SHINGLE)), strict=False)) or frozenset([words])
    titles = frozenset(_WORD.findall(" ".join(passage.heading).casefold()))
    nearest = frozenset(word for word in _WORD.findall(" ".join(passage.heading[-1:]).casefold()) if word.isalpha())
    populations = find_populations(passage.heading)
    return Words(words, shingles, titles, nearest, populations, passage.kind == "table" or len(words) < _LEAST_WORDS)
