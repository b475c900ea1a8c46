"""Words that say what a statement is about, and those that look like them once their endings are cut."""

import pytest

from rag.checks.plain_words import meeting_words, telling_words


@pytest.mark.parametrize("word", ["ear", "evening", "lesions", "numb"])
def test_no_plain_word_hides_one_that_tells(word: str) -> None:
    """Without their endings these are "early", "even", "less" and "number"."""
    assert len(telling_words(word)) == 1


def test_plain_words_tell_nothing() -> None:
    """In any form of theirs."""
    assert telling_words("early, even less; a number of them are given and received") == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [("liver", "live"), ("severe", "amputated"), ("workers", "work"), ("helper", "help"), ("wasted", "waste")],
)
def test_words_of_two_meanings_do_not_meet(one: str, other: str) -> None:
    """Though they, or a synonym of one, are alike without their endings."""
    assert meeting_words(one).isdisjoint(meeting_words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("liver", "hepatic"), ("health workers", "health staff"), ("numb", "numbness"), ("babies", "infants")],
)
def test_words_of_one_meaning_meet(one: str, other: str) -> None:
    """The plain one and the learned one."""
    assert meeting_words(one) == meeting_words(other)
