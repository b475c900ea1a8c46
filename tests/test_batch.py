"""Batches: questions in, one row an answer out, and nothing lost or done twice when the work is cut off."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from indexes.library import Library
from ingest.errors import FieldguideError
from rag.assistant import Assistant
from rag.batch import answer_batch
from rag.batch_types import BatchError, Question
from rag.errors import AnswererError
from rag.json_lines import Row
from rag.question_files import read_questions
from rag.rows import CsvWriter, JsonLinesWriter
from rag.types import Answer, Request, Statement
from tests.conftest import WordEmbedder, make_reading

COLUMNS = ["id", "question", "answer"]
AWKWARD = 'Commas, "quotes", ; and ünïcödé — 中文 \u2028 \x85 = 1'
OPENERS: list[Callable[[Path, bool], Any]] = [
    lambda path, resume: JsonLinesWriter(path, resume),
    lambda path, resume: CsvWriter(path, resume, COLUMNS),
]
each_writer = pytest.mark.parametrize("open_writer", OPENERS, ids=["jsonl", "csv"])


class EchoAnswerer:
    """Says nothing, but fails for a question with the word "fault"; counts its calls."""

    name = "echo"

    def __init__(self) -> None:
        self.batches: list[int] = []

    def answer(self, requests: Sequence[Request]) -> list[tuple[Statement, ...]]:
        """Return no statements."""
        self.batches.append(len(requests))
        if any("fault" in request.question for request in requests):
            raise AnswererError("the model ran out of memory")
        return [() for _ in requests]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read an output of either kind."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def write(path: Path, text: str) -> Path:
    """Write a question file."""
    path.write_bytes(text.encode())
    return path


# --- reading ---


def test_csv_questions(tmp_path: Path) -> None:
    """A header, any order of columns, quotes, line breaks within a cell, a byte order mark and CRLF."""
    path = write(
        tmp_path / "q.csv", '\ufeffward,id,question\r\nA,7,How much zinc?\r\n"B, C",x,"Two\r\nlines, ""quoted"""\r\n'
    )
    assert read_questions(path) == [
        Question("7", "How much zinc?", {"ward": "A"}),
        Question("x", 'Two\nlines, "quoted"', {"ward": "B, C"}),
    ]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_tables_of_other_spreadsheets(tmp_path: Path, sign: str) -> None:
    """Where the comma is for decimals, cells are parted by a semicolon, and some by a tab; empty rows do not count."""
    rows = [
        ["question", "id", "ward"],
        ["How much zinc, and when?", "7", "A"],
        ["", "", ""],
        [" ", "", ""],
        [],
        ["Salt?", "", ""],
    ]
    path = write(tmp_path / "q.csv", "".join(f"{sign.join(row)}\r\n" for row in rows) + f"{sign * 4}\r\n")
    assert read_questions(path) == [
        Question("7", "How much zinc, and when?", {"ward": "A"}),
        Question("2", "Salt?", {"ward": ""}),
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_header_may_have_a_line_break_in_quotes(tmp_path: Path, sign: str) -> None:
    """Spreadsheets write the line breaks of a cell as they are."""
    path = write(tmp_path / "q.csv", f'"ward\nnow"{sign}question\nA{sign}"How much,\twhen;\nand why?"\n')
    assert read_questions(path) == [Question("1", "How much,\twhen;\nand why?", {"ward\nnow": "A"})]


@pytest.mark.parametrize("asked", ["Zinc; how much?", "Zinc\thow much?"])
def test_a_table_of_one_column(tmp_path: Path, asked: str) -> None:
    """What would part the cells of another table is a part of the question."""
    assert read_questions(write(tmp_path / "q.csv", f"question\n{asked}\n")) == [Question("1", asked, {})]


def test_jsonl_questions(tmp_path: Path) -> None:
    """Any other fields are kept as they are; blank lines do not count."""
    path = write(
        tmp_path / "q.jsonl",
        '{"id": 7, "question": "Zinc?", "tags": ["a", 1], "none": null}\n\n{"question": "Salt?"}\n',
    )
    assert read_questions(path) == [
        Question(7, "Zinc?", {"tags": ["a", 1], "none": None}),
        Question("2", "Salt?", {}),
    ]


def test_characters_of_two_escapes_are_whole(tmp_path: Path) -> None:
    """JSON writes those beyond the first plane as two halves."""
    path = write(tmp_path / "q.jsonl", '{"question": "Zinc \\ud83d\\ude00?"}\n')
    assert [question.question for question in read_questions(path)] == ["Zinc \U0001f600?"]


def test_missing_ids_are_row_numbers(tmp_path: Path) -> None:
    """Counted from 1, without the header."""
    path = write(tmp_path / "q.csv", "question\nZinc?\nSalt?\n")
    assert [question.id for question in read_questions(path)] == ["1", "2"]


def test_ids_may_count_from_zero(tmp_path: Path) -> None:
    """Programs do."""
    path = write(tmp_path / "q.jsonl", '{"id": 0, "question": "Zinc?"}\n{"id": 1, "question": "Salt?"}\n')
    assert [question.id for question in read_questions(path)] == [0, 1]


@pytest.mark.parametrize("name", ["q.jsonl", "q.csv"])
def test_other_separators_end_no_line(tmp_path: Path, name: str) -> None:
    """What people paste from PDFs has line separators and form feeds in it; a row ends where the format says."""
    asked = "How much\u2028zinc\x85 is\x0b given?"
    row = json.dumps({"id": "a", "question": asked}, ensure_ascii=False).replace("\\u000b", " ")
    text = f"{row}\n" if name == "q.jsonl" else f"id,question\na,{asked}\n"
    (question,) = read_questions(write(tmp_path / name, text))
    assert question.question.startswith("How much\u2028zinc\x85 is")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("q.csv", "id,question\n1,Zinc?\n1,Salt?\n", ", line 3: the id '1' stands there twice"),
        ("q.jsonl", '{"id":1,"question":"a"}\n{"id":"1","question":"b"}\n', ", line 2: the id '1' stands there twice"),
        (
            "q.csv",
            "id,Question\n1,Zinc?\n",
            ", line 2: it has no question; name the column 'question', not 'id' or 'Question'",
        ),
        ("q.jsonl", '{"query": "a"}\n', ", line 1: it has no question; name the column 'question', not 'query'"),
        ("q.csv", "id,question\n1,Zinc?\n2,  \n", ", line 3: its question is empty"),
        ("q.csv", "question,id\nZinc?,1\n,2\n", ", line 3: its question is empty"),
        ("q.jsonl", '{"question": 3}\n', ", line 1: its question is no text"),
        (
            "q.csv",
            "id,question\n1,Zinc, how much?\n",
            ", line 2: it has more cells than the header; set a text that has ',' in quotes",
        ),
        (
            "q.csv",
            "id;question\n1;Zinc; how much?\n",
            ", line 2: it has more cells than the header; set a text that has ';' in quotes",
        ),
        ("q.csv", "id,question,ward,ward\n1,Zinc?,a,b\n", ", line 1: two columns are named 'ward'; rename one"),
        ("q.csv", 'id,question\n1,"Zinc" now?\n', ", line 2: ',' expected after '\"'"),
        ("q.csv", f"{'x' * 140_000}\n", ", line 1: field larger than field limit (131072)"),
        ("q.jsonl", '{"question": "a"}\n["b"]\n', ", line 2: it is not a JSON object"),
        ("q.csv", "id,question\n", " holds no questions"),
        ("q.csv", "", " holds no questions"),
        ("q.jsonl", "\n \n", " holds no questions"),
        ("q.csv", "id,question\n,\n", " holds no questions"),
        ("q.json", "[]", " must end in .csv, .jsonl or .parquet"),
        ("q.xlsx", "id", " must end in .csv, .jsonl or .parquet; save the sheet as CSV UTF-8"),
    ],
)
def test_question_files_that_are_refused(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    """The sentence names the file, the line and what is wrong with it."""
    path = write(tmp_path / name, text)
    with pytest.raises(BatchError) as fault:
        read_questions(path)
    assert str(fault.value) == f"{path}{sentence}"


def test_question_files_that_cannot_be_read(tmp_path: Path) -> None:
    """No file, no UTF-8, no JSON, no whole quotes: a sentence each."""
    with pytest.raises(BatchError) as fault:
        read_questions(tmp_path / "gone.csv")
    assert str(fault.value) == f"there is no file {tmp_path / 'gone.csv'}"
    latin = tmp_path / "latin.csv"
    latin.write_bytes("question\nFièvre?\n".encode("latin-1"))
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    for path, start in (
        (latin, f"{latin} cannot be read as UTF-8 text (invalid continuation byte); save it as UTF-8"),
        (tmp_path, f"{tmp_path} must end in .csv"),
        (folder, f"{folder} cannot be read (Is a directory)"),
        (
            write(tmp_path / "a.jsonl", '{"question": "a"}\n{"question"\n'),
            f"{tmp_path / 'a.jsonl'}, line 2: it is not JSON (",
        ),
        (
            write(tmp_path / "half.jsonl", '{"question": "a", "ward": {"name": "\\ud83d"}}\n'),
            f"{tmp_path / 'half.jsonl'}, line 1: it holds half a character (",
        ),
        (write(tmp_path / "a.csv", 'question\n"half\n'), f"{tmp_path / 'a.csv'}, line 2: "),
    ):
        with pytest.raises(BatchError) as fault:
            read_questions(path)
        assert str(fault.value).startswith(start)
        assert "\n" not in str(fault.value)


# --- writing ---


def make_rows(*ids: str) -> list[Row]:
    """Make a row for each id."""
    return [{"id": row_id, "question": f"Zinc {row_id}?", "answer": "Ten days."} for row_id in ids]


@each_writer
def test_rows_are_on_disk_when_written(tmp_path: Path, open_writer: Callable[[Path, bool], Any]) -> None:
    """Each is one line, and all of them come back."""
    path = tmp_path / "new" / f"out.{'csv' if open_writer is OPENERS[1] else 'jsonl'}"
    writer = open_writer(path, False)
    assert writer.done() == set()
    writer.write(make_rows("a", "b"))
    writer.write(make_rows("c"))
    assert read_rows(path) == make_rows("a", "b", "c")
    assert open_writer(path, True).done() == {"a", "b", "c"}


@each_writer
def test_an_output_that_is_there_is_not_overwritten(tmp_path: Path, open_writer: Callable[[Path, bool], Any]) -> None:
    """Going on must be asked for."""
    path = write(tmp_path / "out", "precious")
    with pytest.raises(BatchError) as fault:
        open_writer(path, False)
    assert str(fault.value) == f"{path} is there already; go on with it by --resume, or give another --out"
    assert path.read_text() == "precious"


@each_writer
@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_last_line_that_was_cut_off(tmp_path: Path, open_writer: Callable[[Path, bool], Any], cut: int) -> None:
    """It is taken away and its question done again; whole lines stay byte for byte."""
    path = tmp_path / f"out.{'csv' if open_writer is OPENERS[1] else 'jsonl'}"
    writer = open_writer(path, False)
    writer.write(make_rows("a"))
    whole = path.read_bytes()
    writer.write(make_rows("b"))
    path.write_bytes(path.read_bytes()[:-cut])
    again = open_writer(path, True)
    assert again.done() == {"a"}
    assert path.read_bytes() == whole
    again.write(make_rows("b", "c"))
    assert read_rows(path) == make_rows("a", "b", "c")


@each_writer
def test_resuming_what_is_not_there(tmp_path: Path, open_writer: Callable[[Path, bool], Any]) -> None:
    """Nothing, an empty file, and half a header or a first line begin a new output."""
    half = "id,ques" if open_writer is OPENERS[1] else '{"id": "a", "ques'
    for name, text in (("gone", None), ("empty", ""), ("half", half)):
        path = tmp_path / name
        if text is not None:
            path.write_text(text)
        writer = open_writer(path, True)
        assert writer.done() == set()
        writer.write(make_rows("a"))
        assert open_writer(path, True).done() == {"a"}


def test_resuming_another_file(tmp_path: Path) -> None:
    """What no batch wrote is left alone."""
    path = write(tmp_path / "out.jsonl", '{"id": "a"}\nDear diary\n')
    with pytest.raises(BatchError) as fault:
        JsonLinesWriter(path, True)
    assert str(fault.value) == f"{path}, line 2: no batch wrote this; give another --out"
    path = write(tmp_path / "out.csv", "id,weight\na,9\n")
    with pytest.raises(BatchError) as fault:
        CsvWriter(path, True, COLUMNS)
    assert str(fault.value) == f"{path} has other columns than this batch writes; give another --out"


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    """Below a file there is no folder."""
    path = write(tmp_path / "file", "") / "out.jsonl"
    with pytest.raises(BatchError) as fault:
        JsonLinesWriter(path, False)
    assert str(fault.value).startswith(f"{path} cannot be written (")


def test_a_table_keeps_each_row_on_one_line(tmp_path: Path) -> None:
    """Line breaks within a cell become strokes; commas, quotes and other scripts stay."""
    path = tmp_path / "out.csv"
    writer = CsvWriter(path, False, COLUMNS)
    writer.write(
        [{"id": "a", "question": 'Commas, "quotes" and ünïcödé 中文?', "answer": "One\ntwo\r\nthree"}, {"id": "b"}]
    )
    assert read_rows(path) == [
        {"id": "a", "question": 'Commas, "quotes" and ünïcödé 中文?', "answer": "One / two / three"},
        {"id": "b", "question": "", "answer": ""},
    ]
    assert path.read_bytes().count(b"\n") == 3


def test_nested_values_in_a_table(tmp_path: Path) -> None:
    """An extra column that was a list in JSON Lines is JSON in the table, and nothing is empty."""
    path = tmp_path / "out.csv"
    CsvWriter(path, False, COLUMNS).write([{"id": "a", "question": ["x", 'y "z"'], "answer": None}])
    assert read_rows(path) == [{"id": "a", "question": '["x", "y \\"z\\""]', "answer": ""}]


def test_resuming_rows_with_other_separators(tmp_path: Path) -> None:
    """Text from PDFs has line separators in it; a row of JSON Lines ends at a line feed alone."""
    path = tmp_path / "out.jsonl"
    JsonLinesWriter(path, False).write([{"id": "a", "answer": AWKWARD}, {"id": "b", "answer": AWKWARD}])
    assert JsonLinesWriter(path, True).done() == {"a", "b"}


# --- answering ---


@pytest.fixture
def library(tmp_path: Path, any_pdf: Path) -> Library:
    """A small set."""
    made = Library.create(tmp_path / "ward", WordEmbedder())
    made.add(make_reading("zinc", "Give zinc for ten days.", "Salt and sugar in clean water, a fault."), any_pdf)
    return made


def render(question: Question, outcome: Answer | FieldguideError) -> Row:
    """Return a short row."""
    said = str(outcome) if isinstance(outcome, FieldguideError) else outcome.error or outcome.outcome
    return {"id": question.id, "question": question.question, "answer": said}


def make_questions(*asked: str) -> list[Question]:
    """Number questions from 1."""
    return [Question(str(number), text, {}) for number, text in enumerate(asked, start=1)]


def test_a_batch_in_order(tmp_path: Path, library: Library) -> None:
    """Some at a time; progress counts every question once."""
    asked = make_questions(*[f"Give zinc for ten days {number}" for number in range(20)])
    told: list[int] = []
    answerer = EchoAnswerer()
    writer = JsonLinesWriter(tmp_path / "out.jsonl", False)
    assert answer_batch(asked, Assistant(library, answerer), writer, render, told.append) == 0
    assert [row["id"] for row in read_rows(tmp_path / "out.jsonl")] == [question.id for question in asked]
    assert sum(told) == 20
    assert sum(answerer.batches) == 20
    assert len(answerer.batches) < 20


def test_a_fault_costs_its_own_question(tmp_path: Path, library: Library) -> None:
    """The others of its group are answered, and the row says what happened."""
    asked = make_questions("zinc for ten days", "salt and sugar in clean water, a fault", "zinc ten days?")
    writer = JsonLinesWriter(tmp_path / "out.jsonl", False)
    assert answer_batch(asked, Assistant(library, EchoAnswerer()), writer, render, lambda _: None) == 1
    assert [row["answer"] for row in read_rows(tmp_path / "out.jsonl")] == [
        "not_in_guidelines",
        "the model ran out of memory",
        "not_in_guidelines",
    ]


def test_only_what_is_missing_is_answered(tmp_path: Path, library: Library) -> None:
    """A second run asks only for the rest, and tells progress what was there."""
    asked = make_questions("zinc?", "zinc and salt?", "salt?")
    path = tmp_path / "out.jsonl"
    JsonLinesWriter(path, False).write([{"id": "2", "answer": "there before"}])
    told: list[int] = []
    assert (
        answer_batch(asked, Assistant(library, EchoAnswerer()), JsonLinesWriter(path, True), render, told.append) == 0
    )
    assert [row["id"] for row in read_rows(path)] == ["2", "1", "3"]
    assert told == [1, 2]
    before = path.read_bytes()
    answer_batch(asked, Assistant(library, EchoAnswerer()), JsonLinesWriter(path, True), render, told.append)
    assert path.read_bytes() == before
