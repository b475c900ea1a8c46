"""Finds lists by the title above them and by how their entries look. Pure."""

import re
from collections.abc import Callable, Sequence

from ingest.layout import Block

_MOST_BETWEEN = 3
"""How many blocks may stand between two entries: the rest of one that runs over a page, or plain ones."""


def find_titled_lists(
    blocks: Sequence[Block], paths: Sequence[tuple[str, ...]], title: re.Pattern[str], is_entry: Callable[[str], bool]
) -> frozenset[int]:
    """Return the indices of the blocks that make up lists below a heading that is such a title, which is included.

    A list goes as far as its entries are near each other. So a text that follows a list without a title of its own
    stays, and so does a chapter that merely has the title.
    """
    found: set[int] = set()
    start = 0
    while start < len(blocks):
        if blocks[start].kind != "heading" or not title.fullmatch(blocks[start].text):
            start += 1
            continue
        above = blocks[start].text
        end = start + 1
        entries: list[int] = []
        while (
            end < len(blocks) and above in paths[end] and end - (entries[-1] if entries else start) <= _MOST_BETWEEN + 1
        ):
            if is_entry(blocks[end].text):
                entries.append(end)
            end += 1
        if entries:
            found.update(range(start, entries[-1] + 1))
        start = (entries[-1] if entries else start) + 1
    return frozenset(found)
