"""Output files of a batch: JSON Lines and CSV, appended row by row and fit to go on with after an interruption."""

import csv
import io
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.batch import BatchError, Row


class JsonLinesWriter:
    """One JSON object a line."""

    def __init__(self, path: Path, resume: bool) -> None:
        self._path = path
        self._done: set[str] = set()
        _start(path, resume)
        for number, line in enumerate(_whole_lines(path), start=1):
            try:
                self._done.add(str(json.loads(line)["id"]))
            except (ValueError, KeyError, TypeError) as fault:
                raise BatchError(f"{path}, line {number}: no batch wrote this; give another --out") from fault

    def done(self) -> set[str]:
        """Return the ids that the file holds already."""
        return self._done

    def write(self, rows: Sequence[Row]) -> None:
        """Append rows."""
        _append(self._path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


class CsvWriter:
    """A header and one row an answer; nested values as JSON text."""

    def __init__(self, path: Path, resume: bool, columns: Sequence[str]) -> None:
        self._path = path
        self._columns = list(columns)
        self._done: set[str] = set()
        _start(path, resume)
        lines = _whole_lines(path)
        reader = csv.DictReader(io.StringIO("".join(lines), newline=""))
        if lines and reader.fieldnames != self._columns:
            raise BatchError(f"{path} has other columns than this batch writes; give another --out")
        self._done = {row["id"] for row in reader}
        if not lines:
            _append(path, self._text([dict(zip(self._columns, self._columns, strict=True))]))

    def done(self) -> set[str]:
        """Return the ids that the file holds already."""
        return self._done

    def write(self, rows: Sequence[Row]) -> None:
        """Append rows."""
        _append(self._path, self._text(rows))

    def _text(self, rows: Sequence[Row]) -> str:
        # A row is one line, so that a row that was cut off can be told.
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\n").writerows(
            [_cell(row.get(name)) for name in self._columns] for row in rows
        )
        return buffer.getvalue()


def _cell(value: Any) -> str:
    """Return a value as one line of text: nothing as an empty cell, lists and objects as JSON, line breaks as " / "."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " / ".join(part for part in re.split(r"[\r\n]+", text) if part)


def _start(path: Path, resume: bool) -> None:
    """Make the output, or see that it may be gone on with. Raises BatchError if it is there and `resume` is False."""
    if path.exists() and not resume:
        raise BatchError(f"{path} is there already; go on with it by --resume, or give another --out")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as fault:
        raise BatchError(f"{path} cannot be written ({fault.strerror})") from fault


def _whole_lines(path: Path) -> list[str]:
    """Return the finished lines, after cutting off a last one that was interrupted."""
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        with path.open("r+b") as file:
            file.truncate(len(whole))
    return [f"{line}\n" for line in whole.decode("utf-8").split("\n")[:-1]]


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise BatchError(f"{path} cannot be written ({fault.strerror}); go on by --resume when it can") from fault
