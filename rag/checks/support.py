"""Whether a statement is backed by what it cites: its numbers stand there, and so do most of its words. Pure."""

import re
from collections.abc import Sequence

from ingest.marks import without_marks
from rag.checks.numbers import missing_numbers
from rag.types import Verdict

LEAST_OVERLAP = 0.5
"""The share of a statement's content words that must stand in what it cites."""

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


def check_statement(text: str, quotes: Sequence[str], headings: Sequence[str] = ()) -> tuple[Verdict, tuple[str, ...]]:
    """Check a statement (without its labels) against the texts of the passages that it cites.

    `headings` are titles above those passages: they lend words, never numbers, for a section's number is no dose. The
    problems are short clauses for the reader; a statement is "supported" if there is none. Raises nothing.
    """
    if not quotes:
        return "uncited", ("cites no passage",)
    passage = "the cited passage" if len(quotes) == 1 else "the cited passages"
    problems = [f"{number} is not in {passage}" for number in missing_numbers(text, quotes)]
    words = content_words(text)
    known = content_words("\n".join([*quotes, *headings]))
    if len(words & known) < LEAST_OVERLAP * len(words):
        problems.append(f"fewer than half of its words are in {passage}")
    return ("unsupported" if problems else "supported"), tuple(problems)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
