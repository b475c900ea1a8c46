"""FAISS over the stored vectors: a base on disk and a small exact tail in memory."""

from dataclasses import asdict
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from indexes.files import checksum, read_record, write_record
from indexes.store import Store
from indexes.types import Vectors

Rows = NDArray[np.int64]

_LEAST_FOLD = 1024
"""A tail shorter than this is searched faster than a base is written."""


class DenseIndex:
    """Nearest passages by inner product of unit vectors. A cache: all of it can be made again from the store.

    The base holds rows up to `_base_last` in half precision, as the store does, and is searched exactly. Rows after
    that are the tail. Rows that were removed stay in the base until the next fold and are masked in every search.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self.identity = store.identity
        self._dimension = self.identity.dimension
        self._base: faiss.Index = _make_base(self._dimension, *self._empty_tail())
        self._base_last = 0
        self._tail_rows, self._tail = self._empty_tail()
        self._load()

    def refresh(self) -> None:
        """Take in what the store has gained since, as the tail."""
        last = int(self._tail_rows[-1]) if len(self._tail_rows) else self._base_last
        rows, vectors = self._store.vectors_after(last)
        if len(rows):
            self._tail_rows = np.concatenate([self._tail_rows, rows])
            self._tail = np.concatenate([self._tail, vectors])

    def fold(self, force: bool = False) -> None:
        """Write tail and base as one new base, where the tail has grown past a tenth of the base, or if forced."""
        if not force and len(self._tail_rows) < max(_LEAST_FOLD, self._base.ntotal // 10):
            return
        rows, vectors = self._store.vectors_after(0)
        self._base = _make_base(self._dimension, rows, vectors)
        self._base_last = int(rows[-1]) if len(rows) else 0
        self._tail_rows, self._tail = self._empty_tail()
        self._save()

    def search(self, queries: Vectors, k: int, allowed: NDArray[np.bool_] | None) -> list[list[int]]:
        """Return the rows of the k nearest allowed passages for each query of shape (n, dimension), best first.

        `allowed[row]` says whether a row may be found; None allows every row.
        """
        parameters = None
        if allowed is not None:
            bitmap = np.packbits(allowed[: self._base_last + 1], bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bitmap) * 8, faiss.swig_ptr(bitmap))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, rows = self._base.search(queries, min(k, max(1, self._base.ntotal)), params=parameters)
        tail_scores = queries @ self._tail.T
        if allowed is not None:
            tail_scores[:, ~allowed[self._tail_rows]] = -np.inf
        all_scores = np.concatenate([scores, tail_scores], axis=1)
        all_rows = np.concatenate([rows, np.broadcast_to(self._tail_rows, tail_scores.shape)], axis=1)
        all_scores[all_rows < 0] = -np.inf
        # The row breaks ties, so that the same library always gives the same order; base and tail differ by roundings.
        order = np.lexsort((all_rows, -np.round(all_scores, 5)), axis=1)[:, :k]
        found: list[list[int]] = []
        for query, places in enumerate(order):
            found.append([int(all_rows[query, at]) for at in places if np.isfinite(all_scores[query, at])])
        return found

    def _empty_tail(self) -> tuple[Rows, Vectors]:
        return np.zeros(0, dtype=np.int64), np.zeros((0, self._dimension), dtype=np.float32)

    def _load(self) -> None:
        """Load the base if it is whole and was made by the set's embedder; else the empty one stays."""
        path = self._folder / "dense.faiss"
        record = read_record(self._folder / "dense.json")
        if record is None or not path.exists() or record.get("embedder") != asdict(self._store.identity):
            return
        if self._store.token(int(record.get("generation", -1))) != record.get("token"):
            return
        if path.stat().st_size != record.get("bytes") or checksum(path) != record.get("crc32"):
            return
        self._base = faiss.read_index(str(path))
        self._base_last = int(record["last_row"])

    def _save(self) -> None:
        generation = self._store.generation
        path = self._folder / "dense.faiss"
        temporary = path.with_name("dense.faiss.new")
        faiss.write_index(self._base, str(temporary))
        record = {
            "embedder": asdict(self._store.identity),
            "last_row": self._base_last,
            "generation": generation,
            "token": self._store.token(generation),
            "bytes": temporary.stat().st_size,
            "crc32": checksum(temporary),
        }
        temporary.replace(path)
        write_record(self._folder / "dense.json", record)


def _make_base(dimension: int, rows: Rows, vectors: Vectors) -> faiss.Index:
    """Return an exact inner-product index over vectors of shape (n, dimension) in half precision."""
    flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    base = faiss.IndexIDMap2(flat)
    base.train(np.zeros((1, dimension), dtype=np.float32))
    if len(rows):
        base.add_with_ids(vectors, rows)
    return base
