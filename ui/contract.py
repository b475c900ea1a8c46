"""The JSON that other programs rely on: plain values made from the project's types."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from indexes.adding import AddReport, LeftOut
from indexes.library import Library
from indexes.stored import StoredGuideline
from indexes.types import Filter, Hit
from ingest.errors import FieldguideError
from rag.batch_types import Question, RowId
from rag.types import Answer, Calculation, Citation, Conflict, Statement
from rag.verify import CheckedStatement
from ui.ages import find_age

Json = dict[str, Any]

ANSWER_FIELDS = (
    "id",
    "question",
    "outcome",
    "statements",
    "evidence",
    "conflicts",
    "missing",
    "calculations",
    "answerer",
    "library",
    "filter",
    "timings",
    "error",
    "silence",
    "probability",
)
"""What an answer has, and a row of a batch whatever its outcome."""


def hit_json(rank: int, hit: Hit) -> Json:
    """Return a search hit; `rank` counts from 1."""
    return {
        "rank": rank,
        "guideline": hit.guideline.id,
        "title": hit.guideline.title,
        "published": hit.guideline.published,
        "status": hit.guideline.status,
        "file": hit.guideline.file,
        "pages": [place.page for place in hit.places],
        "labels": [place.label for place in hit.places],
        "sources": [place.source for place in hit.places],
        "unreadable": hit.passage.has_unreadable_line(),
        "heading": list(hit.passage.heading),
        "kind": hit.passage.kind,
        "text": hit.passage.text,
        "score": round(hit.score, 6),
        "similarity": round(hit.similarity, 4),
        "also": [_place_json(repeat) for repeat in hit.repeats],
    }


def _place_json(hit: Hit) -> Json:
    """Return where a passage stands that says the same as a hit."""
    return {
        "guideline": hit.guideline.id,
        "status": hit.guideline.status,
        "file": hit.guideline.file,
        "pages": [place.page for place in hit.places],
        "labels": [place.label for place in hit.places],
    }


def filter_json(where: Filter) -> Json:
    """Return what a filter asks for, without the fields that it leaves open; nothing for an empty one."""
    return {name: value for name, value in asdict(where).items() if value}


def hits_json(question: str, hits: Sequence[Hit], where: Filter, reranker: str | None = None) -> Json:
    """Return all hits of one question, with the name of the reranker if one put them in order."""
    found = [hit_json(rank, hit) for rank, hit in enumerate(hits, start=1)]
    return {"question": question, "hits": found, "filter": filter_json(where)} | _reranked(reranker)


def _reranked(reranker: str | None) -> Json:
    return {} if reranker is None else {"reranker": reranker}


def citation_json(citation: Citation) -> Json:
    """Return a citation; boxes are [left, top, right, bottom] in points from the page's top left."""
    return {
        "label": citation.label,
        "guideline": citation.guideline,
        "file": citation.file,
        "page": citation.page,
        "page_label": citation.page_label,
        "quote": citation.quote,
        "boxes": [list(box) for box in citation.boxes],
        "source": citation.source,
        "unreadable": citation.unreadable,
        "published": citation.published,
        "status": citation.status,
    }


def statement_json(statement: Statement) -> Json:
    """Return one statement with its citations."""
    return {
        "text": statement.text,
        "citations": [citation_json(citation) for citation in statement.citations],
        "verdict": statement.verdict,
        "problems": list(statement.problems),
    }


def checked_json(row_id: RowId | None, statements: Sequence[CheckedStatement]) -> Json:
    """Return the checked sentences of an answer of any system."""
    return {
        "id": row_id,
        "statements": [
            {
                "text": statement.text,
                "citations": list(statement.citations),
                "verdict": statement.verdict,
                "problems": list(statement.problems),
            }
            for statement in statements
        ],
    }


def conflict_json(conflict: Conflict) -> Json:
    """Return two places that disagree, in "kind": dose, frequency or duration."""
    return {
        "kind": conflict.kind,
        "subject": conflict.subject,
        "first": citation_json(conflict.first),
        "second": citation_json(conflict.second),
    }


def calculation_json(calculation: Calculation) -> Json:
    """Return a worked line; `statement` is the number of its statement, from 0."""
    return asdict(calculation) | {"citation": citation_json(calculation.citation)}


def answer_json(question_id: RowId, answer: Answer) -> Json:
    """Return an answer under its question's id."""
    return {
        "id": question_id,
        "question": answer.question,
        "outcome": answer.outcome,
        "statements": [statement_json(statement) for statement in answer.statements],
        "evidence": [hit_json(evidence.label, evidence.hit) for evidence in answer.evidence],
        "conflicts": [conflict_json(conflict) for conflict in answer.conflicts],
        "missing": list(answer.missing),
        "calculations": [calculation_json(calculation) for calculation in answer.calculations],
        "answerer": answer.answerer,
        "library": {"set": answer.library, "generation": answer.generation} | _reranked(answer.reranker),
        "filter": filter_json(answer.where),
        "timings": {name: round(seconds, 4) for name, seconds in answer.timings.items()},
        "error": answer.error,
        "silence": answer.silence,
        "probability": None if answer.probability is None else round(answer.probability, 4),
    }


def batch_row(
    question: Question, outcome: Answer | FieldguideError, library: Library, answerer: str, where: Filter
) -> Json:
    """Return one row of a batch without the input's other columns: the answer, or the fault in an answer's fields."""
    if not isinstance(outcome, FieldguideError):
        return answer_json(question.id, outcome)
    return {
        "id": question.id,
        "question": question.question,
        "outcome": "error",
        "statements": [],
        "evidence": [],
        "conflicts": [],
        "missing": [],
        "calculations": [],
        "answerer": answerer,
        "library": {"set": library.name, "generation": library.generation},
        "filter": filter_json(where),
        "timings": {},
        "error": str(outcome),
        "silence": None,
        "probability": None,
    }


def guideline_json(stored: StoredGuideline) -> Json:
    """Return a line of the list of guidelines."""
    guideline = stored.guideline
    return {
        "id": guideline.id,
        "title": guideline.title,
        "publisher": guideline.publisher,
        "edition": guideline.edition,
        "published": guideline.published,
        "language": guideline.language,
        "file": guideline.file,
        "pages": guideline.pages,
        "passages": stored.passages,
        "status": guideline.status,
        "superseded_by": list(stored.superseded_by),
        "age_years": find_age(guideline.published),
    }


def report_json(report: AddReport) -> Json:
    """Return what became of each file of an addition."""
    return {
        "added": [
            {
                "id": added.guideline.id,
                "file": added.path.name,
                "pages": added.guideline.pages,
                "passages": added.passages,
                "ocr_pages": added.ocr_pages,
                "seconds": round(added.seconds, 3),
                "problems": list(added.problems),
            }
            for added in report.added
        ],
        "skipped": [_left_out(item) for item in report.skipped],
        "refused": [_left_out(item) for item in report.refused],
        "notes": list(report.notes),
    }


def _left_out(item: LeftOut) -> Json:
    return {"file": str(item.path), "reason": item.reason}
