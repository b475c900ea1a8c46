"""The path of titles above each block: from the outline where there is one, else from section numbers and type."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import OutlineEntry
from ingest.layout import Block

_MAX_TITLE = 160
_LEAST_KEY = 10
_NUMBER = re.compile(r"(?:(?:chapter|section)\s)?(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d_])", re.IGNORECASE)
_HARDLY_LARGER = 1.1
"""A title without number that is larger than a numbered section's by more ends the section."""


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    depth: int | None
    """Its depth in the outline; None if it is not there."""
    rank: float
    number: tuple[int, ...]
    """Its section number, (4, 1, 2) of "4.1.2 Infective endocarditis"; empty if it has none."""


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
            text = " ".join(block.text.split())[:_MAX_TITLE]
            title = _Title(text, depth, block.rank, _number_of(text))
            _close_sections(title, stack)
            while stack and not _nests_in(title, stack):
                stack.pop()
            stack.append(title)
        paths.append(tuple(title.text for title in stack))
    return tuple(paths)


def _close_sections(title: _Title, stack: list[_Title]) -> None:
    """Remove what a numbered title ends: sections whose number does not begin its own, and all that stand in them.

    "Investigations" may be printed larger than the "4.1.1 Thrombosis" that it belongs to: "4.1.2" ends both.
    """
    if title.depth is not None or len(title.number) < 2:
        return
    holding = [at for at, above in enumerate(stack) if _holds(above, title)]
    if holding:
        del stack[holding[-1] + 1 :]
    ended = (at for at, above in enumerate(stack) if above.depth is None and above.number and not _holds(above, title))
    del stack[next(ended, len(stack)) :]


def _nests_in(title: _Title, stack: Sequence[_Title]) -> bool:
    above = stack[-1]
    if title.depth is not None and above.depth is not None:
        return title.depth > above.depth
    if title.depth is not None or above.depth is not None:
        return above.depth is not None  # what the outline lists stands above what it does not
    if _holds(above, title):
        return True
    if not title.number and any(_holds(chapter, above) and title.rank < chapter.rank for chapter in stack):
        return title.rank <= above.rank * _HARDLY_LARGER
    return title.rank < above.rank - 0.05


def _holds(above: _Title, title: _Title) -> bool:
    """Whether the number of one title begins that of another, which has more: "4" or "4.1", and "4.1.2"."""
    length = len(above.number)
    return above.depth is None and 0 < length < len(title.number) and title.number[:length] == above.number


def _number_of(text: str) -> tuple[int, ...]:
    match = _NUMBER.match(text)
    return tuple(map(int, match["number"].split("."))) if match else ()


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
