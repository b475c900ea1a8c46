"""What the store holds of a guideline and of a passage, and how vectors lie in it."""

import json
from dataclasses import dataclass

import numpy as np

from indexes.late_interaction import TokenSigns
from indexes.places import load_places
from indexes.types import Place, Vectors
from ingest.types import Guideline, Passage
from ingest.wire import load_spans


@dataclass(frozen=True, slots=True)
class StoredGuideline:
    """A guideline as the library holds it. Rows first to last are its passages, and no other's."""

    key: int
    """Never used again, not even after removal."""
    guideline: Guideline
    first_row: int
    last_row: int
    generation: int
    """The library's generation when it was added."""
    superseded_by: tuple[str, ...] = ()
    """Ids of the guidelines of the set that replace it; empty for the current edition."""

    @property
    def passages(self) -> int:
        """How many passages it has."""
        return self.last_row - self.first_row + 1


@dataclass(frozen=True, slots=True)
class Removal:
    """What a removed guideline leaves: the rows that caches must forget."""

    key: int
    first_row: int
    last_row: int
    generation: int

    @property
    def count(self) -> int:
        """How many passages it had."""
        return self.last_row - self.first_row + 1


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its row and where it stands."""

    row: int
    guideline_key: int
    passage: Passage
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """One passage as the embedder sees it: its unit vector (dimension,) and the signs of its tokens' vectors."""

    vector: Vectors
    signs: TokenSigns

    def dump(self) -> tuple[bytes, bytes]:
        """Return both as they are stored: float16, and the number of bytes a token before the signs."""
        return self.vector.astype(np.float16).tobytes(), self.signs.shape[1].to_bytes(2) + self.signs.tobytes()


def load_signs(data: bytes) -> TokenSigns:
    """Return the signs of a passage's token vectors from what was stored."""
    width = int.from_bytes(data[:2])
    return np.frombuffer(data, dtype=np.uint8, offset=2).reshape(-1, width)


def load_passage(
    row: int,
    key: int,
    passage_id: str,
    guideline_id: str,
    kind: str,
    heading: str,
    text: str,
    spans: str,
    places: str,
) -> StoredPassage:
    """Return a passage from the columns of its row."""
    passage = Passage(
        passage_id,
        guideline_id,
        kind,  # type: ignore[arg-type]
        tuple(json.loads(heading)),
        text,
        load_spans(json.loads(spans)),
    )
    return StoredPassage(row, key, passage, load_places(json.loads(places)))
