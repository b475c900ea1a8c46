"""How well tables that were read hold the cells of the truth set."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarks.table_matching import holds_text, same_path, same_text
from benchmarks.table_truth import TruthCell, TruthTable
from ingest.types import Table, TableCell, TableRow

Fate = Literal["right", "misplaced", "missing"]
"""Whether a cell's value stands in a table of its page, in its row and column; only elsewhere; or in none."""

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one truth cell."""

    table: TruthTable
    cell: TruthCell
    fate: Fate
    instead: tuple[str, ...]
    """Of a miss: the cells that hold its value with their headings or, where none does, the cells of its row."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the Wilson score interval at 95%."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share; 0 of 0 is 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound (Wilson, Journal of the American Statistical Association 22, 1927)."""
        if not self.of:
            return 0.0, 1.0
        z = 1.959964
        spread = z * z / self.of
        middle = (self.value + spread / 2) / (1 + spread)
        half = z / (1 + spread) * math.sqrt(self.value * (1 - self.value) / self.of + spread / (4 * self.of))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Score:
    """The shares of some truth cells: found in a table of their page, and right; of all and of the dose cells."""

    found: Share
    right: Share
    dose_found: Share
    dose_right: Share


def judge_table(truth: TruthTable, tables: Sequence[Table]) -> tuple[Verdict, ...]:
    """Return what became of each cell of a truth table in the tables read from its PDF."""
    return tuple(_judge(truth, cell, tables) for cell in truth.cells)


def score(verdicts: Sequence[Verdict]) -> Score:
    """Count verdicts."""
    doses = [verdict for verdict in verdicts if verdict.cell.dose]
    return Score(
        found=Share(sum(verdict.fate != "missing" for verdict in verdicts), len(verdicts)),
        right=Share(sum(verdict.fate == "right" for verdict in verdicts), len(verdicts)),
        dose_found=Share(sum(verdict.fate != "missing" for verdict in doses), len(doses)),
        dose_right=Share(sum(verdict.fate == "right" for verdict in doses), len(doses)),
    )


def _judge(truth: TruthTable, cell: TruthCell, tables: Sequence[Table]) -> Verdict:
    elsewhere = []
    for table, row, place in _cells_of_page(tables, cell.page):
        if not _matches(cell, cell.value, row.cells[place].text):
            continue
        if same_path(cell.column, row.cells[place].column, table.caption) and _holds_headings(cell, row, place):
            return Verdict(truth, cell, "right", ())
        elsewhere.append(_describe(row, row.cells[place]))
    if elsewhere:
        return Verdict(truth, cell, "misplaced", tuple(elsewhere[:_SHOWN]))
    in_its_row = [
        _describe(row, row.cells[place])
        for _, row, place in _cells_of_page(tables, cell.page)
        if cell.row and _holds_headings(cell, row, place)
    ]
    return Verdict(truth, cell, "missing", tuple(in_its_row[:_SHOWN]))


def _cells_of_page(tables: Sequence[Table], page: int) -> Iterator[tuple[Table, TableRow, int]]:
    for table in tables:
        for row in table.rows:
            if row.page == page:
                for place in range(len(row.cells)):
                    yield table, row, place


def _holds_headings(cell: TruthCell, row: TableRow, place: int) -> bool:
    """Return whether the row's groups and other cells hold the truth's row headings, in their order."""
    texts = iter([*row.group, *(other.text for at, other in enumerate(row.cells) if at != place)])
    return all(any(_matches(cell, heading, text) for text in texts) for heading in cell.row)


def _matches(cell: TruthCell, truth: str, found: str) -> bool:
    return holds_text(truth, found) if cell.within else same_text(truth, found)


def _describe(row: TableRow, cell: TableCell) -> str:
    first = next((other.text for other in row.cells if other is not cell), "")
    return " | ".join([" > ".join(cell.column), " > ".join([*row.group, first]), cell.text])
