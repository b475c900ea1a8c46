"""Output files of a batch: JSON Lines and CSV, appended row by row and fit to go on with after an interruption."""

import csv
import io
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.batch_types import BatchError, RowCheck, cell_text, id_key, take_any
from rag.growing_file import GrowingFile
from rag.json_lines import Row


def growing_batch(path: Path) -> GrowingFile:
    """Return a batch's output, whose faults are BatchErrors."""
    return GrowingFile(path, "batch", BatchError)


@dataclass(frozen=True, slots=True)
class _Held:
    """A row that an output holds already."""

    key: str
    """Its id as text."""
    failed: bool
    text: str
    """Its line, or its lines where another program set it anew, with their ends."""


class _RowFile:
    """What both kinds of output share; `_head` is what stands above the rows."""

    def __init__(self, path: Path, head: str = "") -> None:
        self._file = growing_batch(path)
        self._head = head
        self._held: list[_Held] = []

    def done(self) -> set[str]:
        """Return the ids, as text, that the file holds an answer for already."""
        return {held.key for held in self._held if not held.failed}

    def take_out_failed(self, keys: Collection[str]) -> None:
        """Take out the rows of these ids that hold an error; every other row stays byte for byte."""
        kept = [held for held in self._held if not (held.failed and held.key in keys)]
        if len(kept) < len(self._held):
            self._file.write_anew("".join([self._head, *(held.text for held in kept)]))
            self._held = kept

    def write(self, rows: Sequence[Row]) -> None:
        """Append rows."""
        self._file.append(self._text(rows))

    def finish(self) -> None:
        """Do nothing: each row was written in its last form."""

    def _text(self, rows: Sequence[Row]) -> str:
        raise NotImplementedError


class JsonLinesWriter(_RowFile):
    """One JSON object a line."""

    def __init__(self, path: Path, resume: bool, check: RowCheck = take_any) -> None:
        """Begin an output, or go on with one whose answers `check` takes. Raises BatchError if that cannot be."""
        super().__init__(path)
        self._file.start(resume)
        lines, rest = self._file.read_lines()
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                held = _Held(id_key(row["id"]), row.get("outcome") == "error", line)
                if not held.failed:
                    check(row)
                self._held.append(held)
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                raise BatchError(f"{path}, line {number}: no batch wrote this; give another --out") from fault
        if not lines and rest and not rest.startswith(b"{"):
            raise BatchError(f"{path}, line 1: no batch wrote this; give another --out")
        self._file.cut_off(rest)

    def _text(self, rows: Sequence[Row]) -> str:
        return json_lines(rows)


def json_lines(rows: Sequence[Row]) -> str:
    """Return rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


class CsvWriter(_RowFile):
    """A header and one row an answer; nested values as JSON text."""

    def __init__(self, path: Path, resume: bool, columns: Sequence[str], check: RowCheck = take_any) -> None:
        """Begin an output, or go on with one whose answers `check` takes. Raises BatchError if that cannot be."""
        self._columns = list(columns)
        header = self._text([dict(zip(self._columns, self._columns, strict=True))])
        super().__init__(path, header)
        self._file.start(resume)
        lines, rest = self._file.read_lines()
        reader = csv.reader(lines)
        read = 0
        try:
            for values in reader:
                text, start, read = "".join(lines[read : reader.line_num]), read, reader.line_num
                if start == 0:
                    self._head = text  # its line end may not be ours, if another program set the file anew
                    if values != [cell_text(name) for name in self._columns]:
                        raise BatchError(f"{path} has other columns than this batch writes; give another --out")
                else:
                    row = dict(zip(self._columns, values, strict=True))
                    held = _Held(row["id"], row.get("outcome") == "error", text)
                    if not held.failed:
                        check(row)
                    self._held.append(held)
        except (csv.Error, ValueError, KeyError, TypeError) as fault:
            raise BatchError(f"{path}, line {reader.line_num}: no batch wrote this; give another --out") from fault
        if not lines and not header.encode().startswith(rest):
            raise BatchError(f"{path} has other columns than this batch writes; give another --out")
        self._file.cut_off(rest)
        if not lines:
            self._file.append(header)

    def _text(self, rows: Sequence[Row]) -> str:
        # A row is one line, so that a row that was cut off can be told.
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\n").writerows(
            [cell_text(row.get(name)) for name in self._columns] for row in rows
        )
        return buffer.getvalue()
