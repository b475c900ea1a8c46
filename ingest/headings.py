"""The path of titles above each block, from the outline where there is one and from type size and weight."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import OutlineEntry
from ingest.layout import Block

_MAX_TITLE = 160
_LEAST_KEY = 10


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    depth: int | None
    """Its depth in the outline; None if it is not there."""
    rank: float


def heading_paths(blocks: Sequence[Block], outline: Sequence[OutlineEntry]) -> tuple[tuple[str, ...], ...]:
    """Return the heading path of each block; a heading's own path ends with itself."""
    entries: dict[int, list[OutlineEntry]] = defaultdict(list)
    for entry in outline:
        entries[entry.page].append(entry)
    stack: list[_Title] = []
    paths = []
    for block in blocks:
        if block.kind == "heading":
            depth = _outline_depth(block, entries)
            title = _Title(" ".join(block.text.split())[:_MAX_TITLE], depth, block.rank)
            while stack and not _nests_in(title, stack[-1]):
                stack.pop()
            stack.append(title)
        paths.append(tuple(title.text for title in stack))
    return tuple(paths)


def _nests_in(title: _Title, above: _Title) -> bool:
    if title.depth is not None and above.depth is not None:
        return title.depth > above.depth
    if title.depth is not None or above.depth is not None:
        return above.depth is not None  # what the outline lists stands above what it does not
    return title.rank < above.rank - 0.05


def _outline_depth(block: Block, entries: dict[int, list[OutlineEntry]]) -> int | None:
    key = _key(block.text)
    for entry in entries.get(block.lines[0].page, ()):
        wanted = _key(entry.title)
        if wanted and (key == wanted or _without_number(key) == _without_number(wanted)):
            return entry.depth
        # "CHAPTER 4" and "FIRST AID FOR FRACTURES" may be two headings and one bookmark.
        if len(key) >= _LEAST_KEY and (wanted.endswith(key) or key.endswith(_without_number(wanted))):
            return entry.depth
    return None


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _without_number(key: str) -> str:
    return key.lstrip("0123456789") or key
