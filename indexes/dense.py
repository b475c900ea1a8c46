"""FAISS over the stored vectors: a base on disk and a small exact tail in memory."""

import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from indexes.dense_base import Allowed, DenseBase, Rows
from indexes.files import checksum, read_record, write_record
from indexes.store import Store
from indexes.stored import Removal
from indexes.types import Vectors

FORMAT = 2

_LEAST_FOLD = 1024
_MOST_TAIL = 16_384
"""A tail shorter than the first is searched faster than a base is written; one of the second costs a search a
millisecond or two, however large the base is."""


class DenseIndex:
    """Nearest passages by inner product of unit vectors. A cache: all of it can be made again from the store.

    The base holds rows up to `_base_last`; rows after that are the tail. Rows that were removed stay in the base until
    the next fold and are masked in every search. A base file is never changed: each fold writes another, which the
    record names, and who has the old one open goes on with it.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._record_path = folder / "dense.json"
        self._store = store
        self.identity = store.identity
        self._file = ""
        self._base: DenseBase | None = None
        self._base_last = 0
        self._tail_rows, self._tail = self._empty_tail()

    @property
    def is_due(self) -> bool:
        """Whether so much has changed since the base on disk was written that it should be folded."""
        record = self._record()
        if record is None:
            return self._store.count_after(0) >= _LEAST_FOLD
        removed = sum(removal.count for removal in self._removals_since(record))
        return self._store.count_after(int(record["last_row"])) + removed >= _most_pending(int(record["count"]))

    def refresh(self) -> bool:
        """Take in what another process has folded, and as the tail what the store has gained since.

        Return whether all can be searched then; False if the rest is too much for a tail, or the base is lost: then it
        is to be folded.
        """
        record = self._record()
        if self._base is None or (record is not None and record["file"] != self._file):
            self._load(record)
        assert self._base is not None
        last = int(self._tail_rows[-1]) if len(self._tail_rows) else self._base_last
        if len(self._tail_rows) + self._store.count_after(last) > 2 * _most_pending(self._base.count):
            return False
        rows, vectors = self._store.vectors_after(last)
        if len(rows):
            self._tail_rows = np.concatenate([self._tail_rows, rows])
            self._tail = np.concatenate([self._tail, vectors])
        return True

    def fold(self) -> None:
        """Write all that the store holds as one new base. The caller holds the set's lock.

        Lists are filled further until there is twice as much as their centres were made for; then all is made anew.
        """
        record = self._record()
        generation = self._store.generation
        count = self._store.count_after(0)
        base = self._extend(record, count) if record is not None else None
        trained_on = int(record["trained_on"]) if record is not None and base is not None else count
        if base is None:
            base = DenseBase.make(self.identity.dimension, count, self._store.read_vectors)
        temporary = self._folder / f"dense.{secrets.token_hex(4)}.new"
        base.save(temporary)
        crc32 = checksum(temporary)
        path = self._folder / f"dense.{crc32:08x}.faiss"
        written = {
            "format": FORMAT,
            "file": path.name,
            "embedder": asdict(self._store.identity),
            "count": base.count,
            "trained_on": trained_on,
            "last_row": self._store.last_row,
            "generation": generation,
            "token": self._store.token(generation),
            "bytes": temporary.stat().st_size,
            "crc32": crc32,
        }
        temporary.replace(path)
        write_record(self._record_path, written)
        for other in self._folder.glob("dense.*.faiss"):
            if other != path:
                other.unlink(missing_ok=True)
        self._take(DenseBase.load(path), written)

    def search(self, queries: Vectors, k: int, allowed: Allowed | None) -> list[list[int]]:
        """Return the rows of the k nearest allowed passages for each query of shape (n, dimension), best first.

        `allowed[row]` says whether a row may be found; None allows every row.
        """
        assert self._base is not None, "refreshed before it is searched"
        scores, rows = self._base.search(queries, k, allowed, self._store.vectors)
        tail_scores = queries @ self._tail.T
        if allowed is not None:
            tail_scores[:, ~allowed[self._tail_rows]] = -np.inf
        all_scores = np.concatenate([scores, tail_scores], axis=1)
        all_rows = np.concatenate([rows, np.broadcast_to(self._tail_rows, tail_scores.shape)], axis=1)
        # The row breaks ties, so that the same library always gives the same order; base and tail differ by roundings.
        order = np.lexsort((all_rows, -np.round(all_scores, 5)), axis=1)[:, :k]
        found: list[list[int]] = []
        for query, places in enumerate(order):
            found.append([int(all_rows[query, at]) for at in places if np.isfinite(all_scores[query, at])])
        return found

    def _empty_tail(self) -> tuple[Rows, Vectors]:
        return np.zeros(0, dtype=np.int64), np.zeros((0, self.identity.dimension), dtype=np.float32)

    def _record(self) -> dict[str, Any] | None:
        """Return the record on disk, if it is of this form, the set's embedder and a state that the set was in."""
        record = read_record(self._record_path)
        if record is None or record.get("format") != FORMAT or record.get("embedder") != asdict(self._store.identity):
            return None
        token = self._store.token(int(record["generation"]))
        if token is None or record["token"] != token:
            return None
        try:
            size = (self._folder / str(record["file"])).stat().st_size
        except FileNotFoundError:
            return None
        return record if size == record["bytes"] else None

    def _load(self, record: dict[str, Any] | None) -> None:
        """Open the base that a record names, if it is whole; else begin with none."""
        if record is not None:
            base = self._open_base(record, mapped=True)
            if base is not None:
                self._take(base, record)
                return
        self._take(DenseBase.make(self.identity.dimension, 0, lambda: ()), {"last_row": 0, "file": ""})

    def _take(self, base: DenseBase, record: dict[str, Any]) -> None:
        """Search this base from now on, with no tail yet."""
        self._base, self._base_last, self._file = base, int(record["last_row"]), str(record["file"])
        self._tail_rows, self._tail = self._empty_tail()

    def _open_base(self, record: dict[str, Any], mapped: bool) -> DenseBase | None:
        """Open the base that a record names; None if it is damaged, or gone since: another process may have folded."""
        path = self._folder / str(record["file"])
        try:
            return DenseBase.load(path, mapped) if checksum(path) == record["crc32"] else None
        except FileNotFoundError:
            return None

    def _extend(self, record: dict[str, Any], count: int) -> DenseBase | None:
        """Return the base on disk with what has changed since, or None if it is to be made anew for this count."""
        if count > 2 * int(record["trained_on"]):
            return None
        base = self._open_base(record, mapped=False)
        if base is None or not base.lists:
            return None
        base.remove([(removal.first_row, removal.last_row) for removal in self._removals_since(record)])
        for rows, vectors in self._store.read_vectors(int(record["last_row"])):
            base.add(rows, vectors)
        return base

    def _removals_since(self, record: dict[str, Any]) -> list[Removal]:
        """Return the removals of rows that a base still holds."""
        last, generation = int(record["last_row"]), int(record["generation"])
        return [
            removal
            for removal in self._store.removals()
            if removal.generation > generation and removal.first_row <= last
        ]


def _most_pending(count: int) -> int:
    """Return how many changes a base of so many vectors is folded after."""
    return min(_MOST_TAIL, max(_LEAST_FOLD, count // 10))
