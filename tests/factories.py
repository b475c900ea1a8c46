"""Small guidelines, passages, hits and evidence for tests, made from lines of text with pages and boxes that fit."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from indexes.late_interaction import pack_signs
from indexes.stored import PassageVectors
from indexes.types import Hit, Place, Vectors
from ingest.types import Box, Guideline, Passage, PassageKind, Span
from rag.types import Evidence, Request

FIRST_PAGE = 12
"""The page that a passage starts on; its printed label is two less."""


def make_guideline(id: str = "malaria", title: str = "Malaria guideline", **facts: object) -> Guideline:
    """Make a guideline; `facts` replaces any other field."""
    guideline = Guideline(
        id=id,
        file=f"{id}.pdf",
        title=title,
        publisher="Fieldguide tests",
        edition="First edition",
        published="2024",
        language="en",
        licence="CC-BY-4.0",
        url="",
        sha256="0" * 64,
        supersedes=(),
        pages=40,
        status="current",
    )
    return replace(guideline, **facts)  # type: ignore[arg-type]


def make_passage(
    *pages: Sequence[str],
    guideline_id: str = "malaria",
    place: int = 0,
    heading: Sequence[str] = ("5 Treatment", "5.2 Severe malaria"),
    kind: PassageKind = "prose",
    first_page: int = FIRST_PAGE,
) -> Passage:
    """Make a passage of printed lines, given page by page: prose lines are joined by a space, others by a newline."""
    text, spans = "", []
    for number, lines in enumerate(pages, start=first_page):
        for index, line in enumerate(lines):
            if text:
                text += " " if kind == "prose" else "\n"
            spans.append(Span(len(text), len(text) + len(line), number, index))
            text += line
    return Passage(f"{guideline_id}#{place}", guideline_id, kind, tuple(heading), text, tuple(spans))


def with_signs(vectors: Vectors) -> list[PassageVectors]:
    """Give each passage's vector the signs of two tokens: its own, and the opposite."""
    return [PassageVectors(vector, pack_signs(np.stack([vector, -vector]))) for vector in vectors]


def make_hit(passage: Passage, guideline: Guideline | None = None, score: float = 1.0, similarity: float = 0.5) -> Hit:
    """Make the hit of a passage, with one box a span: 14 points a line from 72 points below the page's top."""
    boxes = {page: tuple(_make_box(span) for span in passage.spans if span.page == page) for page in passage.pages}
    places = tuple(Place(page, str(page - 2), boxes[page], ("text",) * len(boxes[page])) for page in passage.pages)
    return Hit(
        passage,
        guideline or make_guideline(passage.guideline_id),
        places,
        score,
        similarity,
        dense_rank=1,
        lexical_rank=1,
    )


def make_evidence(label: int, hit: Hit) -> Evidence:
    """Make the evidence of a hit."""
    first = hit.places[0]
    return Evidence(label, hit, quote=hit.passage.text, page=first.page, boxes=first.boxes)


def make_request(question: str, *passages: Sequence[str] | Passage) -> Request:
    """Make a request from the lines of each passage, best first; the labels count from 1."""
    evidence = []
    for label, passage in enumerate(passages, start=1):
        if not isinstance(passage, Passage):
            passage = make_passage(passage, place=label - 1, kind="list")
        evidence.append(make_evidence(label, make_hit(passage, score=1 / label)))
    return Request(question, tuple(evidence))


def _make_box(span: Span) -> Box:
    top = 72.0 + 14 * span.line
    return (72.0, top, 72.0 + 5 * (span.end - span.start), top + 12)
