"""Parquet as a batch's input and output. pyarrow takes a while to import, so each function imports what it uses."""

import base64
import json
import math
from collections.abc import Collection, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from rag.batch_types import BatchError, RowCheck, take_any
from rag.growing_file import write_whole
from rag.json_lines import Row
from rag.rows import JsonLinesWriter, growing_batch, json_lines


def read_parquet(path: Path) -> list[Row]:
    """Return a parquet file's rows, each value as JSON can say it: dates as ISO 8601, decimals and bytes as text.

    Raises BatchError if it is no parquet file.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        rows = pyarrow.parquet.read_table(path).to_pylist()
    except FileNotFoundError as fault:
        raise BatchError(f"there is no file {path}") from fault
    except (OSError, pyarrow.ArrowException) as fault:
        raise BatchError(f"{path} cannot be read as parquet ({_first_line(fault)})") from fault
    return [{name: _as_json(value) for name, value in row.items()} for row in rows]


class ParquetWriter:
    """One row an answer. Parquet cannot be appended to: rows are kept as JSON Lines beside it until all are there."""

    def __init__(self, path: Path, resume: bool, check: RowCheck = take_any) -> None:
        """Begin an output, or go on with one: with the rows of an interrupted batch, or with those of a finished one.

        Raises BatchError if one is there and `resume` is False, if no batch wrote it, or what `check` raises.
        """
        self._path = path
        self._unfinished = _name_unfinished(path)
        if check_parquet(path, resume) == path:
            growing_batch(self._unfinished).write_anew(json_lines(_read_finished(path, check)))
            check = take_any  # each answer is counted once
        self._rows = JsonLinesWriter(self._unfinished, resume, check)

    def done(self) -> set[str]:
        """Return the ids, as text, that there is an answer for already."""
        return self._rows.done()

    def take_out_failed(self, keys: Collection[str]) -> None:
        """Take out the rows of these ids that hold an error, so that they can be written anew."""
        self._rows.take_out_failed(keys)

    def write(self, rows: Sequence[Row]) -> None:
        """Append rows, and have them on disk before returning."""
        self._rows.write(rows)

    def finish(self) -> None:
        """Make the parquet file of all rows, whole or not at all. Raises BatchError if it cannot be written."""
        import pyarrow
        import pyarrow.parquet

        with self._unfinished.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = {name: _make_column([row.get(name) for row in rows]) for name in names}
        whole = pyarrow.BufferOutputStream()
        try:
            pyarrow.parquet.write_table(pyarrow.table(columns), whole)
            write_whole(self._path, whole.getvalue().to_pybytes())
        except (OSError, pyarrow.ArrowException) as fault:
            raise BatchError(f"{self._path} cannot be written ({_first_line(fault)}); go on by --resume") from fault
        self._unfinished.unlink()


def check_parquet(path: Path, resume: bool) -> Path | None:
    """Return the file that holds an output's rows, if there is one.

    Raises BatchError if it is there and `resume` is False, or if a folder is in its place.
    """
    if path.is_dir():
        raise BatchError(f"{path} is a folder; name a file as --out")
    there = next((each for each in (_name_unfinished(path), path) if each.exists()), None)
    if there and not resume:
        raise BatchError(f"{there} is there already; go on with it by --resume, or give another --out")
    return there


def _name_unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.unfinished.jsonl")


def _read_finished(path: Path, check: RowCheck) -> list[Row]:
    rows = read_parquet(path)
    try:
        for row in rows:
            if row["outcome"] != "error":
                check(row)
            _ = row["id"]
    except (KeyError, TypeError) as fault:
        raise BatchError(f"no batch wrote {path}; give another --out") from fault
    return rows


def _make_column(values: Sequence[Any]) -> Any:
    """Return values as a column: of one type, or else, as where some ids are numbers and some text, all as text."""
    import pyarrow

    if all(value is None for value in values):
        return pyarrow.array(values, pyarrow.string())
    try:
        column = pyarrow.array(values)
    except (pyarrow.ArrowException, OverflowError):  # of several types, or numbers longer than 64 bits
        column = None
    if column is None or _has_no_fields(column.type):
        texts = [value if value is None or isinstance(value, str) else json.dumps(value) for value in values]
        return pyarrow.array(texts, pyarrow.string())
    return column


def _has_no_fields(kind: Any) -> bool:
    """Whether a column's type holds objects that never have a field, which parquet has no room for."""
    import pyarrow

    if pyarrow.types.is_struct(kind) and not kind.num_fields:
        return True
    return any(_has_no_fields(kind.field(place).type) for place in range(kind.num_fields))


def _as_json(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None  # pandas writes what is missing as not-a-number
    if isinstance(value, dict):
        return {name: _as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value if value is None or isinstance(value, str | int) else str(value)


def _first_line(fault: Exception) -> str:
    return str(fault).splitlines()[0] if str(fault) else type(fault).__name__
