"""What a batch is made of: a question file's rows, the output's, and what writes them."""

import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ingest.errors import FieldguideError
from rag.json_lines import Row

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
    """Return an id as a table has it. By this ids are told apart: 7 and "7" are one, whatever kind the output is."""
    return cell_text(row_id)


def cell_text(value: Any) -> str:
    """Return a value as one line of text: nothing as an empty cell, lists and objects as JSON, line breaks as " / "."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " / ".join(part for part in re.split(r"[\r\n]+", text) if part)


RowCheck = Callable[[Row], None]
"""Raises BatchError for an answer that an output holds already and this run may not go on with."""


def take_any(row: Row) -> None:
    """Take every answer."""


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

    def finish(self) -> None:
        """Put the output into its last form, once the batch is at its end."""
        ...
