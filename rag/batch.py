"""Many questions from a file, one row an answer, resumable after any interruption."""

import csv
import io
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from ingest.errors import FieldguideError
from rag.assistant import Assistant
from rag.json_lines import Row, parse_rows, read_text
from rag.types import Answer

AT_ONCE = 16
"""Questions that are answered and written together, unless told otherwise."""

RowId = str | int | float
"""Text or number, as the input has it; in csv all is text."""


class BatchError(FieldguideError):
    """A question file that cannot be read, or an output that cannot be written or resumed."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the input; `extra` holds its other columns, which are carried to the output."""

    id: RowId
    question: str
    extra: dict[str, Any]

    @property
    def key(self) -> str:
        """Its id as text."""
        return id_key(self.id)


def id_key(row_id: object) -> str:
    """Return an id as text. By this ids are told apart: 7 and "7" are one, as they are in a table."""
    return row_id if isinstance(row_id, str) else json.dumps(row_id)


class RowWriter(Protocol):
    """Appends finished rows to an output file."""

    def done(self) -> set[str]:
        """Return the ids, as text, that the file holds an answer for already."""
        ...

    def take_out_failed(self, keys: Collection[str]) -> None:
        """Take out the rows of these ids that hold an error, so that they can be written anew."""
        ...

    def write(self, rows: Sequence[Row]) -> None:
        """Append rows, and have them on disk before returning."""
        ...


def read_questions(path: Path) -> list[Question]:
    """Read a csv (with a header) or jsonl file with the columns `id` and `question`.

    A missing id is filled with the row's number, from 1, as text. Raises BatchError naming the row that is at fault.
    """
    text = read_text(path, BatchError)
    if path.suffix.lower() == ".jsonl":
        rows = list(parse_rows(path, text, BatchError))
    elif path.suffix.lower() == ".csv":
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        try:
            rows = [(reader.line_num, {name: value for name, value in row.items() if name}) for row in reader]
        except csv.Error as fault:
            raise BatchError(f"{path}, line {reader.line_num}: {fault}") from fault
    else:
        raise BatchError(f"{path} must end in .csv or .jsonl")
    questions: list[Question] = []
    seen: set[str] = set()
    for number, (line, row) in enumerate(rows, start=1):
        asked = row.get("question")
        if not isinstance(asked, str) or not asked.strip():
            raise BatchError(f"{path}, line {line}: it has no question; name the column 'question'")
        given = row.get("id")
        if isinstance(given, list | dict):
            raise BatchError(f"{path}, line {line}: its id is neither text nor a number")
        row_id: RowId = str(number) if given is None or given == "" else given
        question = Question(row_id, asked, {k: v for k, v in row.items() if k not in ("id", "question")})
        if question.key in seen:
            raise BatchError(f"{path}, line {line}: the id {question.key!r} stands there twice")
        seen.add(question.key)
        questions.append(question)
    if not questions:
        raise BatchError(f"{path} holds no questions")
    return questions


def rename_columns(questions: Sequence[Question], own: Collection[str]) -> tuple[list[Question], dict[str, str]]:
    """Give other columns of the input that are named like one of the output's `own` a name that is free: "input_...".

    Returns the questions, and the new name of each column that was renamed by its old one.
    """
    names = list(dict.fromkeys(name for question in questions for name in question.extra))
    taken = {*own, *names}
    renamed: dict[str, str] = {}
    for name in names:
        if name in own:
            free = f"input_{name}"
            while free in taken:
                free = f"input_{free}"
            taken.add(free)
            renamed[name] = free
    return [
        replace(question, extra={renamed.get(name, name): value for name, value in question.extra.items()})
        for question in questions
    ], renamed


def answer_batch(
    questions: Sequence[Question],
    assistant: Assistant,
    writer: RowWriter,
    render: Callable[[Question, Answer | FieldguideError], Row],
    progress: Callable[[int], None],
    at_once: int = AT_ONCE,
) -> int:
    """Answer what the output lacks, `at_once` at a time, and write each row once it is done; return how many failed.

    A question whose row holds an error is asked again; the old row goes, and the new one stands at the end. A fault in
    one group is tried again question by question, so that it costs only the question that caused it.
    """
    done = writer.done()
    open_questions = [question for question in questions if question.key not in done]
    progress(len(questions) - len(open_questions))
    writer.take_out_failed({question.key for question in open_questions})
    failed = 0
    for start in range(0, len(open_questions), at_once):
        group = open_questions[start : start + at_once]
        outcomes = _answer_group(group, assistant)
        failed += sum(isinstance(outcome, FieldguideError) or outcome.outcome == "error" for outcome in outcomes)
        writer.write([render(question, outcome) for question, outcome in zip(group, outcomes, strict=True)])
        progress(len(group))
    return failed


def _answer_group(group: Sequence[Question], assistant: Assistant) -> list[Answer | FieldguideError]:
    try:
        return list(assistant.ask_all([question.question for question in group]))
    except FieldguideError as fault:
        if len(group) == 1:
            return [fault]
    return [outcome for question in group for outcome in _answer_group([question], assistant)]
