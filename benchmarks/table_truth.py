"""The table truth set, table_truth.jsonl: its records, and the checks that it is well formed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TRUTH = Path(__file__).with_name("table_truth.jsonl")

STYLES = {
    "ruled": "lines between all columns and rows",
    "partly-ruled": "lines between some of them, mostly between rows only",
    "unruled": "columns made by alignment alone",
    "shaded": "the ground of header or columns is coloured",
    "no-header": "no row of column headings",
    "term-list": "abbreviations, or the parts of a question, on the left and what each stands for on the right",
    "spanning-header": "a heading over several columns, with headings of its own below it",
    "row-groups": "a title, or a cell over several rows, that belongs to the rows beside or below it",
    "merged-rows": "some rows are one cell over all columns",
    "merged-cells": "some cells lie over several columns",
    "wrapped": "cells of several lines",
    "list-cells": "cells that hold a list of items",
    "aligned-marks": "short marks in one column that belong to certain lines of a long cell",
    "continued": "runs over several pages or columns of a page",
    "side-by-side": "another table stands beside it",
    "two-column-page": "stands in one column of a page of two",
    "landscape": "on a landscape page",
    "dose-by-weight": "doses by body weight",
    "footnotes": "footnote marks on values or headings",
}
"""Every style tag, and what it says of a table."""

MOST_WORDS = 30
"""A longer cell is left out of the set: it is a text, not a fact."""

_TABLE_KEYS = {"file", "guideline", "page", "table", "style", "cells"}
_CELL_KEYS = {"row", "column", "value", "dose"}
_OPTIONAL_CELL_KEYS = {"page", "within"}


@dataclass(frozen=True, slots=True)
class TruthCell:
    """One cell as printed, typed by hand."""

    page: int
    """PDF page, from 1."""
    row: tuple[str, ...]
    """What identifies its row, outermost first: titles of its groups and its first cells."""
    column: tuple[str, ...]
    """The headings above it, outermost first."""
    value: str
    dose: bool
    """Whether it states an amount of a medicine, or of bleach for drinking-water."""
    within: bool
    """Whether value (and row) are items of longer cells."""


@dataclass(frozen=True, slots=True)
class TruthTable:
    """Cells of one printed table."""

    file: str
    guideline: str
    page: int
    table: str
    """Its caption or, where it has none, the heading above it."""
    style: tuple[str, ...]
    cells: tuple[TruthCell, ...]


def load_truth(path: Path = TRUTH) -> tuple[TruthTable, ...]:
    """Return the tables of a truth set. Raises ValueError, with the line, for a record that is not well formed."""
    tables = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            tables.append(_make_table(json.loads(line)))
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
    return tuple(tables)


def _make_table(record: dict[str, Any]) -> TruthTable:
    if set(record) != _TABLE_KEYS:
        raise ValueError(f"its keys are {sorted(record)}")
    unknown = set(record["style"]) - set(STYLES)
    if unknown or not record["style"] or len(set(record["style"])) != len(record["style"]):
        raise ValueError(f"its styles are {record['style']}")
    if not record["cells"]:
        raise ValueError("it has no cells")
    page = _page(record["page"])
    return TruthTable(
        file=_text(record["file"]),
        guideline=_text(record["guideline"]),
        page=page,
        table=record["table"],
        style=tuple(record["style"]),
        cells=tuple(_make_cells(record["cells"], page)),
    )


def _make_cells(records: list[dict[str, Any]], page: int) -> Iterator[TruthCell]:
    seen = set()
    for record in records:
        if not _CELL_KEYS <= set(record) <= _CELL_KEYS | _OPTIONAL_CELL_KEYS:
            raise ValueError(f"a cell's keys are {sorted(record)}")
        if not isinstance(record["dose"], bool) or record.get("within", True) is not True:
            raise ValueError(f"dose or within is not right in {record}")
        cell = TruthCell(
            page=_page(record.get("page", page)),
            row=tuple(_text(heading) for heading in record["row"]),
            column=tuple(_text(heading) for heading in record["column"]),
            value=_text(record["value"]),
            dose=record["dose"],
            within="within" in record,
        )
        if len(cell.value.split()) > MOST_WORDS:
            raise ValueError(f"a cell of more than {MOST_WORDS} words: {cell.value}")
        if cell in seen:
            raise ValueError(f"a cell twice: {cell}")
        seen.add(cell)
        yield cell


def _page(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"a page is {value!r}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value or value != " ".join(value.split()):
        raise ValueError(f"a text is {value!r}")
    return value
