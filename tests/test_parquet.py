"""Parquet as a batch's input and output, read and written by pyarrow as data managers do."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from rag.batch_types import BatchError
from rag.parquet import ParquetWriter, read_parquet
from rag.question_files import read_questions
from tests.conftest import Fieldguide


def write_table(path: Path, **columns: list[Any]) -> Path:
    """Write a parquet file of these columns."""
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Read a parquet file with pyarrow alone."""
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
    return rows


def test_questions_of_a_parquet_file(tmp_path: Path) -> None:
    """Ids keep their type, and other columns are carried as JSON can say them."""
    path = write_table(
        tmp_path / "q.parquet",
        id=[7, 8],
        question=["Zinc?", "Salt?"],
        seen=[date(2024, 5, 1), None],
        weight=[Decimal("9.50"), Decimal("3.00")],
        score=[float("nan"), 0.5],
        tags=[["a", "b"], []],
        raw=[b"\x00\xff", None],
        key=pyarrow.array([b"0123456789abcdef", None], pyarrow.uuid()),
    )
    first, second = read_questions(path)
    assert (first.id, first.question, second.id) == (7, "Zinc?", 8)
    assert first.extra == {
        "seen": "2024-05-01",
        "weight": "9.50",
        "score": None,
        "tags": ["a", "b"],
        "raw": "AP8=",
        "key": "30313233-3435-3637-3839-616263646566",
    }
    assert second.extra == {"seen": None, "weight": "3.00", "score": 0.5, "tags": [], "raw": None, "key": None}


def test_question_files_that_are_refused(tmp_path: Path) -> None:
    """The sentence names the file, the row and what is wrong with it."""
    twice = write_table(tmp_path / "twice.parquet", id=["a", "a"], question=["Zinc?", "Salt?"])
    with pytest.raises(BatchError) as fault:
        read_questions(twice)
    assert str(fault.value) == f"{twice}, row 2: the id 'a' stands there twice"
    text = tmp_path / "text.parquet"
    text.write_text("id,question\n")
    with pytest.raises(BatchError) as fault:
        read_questions(text)
    assert str(fault.value).startswith(f"{text} cannot be read as parquet (")
    assert "\n" not in str(fault.value)
    with pytest.raises(BatchError) as fault:
        read_questions(tmp_path / "gone.parquet")
    assert str(fault.value) == f"there is no file {tmp_path / 'gone.parquet'}"


def test_rows_are_kept_beside_the_output_until_all_are_there(tmp_path: Path) -> None:
    """What was written before an interruption is not asked again, and the output appears whole."""
    path = tmp_path / "new" / "out.parquet"
    writer = ParquetWriter(path, resume=False)
    writer.write([{"id": 1, "outcome": "answered", "answer": "Ten days."}])
    assert not path.exists()
    again = ParquetWriter(path, resume=True)
    assert again.done() == {"1"}
    again.write([{"id": 2, "outcome": "not_in_guidelines", "answer": None}])
    again.finish()
    assert rows_of(path) == [
        {"id": 1, "outcome": "answered", "answer": "Ten days."},
        {"id": 2, "outcome": "not_in_guidelines", "answer": None},
    ]
    assert [each.name for each in path.parent.iterdir()] == ["out.parquet"]


def test_a_finished_output_is_gone_on_with(tmp_path: Path) -> None:
    """Its failed rows are taken out and asked again; the others stay, in their order."""
    path = write_table(tmp_path / "out.parquet", id=["a", "b", "c"], outcome=["answered", "error", "answered"])
    with pytest.raises(BatchError) as fault:
        ParquetWriter(path, resume=False)
    assert str(fault.value) == f"{path} is there already; go on with it by --resume, or give another --out"
    writer = ParquetWriter(path, resume=True)
    assert writer.done() == {"a", "c"}
    writer.take_out_failed({"b"})
    writer.write([{"id": "b", "outcome": "answered"}])
    writer.finish()
    assert [(row["id"], row["outcome"]) for row in rows_of(path)] == [
        ("a", "answered"),
        ("c", "answered"),
        ("b", "answered"),
    ]


def test_columns_without_one_type_are_text(tmp_path: Path) -> None:
    """Ids may be numbers and text in one file; a column of nothing is text too."""
    path = tmp_path / "out.parquet"
    writer = ParquetWriter(path, resume=False)
    writer.write([{"id": 1, "outcome": "answered", "x": None}, {"id": "one", "outcome": "answered", "x": None}])
    writer.finish()
    assert [row["id"] for row in rows_of(path)] == ["1", "one"]
    schema = pyarrow.parquet.read_schema(path)
    assert [str(schema.field(name).type) for name in ("id", "x")] == ["string", "string"]


@pytest.mark.parametrize("carried", [2**70, {}, {"of": [{}]}, [1, "a"]], ids=["long", "empty", "nested", "mixed"])
def test_columns_that_parquet_cannot_hold_are_json(tmp_path: Path, carried: Any) -> None:
    """A number longer than 64 bits, an object without fields and a list of several types lose no batch."""
    path = tmp_path / "out.parquet"
    writer = ParquetWriter(path, resume=False)
    writer.write([{"id": 1, "outcome": "answered", "x": carried}, {"id": 2, "outcome": "answered", "x": None}])
    writer.finish()
    assert [row["x"] for row in rows_of(path)] == [json.dumps(carried), None]


def test_outputs_that_no_batch_wrote(tmp_path: Path) -> None:
    """Another table, and a folder, are left alone."""
    path = write_table(tmp_path / "weights.parquet", id=[1], weight=[9])
    with pytest.raises(BatchError) as fault:
        ParquetWriter(path, resume=True)
    assert str(fault.value) == f"no batch wrote {path}; give another --out"
    assert read_parquet(path) == [{"id": 1, "weight": 9}]
    with pytest.raises(BatchError) as fault:
        ParquetWriter(tmp_path, resume=True)
    assert str(fault.value) == f"{tmp_path} is a folder; name a file as --out"


def test_a_batch_from_parquet_to_parquet(
    fieldguide: Fieldguide, demonstration_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The table has an answer's text and places, its types, the input's columns, and the whole answer as JSON."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))
    questions = write_table(
        tmp_path / "q.parquet", id=[4], question=["How long is zinc given for?"], site=["Kasese"], json=["mine"]
    )
    out = tmp_path / "out.parquet"
    run = fieldguide("batch", questions, "--set", "demonstration", "--answerer", "quote", "--out", out)
    assert run.status == 0
    assert "the column 'json' is carried through as 'input_json'" in run.err
    (row,) = rows_of(out)
    assert (row["id"], row["outcome"], row["site"], row["input_json"]) == (4, "answered", "Kasese", "mine")
    whole = json.loads(row["json"])
    assert whole["statements"][0]["text"] in row["answer"]
    assert whole["statements"][0]["citations"][0]["boxes"]
    assert row["generation"] == whole["library"]["generation"]
