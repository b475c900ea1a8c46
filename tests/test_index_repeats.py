"""What counts as the same passage printed again, and what only looks like it."""

from collections.abc import Sequence

import pytest

from indexes.repeats import Repeats
from ingest.types import Passage, PassageKind
from tests.factories import make_passage

ADVICE = (
    "Where a full course cannot be given, one dose of the first medicine is given by mouth to children of less than "
    "six years, who are then taken to the next hospital without delay."
)
LONGER = f"Before the journey. {ADVICE} The nurse writes the hour on the card."


def group(*texts: str, kind: PassageKind = "prose", heading: Sequence[str] = ("5 Treatment",)) -> list[list[int]]:
    """Group passages of these texts, given best first."""
    repeats = Repeats()
    for text in texts:
        repeats.add([make_passage([text], kind=kind, heading=heading)])
    return repeats.groups


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        ((ADVICE, ADVICE), [[0, 1]]),
        ((ADVICE, "Something else is said in these eight words here.", ADVICE.upper()), [[0, 2], [1]]),
        ((ADVICE, LONGER), [[0, 1]]),
        ((LONGER, ADVICE, ADVICE), [[0, 1, 2]]),
        ((ADVICE, f"Treatment: {ADVICE}"), [[0, 1]]),
        ((ADVICE, ADVICE.replace("one dose", "two doses")), [[0], [1]]),
        ((ADVICE, ADVICE.replace("first", "second")), [[0], [1]]),
        ((ADVICE, ADVICE.replace("cannot", "can")), [[0], [1]]),
        ((ADVICE, ADVICE.replace("is given by", "is not given by")), [[0], [1]]),
        ((f"{ADVICE} Give 5 mg.", f"{ADVICE} Give 50 mg."), [[0], [1]]),
        (("Give zinc.", "Give zinc."), [[0, 1]]),
        (("Give zinc.", "Give zinc. Now."), [[0], [1]]),
        (("", "", "a"), [[0, 1], [2]]),
    ],
    ids=[
        "twice",
        "capitals, apart",
        "in a longer one",
        "shorter ones after it",
        "with a title",
        "another number word",
        "another medicine",
        "turned around",
        "with not",
        "another dose",
        "short",
        "short and longer",
        "empty",
    ],
)
def test_what_repeats(texts: tuple[str, ...], groups: list[list[int]]) -> None:
    """The best is first in its group, and nothing is hidden that says another thing."""
    assert group(*texts) == groups


def test_a_passage_that_opens_with_its_title() -> None:
    """It says the same as one that does not."""
    assert group(ADVICE, f"On a journey {ADVICE}", heading=("On a journey",)) == [[0, 1]]
    assert group(f"{ADVICE} Zinc helps.", f"On a journey {ADVICE}", heading=("Journey",)) == [[0], [1]]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Summary", "Travel"), ("5 Care", "5.2 Travel"), True),
        (("Summary", "Children"), ("5 Care", "5.2 Journeys of children"), False),
        (("Summary", "Given by mouth"), ("5 Care", "5.2 Hospital"), True),
        (("Summary", "Artesunate"), ("Summary", "Quinine"), False),
        (("Children", "Dose"), ("Adults", "Dose"), False),
        (("Adults", "Dose"), ("Men", "Dose"), True),
    ],
)
def test_what_the_titles_say(one: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    """The same words for other people, or of another medicine, are other evidence; a text may say a title's words."""
    repeats = Repeats()
    repeats.add([make_passage([f"{ADVICE} Dose: one."], heading=heading) for heading in (one, other)])
    assert repeats.groups == ([[0, 1]] if same else [[0], [1]])


def test_rows_of_a_table_repeat_word_for_word_only() -> None:
    """Parts of one table share caption and header."""
    assert group(ADVICE, LONGER, ADVICE, kind="table") == [[0, 2], [1]]


def test_passages_in_pieces() -> None:
    """Adding all at once or one by one gives the same groups."""
    passages: list[Passage] = [make_passage([text]) for text in (ADVICE, "One two three.", LONGER, "One two three.")]
    repeats = Repeats()
    repeats.add(passages)
    assert repeats.groups == [[0, 2], [1, 3]]
