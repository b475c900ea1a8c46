"""Which row, and which cell of it, a statement speaks of, by the labels that tell them from others. Pure."""

import functools
from collections.abc import Sequence

from ingest.table_passages import BETWEEN_CELLS
from rag.checks.places import NAMED_CELL, Place
from rag.checks.quantities import Quantity, find_quantities
from rag.checks.quantity_agreement import are_alike
from rag.checks.words import content_words

_LEAST_LABEL = 3
"""A label of fewer words may be said by chance."""

Marks = frozenset[object]
"""The words of a label, and the numbers of its quantities with their limits; units may stand elsewhere."""


def is_of_other_row(statement: str, row: Place, rows: Sequence[Place]) -> bool:
    """Return whether a statement says all that tells another row of a table from the rest, and not so this one's."""
    return _names_other(_marks(statement), _row_marks(row), [_row_marks(each) for each in rows])


def is_of_other_cell(statement: str, given: Quantity, row: Place) -> bool:
    """Return whether a quantity of a row stands in a column of which a statement does not speak, but of another."""
    start, own, labels = 0, None, []
    for cell in row.cells:
        end = start + len(cell)
        label, named, _ = cell.partition(NAMED_CELL)
        if named and start:
            marks = _marks(label)
            labels.append(marks)
            if start + len(label) < given.start < end:
                own = marks
        start = end + len(BETWEEN_CELLS)
    return own is not None and _names_other(_marks(statement), own, labels)


def _row_marks(row: Place) -> Marks:
    _, named, value = row.cells[0].partition(NAMED_CELL)
    return _marks(value if named else row.cells[0])


def is_beside_label(statement: str, said: Quantity, unsaid: Sequence[Quantity], row: Place) -> bool:
    """Return whether a statement says a column's label with this quantity in place of the label's own.

    "Intervention, 7 days" is not the column "Intervention, 3 days", though 7 days may stand in a cell.
    """
    start, words, denied = 0, content_words(statement), False
    for cell in row.cells:
        label, named, _ = cell.partition(NAMED_CELL)
        if named and any(each.number == said.number for each in find_quantities(label)):
            return False
        own = [
            each
            for each in unsaid
            if start <= each.start < start + len(label) and (each.unit or each.per) and are_alike(said, each)
        ]
        denied |= bool(named and own) and len(content_words(label)) >= _LEAST_LABEL and content_words(label) <= words
        start += len(cell) + len(BETWEEN_CELLS)
    return denied


def _names_other(said: Marks, own: Marks, labels: Sequence[Marks]) -> bool:
    common = frozenset.intersection(*labels)
    mine = own - common
    return any(
        bool(theirs := label - common) and theirs <= said and not mine <= said and not theirs < mine
        for label in labels
        if label != own
    )


@functools.lru_cache(maxsize=4096)
def _marks(text: str) -> Marks:
    quantities = frozenset((each.number, each.is_open, each.comparator) for each in find_quantities(text))
    return content_words(text) | quantities
