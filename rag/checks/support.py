"""Whether a statement is backed by what it cites: its numbers stand there, and so do most of its words. Pure."""

from collections.abc import Sequence

from rag.checks.numbers import missing_numbers
from rag.checks.together import numbers_apart
from rag.checks.words import content_words
from rag.types import Verdict

LEAST_OVERLAP = 0.5
"""The share of a statement's content words that must stand in what it cites."""


def check_statement(text: str, quotes: Sequence[str], headings: Sequence[str] = ()) -> tuple[Verdict, tuple[str, ...]]:
    """Check a statement (without its labels) against the texts of the passages that it cites.

    `headings` are titles above those passages: they lend words, never numbers, for a section's number is no dose. The
    problems are short clauses for the reader; a statement is "supported" if there is none. Raises nothing.
    """
    if not quotes:
        return "uncited", ("cites no passage",)
    passage = "the cited passage" if len(quotes) == 1 else "the cited passages"
    problems = [f"{number} is not in {passage}" for number in missing_numbers(text, quotes)]
    if apart := numbers_apart(text, quotes):
        problems.append(
            f"{' and '.join(apart)} do not stand together in one row, or in sentences side by side, of {passage}"
        )
    words = content_words(text)
    known = content_words("\n".join([*quotes, *headings]))
    if len(words & known) < LEAST_OVERLAP * len(words):
        problems.append(f"fewer than half of its words are in {passage}")
    return ("unsupported" if problems else "supported"), tuple(problems)
