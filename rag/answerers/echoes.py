"""Whether a line says anything that its question does not: what only repeats it is near, and answers nothing. Pure."""

import re
from functools import lru_cache

from indexes.abbreviations import spell_out
from rag.checks.numbers import missing_numbers
from rag.checks.words import content_words

_LABEL = re.compile(
    r"\b(?:types?|figures?|fig\.|tables?|box(?:es)?|sections?|chapters?|annex(?:es)?|steps?|paragraphs?)\s\d[\d.]*",
    re.IGNORECASE,
)
"""A number that names something and counts nothing: "type 2 reaction"."""

_SHORT = re.compile(r"\b[A-Z]{2,6}\b")
_WORD = re.compile(r"[^\W\d_]+")


def gives_number(quote: str, question: str) -> bool:
    """Return whether a line has a number that the question has not, and that is no label's."""
    return bool(missing_numbers(_LABEL.sub(" ", quote), [question]))


def is_echo(quote: str, question: str, language: str) -> bool:
    """Return whether a line has no number and no word that carries meaning but those of the question.

    Labels ("type 2") and the initials of the question's own words ("ENL") say nothing new. A line that announces
    brings what it announces, so it is no echo.
    """
    if quote.endswith(":") or gives_number(quote, question):
        return False
    initials = "".join(word[0] for word in _WORD.findall(question)).upper()
    said = _SHORT.sub(lambda short: " " if short[0] in initials else short[0], _LABEL.sub(" ", quote))
    return content_words(said, language) <= _words_asked(question, language)


@lru_cache(maxsize=64)
def _words_asked(question: str, language: str) -> frozenset[str]:
    return content_words(spell_out(question), language)
