"""Runs of passages that stand below titles which name a population. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from indexes.populations import find_populations
from ingest.types import Passage


@dataclass(frozen=True, slots=True)
class Section:
    """Rows first to last, whose titles name these of POPULATIONS, at least one."""

    first_row: int
    last_row: int
    named: frozenset[str]


def find_sections(title: str, passages: Sequence[Passage], first_row: int) -> Iterator[Section]:
    """Yield the sections of a guideline, in order; its passages have the rows from the first one on."""
    numbered = enumerate(passages, start=first_row)
    for named, run in groupby(numbered, key=lambda pair: find_populations((title, *pair[1].heading))):
        rows = [row for row, _ in run]
        if named:
            yield Section(rows[0], rows[-1], named)
