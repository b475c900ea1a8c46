"""The project's own questions: where they lie, and how a file of them is read."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "questions"
ANSWERABLE = _FOLDER / "answerable.jsonl"
UNANSWERABLE = _FOLDER / "unanswerable.jsonl"


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return a JSON Lines file's rows, in order."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
