"""A section that takes a pregnant patient in gives its doses for her too."""

from collections.abc import Sequence

import pytest

from ingest.types import Passage
from rag.answerers.quote import QuoteAnswerer
from rag.checks.included import find_includers, takes_in
from rag.checks.on_topic import are_on_both, is_on_both, prefer_on_topic
from tests.conftest import WordEmbedder
from tests.factories import make_hit, make_passage, make_request

QUESTION = "How much gentamicin IV for a pregnant woman with plague?"
TAKES_IN = "Adults and children with plague (including pregnant women) should be treated with gentamicin for 10 days."
DOSE = "Adults are given gentamicin 5 mg/kg IV once a day."
SECTION = ("Plague", "Treatment")


def make_section(line: str, place: int = 0, heading: Sequence[str] = SECTION) -> Passage:
    """Make a passage of one line below the section's titles."""
    return make_passage([line], place=place, heading=heading)


def includers(*passages: Passage, question: str = QUESTION) -> tuple[int | None, ...]:
    """Return which passage makes the doses of each count for the patient."""
    hits = [make_hit(passage) for passage in passages]
    return find_includers(question, hits, [is_on_both(question, hit) for hit in hits])


def test_a_part_of_the_section_gives_her_dose() -> None:
    """What names no pregnancy counts, in the section or in a part of it."""
    part = (*SECTION, "Doses")
    assert includers(make_section(TAKES_IN), make_section(DOSE, 1)) == (None, 0)
    assert includers(make_section(DOSE, 0, part), make_section(TAKES_IN, 1)) == (1, None)
    hits = [make_hit(make_section(TAKES_IN)), make_hit(make_section(DOSE, 1))]
    assert [is_on_both(QUESTION, hit) for hit in hits] == [True, False]
    assert are_on_both(QUESTION, hits) == (True, True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Gentamicin should be given in plague, except to pregnant women.", DOSE),
        ("Gentamicin is contraindicated in pregnancy with plague.", DOSE),
        ("Pregnant women with plague were treated with gentamicin.", DOSE),
        (TAKES_IN, "Adults are given streptomycin 1 g IM twice a day."),
        (TAKES_IN, "Gentamicin is given slowly."),
        (TAKES_IN, "In a cohort study gentamicin 7 mg/kg was associated with deafness."),
        ("Pregnant women with plague should be given gentamicin 3 mg/kg IV.", DOSE),
    ],
)
def test_what_takes_nobody_in(first: str, second: str) -> None:
    """Whom it leaves out, what only tells of her, what gives no dose of the medicine, and beside a dose of her own."""
    assert includers(make_section(first), make_section(second, 1)) == (None, None)


def test_another_section_s_dose_is_not_hers() -> None:
    """Nor a dose above the section that takes her in."""
    assert includers(make_section(TAKES_IN), make_section(DOSE, 1, ("Plague", "Prevention"))) == (None, None)
    assert includers(make_section(TAKES_IN), make_section(DOSE, 1, ("Plague",))) == (None, None)
    other = make_passage([DOSE], guideline_id="other", heading=SECTION)
    assert includers(make_section(TAKES_IN), other) == (None, None)


def test_a_question_on_no_pregnancy_needs_nobody() -> None:
    """Each passage is then on the patient by itself."""
    question = "How much gentamicin IV for plague?"
    assert includers(make_section(TAKES_IN), make_section(DOSE, 1), question=question) == (None, None)
    assert not takes_in(question, TAKES_IN)
    assert takes_in(QUESTION, TAKES_IN)


def test_the_dose_follows_what_takes_her_in() -> None:
    """In the order of the hits, however far behind it was found."""
    others = [make_section(f"Plague in pregnancy, {at}: gentamicin is known.", at, ("Plague",)) for at in (2, 3)]
    hits = [make_hit(passage) for passage in (make_section(TAKES_IN), *others, make_section(DOSE, 1))]
    assert prefer_on_topic(QUESTION, hits) == [hits[0], hits[3], hits[1], hits[2]]


def test_the_line_that_takes_her_in_is_quoted_with_the_dose() -> None:
    """First, and never the dose alone."""
    request = make_request(QUESTION, make_section(TAKES_IN), make_section(DOSE, 1))
    (statements,) = QuoteAnswerer(WordEmbedder()).answer([request])
    assert [statement.text for statement in statements] == [TAKES_IN, DOSE]
    assert not QuoteAnswerer(WordEmbedder()).answer([make_request(QUESTION, make_section(DOSE))])[0]
