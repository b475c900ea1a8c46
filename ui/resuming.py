"""Whether a batch may go on with an output: only as the run that began it, or its rows would not be of one kind."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from indexes.matching import describe_filter
from indexes.types import Filter
from rag.batch_types import BatchError, Question, cell_text, id_key
from rag.json_lines import Row

_SERVER = re.compile(r"server \((?:(?P<model>.*) at )?[^ ;]*(?P<judge>; .*)?\)")
"""The name of the answerer that asks a server, which knows its model's name when it has asked."""


class RunCheck:
    """Holds each answer of an output against the run that would go on with it."""

    def __init__(
        self, out: Path, questions: Sequence[Question], set_name: str, generation: int, answerer: str, where: Filter
    ) -> None:
        """Take what the run is: output, questions, set and its generation, the answerer's name, and the filter."""
        self._out = out
        self._asked = {question.key: question.question for question in questions}
        self._set_name = set_name
        self._generation = generation
        self._answerer = answerer
        self._searched = _name_scope(describe_filter(where))
        self._older: Counter[str] = Counter()

    def __call__(self, row: Row) -> None:
        """Raises BatchError for an answer to another question, or by another answerer, set or filter, naming both.

        A row is one of JSON Lines or of a table. Raises KeyError or TypeError if no batch wrote it.
        """
        library = row["library"] if isinstance(row.get("library"), dict) else row
        found = row["filter"]
        words = found if isinstance(found, str) else describe_filter(_read_filter(found))
        if library["set"] != self._set_name:
            raise self._refuse(f"from the set {library['set']!r}", f"from the set {self._set_name!r}")
        if not _is_same_answerer(row["answerer"], self._answerer):
            raise self._refuse(f"by {row['answerer']}", f"by {self._answerer}")
        if _name_scope(words) != self._searched:
            raise self._refuse(f"searched in {_name_scope(words)}", f"searched in {self._searched}")
        asked = self._asked.get(id_key(row["id"]))
        if asked is not None and cell_text(asked) != cell_text(row["question"]):
            raise BatchError(
                f"{self._out} has an answer to another question with the id {id_key(row['id'])!r}: "
                f"{cell_text(row['question'])!r}; give another --out"
            )
        if str(library["generation"]) != str(self._generation):
            self._older[str(library["generation"])] += 1

    def describe_change(self) -> str | None:
        """Return what must be said if the set has changed since some of the answers were made."""
        if not self._older:
            return None
        count = sum(self._older.values())
        answers = "1 answer is" if count == 1 else f"{count} answers are"
        return f"{answers} from before the set changed: those whose generation is not {self._generation}"

    def _refuse(self, then: str, now: str) -> BatchError:
        return BatchError(
            f"{self._out} has answers {then}, and this run would add some {now}; "
            "go on with the options that it was begun with, or give another --out"
        )


def _name_scope(words: str) -> str:
    return words or "all guidelines"


def _read_filter(given: Row) -> Filter:
    values: Row = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return Filter(**values)


def _is_same_answerer(then: str, now: str) -> bool:
    """Whether two names are of one answerer; a server may have moved, and one that was not asked names no model."""
    before, after = _SERVER.fullmatch(then), _SERVER.fullmatch(now)
    if before is None or after is None or before["judge"] != after["judge"]:
        return then == now
    return None in (before["model"], after["model"]) or before["model"] == after["model"]
