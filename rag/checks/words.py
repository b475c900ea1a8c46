"""The words of a text that carry meaning, so that two texts can be compared word by word. Pure."""

import re
from functools import cache, lru_cache

from indexes.analysis import Analysis
from indexes.languages import ENGLISH
from ingest.marks import without_marks

_FUNCTION_WORDS = """a about all also an and any are as at be been being both but by can could did do does each either
else every for from had has have he her hers his how if in into is it its may might more most must neither no nor not of
on once only or other our over shall she should so some such than that the their them then there these they this those
to under until up was we were what when where which while who whom whose why will with would you your"""
_STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDINGS = (
    "ations",
    "ation",
    "ions",
    "ings",
    "ion",
    "ing",
    "ers",
    "ies",
    "'s",
    "’s",
    "ed",
    "es",
    "er",
    "ly",
    "y",
    "s",
    "e",
)
_SHORTEST_STEM = 3


@lru_cache(maxsize=16384)
def content_words(text: str, language: str = ENGLISH) -> frozenset[str]:
    """Return the words of `text` that carry meaning, in lower case and without the endings of its language (ISO 639-1).

    The endings are cut so that the forms of a word meet ("infusions", "infused"); what is left need not be a word. Text
    with no spaces between its words (Thai, Chinese) gives whole phrases. In other languages than English words are
    those that the set is searched by.
    """
    if language != ENGLISH:
        terms = _analysis_of(language).terms(without_marks(text))
        return frozenset(term for term in terms if len(term) > 1 and not term[0].isdigit())
    words = (word.lower() for word in _WORD.findall(without_marks(text)))
    return frozenset(_stem(word) for word in words if word not in _STOP_WORDS and len(word) > 1)


@cache
def _analysis_of(language: str) -> Analysis:
    return Analysis(language)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
