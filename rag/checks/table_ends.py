"""A patient below a dose table's first row or above its last: the lines around the table are no dose for them. Pure."""

from collections.abc import Iterator, Sequence

from indexes.bands import Band, find_measures
from indexes.populations import find_age_groups
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.doses import gives_dose, gives_schedule
from rag.checks.line_bands import find_line_bands
from rag.checks.missing import is_on_asked
from rag.checks.populations import patient_age_groups
from rag.types import Request, Statement

_FEWEST_ROWS = 2
_MONTHS_A_YEAR = 12


def check_table_ends(request: Request, statement: Statement) -> Iterator[str]:
    """Yield a problem where a statement's table is for other weights or ages, all above the patient's or all below.

    A table may go on in another passage: there is none where a row of any passage found is for the patient, or may be,
    as that of "Adults".
    """
    if not gives_schedule(statement.text) or _has_row_in_words(request):
        return
    labels = {citation.label for citation in statement.citations}
    own = [band for item in request.evidence if item.label in labels for band in _find_rows(request, item.quote)]
    all_rows = [band for item in request.evidence for band in _find_rows(request, item.quote)]
    for measure in find_measures(request.question):
        rows = [band for band in dict.fromkeys(own) if band.quantity == measure.quantity]
        if len(rows) >= _FEWEST_ROWS and not any(band.meets(measure) for band in all_rows):
            yield from _tell_end(measure, rows)


def _has_row_in_words(request: Request) -> bool:
    """Whether a row with a dose is for adults or children, without a weight or age, and the patient may be of them."""
    asked = patient_age_groups(request.question)
    rows = (line for item in request.evidence for line in _list_rows(request, item.quote) if gives_dose(line))
    named = (find_age_groups(line.split(BETWEEN_CELLS, 1)[0]) for line in rows if not find_line_bands(line))
    return any(groups and (not asked or asked & groups) for groups in named)


def _find_rows(request: Request, quote: str) -> Iterator[Band]:
    """Yield the bands of a passage's rows that may be on the medicine asked for."""
    for line in _list_rows(request, quote):
        yield from find_line_bands(line)


def _list_rows(request: Request, quote: str) -> Iterator[str]:
    return (line for line in quote.splitlines() if BETWEEN_CELLS in line and is_on_asked(request.question, line))


def _tell_end(measure: Band, rows: Sequence[Band]) -> Iterator[str]:
    first, last = min(band.low for band in rows), max(band.high for band in rows)
    if measure.high <= first:
        yield f"no row of this table is for the patient's {measure.quantity}: it begins at {_write(measure, first)}"
    elif measure.low >= last:
        yield f"no row of this table is for the patient's {measure.quantity}: it ends at {_write(measure, last)}"


def _write(measure: Band, value: float) -> str:
    if measure.quantity == "weight":
        return f"{value:g} kg"
    return f"{value:g} months" if value % _MONTHS_A_YEAR else f"{value / _MONTHS_A_YEAR:g} years"
