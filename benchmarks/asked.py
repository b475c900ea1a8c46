"""The project's own questions: where they lie, and how a file of them is read."""

import json
import zlib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "questions"
ANSWERABLE = _FOLDER / "answerable.jsonl"
ANSWERABLE_SECOND = _FOLDER / "answerable_second.jsonl"
"""Further ones on pages that the first do not use, by which answers are measured."""
UNANSWERABLE = _FOLDER / "unanswerable.jsonl"
NEAR_ANSWERABLE = _FOLDER / "near_answerable.jsonl"
"""Answerable ones that are worded like some of the unanswerable: the same medicine, another patient."""

_OLD_HALVES = {"choose": "choose", "held": "report"}
"""The first 64 unanswerable questions bear their half in their id."""


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return a JSON Lines file's rows, in order."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def half_of(question_id: str) -> str:
    """Return "choose" if a question may be looked at when something is decided, "report" if only counted.

    By the CRC-32 of its id, so that a question stays in its half whatever is added.
    """
    by_crc = "report" if zlib.crc32(question_id.encode()) % 2 else "choose"
    return _OLD_HALVES.get(question_id.split("-")[0], by_crc)
