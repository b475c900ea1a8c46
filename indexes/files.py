"""Caches on disk: a small record beside each, written last, says what it covers and that it was finished."""

import json
import os
import secrets
import zlib
from pathlib import Path
from typing import Any


def write_record(path: Path, record: dict[str, Any]) -> None:
    """Write a record so that a reader sees the old one or the new one, never a part.

    Raises OSError if it cannot be written: who calls knows what the folder is for, and what to do.
    """
    # Two may write the same record at once, each by a file of its own.
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(record, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def read_record(path: Path) -> dict[str, Any] | None:
    """Return a record, or None where there is none or it is damaged: then the cache is built again."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def checksum(path: Path) -> int:
    """Return a file's CRC-32, read in pieces."""
    value = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 22):
            value = zlib.crc32(piece, value)
    return value
