"""Blocks to passages: never through a sentence or a list item, each with its heading path and its lines."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.joining import Vocabulary, join_lines
from ingest.layout import Block
from ingest.sentences import find_sentences
from ingest.table_passages import Bodies, SliceText, TableText, notes_for, write_slice
from ingest.types import Passage, PassageKind, Span

TARGET_WORDS = 120
MOST_WORDS = 160
LEAST_WORDS = 20
SMALL_WORDS = 40
LEAD_WORDS = 45

_CONTENTS = re.compile(r"(?:(?:\.\s?){5,}|(?:…\s?){2,})\s*(?:(?:[A-Z\d]{1,3}-)?\d{1,4}|[ivxlc]{1,6})$")
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
    part: SliceText | None = None
    """The slice of a table that it is a row of."""
    last: bool = False
    """Whether it is that table's last row."""


def cut_passages(
    guideline_id: str,
    blocks: Sequence[Block],
    paths: Sequence[tuple[str, ...]],
    vocabulary: Vocabulary,
    bodies: Bodies = (),
) -> tuple[Passage, ...]:
    """Cut blocks into passages of about TARGET_WORDS words, one section each.

    A heading opens the passage below it, so that all printed text is in some passage; only the lines of a contents
    list are left out, as they answer nothing and repeat every title, and a table's header where it is printed again. A
    single sentence, item or row may exceed MOST_WORDS. Each passage of a table opens with its caption and header; what
    leads up to a table opens its first passage. `bodies` are the lines of all pages, which tables refer to.
    """
    sections = [
        (path, [unit for block in section for unit in _units(block, vocabulary, bodies)])
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
        if block.table is None and any(_CONTENTS.search(placed.line.text) for placed in block.lines):
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


def _units(block: Block, vocabulary: Vocabulary, bodies: Bodies) -> Iterator[_Unit]:
    if block.table is not None:
        part = write_slice(block.table, bodies, vocabulary)
        for number, row in enumerate(part.rows, start=1):
            ends = block.table.last and number == len(part.rows)
            yield _Unit("row", row.text, tuple(row.spans), row.words, part=part, last=ends)
        return
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
    """Pack one section's units into the groups that become passages; a table's rows are apart from other text."""
    groups: list[list[_Unit]] = []
    for _, run in itertools.groupby(units, key=lambda unit: id(unit.part) if unit.part else None):
        some = list(run)
        if some[0].part is None:
            groups += _group_prose(some)
        else:
            lead = _take_lead(groups)
            groups += _group_rows(lead, some, some[0].part)
    yield from groups


def _group_prose(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Pack units into groups of TARGET_WORDS to MOST_WORDS words; a short rest joins the last group."""
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
    return groups


def _take_lead(groups: list[list[_Unit]]) -> list[_Unit]:
    """Take what leads up to a table off the last group: a short text, or the short sentences and headings at its end.

    A dose table's "twice a day for 3 days" often stands only in the line above it.
    """
    if not groups or groups[-1][-1].part is not None:
        return []
    last = groups[-1]
    if _count_words(last) <= LEAD_WORDS:
        return groups.pop()
    lead: list[_Unit] = []
    while len(last) > 1 and _count_words(lead) + last[-1].words <= LEAD_WORDS and not last[-1].joined:
        lead.insert(0, last.pop())
    return lead


def _group_rows(lead: list[_Unit], rows: Sequence[_Unit], part: SliceText) -> list[list[_Unit]]:
    """Pack a table's rows, each group with the table's caption and header above and the notes that it needs below."""
    opening = [_table_unit("header", part.opening, part)] if part.opening.text else []
    groups: list[list[_Unit]] = []
    current = [*lead, *opening]
    held: list[_Unit] = []
    for row in rows:
        words = _count_words(current) + _count_words(held)
        if held and (words >= TARGET_WORDS or words + row.words > MOST_WORDS):
            groups.append([*current, *held])
            current, held = [*opening], []
        held.append(row)
    groups.append([*current, *held])
    ends = rows[-1].last
    for number, group in enumerate(groups, start=1):
        texts = [unit.text for unit in group]
        notes = notes_for(texts, part.notes, last=ends and number == len(groups))
        group += [_table_unit("note", note, part) for note in notes]
    return groups


def _table_unit(kind: str, text: TableText, part: SliceText) -> _Unit:
    return _Unit(kind, text.text, tuple(text.spans), len(text.text.split()), part=part)


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
    tabular = any(unit.part is not None for unit in units)
    kind: PassageKind = (
        "table" if tabular or rows * 2 > len(content) else "list" if items * 2 > len(content) else "prose"
    )
    return Passage(passage_id, guideline_id, kind, path, text, tuple(spans))
