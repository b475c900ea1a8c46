"""What is made of an answerer's statements, whoever it is: checks, further places, worked lines and conflicts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.checks.calculations import calculate
from rag.checks.missing import order_facts
from rag.checks.patients import check_patient, find_missing
from rag.checks.reading import check_reading
from rag.checks.unsaid import Fact
from rag.disagreements import find_conflicts
from rag.further_places import cite_further_places
from rag.types import Calculation, Conflict, Request, Statement


@dataclass(frozen=True, slots=True)
class Finished:
    """What an answer holds beside its evidence."""

    statements: tuple[Statement, ...]
    calculations: tuple[Calculation, ...]
    missing: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]


def finish(request: Request, said: Sequence[Statement]) -> Finished:
    """Return an answerer's statements, checked, with all that follows from them."""
    made = _check(request, said)
    statements = _cite(request, made)
    return Finished(
        statements=statements,
        calculations=calculate(request, made),
        missing=order_facts([find_missing(request, statement) for statement in made]),
        conflicts=find_conflicts(request, statements),
    )


def finish_statements(request: Request, said: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements alone, as `finish` does."""
    return _cite(request, _check(request, said))


def _check(request: Request, said: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(check_patient(request, statement) for statement in check_reading(said))


def _cite(request: Request, made: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(cite_further_places(request, statement) for statement in made)
