"""Reads MedMCQA, MedQA (US, four options) and PubMedQA as their authors publish them.

MedMCQA (Pal, Umapathi and Sankarasubbu, 2022) and MedQA (Jin et al., 2021) are JSON Lines, PubMedQA (Jin et al., 2019)
is one JSON object by PubMed id, with a file of the right answers beside it.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rag.errors import EvaluationError
from rag.evaluation.mcq_types import Item, Task
from rag.json_lines import Row, parse_rows, read_text

LETTERS = ("A", "B", "C", "D")
VERDICTS = ("yes", "no", "maybe")
"""The choices of PubMedQA."""

_MEDMCQA_OPTIONS = ("opa", "opb", "opc", "opd")


def read_items(task: Task, path: Path, ground_truth: Path | None = None) -> tuple[Item, ...]:
    """Return a file's questions, in its order.

    `ground_truth`, for PubMedQA alone, is a JSON object of PubMed ids and right answers: only the questions that it
    names are returned. Raises EvaluationError naming the line or the id that is at fault.
    """
    if task == "pubmedqa":
        return _read_pubmedqa(path, ground_truth)
    if ground_truth is not None:
        raise EvaluationError(f"a file of right answers goes with pubmedqa, not with {task}")
    read_row: Callable[[Row, int], Item] = _read_medmcqa if task == "medmcqa" else _read_medqa
    items: list[Item] = []
    seen: set[str] = set()
    for line, row in parse_rows(path, read_text(path, EvaluationError), EvaluationError):
        try:
            item = read_row(row, line)
        except ValueError as fault:
            raise EvaluationError(f"{path}, line {line}: {fault}; is it a file of {task}?") from fault
        if item.id in seen:
            raise EvaluationError(f"{path}, line {line}: the id {item.id!r} stands there twice")
        seen.add(item.id)
        items.append(item)
    if not items:
        raise EvaluationError(f"{path} holds no questions")
    return tuple(items)


def _read_medmcqa(row: Row, line: int) -> Item:  # noqa: ARG001 (MedMCQA has ids of its own)
    right = row.get("cop")
    if type(right) is not int or not 1 <= right <= len(_MEDMCQA_OPTIONS):
        raise ValueError("its 'cop' is no number from 1 to 4, so its right option is not known")
    return Item(
        _text(row, "id"), _text(row, "question"), tuple(_text(row, name) for name in _MEDMCQA_OPTIONS), right - 1
    )


def _read_medqa(row: Row, line: int) -> Item:
    options = row.get("options")
    if not isinstance(options, dict) or sorted(options) != list(LETTERS):
        raise ValueError("its 'options' are not A, B, C and D")
    right = row.get("answer_idx")
    if right not in LETTERS:
        raise ValueError("its 'answer_idx' is none of A, B, C and D")
    return Item(
        str(line), _text(row, "question"), tuple(_text(options, letter) for letter in LETTERS), LETTERS.index(right)
    )


def _read_pubmedqa(path: Path, ground_truth: Path | None) -> tuple[Item, ...]:
    rows = _read_object(path)
    right = {name: _verdict(path, name, row) for name, row in rows.items()} if ground_truth is None else {}
    if ground_truth is not None:
        for name, answer in _read_object(ground_truth).items():
            if name not in rows:
                raise EvaluationError(f"{ground_truth} names the question {name}, which {path} lacks")
            if answer not in VERDICTS:
                raise EvaluationError(f"{ground_truth}: the answer to {name} is none of yes, no and maybe")
            right[name] = answer
    items = []
    for name, row in rows.items():
        if name not in right:
            continue
        paragraphs = row.get("CONTEXTS") if isinstance(row, dict) else None
        if not isinstance(paragraphs, list) or not all(isinstance(paragraph, str) for paragraph in paragraphs):
            raise EvaluationError(f"{path}: the 'CONTEXTS' of {name} are no list of texts; is it a file of pubmedqa?")
        try:
            question = _text(row, "QUESTION")
        except ValueError as fault:
            raise EvaluationError(f"{path}: of {name}, {fault}; is it a file of pubmedqa?") from fault
        items.append(Item(name, question, VERDICTS, VERDICTS.index(right[name]), tuple(paragraphs)))
    if not items:
        raise EvaluationError(f"{path} holds no questions")
    return tuple(items)


def _verdict(path: Path, name: str, row: Any) -> str:
    verdict = row.get("final_decision") if isinstance(row, dict) else None
    if verdict not in VERDICTS:
        raise EvaluationError(
            f"{path}: the 'final_decision' of {name} is none of yes, no and maybe; "
            "name the file of right answers with --ground-truth"
        )
    return str(verdict)


def _read_object(path: Path) -> dict[str, Any]:
    text = read_text(path, EvaluationError)
    try:
        held = json.loads(text)
    except ValueError as fault:
        raise EvaluationError(f"{path} is not JSON ({fault})") from fault
    if not isinstance(held, dict):
        raise EvaluationError(f"{path} is not a JSON object of questions by their PubMed ids")
    return held


def _text(row: Row, name: str) -> str:
    """Raises ValueError, in words, if the field is no text."""
    value = row.get(name)
    if not isinstance(value, str):
        raise ValueError(f"its {name!r} is no text")
    return value
