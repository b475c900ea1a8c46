"""Passages that say the same: a recommendation in the summary and in its chapter, or in two guidelines. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

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


class Words:
    """A passage's words as they are compared. What only likely repeats need is found when it is asked for."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self.every = tuple(_WORD.findall(passage.text.casefold()))
        pieces = zip(*(self.every[at:] for at in range(SHINGLE)), strict=False)
        self.shingles: frozenset[Shingle] = frozenset(pieces) or frozenset([self.every])

    @property
    def whole(self) -> bool:
        """Whether only a passage of the very same words repeats it: rows of a table differ by a word."""
        return self._passage.kind == "table" or len(self.every) < _LEAST_WORDS

    @property
    def titles(self) -> frozenset[str]:
        """The words of all titles above the passage."""
        return frozenset(_WORD.findall(" ".join(self._passage.heading).casefold()))

    @property
    def nearest(self) -> frozenset[str]:
        """Those of the title right above it, its number left out."""
        nearest = " ".join(self._passage.heading[-1:])
        return frozenset(word for word in _WORD.findall(nearest.casefold()) if word.isalpha())

    @property
    def populations(self) -> frozenset[str]:
        """Whom the titles name."""
        return find_populations(self._passage.heading)

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
            words = Words(passage)
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
        shared: dict[int, int] = {}
        for held in filter(None, map(self._holders.get, words.shingles)):
            for group in held:
                shared[group] = shared.get(group, 0) + 1
        likeliest_first = sorted(shared, key=lambda group: (-shared[group], group))
        return next((at for at in likeliest_first if _say_the_same(words, self._firsts[at], shared[at])), None)


def _say_the_same(one: Words, other: Words, shared: int) -> bool:
    """Whether the shorter is in the longer, and both are on the same.

    Where it is cut otherwise it may lack words in a row, but it has no word of its own: one medicine or number in place
    of another makes it say something else. Neither has a negation more than the other. The same words below "Children"
    and "Adults", or below two medicines, are two pieces of evidence: what the title right above the one says, the other
    says as well, in its titles or its text, and the titles name the same people.
    """
    if one.whole or other.whole:
        return one.every == other.every and _are_on_the_same(one, other)
    shorter, longer = sorted((one, other), key=lambda words: len(words.shingles))
    share = shared / len(shorter.shingles)
    if share < LEAST_SHARED or not {*shorter.every} <= {*longer.every} | longer.titles:
        return False
    return (share == 1 or shorter.negations == longer.negations) and _are_on_the_same(one, other)


def _are_on_the_same(one: Words, other: Words) -> bool:
    return _is_under(one, other) and _is_under(other, one) and one.populations == other.populations


def _is_under(one: Words, other: Words) -> bool:
    return one.nearest <= other.titles | {*other.every}
