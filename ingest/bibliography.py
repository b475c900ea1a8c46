"""Finds a guideline's reference lists: they name other works, and answer nothing themselves. Pure."""

import re
from collections.abc import Sequence

from ingest.layout import Block

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
_MOST_BETWEEN = 3
"""How many blocks may stand between two entries: the rest of one that runs over a page, or plain ones."""


def find_bibliography(blocks: Sequence[Block], paths: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """Return the indices of the blocks that make up reference lists, their titles included.

    A list needs its title above it, and goes as far as its entries are near each other and cite as bibliographies do:
    by a year and a volume, a link, or a number before and a year after. So a text that follows a list without a title
    of its own stays, and so does a chapter that is merely called "References".
    """
    found: set[int] = set()
    start = 0
    while start < len(blocks):
        if blocks[start].kind != "heading" or not _TITLE.fullmatch(blocks[start].text):
            start += 1
            continue
        title = blocks[start].text
        end = start + 1
        entries: list[int] = []
        while (
            end < len(blocks) and title in paths[end] and end - (entries[-1] if entries else start) <= _MOST_BETWEEN + 1
        ):
            if _ENTRY.search(blocks[end].text):
                entries.append(end)
            end += 1
        if entries:
            found.update(range(start, entries[-1] + 1))
        start = (entries[-1] if entries else start) + 1
    return frozenset(found)
