"""Titles within a passage: short sections that follow one another share a passage, each below its own title. Pure."""

import re

from ingest.table_passages import BETWEEN_CELLS
from rag.answerers.pieces import Piece

_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+")
"""A section's number."""

_LABELLED = re.compile(r"[A-Z][\w-]*(?: [\w-]+){0,2}:\s+\S")
"""A line that begins with what it is on: "Duration: 6 months"."""

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


def find_announcing_line(piece: Piece, quote: str) -> str:
    """Return the line with a colon at its end that announces the rows of which a piece is one; "" if there is none.

    Between it and the piece stand rows and such lines only as begin with what they are on: "Duration: 6 months".
    """
    for line in reversed(quote[: quote.rfind("\n", 0, piece.start) + 1].splitlines()):
        if line.rstrip().endswith(":"):
            return line
        if BETWEEN_CELLS not in line and not _LABELLED.match(line):
            break
    return ""


def _is_title(line: str) -> bool:
    words = _NUMBER.sub("", line, count=1)
    return (
        words[:1].isupper()
        and len(words.split()) <= _TITLE_WORDS
        and words[-1:] not in ".;,!?"
        and BETWEEN_CELLS not in words
        and not any(character.isdigit() for character in words)
    )
