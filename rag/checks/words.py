"""The words of a text that carry meaning, so that two texts can be compared word by word. Pure."""

import re

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


def content_words(text: str) -> frozenset[str]:
    """Return the words of `text` that carry meaning, in lower case and without their English endings.

    The endings are cut so that the forms of a word meet ("infusions", "infused"); what is left need not be a word. Text
    with no spaces between its words (Thai, Chinese) gives whole phrases.
    """
    words = (word.lower() for word in _WORD.findall(without_marks(text)))
    return frozenset(_stem(word) for word in words if word not in _STOP_WORDS and len(word) > 1)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
