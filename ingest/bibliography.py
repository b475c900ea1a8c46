"""Finds a guideline's reference lists: they name other works, and answer nothing themselves. Pure."""

import re
from collections.abc import Sequence

from ingest.layout import Block
from ingest.titled_lists import find_titled_lists

_TITLE = re.compile(
    r"(?:[\dA-Z.]{1,6}\s+)?(?:list of )?(?:references?|reference list|bibliograph(?:y|ie)|works cited|literature cited|"
    r"(?:recommended )?further reading|"
    r"références(?: bibliographiques)?|referencias(?: bibliográficas)?|bibliografía|referências(?: bibliográficas)?|"
    r"bibliografia|المراجع)\s?\d{0,2}",
    re.IGNORECASE,
)
"""A reference list's title, with or without a section number before it or a footnote's mark after it."""

_ENTRY = re.compile(
    r"\b(?:19|20)\d\d(?: [A-Z][a-z]{2}(?: \d{1,2})?)?;"  # 2005;61(3), as journals are cited
    r"|\bdoi\b|\bet al\b|https?:|\baccessed \d|\bavailable (?:from|at)\b"
    r"|^\W?\d{1,3}\W.*\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def find_bibliography(blocks: Sequence[Block], paths: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """Return the indices of the blocks that make up reference lists, their titles included.

    A list needs its title above it, and its entries cite as bibliographies do: by a year and a volume, a link, or a
    number before and a year after.
    """
    return find_titled_lists(blocks, paths, _TITLE, lambda text: bool(_ENTRY.search(text)))
