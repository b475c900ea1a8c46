"""A statement cites every place that prints its lines."""

from dataclasses import replace

import pytest

from rag.citations import cite
from rag.further_places import cite_further_places
from rag.types import Request, Statement
from tests.factories import make_evidence, make_guideline, make_hit, make_passage

LINES = ("Give one dose by mouth.", "Then go to hospital.")
IN_CHAPTER = make_hit(make_passage(LINES, first_page=40, place=7))
OTHER_LINES = ("Give one dose", "by mouth. Then go to hospital.")
ELSEWHERE = make_hit(make_passage(OTHER_LINES, guideline_id="b", first_page=3), make_guideline("b", "Another"))
WITHOUT = make_hit(make_passage(("Give one dose by mouth.", "Then rest."), first_page=50, place=8))


def test_places_of_the_same_lines() -> None:
    """Each with its own page, guideline and boxes, under the label of the evidence; one that lacks a line is none."""
    evidence = make_evidence(1, make_hit(make_passage(LINES, first_page=4)))
    evidence = replace(evidence, hit=replace(evidence.hit, repeats=(IN_CHAPTER, WITHOUT, ELSEWHERE)))
    whole = (0, len(evidence.quote))
    statement = Statement(evidence.quote, cite(evidence, whole), "supported", ())
    found = cite_further_places(Request("?", (evidence,)), statement)
    assert [(one.label, one.guideline, one.page, one.quote) for one in found.citations] == [
        (1, "malaria", 4, "Give one dose by mouth. Then go to hospital."),
        (1, "malaria", 40, "Give one dose by mouth. Then go to hospital."),
        (1, "b", 3, "Give one dose by mouth. Then go to hospital."),
    ]
    assert found.citations[1].boxes == IN_CHAPTER.places[0].boxes
    part = replace(statement, citations=cite(evidence, (0, len(LINES[0]))))
    found = cite_further_places(Request("?", (evidence,)), part)
    assert {one.quote for one in found.citations} == {LINES[0]}
    assert [one.page for one in found.citations] == [4, 40, 50, 3]
    assert found.citations[3].boxes == ELSEWHERE.places[0].boxes


def test_a_page_that_is_cited_is_not_cited_again() -> None:
    """And a statement without repeats, or of a label that is not there, stays as it is."""
    evidence = make_evidence(1, make_hit(make_passage(LINES, first_page=40)))
    statement = Statement(LINES[0], cite(evidence, (0, len(LINES[0]))), "supported", ())
    assert cite_further_places(Request("?", (evidence,)), statement) is statement
    again = replace(evidence, hit=replace(evidence.hit, repeats=(IN_CHAPTER,)))
    assert cite_further_places(Request("?", (again,)), statement) is statement
    assert cite_further_places(Request("?", ()), statement) is statement


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("5 mg", "Below 20 kg give 15 mg a day."),
        ("5 mg", "Below 20 kg give 2.5 mg a day."),
        ("5 mg", "Below 20 kg give 2-5 mg a day."),
        ("5 mg", "Below 20 kg give 5 mg/kg a day."),
        ("5 mg", "Give 5 mg below 20 kg, and above it 5 mg twice."),
        ("of 5", "Below 20 kg one of 5.5 mg a day."),
    ],
)
def test_lines_that_stand_elsewhere_only_in_part_or_twice(line: str, rest: str) -> None:
    """A short line is cited where it stands whole and once, or not at all."""
    repeat = make_hit(make_passage((rest,), first_page=40, place=7))
    evidence = make_evidence(1, make_hit(make_passage((line,), first_page=4)))
    evidence = replace(evidence, hit=replace(evidence.hit, repeats=(repeat,)))
    statement = Statement(line, cite(evidence, (0, len(line))), "supported", ())
    assert cite_further_places(Request("?", (evidence,)), statement) is statement
