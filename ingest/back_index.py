"""Finds the index at a book's end: its words are everywhere in the book, and answer nothing themselves. Pure."""

import re
from collections.abc import Sequence

from ingest.layout import Block
from ingest.titled_lists import find_titled_lists

_TITLE = re.compile(
    r"(?:(?:general|subject|alphabetical|analytical) )?index|index (?:alphabétique|analytique)"
    r"|índice (?:alfabético|analítico|remissivo)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r",\s(?:(?:Figure|Table|pp?\.)\s)?(?:[A-Z]-)?\d|\.\sSee (?:also )?\w", re.IGNORECASE)
"""A page or a paragraph after a comma ("snakebite, 6-1, 6-3"), or another word to look under."""

_LEAST_REFERENCES = 2


def find_back_index(blocks: Sequence[Block], paths: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """Return the indices of the blocks that make up an index, its title included."""
    return find_titled_lists(blocks, paths, _TITLE, _is_entry)


def _is_entry(text: str) -> bool:
    return len(_REFERENCE.findall(text)) >= _LEAST_REFERENCES
