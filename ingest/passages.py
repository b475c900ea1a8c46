"""Blocks to passages: never through a sentence or a list item, each with its heading path and its lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.joining import Vocabulary, join_lines
from ingest.layout import Block
from ingest.sentences import find_sentences
from ingest.types import Passage, PassageKind, Span

TARGET_WORDS = 90
MOST_WORDS = 130
LEAST_WORDS = 20
SMALL_WORDS = 40

_CONTENTS = re.compile(r"(?:(?:\.\s?){5,}|(?:…\s?){2,})\s*(?:\d{1,4}|[ivxlc]{1,6})$")
"""A title, dots and a page number; dots that lead to a dose end in its unit."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A piece that is never cut: a sentence of a long paragraph, a short paragraph, a list item or a row."""

    kind: str
    text: str
    spans: tuple[Span, ...]
    words: int
    joined: bool = False
    """Whether it goes on in the same paragraph as the unit before it."""


def cut_passages(
    guideline_id: str, blocks: Sequence[Block], paths: Sequence[tuple[str, ...]], vocabulary: Vocabulary
) -> tuple[Passage, ...]:
    """Cut blocks into passages of about TARGET_WORDS words, one section each.

    A heading opens the passage below it, so that all printed text is in some passage; only the lines of a contents
    list are left out, as they answer nothing and repeat every title. A single sentence or item may exceed MOST_WORDS.
    """
    sections = [
        (path, [unit for block in section for unit in _units(block, vocabulary)])
        for path, section in _sections(blocks, paths)
    ]
    passages: list[Passage] = []
    for path, units in _merge_small(sections):
        for group in _group(units):
            passages.append(_make_passage(f"{guideline_id}#{len(passages)}", guideline_id, path, group))
    return tuple(passages)


def _merge_small(
    sections: Sequence[tuple[tuple[str, ...], list[_Unit]]],
) -> Iterator[tuple[tuple[str, ...], list[_Unit]]]:
    """Put sections of a few words together with their neighbours below the same title.

    A passage of one short line has too little in it to be found by what it means. The titles stay in the text, and the
    path is what the sections share.
    """
    merged: list[tuple[tuple[str, ...], list[_Unit]]] = []
    for path, units in sections:
        if merged:
            before, held = merged[-1]
            shared = _shared(before, path)
            small = _count_words(held) < SMALL_WORDS or _count_words(units) < SMALL_WORDS
            near = shared and len(shared) >= max(len(before), len(path)) - 1
            if small and near and _count_words(held) + _count_words(units) <= TARGET_WORDS:
                merged[-1] = (shared, held + units)
                continue
        merged.append((path, units))
    yield from merged


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    return first[:length]


def _sections(
    blocks: Sequence[Block], paths: Sequence[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Yield (heading path, blocks); a section opens with the headings right above it."""
    section: list[Block] = []
    path: tuple[str, ...] = ()
    has_content = False
    for block, block_path in zip(blocks, paths, strict=True):
        if any(_CONTENTS.search(placed.line.text) for placed in block.lines):
            continue
        if block.kind == "heading":
            if has_content:
                yield path, section
                section, has_content = [], False
        else:
            has_content = True
        section.append(block)
        path = block_path
    if section:
        yield path, section


def _units(block: Block, vocabulary: Vocabulary) -> Iterator[_Unit]:
    text, ranges = join_lines([placed.line.text for placed in block.lines], vocabulary)
    spans = tuple(
        Span(start, end, placed.page, placed.index) for (start, end), placed in zip(ranges, block.lines, strict=True)
    )
    if block.kind != "prose" or len(text.split()) <= TARGET_WORDS:
        yield _Unit(block.kind, text, spans, len(text.split()))
        return
    for number, (start, end) in enumerate(find_sentences(text)):
        sentence = text[start:end]
        inside = tuple(
            Span(max(span.start, start) - start, min(span.end, end) - start, span.page, span.line)
            for span in spans
            if span.start < end and span.end > start
        )
        yield _Unit(block.kind, sentence, inside, len(sentence.split()), joined=number > 0)


def _group(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Pack one section's units into groups of TARGET_WORDS to MOST_WORDS words; a short rest joins the last group."""
    groups: list[list[_Unit]] = []
    current: list[_Unit] = []
    for cluster in _clusters(units):
        words = _count_words(current)
        full = words >= TARGET_WORDS or words + _count_words(cluster) > MOST_WORDS
        if current and full and current[-1].kind != "heading":
            groups.append(current)
            current = []
        current = current + cluster
    if groups and _count_words(current) < LEAST_WORDS:
        groups[-1] += current
    elif current:
        groups.append(current)
    yield from groups


def _clusters(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Yield the units that should stay together: rows with the lines above them, a list with what announces it.

    A list that is longer than a passage goes on in the next one.
    """
    cluster: list[_Unit] = []
    announced = False
    for unit in units:
        part = unit.kind == "item" or _is_row(unit)
        stays = cluster and (
            cluster[-1].text.endswith(":")
            or (announced and part)
            or (_is_row(unit) and (_is_row(cluster[-1]) or cluster[-1].kind == "item"))
        )
        if cluster and not (stays and _count_words(cluster) + unit.words <= MOST_WORDS):
            yield cluster
            cluster = []
        announced = unit.text.endswith(":") or (announced and part and bool(cluster))
        cluster.append(unit)
    if cluster:
        yield cluster


def _is_row(unit: _Unit) -> bool:
    """Whether a unit looks like a table's row or cell: short, and no sentence."""
    short = unit.kind == "prose" and unit.words <= 14 and not unit.text.endswith((".", "!", "?"))
    return unit.kind == "row" or short


def _count_words(units: Sequence[_Unit]) -> int:
    return sum(unit.words for unit in units)


def _make_passage(passage_id: str, guideline_id: str, path: tuple[str, ...], units: Sequence[_Unit]) -> Passage:
    text = ""
    spans: list[Span] = []
    for unit in units:
        if text:
            text += " " if unit.joined else "\n"
        spans += [Span(span.start + len(text), span.end + len(text), span.page, span.line) for span in unit.spans]
        text += unit.text
    content = [unit for unit in units if unit.kind != "heading"]
    items, rows = (sum(unit.kind == wanted for unit in content) for wanted in ("item", "row"))
    kind: PassageKind = "table" if rows * 2 > len(content) else "list" if items * 2 > len(content) else "prose"
    return Passage(passage_id, guideline_id, kind, path, text, tuple(spans))
