"""The file of a run's results: a header that says what was run, then one line a question, in the questions' order."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import EvaluationError
from rag.evaluation.mcq_types import Item, Scored, Task
from rag.growing_file import GrowingFile

AT_ONCE = 64
"""Questions that are scored and written together. It is the same for every run: scores depend in their last digit on
what else is in a batch, and a run that was cut off and gone on with shall write the same file as one that was not.
"""


@dataclass(frozen=True, slots=True)
class Header:
    """All that the results depend on, but for their last digits, which the size of batches and the device move."""

    task: Task
    model: str
    weights: str
    """SHA-256 of the model's files."""
    precision: str
    questions: int
    questions_sha256: str
    shots: int
    examples_sha256: str | None
    """Of the questions that examples are drawn from; None without examples."""
    library: str | None = None
    """The guideline set whose passages stand before each question; None closed-book."""
    generation: int | None = None
    passages: int = 0
    """How many of them at most."""


def check_out(path: Path, resume: bool) -> None:
    """Raise EvaluationError if results cannot go there: before a model is loaded, which takes long."""
    _growing(path).check(resume)


class ResultsFile:
    """A JSON Lines file of results that is appended to, and gone on with where it was cut off."""

    def __init__(self, path: Path, header: Header, items: Sequence[Item], choices: Sequence[str], resume: bool) -> None:
        """Begin the file, or go on with it.

        Raises EvaluationError if the file is there and `resume` is False, if it holds results of another run, which the
        sentence names the differences to, or none at all, and if it cannot be written.
        """
        self._choices = tuple(choices)
        self._file = _growing(path)
        self._file.start(resume)
        lines, rest = self._file.read_lines()
        if lines:
            _check_header(path, lines[0], header)
        first = _write({"fieldguide": "evaluate mcq", **asdict(header)})
        if not lines and not first.encode().startswith(rest):
            raise EvaluationError(f"{path}, line 1: no evaluation wrote this; give another --out")
        held = [self._read_row(path, number, line, items) for number, line in enumerate(lines[1:], start=2)]
        if len(held) < len(items):
            # Only what was scored in the same company is kept.
            held = held[: len(held) // AT_ONCE * AT_ONCE]
        self._file.cut_off("".join(lines[1 + len(held) :]).encode() + rest)
        if not lines:
            self._file.append(first)
        self.held: tuple[Scored, ...] = tuple(held)
        """The results of the first questions, which an earlier run wrote."""

    def write(self, scored: Sequence[Scored]) -> None:
        """Append results, and have them on disk before returning. Raises EvaluationError if that cannot be."""
        self._file.append("".join(_write(self._row(one)) for one in scored))

    def _row(self, one: Scored) -> dict[str, object]:
        return {
            "id": one.id,
            "choice": self._choices[one.choice],
            "answer": self._choices[one.answer],
            "right": one.choice == one.answer,
            "log_likelihoods": dict(zip(self._choices, one.likelihoods, strict=True)),
            "cut": one.cut,
        }

    def _read_row(self, path: Path, number: int, line: str, items: Sequence[Item]) -> Scored:
        try:
            row = json.loads(line)
            item = items[number - 2]
            likelihoods = tuple(float(row["log_likelihoods"][choice]) for choice in self._choices)
            one = Scored(item.id, item.answer, likelihoods, self._choices, row["cut"])
            if self._row(one) != row:
                raise ValueError("its fields do not go together")
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as fault:
            raise EvaluationError(f"{path}, line {number}: no evaluation wrote this; give another --out") from fault
        return one


def _growing(path: Path) -> GrowingFile:
    return GrowingFile(path, "evaluation", EvaluationError)


def _check_header(path: Path, line: str, header: Header) -> None:
    try:
        told = json.loads(line)
        if told.pop("fieldguide") != "evaluate mcq":
            raise ValueError("it is another file of this project")
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise EvaluationError(f"{path}, line 1: no evaluation wrote this; give another --out") from fault
    wanted = asdict(header)
    others = [name for name in wanted if told.get(name) != wanted[name]]
    if others:
        named = ", ".join(f"{name} {told.get(name)!r} instead of {wanted[name]!r}" for name in others)
        raise EvaluationError(f"{path} holds results of another run ({named}); give another --out")


def _write(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"
