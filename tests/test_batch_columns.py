"""What the input of a batch brings along: ids as they came, and other columns, whatever they are called."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from rag.batch_types import BatchError, Question
from rag.question_files import read_questions, rename_columns
from tests.conftest import Fieldguide
from ui.contract import ANSWER_FIELDS

SET = ("--set", "demonstration")


@pytest.fixture(autouse=True)
def _demonstration(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the demonstration; nothing here writes it."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))


def write_lines(path: Path, *rows: dict[str, Any]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def read_table(path: Path) -> list[dict[str, Any]]:
    """Read a table with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- columns ---


def test_only_columns_of_the_output_s_names_are_renamed() -> None:
    """To a name that neither side has; the others keep theirs, and their order."""
    asked = [Question("a", "Zinc?", {"ward": 1, "answer": 2}), Question("b", "Salt?", {"input_answer": 3, "error": 4})]
    assert rename_columns(asked, ["id", "answer", "error", "input_error"]) == (
        [
            Question("a", "Zinc?", {"ward": 1, "input_input_answer": 2}),
            Question("b", "Salt?", {"input_answer": 3, "input_input_error": 4}),
        ],
        {"answer": "input_input_answer", "error": "input_input_error"},
    )


def test_a_gold_answer_is_carried_to_a_table(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """A column named like one of the table's has another name there, which is said; going on finds it again."""
    path, out = tmp_path / "q.csv", tmp_path / "out.csv"
    path.write_text("answer,library,id,question,set\n10 to 14 days,shelf 3,a,How long is zinc given?,train\n")
    arguments = ["batch", path, *SET, "--answerer", "quote", "--out", out]
    outcome = fieldguide(*arguments)
    assert outcome.status == 0
    for name in ("answer", "set"):
        said = f"the column '{name}' is carried through as 'input_{name}': the output has one of that name itself\n"
        assert outcome.err.count(said) == 1
    (row,) = read_table(out)
    assert list(row)[:5] == ["input_answer", "library", "input_set", "id", "question"]
    assert (row["input_answer"], row["library"], row["input_set"]) == ("10 to 14 days", "shelf 3", "train")
    assert (row["outcome"], row["set"]) == ("answered", "demonstration")
    assert row["answer"] not in ("", "10 to 14 days")
    before = out.read_bytes()
    assert fieldguide(*arguments, "--resume").status == 0
    assert out.read_bytes() == before


def test_fields_of_json_lines_are_carried(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """There other names are taken than in a table."""
    path = write_lines(
        tmp_path / "q.jsonl",
        {"id": "a", "question": "How long is zinc given?", "outcome": ["cured"], "answer": "x", "error": None},
    )
    out = tmp_path / "out.jsonl"
    outcome = fieldguide("batch", path, *SET, "--answerer", "quote", "--out", out)
    assert outcome.status == 0
    assert "the column 'outcome' is carried through as 'input_outcome'" in outcome.err
    row = json.loads(out.read_text())
    assert (row["input_outcome"], row["input_error"], row["answer"]) == (["cured"], None, "x")
    assert (row["outcome"], row["error"]) == ("answered", None)
    assert set(row) == {*ANSWER_FIELDS, "input_outcome", "input_error", "answer"}


# --- ids ---


def test_ids_are_as_they_came(tmp_path: Path) -> None:
    """Numbers stay numbers in JSON Lines; what has none gets its number in the file."""
    path = write_lines(tmp_path / "q.jsonl", *({"id": one, "question": "Zinc?"} for one in (7, "8", 2.5, 0, None, "")))
    assert [question.id for question in read_questions(path)] == [7, "8", 2.5, 0, "5", "6"]
    path = tmp_path / "q.csv"
    path.write_text("id,question\n7,Zinc?\n")
    assert [question.id for question in read_questions(path)] == ["7"]


def test_an_id_that_is_no_value(tmp_path: Path) -> None:
    """A list is no id, and one that only its type tells from another is not its own."""
    path = write_lines(tmp_path / "q.jsonl", {"id": [1], "question": "Zinc?"})
    with pytest.raises(BatchError) as fault:
        read_questions(path)
    assert str(fault.value) == f"{path}, line 1: its id is neither text nor a number"
    path = write_lines(tmp_path / "q.jsonl", {"id": 7, "question": "Zinc?"}, {"id": "7", "question": "Salt?"})
    with pytest.raises(BatchError) as fault:
        read_questions(path)
    assert str(fault.value) == f"{path}, line 2: the id '7' stands there twice"


def test_ids_of_search_and_batch(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Both give them back as they came, and a batch that goes on knows them, in either form."""
    path = write_lines(tmp_path / "q.jsonl", *({"id": one, "question": "Zinc?"} for one in (7, "x", 2.5)))
    found = fieldguide("search", "--questions", path, *SET, "-k", 1)
    assert [json.loads(line)["id"] for line in found.out.splitlines()] == [7, "x", 2.5]
    for name, expected in (("out.jsonl", [7, "x", 2.5]), ("out.csv", ["7", "x", "2.5"])):
        out = tmp_path / name
        arguments = ["batch", path, *SET, "--answerer", "quote", "--out", out]
        assert fieldguide(*arguments).status == 0
        rows = read_table(out) if name == "out.csv" else [json.loads(line) for line in out.read_text().splitlines()]
        assert [row["id"] for row in rows] == expected
        before = out.read_bytes()
        assert fieldguide(*arguments, "--resume").status == 0
        assert out.read_bytes() == before
