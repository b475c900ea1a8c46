"""Whether a statement says as if it held now what its lines say was so before. Pure.

"The previously recommended dose of 0.75 mg/kg" is no dose of today. What was so before reaches from the word that says
it to the next comma, colon or full stop.
"""

import re

from ingest.sentences import find_sentences
from rag.checks.plain_words import telling_words
from rag.checks.quantities import find_quantities

_BEFORE = re.compile(
    r"\b(?:previously|formerly) (?:recommended|advised|advocated|prescribed|used|given)\b"
    r"|(?:^|(?<=[;:•] ))(?:previously|formerly|in the past|in former times),?\s",
    re.IGNORECASE,
)
_END = re.compile(r"[;:\n]|[.,](?!\d)|\s(?:but|now|currently|today|whereas)\b", re.IGNORECASE)
_SAYS_BEFORE = re.compile(
    r"\b(?:previous|former|histor|(?:past|earlier|ago|used to|no longer|was|were|had|been)\b"
    r"|once(?! (?:daily|weekly|monthly|yearly|every|per|an?|each|in|only|or)\b)"
    r"|(?:until|before) (?:now|then|recently|(?:19|20)\d\d)\b|before[.,;]|before$)",
    re.IGNORECASE,
)
_MOST = 0.6
"""A statement with so many of its words in what was before, and none in the rest of the sentence, says that."""


def check_past(statement: str, lines: str) -> tuple[str, ...]:
    """Return a problem if a statement says without a word of the past what its lines tell of the past."""
    if _SAYS_BEFORE.search(statement):
        return ()
    said, words = _values(statement), telling_words(statement)
    for start, end in find_sentences(lines):
        sentence = lines[start:end]
        for match in _BEFORE.finditer(sentence):
            stop = _END.search(sentence, match.end())
            past = sentence[match.end() : stop.start() if stop else len(sentence)]
            rest = sentence[: match.start()] + sentence[match.end() + len(past) :]
            common = words & telling_words(past)
            is_told = common and len(common) >= _MOST * len(words) and not words & telling_words(rest) - common
            if is_told or (_values(past) - _values(rest)) & said:
                return (f"says as of now what the cited lines say of the past: “{_trim(match[0])}”",)
    return ()


def _values(text: str) -> frozenset[tuple[object, ...]]:
    return frozenset((each.value, each.unit, each.per) for each in find_quantities(text))


def _trim(text: str) -> str:
    return " ".join(text.split()).strip(" ,")
