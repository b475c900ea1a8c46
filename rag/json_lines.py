"""Reads JSON Lines: one JSON object a line, each with the number of its line, so that a fault can be found."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import FieldguideError

Row = dict[str, Any]


def read_text(path: Path, fault: type[FieldguideError]) -> str:
    """Return a file's text, which is UTF-8 with or without a byte order mark. Raises `fault` if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as lacking:
        raise fault(f"there is no file {path}") from lacking
    except UnicodeDecodeError as damage:
        raise fault(f"{path} cannot be read as UTF-8 text ({damage.reason}); save it as UTF-8") from damage
    except OSError as damage:
        raise fault(f"{path} cannot be read ({damage.strerror})") from damage


def parse_rows(path: Path, text: str, fault: type[FieldguideError]) -> Iterator[tuple[int, Row]]:
    """Yield each line's number, from 1, and its object; empty lines are passed over.

    Raises `fault`, naming the path and the line, for a line that is no JSON object, or that no UTF-8 file could hold
    the text of: JSON's escapes can write half a character.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as damage:
            raise fault(f"{path}, line {number}: it is not JSON ({damage})") from damage
        if not isinstance(row, dict):
            raise fault(f"{path}, line {number}: it is not a JSON object")
        if "\\u" in line and any("\ud800" <= sign <= "\udfff" for sign in json.dumps(row, ensure_ascii=False)):
            raise fault(f"{path}, line {number}: it holds half a character (\\uD800 to \\uDFFF alone)")
        yield number, row
