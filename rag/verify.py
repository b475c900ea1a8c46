"""Any system's answers against the passages that they cite: the same checks as for Fieldguide's own. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answerers.parse import read_sentences
from rag.checks.support import Follows, check_statement
from rag.errors import VerifyError
from rag.types import Verdict


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer with the passages that its labels count, from 1."""

    id: str | int | float | None
    answer: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A sentence of an answer, without its labels."""

    text: str
    citations: tuple[int, ...]
    """The labels that stood in it, in order."""
    verdict: Verdict
    problems: tuple[str, ...]


def read_answer(line: str) -> GivenAnswer:
    """Read a JSON object with `answer` (a text), `passages` (a list of texts) and, if it has one, `id`.

    Raises VerifyError, one sentence that says what is wrong with it.
    """
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise VerifyError(f"it is not JSON ({fault})") from fault
    if not isinstance(row, dict):
        raise VerifyError("it is no JSON object")
    answer, passages, row_id = row.get("answer"), row.get("passages"), row.get("id")
    if not isinstance(answer, str):
        raise VerifyError('it has no "answer" that is a text')
    if not isinstance(passages, list) or not all(isinstance(passage, str) for passage in passages):
        raise VerifyError('it has no "passages" that are a list of texts')
    if isinstance(row_id, list | dict):
        raise VerifyError('its "id" is neither text nor a number')
    return GivenAnswer(row_id, answer, tuple(passages))


def verify_answer(given: GivenAnswer, follows: Follows | None = None) -> tuple[CheckedStatement, ...]:
    """Return the sentences of an answer, in order, each held against the passages that its labels name.

    A label that counts no passage is a problem, and so is a passage that is blank. `follows` is as for check_statement.
    """
    return tuple(_verify(text, labels, given.passages, follows) for text, labels in read_sentences(given.answer))


def _verify(text: str, labels: Sequence[int], passages: Sequence[str], follows: Follows | None) -> CheckedStatement:
    known = [label for label in labels if 1 <= label <= len(passages)]
    problems = [f"cites [{label}], which is not among the passages" for label in labels if label not in known]
    verdict, found = check_statement(text, [passages[label - 1] for label in known], follows=follows)
    if known or not problems:
        problems.extend(found)
    else:
        verdict = "unsupported"
    if problems and verdict == "supported":
        verdict = "unsupported"
    return CheckedStatement(text, tuple(labels), verdict, tuple(problems))
