"""What a search gives, what may restrict it, and what an embedder must do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.types import Box, Guideline, PageSource, Passage

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """What makes two embedders interchangeable: the same identity gives the same vectors."""

    name: str
    """A sentence-transformers name or folder."""
    weights: str
    """sha256 of the model's weights and tokenizer, hexadecimal."""
    dimension: int
    query_prefix: str
    passage_prefix: str


@dataclass(frozen=True, slots=True)
class Embedded:
    """Texts as vectors."""

    vectors: Vectors
    """Unit vectors of shape (texts, dimension)."""
    tokens: tuple[Vectors, ...]
    """For each text the vectors of its tokens, shape (tokens, width), without those that only mark its start or end;
    shape (0, width) if the model has none. Those of questions are unit vectors; of passages' the signs alone count."""


class Embedder(Protocol):
    """Turns text into unit vectors. Safe to use from several threads."""

    @property
    def identity(self) -> EmbedderIdentity: ...

    def embed_queries(self, texts: Sequence[str]) -> Embedded:
        """Embed questions."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Embedded:
        """Embed passages."""
        ...


@dataclass(frozen=True, slots=True)
class Filter:
    """Where a search may look. The empty filter takes every current guideline, whole; all that is given must hold.

    `indexes.matching` has the rule by which each field matches.
    """

    guidelines: tuple[str, ...] = ()
    """Guideline ids; empty means all."""
    superseded: bool = False
    """Whether superseded editions are searched as well."""
    publisher: str = ""
    """Words of the publisher's name, or its initials."""
    language: str = ""
    """BCP 47 tag, or the English name of a common language; "en" takes "en-GB" as well."""
    edition: str = ""
    """Words of the edition's name."""
    published_from: str = ""
    """ISO 8601 date, or its year or year and month; this and the next include it whole."""
    published_to: str = ""
    population: str = ""
    """One of `indexes.populations.POPULATIONS`: leaves out passages whose titles name only others."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of text stands on one page."""

    page: int
    label: str | None
    boxes: tuple[Box, ...]
    sources: tuple[PageSource, ...]
    """Of each box, whether its line is of the text layer or was read by OCR."""

    @property
    def source(self) -> PageSource:
        """Whether any of its lines was read by OCR."""
        return "ocr" if "ocr" in self.sources else "text"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found."""

    passage: Passage
    guideline: Guideline
    places: tuple[Place, ...]
    """The whole passage on its pages, one place a page, in reading order. A place's boxes are those of the passage's
    spans on that page, one a span, in their order."""
    score: float
    """The fused score; comparable only within one search."""
    similarity: float
    """Cosine of question and passage by the set's embedder."""
    dense_rank: int | None
    """From 1; None where the dense side did not find it."""
    lexical_rank: int | None
    repeats: tuple["Hit", ...] = ()
    """What says the same elsewhere, and ranked lower: further places of the same evidence."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a question's words its hits hold."""

    share: float
    """The share of the words' weight (inverse document frequency) that is in some hit: 1 for all, 0 for none."""
    missing: tuple[str, ...]
    """The words that are in no hit, weightiest first, as they are searched: lower case and without endings."""
    rarest: float = 0.0
    """The share of the weight that the weightiest of these has; 0 where none is missing."""
