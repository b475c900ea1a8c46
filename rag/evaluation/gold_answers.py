"""Reads gold questions with what their answers must have, and the answers of a batch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.errors import EvaluationError
from rag.evaluation.answers import GivenAnswer, GoldAnswer
from rag.evaluation.gold_rows import check_texts, read_each, read_pages
from rag.json_lines import Row, parse_rows, read_text

_OUTCOMES = ("answered", "not_in_guidelines", "error")


def read_gold_answers(path: Path) -> tuple[GoldAnswer, ...]:
    """Return the questions of a JSON Lines file, in its order.

    A line has `id`, `question` and, unless `answerable` is false, `file` (the PDF's name), `pages` (from 1, any of them
    answers) and `must_have` (texts, all of which an answer must state; none where it is not there). Raises
    EvaluationError naming the line that is at fault, or if there is no question.
    """
    return read_each(path, _read_gold, "question")


def read_given_answers(path: Path, gold: Sequence[GoldAnswer]) -> list[GivenAnswer]:
    """Return the answer to each gold question from the output of `fieldguide batch` in JSON Lines.

    Of an id that stands there twice the last line counts. Raises EvaluationError naming the line that is at fault, or a
    question that has no line.
    """
    found: dict[str, GivenAnswer] = {}
    for line, row in parse_rows(path, read_text(path, EvaluationError), EvaluationError):
        try:
            one = row["id"]
            found[str(one)] = _read_given(row)
        except (KeyError, TypeError, ValueError) as fault:
            raise EvaluationError(f"{path}, line {line}: it is no line of a batch of answers ({fault})") from fault
    lacking = [one.id for one in gold if one.id not in found]
    if lacking:
        raise EvaluationError(
            f"{path} has no line for {len(lacking)} of the questions, {lacking[0]!r} the first of them"
        )
    return [found[one.id] for one in gold]


def _read_gold(row: Row) -> GoldAnswer:
    """Raises ValueError, in words, for a field that is not as it must be."""
    answerable = row.get("answerable", True) is not False
    check_texts(row, ["id", "question", *(["file"] if answerable else [])])
    pages = read_pages(row) if answerable else frozenset()
    values = row.get("must_have") or []
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise ValueError("its 'must_have' is no list of texts")
    return GoldAnswer(
        row["id"],
        row["question"],
        answerable,
        row["file"] if answerable else None,
        pages,
        tuple(values) if answerable else (),
    )


def _read_given(row: Row) -> GivenAnswer:
    if row["outcome"] not in _OUTCOMES:
        raise ValueError(f"there is no outcome {row['outcome']!r}")
    statements: list[dict[str, Any]] = row["statements"]
    cited = [(citation["file"], int(citation["page"])) for each in statements for citation in each["citations"]]
    told = row.get("probability")
    text = "\n".join(str(each["text"]) for each in statements)
    return GivenAnswer(row["outcome"], text, tuple(cited), None if told is None else float(told))
