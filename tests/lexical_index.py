"""A lexical index over a store of plain texts."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexes.lexical import LexicalIndex
from indexes.store import Store
from tests.conftest import make_reading
from tests.factories import with_signs


def add(store: Store, name: str, *texts: str, headings: Sequence[str] = ()) -> None:
    """Add a guideline; its vectors do not matter here."""
    vectors = np.ones((len(texts), 2), dtype=np.float32)
    store.add(make_reading(name, *texts, headings=headings), with_signs(vectors))


def make_index(folder: Path, store: Store) -> LexicalIndex:
    """Open the index and bring it up to the store."""
    index = LexicalIndex(folder, store)
    if not index.is_current:
        index.refresh(store.guidelines())
    return index


def find(index: LexicalIndex, question: str, keys: Sequence[int] | None = None) -> list[int]:
    """Return the rows found, best first."""
    return index.search(question, 100, keys)
