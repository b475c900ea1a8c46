"""Which words of a statement must be known for it to be backed: those that say what it is about. Pure.

Prepositions, number words and verbs such as "get" and "keep" fit any statement. Whoever says a thing in other words
changes those first, so that they prove nothing, and their lack disproves nothing either.
"""

import math
import re
from functools import lru_cache

from rag.checks.synonyms import GROUPS, TERMS
from rag.checks.words import content_words

_PLAIN = """about above across after against ago along already always among another anybody anyone anything apart
around away back became become becomes before began begin begins begun behind below beside besides between beyond
bring brings brought call called came can cannot case come comes consist contain contains count counts day days down
during early eight enough even ever every everyone far fell few fewer fifteen first five follow followed following
follows found four fourteen further gave general get gets getting give given gives giving go goes gone good got great
half held help helps here hold holds hour hours hundred instead just keep keeping keeps kept kind known large largest
last lasted lasting lasts later latter least left less let lets lie lies like likely little long longer lot lots low
lower made make makes making many matter mean means meant meet minute minutes month months moreover most much near
need needed needs next nine nobody nothing now number off often old older out over own owing part parts per percent
cent place placed put puts quarter rather reach reached reaches receive received receives remain remains rest result
results same say says second see seen set seven several show showed shown shows since six small some somebody someone
something sort start started starts stay stays still such sure take taken takes taking ten than thanks then thing
things third thirty though thought thousand three through thrice time times together too took toward towards turn
twelve twenty twice two under unless unlike until use used uses using usual usually various want way ways week weeks
well went whatever whether whoever whole within without work year years yet zero mg ml kg mcg daily weekly monthly
yearly himself herself itself themselves yourself"""

_WORDS_FOR = tuple(TERMS.values())
_SECOND_ENDING = re.compile(r"(?<=.{3})(?:er|ing|ed)$")
_DOUBLED = re.compile(r"(?<=.{2})([bdgmnprt])\1$")
_LEAST_BEGINNING = 4
_BEGINNING = 0.66
"""Words of one root share so many of their first letters, and so much of the longer one."""


@lru_cache(maxsize=8192)
def telling_words(text: str) -> frozenset[str]:
    """Return the words of a text that say what it is about, without their endings, as `content_words` cuts them."""
    return meeting_words(text) - _plain()


@lru_cache(maxsize=8192)
def meeting_words(text: str) -> frozenset[str]:
    """Return the content words of a text, those of one meaning as one: "babies" are infants."""
    text = _terms().sub(lambda phrase: _WORDS_FOR[int((phrase.lastgroup or "t0")[1:])], text)
    return frozenset(_alike().get(root, root) for root in map(_root, content_words(text)))


@lru_cache(maxsize=65536)
def _root(stem: str) -> str:
    """Return a stem without a second ending and a doubled last letter: "registered", "register"; "hitting", "hit"."""
    return _SECOND_ENDING.sub("", _DOUBLED.sub(r"\1", stem))


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    return frozenset(map(_root, content_words(_PLAIN)))


@lru_cache(maxsize=1)
def _alike() -> dict[str, str]:
    groups = [frozenset(map(_root, content_words(line))) for line in GROUPS.splitlines()]
    return {root: min(group) for group in groups for root in group}


@lru_cache(maxsize=1)
def _terms() -> re.Pattern[str]:
    phrases = "|".join(f"(?P<t{at}>{phrase})" for at, phrase in enumerate(TERMS))
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


def count_known(words: frozenset[str], known: frozenset[str]) -> int:
    """Return how many of some words are known, or begin as a known one does: "grow" as "growth"."""
    return sum(word in known or any(_begin_alike(word, other) for other in known) for word in words)


def _begin_alike(one: str, other: str) -> bool:
    least = max(_LEAST_BEGINNING, math.ceil(_BEGINNING * max(len(one), len(other))))
    return one[:least] == other[:least] and min(len(one), len(other)) >= least
