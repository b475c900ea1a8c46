"""A batch goes on with an output only as the run that began it: one sentence names what is another now."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from indexes.library import Library
from indexes.types import Filter
from rag.batch_types import BatchError, Question
from rag.parquet import read_parquet
from tests.conftest import Fieldguide
from ui.resuming import RunCheck

SET = ("--set", "demonstration")
ADVICE = "; go on with the options that it was begun with, or give another --out\n"
each_kind = pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet"])


@pytest.fixture(autouse=True)
def _demonstration(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the demonstration; nothing here writes it."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Two questions, one on two lines, with columns that are named like fields of the other kinds of output."""
    path = tmp_path / "questions.csv"
    path.write_text('id,question,library,set\na,"How long is\nzinc given?",x,y\nb,When is artesunate given?,x,y\n')
    return path


@each_kind
def test_other_options_are_refused(fieldguide: Fieldguide, questions: Path, tmp_path: Path, name: str) -> None:
    """Another filter, set or answerer, or other questions: status 2, and every file is as it was."""
    out = tmp_path / name
    arguments = ["batch", questions, "--out", out, "--resume"]
    usual = [*SET, "--answerer", "quote", "--population", "children"]
    assert fieldguide(*arguments, *usual).status == 0
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for given, then, now in (
        ([*SET, "--answerer", "quote"], "searched in population children", "searched in all guidelines"),
        ([*usual, "--superseded"], "searched in population children", "searched in population children; superseded"),
        (
            [*SET, "--answerer", "server", "--server-url", "http://127.0.0.1:1/v1"],
            "by quote",
            "by server (127.0.0.1:1)",
        ),
    ):
        refused = fieldguide(*arguments, *given)
        assert (refused.status, refused.out) == (2, "")
        assert refused.err.startswith(f"fieldguide: {out} has answers {then}, and this run would add some {now}")
        assert refused.err.endswith(ADVICE)
    questions.write_text(questions.read_text().replace("artesunate", "quinine"))
    refused = fieldguide(*arguments, *usual)
    assert (refused.status, refused.err) == (
        2,
        f"fieldguide: {out} has an answer to another question with the id 'b': 'When is artesunate given?'; "
        "give another --out\n",
    )
    before[questions] = questions.read_bytes()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@each_kind
def test_the_same_options_go_on(fieldguide: Fieldguide, questions: Path, tmp_path: Path, name: str) -> None:
    """More questions are answered behind those that are there, and nothing is said."""
    out = tmp_path / name
    arguments = ["batch", questions, *SET, "--answerer", "quote", "--population", "children", "--out", out, "--resume"]
    assert fieldguide(*arguments).status == 0
    with questions.open("a") as file:
        file.write("c,How is cholera treated?,x,y\n")
    outcome = fieldguide(*arguments)
    assert outcome.status == 0
    assert "generation" not in outcome.err
    rows = read_parquet(out) if name == "out.parquet" else _read(out)
    assert [row["id"] for row in rows] == ["a", "b", "c"]


@each_kind
def test_an_id_on_two_lines_is_known_again(fieldguide: Fieldguide, questions: Path, tmp_path: Path, name: str) -> None:
    """A table has it on one: its question is not asked again each time."""
    questions.write_text('id,question\n"a\nb",When is artesunate given?\n')
    arguments = ["batch", questions, *SET, "--answerer", "quote", "--out", tmp_path / name, "--resume"]
    assert [fieldguide(*arguments).status for _ in range(2)] == [0, 0]
    rows = read_parquet(tmp_path / name) if name == "out.parquet" else _read(tmp_path / name)
    assert [row["id"] for row in rows] == ["a / b" if name == "out.csv" else "a\nb"]


def test_another_set_is_refused(fieldguide: Fieldguide, questions: Path, tmp_path: Path, written: Path) -> None:
    """Its name tells, though it holds the same."""
    shutil.copytree(written / "demonstration", written / "other")
    out = tmp_path / "out.csv"
    arguments = ["batch", questions, "--answerer", "quote", "--out", out, "--resume"]
    assert fieldguide(*arguments, *SET).status == 0
    text = out.read_text()
    refused = fieldguide(*arguments, "--set", "other")
    assert (refused.status, refused.err) == (
        2,
        f"fieldguide: {out} has answers from the set 'demonstration', and this run would add some from the set 'other'"
        f"{ADVICE}",
    )
    assert out.read_text() == text


def test_a_set_that_has_changed_is_told(fieldguide: Fieldguide, questions: Path, tmp_path: Path) -> None:
    """Its answers stay, and the run goes on; what failed is asked again whatever it was asked by."""
    out = tmp_path / "out.jsonl"
    arguments = ["batch", questions, *SET, "--answerer", "quote", "--out", out, "--resume"]
    assert fieldguide(*arguments).status == 0
    first, second = _read(out)
    first["library"]["generation"] = 2
    second |= {"outcome": "error", "answerer": "meditron (gone)", "error": "gone"}
    out.write_text("".join(json.dumps(row) + "\n" for row in (first, second)))
    outcome = fieldguide(*arguments)
    assert outcome.status == 0
    assert "1 answer is from before the set changed: those whose generation is not 3\n" in outcome.err
    assert [(row["id"], row["answerer"], row["library"]["generation"]) for row in _read(out)] == [
        ("a", "quote", 2),
        ("b", "quote", 3),
    ]


def test_answers_of_a_finished_parquet_are_counted_once(
    fieldguide: Fieldguide, questions: Path, tmp_path: Path, written: Path
) -> None:
    """They are read from it, and put beside it as JSON Lines, which are read as well."""
    out = tmp_path / "out.parquet"
    arguments = ["batch", questions, *SET, "--answerer", "quote", "--out", out, "--resume"]
    assert fieldguide(*arguments).status == 0
    gone = Library.open(written / "demonstration").guidelines()[-1].guideline.id
    assert fieldguide("remove", gone, *SET).status == 0
    outcome = fieldguide(*arguments)
    assert outcome.status == 0
    assert "2 answers are from before the set changed: those whose generation is not 4\n" in outcome.err
    assert [row["generation"] for row in read_parquet(out)] == [3, 3]


@pytest.mark.parametrize(
    ("then", "now", "same"),
    [
        ("server (m at a:1)", "server (b:2)", True),
        ("server (m at a:1)", "server (m at b:2)", True),
        ("server (m at a:1)", "server (n at a:1)", False),
        ("server (m at a:1)", "quote", False),
        ("meditron (m, bf16 on cuda)", "meditron (m, nf4 on cuda)", False),
    ],
)
def test_which_answerers_are_the_same(tmp_path: Path, then: str, now: str, same: bool) -> None:
    """A server's model by its name where both know it, wherever it runs; another model or precision is another."""
    row = {"id": "a", "question": "Zinc?", "answerer": then, "set": "s", "generation": "1", "filter": ""}
    check = RunCheck(tmp_path / "out.csv", [Question("a", "Zinc?", {})], "s", 1, now, Filter())
    if same:
        check(row)
        assert check.describe_change() is None
    else:
        with pytest.raises(BatchError, match="has answers by "):
            check(row)


def test_rows_without_an_answers_fields(fieldguide: Fieldguide, questions: Path, tmp_path: Path) -> None:
    """An id alone makes no answer of a batch."""
    out = tmp_path / "out.jsonl"
    for content in ('{"id": "a"}\n', '{"id": "a", "library": {"set": 1}, "filter": {"colour": "red"}}\n'):
        out.write_text(content)
        refused = fieldguide("batch", questions, *SET, "--answerer", "quote", "--out", out, "--resume")
        assert (refused.status, refused.err) == (
            2,
            f"fieldguide: {out}, line 1: no batch wrote this; give another --out\n",
        )
        assert out.read_text() == content


def _read(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return [json.loads(line) for line in path.read_text().splitlines()]
