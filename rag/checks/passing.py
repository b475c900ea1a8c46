"""Illnesses that the evidence names only in passing: it says nothing of what is asked about them. Pure."""

from collections.abc import Iterator, Sequence

from indexes.context import all_text
from indexes.languages import ENGLISH
from indexes.types import Hit
from ingest.sentences import find_sentences
from rag.checks.background import background_conditions
from rag.checks.conditions import are_kin, find_condition_mentions, find_conditions
from rag.checks.words import content_words

_OF_ANY_ILLNESS = content_words(
    "patient person people child children adult man woman infant baby newborn disease illness infection virus fever "
    "case get need give take use make tell know much many often long day week month year first best new suspected "
    "confirmed"
)
"""Words that stand beside any illness."""

_TITLE_WORDS = 8
"""A line of so few words may be a title, printed like the text."""


def named_in_passing(question: str, hits: Sequence[Hit], language: str = ENGLISH) -> tuple[str, ...]:
    """Return the illnesses of a question, in the alphabet's order, that hits name and say nothing asked of.

    A hit says something if the illness is in a title above it, or if a sentence that names it has another word of the
    question. None where the question has no other word, is on a second illness as well, or names an illness that no hit
    does.
    """
    asked = find_conditions(question) - background_conditions(question)
    others = _other_words(question, language)
    if language != ENGLISH or len(asked) != 1 or not others:
        return ()
    (illness,) = asked
    named = [hit for hit in hits if illness in find_conditions(all_text(hit.guideline.title, hit.passage))]
    if not named or any(_is_said_of(illness, others, hit, language) for hit in named):
        return ()
    return (illness,)


def _is_said_of(illness: str, others: frozenset[str], hit: Hit, language: str) -> bool:
    short = (line for line in hit.passage.text.splitlines() if len(line.split()) <= _TITLE_WORDS and line[0].isalnum())
    titles = find_conditions("\n".join([hit.guideline.title, *hit.passage.heading, *short]))
    if illness in titles or are_kin(titles, frozenset([illness])):
        return True
    return any(others & content_words(line, language) for line in _lines_naming(illness, hit.passage.text))


def _lines_naming(illness: str, text: str) -> Iterator[str]:
    """Yield each sentence that names an illness, with the next, which may go on about it."""
    sentences = [text[start:end] for start, end in find_sentences(text)]
    for sentence, below in zip(sentences, [*sentences[1:], ""], strict=True):
        if illness in find_conditions(sentence):
            yield f"{sentence}\n{below}"


def _other_words(question: str, language: str) -> frozenset[str]:
    """Return the stems of what a question has beside its illnesses and words for anybody's."""
    rest, at = [], 0
    for mention in find_condition_mentions(question):
        rest.append(question[at : mention.start])
        at = mention.end
    return content_words(" ".join([*rest, question[at:]]), language) - _OF_ANY_ILLNESS
