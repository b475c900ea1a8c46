"""Going on with a batch: what failed is asked again, and what no batch wrote is left alone, in one sentence."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.batch_types import BatchError
from rag.json_lines import Row
from rag.rows import CsvWriter, JsonLinesWriter
from tests.conftest import Fieldguide
from tests.tiny_models import make_tiny_model

COLUMNS = ["id", "question", "outcome", "answer"]
SET = ("--set", "demonstration")
OPENERS: dict[str, Callable[[Path, bool], Any]] = {
    "out.jsonl": lambda path, resume: JsonLinesWriter(path, resume),
    "out.csv": lambda path, resume: CsvWriter(path, resume, COLUMNS),
}
each_kind = pytest.mark.parametrize("name", OPENERS)


@pytest.fixture(autouse=True)
def _demonstration(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the demonstration; nothing here writes it."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Three questions."""
    path = tmp_path / "questions.csv"
    path.write_text(
        "id,question\na,How long is zinc given?\nb,How long is the zinc given for?\nc,When is artesunate given?\n"
    )
    return path


def make_row(row_id: str, outcome: str) -> Row:
    """Make a row with a text that holds what tables quote."""
    return {"id": row_id, "question": 'Zinc, "how"?', "outcome": outcome, "answer": f"Ten days, {row_id}"}


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read an output of either kind."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


# --- what failed ---


@each_kind
def test_rows_that_failed_are_taken_out(tmp_path: Path, name: str) -> None:
    """Only of the ids that are asked again; every other row stays byte for byte, and no other file is left."""
    path = tmp_path / name
    rows = [make_row("a", "answered"), make_row("b", "error"), make_row("c", "error"), make_row("d", "answered")]
    OPENERS[name](path, False).write(rows)
    lines = path.read_bytes().splitlines(keepends=True)
    again = OPENERS[name](path, True)
    assert again.done() == {"a", "d"}
    again.take_out_failed({"b", "d", "e"})
    assert path.read_bytes() == b"".join(line for line in lines if b"days, b" not in line)
    again.write([make_row("b", "answered")])
    assert read_rows(path) == [rows[0], rows[2], rows[3], make_row("b", "answered")]
    assert OPENERS[name](path, True).done() == {"a", "b", "d"}
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_rows_that_another_program_set_anew(tmp_path: Path) -> None:
    """A spreadsheet ends lines otherwise, and may break one within a cell: rows that stay are as it left them."""
    path = tmp_path / "out.csv"
    head, kept = "id,question,outcome,answer\r\n", '"a","two\r\nlines",answered,x\r\n'
    path.write_bytes(f"{head}b,Zinc?,error,\r\n{kept}".encode())
    again = CsvWriter(path, True, COLUMNS)
    assert again.done() == {"a"}
    again.take_out_failed({"b"})
    assert path.read_bytes() == f"{head}{kept}".encode()


@each_kind
def test_failed_rows_are_asked_again(fieldguide: Fieldguide, questions: Path, tmp_path: Path, name: str) -> None:
    """A row with an error is no answer: going on replaces it, and leaves the answers as they are."""
    out = tmp_path / name
    arguments = ["batch", questions, *SET, "--answerer", "quote", "--out", out]
    assert fieldguide(*arguments).status == 0
    whole = out.read_bytes()
    lines = whole.splitlines(keepends=True)
    at = next(place for place, line in enumerate(lines) if b"How long is the zinc given for?" in line)
    if name == "out.csv":
        failed = b"b,How long is the zinc given for?,error,,,,,,quote,demonstration,3,The memory ran out.,\n"
    else:
        fault = {"outcome": "error", "statements": [], "evidence": [], "timings": {}, "error": "The memory ran out."}
        failed = json.dumps(json.loads(lines[at]) | fault).encode() + b"\n"
    out.write_bytes(b"".join([*lines[:at], failed, *lines[at + 1 :]]))
    assert fieldguide(*arguments, "--resume").status == 0
    resumed = out.read_bytes().splitlines(keepends=True)
    assert resumed[:-1] == [*lines[:at], *lines[at + 1 :]]
    row = read_rows(out)[-1]
    assert (row["id"], row["outcome"], row["error"] or None) == ("b", "answered", None)


def test_the_status_says_whether_errors_remain(
    fieldguide: Fieldguide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 as long as a question fails, also when it was asked again; 2 where every one does."""
    monkeypatch.setenv("FIELDGUIDE_MEDITRON", str(make_tiny_model(tmp_path / "model")))
    path, out, hopeless = tmp_path / "questions.jsonl", tmp_path / "out.jsonl", tmp_path / "hopeless.jsonl"
    asked = [{"id": 1, "question": "How long is zinc given?"}, {"id": 2, "question": "How long is zinc given? " * 2000}]
    path.write_text("".join(json.dumps(row) + "\n" for row in asked))
    arguments = ["batch", path, *SET, "--out", out]
    for more in ([], ["--resume"]):
        outcome = fieldguide(*arguments, *more, "--answerer", "meditron")
        assert outcome.status == 1
        assert "1 of 2 questions failed; their rows say why, and --resume asks them again\n" in outcome.err
        assert [(row["id"], row["outcome"] == "error") for row in read_rows(out)] == [(1, False), (2, True)]
    refused = fieldguide(*arguments, "--resume", "--answerer", "quote")
    assert refused.status == 2
    assert refused.err.startswith(f"fieldguide: {out} has answers by meditron (")
    path.write_text(json.dumps(asked[1]) + "\n")
    assert fieldguide("batch", path, *SET, "--out", hopeless, "--answerer", "meditron").status == 2


# --- what no batch wrote ---


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("out.jsonl", b"\xff\xfe{\n", " is not UTF-8 text, so no batch wrote it; give another --out"),
        (
            "out.csv",
            "id,réponse\na,é\n".encode("latin-1"),
            " is not UTF-8 text, so no batch wrote it; give another --out",
        ),
        ("out.jsonl", b"\xff\xfe", ", line 1: no batch wrote this; give another --out"),
        ("out.csv", b"\xff\xfe", " has other columns than this batch writes; give another --out"),
        ("out.jsonl", b"Dear diary", ", line 1: no batch wrote this; give another --out"),
        ("out.jsonl", b"[1]\nrest", ", line 1: no batch wrote this; give another --out"),
        ("out.jsonl", b'"id"\n', ", line 1: no batch wrote this; give another --out"),
        ("out.csv", b"Dear diary", " has other columns than this batch writes; give another --out"),
    ],
)
def test_an_output_that_no_batch_wrote(
    fieldguide: Fieldguide, questions: Path, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    """One sentence, status 2, and the file is as it was, whatever stands at its end."""
    out = tmp_path / name
    out.write_bytes(content)
    outcome = fieldguide("batch", questions, *SET, "--answerer", "quote", "--out", out, "--resume")
    assert (outcome.status, outcome.out, outcome.err) == (2, "", f"fieldguide: {out}{sentence}\n")
    assert out.read_bytes() == content


@each_kind
@pytest.mark.parametrize("more", [[], ["--resume"]], ids=["new", "resume"])
def test_an_output_that_is_a_folder(
    fieldguide: Fieldguide, questions: Path, tmp_path: Path, name: str, more: list[str]
) -> None:
    """One sentence, and nothing is put into it."""
    out = tmp_path / name
    out.mkdir()
    outcome = fieldguide("batch", questions, *SET, "--answerer", "quote", "--out", out, *more)
    assert (outcome.status, outcome.out, outcome.err) == (
        2,
        "",
        f"fieldguide: {out} is a folder; name a file as --out\n",
    )
    assert not list(out.iterdir())


def test_a_table_with_a_row_of_other_length(tmp_path: Path) -> None:
    """The header alone does not make it ours."""
    path = tmp_path / "out.csv"
    path.write_text("id,question,outcome,answer\na,b\n")
    with pytest.raises(BatchError) as fault:
        CsvWriter(path, True, COLUMNS)
    assert str(fault.value) == f"{path}, line 2: no batch wrote this; give another --out"
