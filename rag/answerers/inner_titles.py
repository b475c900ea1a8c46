"""Titles within a passage: short sections that follow one another share a passage, each below its own title. Pure."""

import re

from ingest.table_passages import BETWEEN_CELLS
from rag.answerers.pieces import Piece

_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+")
"""A section's number."""

_TITLE_WORDS = 12
_MOST_IN_A_ROW = 2
"""A chapter's title and its first section's; more short lines in a row are a list, or a form."""


def find_inner_titles(piece: Piece, quote: str) -> list[str]:
    """Return the titles that stand last above a sentence or item within its passage, the nearest first.

    Empty for a table's rows, which have a caption, and where the passage has none above it.
    """
    if piece.rows:
        return []
    lines = quote[: quote.rfind("\n", 0, piece.start) + 1].splitlines()
    found: list[str] = []
    for line in reversed(lines):
        if _is_title(line):
            found.append(line)
        elif found:
            break
    return found if len(found) <= _MOST_IN_A_ROW else []


def _is_title(line: str) -> bool:
    words = _NUMBER.sub("", line, count=1)
    return (
        words[:1].isupper()
        and len(words.split()) <= _TITLE_WORDS
        and words[-1:] not in ".;,!?"
        and BETWEEN_CELLS not in words
        and not any(character.isdigit() for character in words)
    )
