"""Question files: csv, JSON Lines and parquet with the columns `id` and `question`; others are carried through."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rag.batch_types import BatchError, Question, RowId
from rag.json_lines import Row, parse_rows, read_text
from rag.parquet import read_parquet

_NAMES_SHOWN = 5
_MORE = "\0more"
"""Cells that no column of the header is above; no header has this name."""
_SPREADSHEETS = dict.fromkeys([".xlsx", ".xls", ".ods"], "; save the sheet as CSV UTF-8")


def read_questions(path: Path) -> list[Question]:
    """Read a csv (with a header), jsonl or parquet file with the columns `id` and `question`.

    A table's rows of nothing but empty cells are passed over. A missing id is filled with the row's number, from 1 and
    without those, as text. Raises BatchError naming the row that is at fault.
    """
    kind = path.suffix.lower()
    if kind not in _READERS:
        raise BatchError(f"{path} must end in .csv, .jsonl or .parquet{_SPREADSHEETS.get(kind, '')}")
    questions: list[Question] = []
    seen: set[str] = set()
    for number, (place, row) in enumerate(_READERS[kind](path), start=1):
        if "question" not in row:
            names = " or ".join(repr(name) for name in list(row)[:_NAMES_SHOWN]) or "nothing"
            raise BatchError(f"{path}, {place}: it has no question; name the column 'question', not {names}")
        asked = row["question"]
        if _is_empty(asked):
            raise BatchError(f"{path}, {place}: its question is empty")
        if not isinstance(asked, str):
            raise BatchError(f"{path}, {place}: its question is no text")
        given = row.get("id")
        if isinstance(given, list | dict):
            raise BatchError(f"{path}, {place}: its id is neither text nor a number")
        row_id: RowId = str(number) if given is None or given == "" else given
        question = Question(row_id, asked, {k: v for k, v in row.items() if k not in ("id", "question")})
        if question.key in seen:
            raise BatchError(f"{path}, {place}: the id {question.key!r} stands there twice")
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


def _json_rows(path: Path) -> Iterator[tuple[str, Row]]:
    for number, row in parse_rows(path, read_text(path, BatchError), BatchError):
        yield f"line {number}", row


def _csv_rows(path: Path) -> Iterator[tuple[str, Row]]:
    text = read_text(path, BatchError)
    try:
        delimiter = _find_delimiter(text)
    except csv.Error as fault:
        raise BatchError(f"{path}, line 1: {fault}") from fault
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter, restkey=_MORE)
    try:
        twice = [name for name, count in Counter(reader.fieldnames or ()).items() if name and count > 1]
        if twice:
            raise BatchError(f"{path}, line {reader.line_num}: two columns are named {twice[0]!r}; rename one")
        for row in reader:
            place = f"line {reader.line_num}"
            if any(row.pop(_MORE, [])):
                raise BatchError(
                    f"{path}, {place}: it has more cells than the header; set a text that has {delimiter!r} in quotes"
                )
            if not _is_empty_row(row):
                yield place, {name: value for name, value in row.items() if name}
    except csv.Error as fault:
        # The row that has the fault is not counted by the DictReader itself.
        raise BatchError(f"{path}, line {reader.reader.line_num}: {fault}") from fault


def _find_delimiter(text: str) -> str:
    """Return what parts a table's cells: a comma, or what else makes a column "question" of its header."""
    headers = {sign: next(csv.reader(io.StringIO(text, newline=""), delimiter=sign), []) for sign in ",;\t"}
    return next((sign for sign, names in headers.items() if "question" in names), ",")


def _is_empty_row(row: Row) -> bool:
    """Whether nothing is in a table's row: spreadsheets save such ones as well."""
    return all(map(_is_empty, row.values()))


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _parquet_rows(path: Path) -> Iterator[tuple[str, Row]]:
    for number, row in enumerate(read_parquet(path), start=1):
        if not _is_empty_row(row):
            yield f"row {number}", row


_READERS: Mapping[str, Callable[[Path], Iterator[tuple[str, Row]]]] = {
    ".csv": _csv_rows,
    ".jsonl": _json_rows,
    ".parquet": _parquet_rows,
}
"""By a file's ending, what gives its rows, each with where it stands."""
