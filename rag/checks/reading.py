"""Whether the cited lines were read for certain. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from rag.types import Statement


def check_reading(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements; those that cite a line with a number and an unreadable glyph have a problem that says so.

    The verdict stays: the words do stand in the cited lines. What the number means there is for the reader to see.
    """
    return tuple(_check(statement) for statement in statements)


def _check(statement: Statement) -> Statement:
    pages = dict.fromkeys(citation.page for citation in statement.citations if citation.unreadable)
    if not pages:
        return statement
    named = f"{'page' if len(pages) == 1 else 'pages'} {' and '.join(map(str, pages))}"
    problem = (
        f"unreadable glyph: a sign beside a number on PDF {named} could not be read; "
        "look at the page before using the number"
    )
    return replace(statement, problems=(*statement.problems, problem))
