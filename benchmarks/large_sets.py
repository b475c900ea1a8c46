"""Guideline sets of any size from the passages of a real one, for benchmarks/search.py.

A passage of such a set is two halves of real passages of one guideline, so that words come as often, and together, as
they do. Its vector is the mean of the halves' own, by their words, with noise; its tokens are those of both. Nothing is
embedded but the halves, once.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from indexes.context import embedding_text
from indexes.embedding import embed_guideline
from indexes.library import Library
from indexes.store import Store
from indexes.stored import PassageVectors
from indexes.types import Embedder
from indexes.unit_length import to_unit_length
from ingest.types import Guideline, Line, Page, Passage, Reading, Span

PASSAGES_A_GUIDELINE = 300
_PASSAGES_A_PAGE = 4
_LINE = 90
"""Characters of a printed line."""

NOISE = 0.35
"""Length of the random vector that is added to a mean of unit length: 500,000 passages are not two halves of 9,000."""


@dataclass(frozen=True, slots=True)
class Half:
    """Half of a real passage."""

    passage: Passage
    words: int
    vectors: PassageVectors


def read_halves(library: Library) -> list[list[Half]]:
    """Return the halves of each guideline's passages, embedded below its title."""
    found = []
    for stored in library.guidelines():
        passages = [half for passage in library.passages(stored.guideline.id) for half in _cut(passage)]
        vectors = embed_guideline(stored.guideline.title, passages, library.embedder)
        found.append(
            [
                Half(passage, len(embedding_text(passage).split()), of_half)
                for passage, of_half in zip(passages, vectors, strict=True)
            ]
        )
    return found


def make_set(folder: Path, count: int, halves: list[list[Half]], embedder: Embedder) -> None:
    """Make a set of so many passages in a folder that is not there yet."""
    Library.create(folder, embedder).close()
    store = Store.open(folder / "library.sqlite")
    random = np.random.default_rng(count)
    for number, start in enumerate(range(0, count, PASSAGES_A_GUIDELINE)):
        of_guideline = halves[number % len(halves)]
        size = min(PASSAGES_A_GUIDELINE, count - start)
        store.add(*_make_guideline(f"recombined-{number}", of_guideline, size, random))
    store.close()
    library = Library.open(folder, embedder)
    library.fold()
    library.close()


def _cut(passage: Passage) -> Iterator[Passage]:
    """Yield the two halves of a passage, cut between words; a short one is not cut."""
    words = passage.text.split()
    middle = len(words) // 2
    for part in (words[:middle], words[middle:]) if len(words) >= 20 else (words,):
        yield replace(passage, text=" ".join(part), spans=(), kind="prose")


def _make_guideline(
    name: str, halves: list[Half], count: int, random: np.random.Generator
) -> tuple[Reading, list[PassageVectors]]:
    pages: list[Page] = []
    passages, vectors = [], []
    lines: list[Line] = []
    for place in range(count):
        first, second = (halves[at] for at in random.integers(0, len(halves), 2))
        text, spans = "", []
        number = len(pages) + 1
        whole = f"{first.passage.text} {second.passage.text}"
        for part in textwrap.wrap(whole, _LINE, break_long_words=False, break_on_hyphens=False):
            text += " " if text else ""
            spans.append(Span(len(text), len(text) + len(part), number, len(lines)))
            lines.append(Line(part, (72.0, 14.0 * len(lines), 540.0, 14.0 * len(lines) + 12)))
            text += part
        heading = first.passage.heading
        passages.append(Passage(f"{name}#{place}", name, "prose", heading, text, tuple(spans)))
        vectors.append(_mix(first, second, random))
        if (place + 1) % _PASSAGES_A_PAGE == 0 or place + 1 == count:
            pages.append(Page(number, str(number), 595.0, 842.0, tuple(lines), "text"))
            lines = []
    guideline = Guideline(
        id=name,
        file=f"{name}.pdf",
        title=f"Recombined guideline {name}",
        publisher="Benchmark",
        edition="",
        published="2026",
        language="en",
        licence="",
        url="",
        sha256=name,
        supersedes=(),
        pages=len(pages),
        status="current",
    )
    return Reading(guideline, tuple(pages), tuple(passages), (), ()), vectors


def _mix(first: Half, second: Half, random: np.random.Generator) -> PassageVectors:
    mean = first.words * first.vectors.vector + second.words * second.vectors.vector
    noise = random.standard_normal(len(mean)).astype(np.float32)
    of_mean, of_noise = to_unit_length(np.stack([mean, noise]))
    (vector,) = to_unit_length((of_mean + NOISE * of_noise)[np.newaxis])
    return PassageVectors(vector, np.concatenate([first.vectors.signs, second.vectors.signs]))
