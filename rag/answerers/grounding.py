"""Which sentences or lines of a passage a statement rests on. Pure."""

from ingest.sentences import find_sentences
from rag.checks.numbers import find_numbers
from rag.checks.words import content_words

MOST_SENTENCES = 3
"""How many sentences or lines in a row are cited at most."""

_NUMBER_WEIGHT = 3.0
_SENTENCE_PRICE = 1.5
"""What one more sentence must bring: two words or a number."""


def find_ground(statement: str, quote: str) -> tuple[int, int]:
    """Return the range (start, end) of the sentences or lines of `quote` that share most with the statement.

    A shared number weighs as much as three words. Where nothing is shared the range is the whole quote, for the
    statement names this passage and no line of it. Raises ValueError if the quote is blank.
    """
    sentences = find_sentences(quote)
    if not sentences:
        raise ValueError("a blank quote has no lines to rest on")
    wanted = _weigh_terms(statement)
    terms = [_weigh_terms(quote[start:end]).keys() & wanted.keys() for start, end in sentences]
    best, ground = 0.0, (sentences[0][0], sentences[-1][1])
    for count in range(1, MOST_SENTENCES + 1):
        for first in range(len(sentences) - count + 1):
            shared = frozenset[str]().union(*terms[first : first + count])
            score = sum(wanted[term] for term in shared) - _SENTENCE_PRICE * (count - 1)
            if score > best:
                best, ground = score, (sentences[first][0], sentences[first + count - 1][1])
    return ground


def _weigh_terms(text: str) -> dict[str, float]:
    """Return the text's content words and numbers with their weights; a number's key never equals a word."""
    terms = dict.fromkeys(content_words(text), 1.0)
    return terms | dict.fromkeys((f"#{number.key}" for number in find_numbers(text)), _NUMBER_WEIGHT)
