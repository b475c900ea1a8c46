"""Answers and hits as text for a terminal."""

from dataclasses import replace

from indexes.types import Filter
from rag.types import Answer
from tests.factories import make_evidence, make_hit, make_passage
from ui.text import answer_text, hits_text


def test_a_refusal_says_who_was_asked_of_what() -> None:
    """As an answer does: another answerer or another set may know more."""
    evidence = make_evidence(1, make_hit(make_passage(["Give zinc."])))
    answer = Answer("Zinc?", "not_in_guidelines", (), (evidence,), (), "quote", "ward", 3)
    below = (
        "\n\nThe nearest sections:\n"
        "  Malaria guideline, page 10 (PDF page 12) > 5 Treatment > 5.2 Severe malaria\n\n"
        "Asked of the set ward, with the answerer quote."
    )
    assert answer_text(answer, {}) == f"These guidelines do not answer this.{below}"
    explained = replace(answer, silence="none of the passages found names zinc")
    told = "These guidelines do not answer this: none of the passages found names zinc."
    assert answer_text(explained, {}) == f"{told}{below}"


def test_a_hit_without_titles_ends_with_its_page() -> None:
    """There is nothing to point at after it."""
    hits = [make_hit(make_passage(["Give zinc."], heading=heading)) for heading in ((), ("5 Treatment",))]
    assert hits_text(hits, Filter()) == (
        "1. Malaria guideline, page 10 (PDF page 12)\n   Give zinc.\n\n"
        "2. Malaria guideline, page 10 (PDF page 12) > 5 Treatment\n   Give zinc."
    )
