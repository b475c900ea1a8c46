"""How many of the nearest passages the dense side of a set finds, against a scan of every stored vector."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexes.dense import DenseIndex
from indexes.library import CANDIDATES, Library
from indexes.store import Store
from indexes.types import Vectors

K = 10


def measure_recall(folder: Path, questions: Sequence[str]) -> float:
    """Return the share of the ten nearest passages to each question that the dense side has among its first ten."""
    library = Library.open(folder)
    queries = library.embedder.embed_queries(questions).vectors
    library.close()
    store = Store.open(folder / "library.sqlite")
    index = DenseIndex(folder, store)
    assert index.refresh(), "the set was folded when it was made"
    found = index.search(queries, CANDIDATES, None)
    exact = _search_exactly(store, queries)
    store.close()
    hits = sum(len(set(ours[:K]) & set(theirs)) for ours, theirs in zip(found, exact, strict=True))
    return hits / sum(map(len, exact))


def _search_exactly(store: Store, queries: Vectors) -> list[list[int]]:
    scores = np.full((len(queries), 0), -np.inf, dtype=np.float32)
    rows = np.zeros((len(queries), 0), dtype=np.int64)
    for more_rows, vectors in store.read_vectors():
        scores = np.concatenate([scores, queries @ vectors.T], axis=1)
        rows = np.concatenate([rows, np.broadcast_to(more_rows, (len(queries), len(more_rows)))], axis=1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :K]
        scores, rows = np.take_along_axis(scores, best, axis=1), np.take_along_axis(rows, best, axis=1)
    return [list(map(int, of_query)) for of_query in rows]
