"""What files of gold questions have in common: a question a line, each with an id of its own."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol, TypeVar

from rag.errors import EvaluationError
from rag.json_lines import Row, parse_rows, read_text


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Gold = TypeVar("_Gold", bound=_Identified)


def read_each(path: Path, read: Callable[[Row], _Gold | None], named: str) -> tuple[_Gold, ...]:
    """Return what `read` makes of each line, in the file's order; of None it makes nothing.

    `read` raises ValueError, in words, for a field that is not as it must be. Raises EvaluationError naming the line
    that is at fault or that has another's id, or, by what they are `named`, if there is no question.
    """
    gold: dict[str, _Gold] = {}
    for line, row in parse_rows(path, read_text(path, EvaluationError), EvaluationError):
        try:
            one = read(row)
        except ValueError as fault:
            raise EvaluationError(f"{path}, line {line}: {fault}") from fault
        if one is None:
            continue
        if one.id in gold:
            raise EvaluationError(f"{path}, line {line}: the id {one.id!r} stands there twice")
        gold[one.id] = one
    if not gold:
        raise EvaluationError(f"{path} holds no {named}")
    return tuple(gold.values())


def check_texts(row: Row, names: Collection[str]) -> None:
    """Raise ValueError, in words, for a field of these that is no text."""
    for name in names:
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise ValueError(f"its {name!r} is no text")


def read_pages(row: Row) -> frozenset[int]:
    """Return a row's pages, from 1. Raises ValueError, in words, if there is none or they are no numbers."""
    pages = row.get("pages")
    if not isinstance(pages, list) or not pages or not all(type(page) is int and page > 0 for page in pages):
        raise ValueError("its 'pages' are no list of page numbers")
    return frozenset(pages)
