"""The folded part of the dense side: exact while it is small, inverted lists of 8-bit vectors when it is large."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from indexes.types import Vectors

Rows = NDArray[np.int64]
Allowed = NDArray[np.bool_]
ReadVectors = Callable[[Sequence[int]], tuple[Rows, Vectors]]
"""Gives those of some rows that are still stored (n,), in order, and their vectors (n, dimension)."""

EXACT_UP_TO = 20_000
"""Up to so many vectors all are looked at, in about two milliseconds."""

_LISTS_A_ROOT = 3.0
_TRAINED_ON = 40
"""Vectors for each list that its centre is found with: faiss asks for no fewer than 39."""

_PROBED = 1 / 16
_LEAST_PROBED = 96
"""The share of all lists that is opened for a question, and how many are at least."""

_LEAST_SCORED = 60
"""How many are at least scored again with the stored vectors: 8 bits may put a near one behind a far one."""


class DenseBase:
    """Unit vectors by row, searched by inner product.

    Up to EXACT_UP_TO they are kept in half precision and all are looked at. More are kept in 8 bits a component, in
    lists around centres that k-means finds (Jégou, Douze and Schmid, IEEE PAMI 2011); a search opens the lists nearest
    to the question, and scores what it finds there again with the stored vectors. The file is memory-mapped.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        self._lists: faiss.IndexIVF | None = None
        if isinstance(index, faiss.IndexIVF):
            self._lists = index
            lists: Any = index.invlists
            mapped = faiss.downcast_InvertedLists(lists)
            if isinstance(mapped, faiss.OnDiskInvertedLists):
                mapped.prefetch_nthread = 0  # to start threads for each question costs more than it saves
        self._list_of_row: NDArray[np.int32] | None = None
        self._counted: tuple[Allowed, NDArray[np.int64]] | None = None

    @classmethod
    def make(cls, dimension: int, count: int, read: Callable[[], Iterable[tuple[Rows, Vectors]]]) -> "DenseBase":
        """Make one of `count` vectors, which `read` yields in pieces, (n,) and (n, dimension); it is called twice."""
        if count <= EXACT_UP_TO:
            flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
            index: faiss.Index = faiss.IndexIDMap2(flat)
            index.train(np.zeros((1, dimension), dtype=np.float32))
        else:
            index = _train_lists(dimension, count, read())
        made = cls(index)
        for rows, vectors in read():
            made.add(rows, vectors)
        return made

    @classmethod
    def load(cls, path: Path, mapped: bool = True) -> "DenseBase":
        """Open one that `save` wrote; only one that is not memory-mapped can be changed."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP if mapped else 0))

    def add(self, rows: Rows, vectors: Vectors) -> None:
        """Add vectors (n, dimension) by their rows (n,)."""
        self._index.add_with_ids(vectors, rows)

    def remove(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Remove the vectors of ranges of rows, from the first to the last."""
        for first, last in ranges:
            self._index.remove_ids(faiss.IDSelectorRange(first, last + 1))

    def save(self, path: Path) -> None:
        """Write it."""
        faiss.write_index(self._index, str(path))

    @property
    def count(self) -> int:
        """How many vectors it holds, removed ones included."""
        return int(self._index.ntotal)

    @property
    def lists(self) -> int:
        """How many lists it has; 0 if it is exact."""
        return 0 if self._lists is None else int(self._lists.nlist)

    def search(self, queries: Vectors, k: int, allowed: Allowed | None, read: ReadVectors) -> tuple[Vectors, Rows]:
        """Return the scores and rows, both (n, at most k or a little more), of the nearest allowed to each query.

        `queries` has shape (n, dimension); `allowed[row]` says whether a row may be found, None allows all. A row of -1
        is none, and its score is minus infinity.
        """
        if not self.count or not len(queries):
            empty = np.zeros((len(queries), 0))
            return empty.astype(np.float32), empty.astype(np.int64)
        with _threads_for(queries):
            return self._search(queries, k, allowed, read)

    def _search(self, queries: Vectors, k: int, allowed: Allowed | None, read: ReadVectors) -> tuple[Vectors, Rows]:
        if self._lists is None:
            parameters = faiss.SearchParameters(**_select(allowed))
            scores, rows = self._index.search(queries, min(k, self.count), params=parameters)
        else:
            make: Any = faiss.SearchParametersIVF
            parameters = make(nprobe=self._count_probes(queries, allowed), **_select(allowed))
            _, rows = self._lists.search(queries, min(max(k, _LEAST_SCORED), self.count), params=parameters)
            scores, rows = _score_again(queries, rows, read)
        scores[rows < 0] = -np.inf
        return scores, rows

    def _count_probes(self, queries: Vectors, allowed: Allowed | None) -> int:
        """Return how many of the nearest lists to open.

        Under a filter as many as hold as many allowed vectors as are looked at without one, for whichever query needs
        most: a filter costs time, never what would be found.
        """
        assert self._lists is not None
        usual = min(self.lists, max(_LEAST_PROBED, int(self.lists * _PROBED)))
        if allowed is None:
            return usual
        counts = self._count_allowed(allowed)
        _, nearest = self._lists.quantizer.search(queries, self.lists)
        seen = np.cumsum(counts[nearest], axis=1)
        wanted = min(int(counts.sum()), self.count * usual // self.lists)
        needed = int((seen < wanted).sum(axis=1).max()) + 1
        return min(self.lists, max(usual, needed))

    def _count_allowed(self, allowed: Allowed) -> NDArray[np.int64]:
        """Return how many allowed vectors each list holds; a filter that comes again is not counted again."""
        if self._counted is None or self._counted[0] is not allowed:
            if self._list_of_row is None:
                self._list_of_row = _find_lists(self._lists)
            rows = np.flatnonzero(allowed[: len(self._list_of_row)])
            lists = self._list_of_row[rows]
            self._counted = allowed, np.bincount(lists[lists >= 0], minlength=self.lists)
        return self._counted[1]


@contextmanager
def _threads_for(queries: Vectors) -> Iterator[None]:
    """Hold faiss to one thread for a single question: others would be woken, and waited for, longer than it takes."""
    usual = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1 if len(queries) == 1 else usual)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(usual)


def _train_lists(dimension: int, count: int, pieces: Iterable[tuple[Rows, Vectors]]) -> faiss.Index:
    lists = min(count, 1 << round(np.log2(_LISTS_A_ROOT * np.sqrt(count))))
    sample = np.zeros(count, dtype=np.bool_)
    sample[np.random.default_rng(0).permutation(count)[: lists * _TRAINED_ON]] = True
    chosen = []
    at = 0
    for _, vectors in pieces:
        chosen.append(vectors[sample[at : at + len(vectors)]])
        at += len(vectors)
    centres = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        centres, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.min_points_per_centroid = 1  # says nothing of small sets, which only tests have
    index.train(np.concatenate(chosen))
    return index


def _find_lists(index: Any) -> NDArray[np.int32]:
    """Return for each row the list that it is in, -1 where it is in none."""
    ids = [_list_ids(index.invlists, number) for number in range(index.nlist)]
    found = np.full(max((int(rows.max()) for rows in ids if len(rows)), default=0) + 1, -1, dtype=np.int32)
    for number, rows in enumerate(ids):
        found[rows] = number
    return found


def _list_ids(lists: Any, number: int) -> Rows:
    size = lists.list_size(number)
    if not size:
        return np.zeros(0, dtype=np.int64)
    ids = lists.get_ids(number)
    try:
        return np.array(faiss.rev_swig_ptr(ids, size), dtype=np.int64)
    finally:
        lists.release_ids(number, ids)


def _select(allowed: Allowed | None) -> dict[str, faiss.IDSelector]:
    """Return the search parameter that finds allowed rows only; it keeps what it points to alive."""
    if allowed is None:
        return {}
    select: Any = faiss.IDSelectorBitmap  # its stub lacks the form that keeps the array
    return {"sel": select(np.packbits(allowed, bitorder="little"))}


def _score_again(queries: Vectors, rows: Rows, read: ReadVectors) -> tuple[Vectors, Rows]:
    """Return exact scores in place of those of 8 bits; rows that are no longer stored become -1."""
    kept, matrix = read(np.unique(rows[rows >= 0]).tolist())
    if not len(kept):
        return np.full(rows.shape, -np.inf, dtype=np.float32), np.full_like(rows, -1)
    places = np.minimum(np.searchsorted(kept, rows), len(kept) - 1)
    there = kept[places] == rows
    scores = np.take_along_axis(queries @ matrix.T, places, axis=1)
    return np.where(there, scores, -np.inf).astype(np.float32), np.where(there, rows, -1)
