"""FAISS beside brute force: base, tail, removals and masks give what numpy gives, whatever happens to the cache.

Each test runs with a base that is exact, and with one of inverted lists, all of which are opened in sets as small as
these.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import indexes.dense
from indexes.dense import DenseIndex
from indexes.files import checksum, read_record
from indexes.store import Store
from indexes.types import EmbedderIdentity, Vectors
from tests.conftest import make_reading
from tests.factories import with_signs

DIMENSION = 24
IDENTITY = EmbedderIdentity("words", "0" * 64, DIMENSION, "", "")
Allowed = NDArray[np.bool_] | None


@pytest.fixture(autouse=True, params=["exact", "lists"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which kind of base is made."""
    if request.param == "lists":
        monkeypatch.setattr("indexes.dense_base.EXACT_UP_TO", 4)
    return str(request.param)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in the test's folder."""
    made = Store.create(tmp_path / "library.sqlite", IDENTITY)
    yield made
    made.close()


def make_vectors(count: int, seed: int) -> Vectors:
    """Make random unit vectors in half precision, as the store keeps them."""
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


def add(store: Store, name: str, count: int, seed: int) -> None:
    """Add a guideline with so many passages and random vectors."""
    reading = make_reading(name, *[f"passage {place}" for place in range(count)])
    store.add(reading, with_signs(make_vectors(count, seed)))


def search_plainly(store: Store, queries: Vectors, k: int, allowed: Allowed) -> list[list[int]]:
    """Search with numpy alone: every stored vector, in double precision, ties by row."""
    rows, vectors = store.vectors_after(0)
    kept = [at for at, row in enumerate(rows) if allowed is None or allowed[row]]
    scores = queries.astype(np.float64) @ vectors.astype(np.float64).T
    return [
        [int(rows[at]) for at in sorted(kept, key=lambda at: (-row_scores[at], rows[at]))[:k]] for row_scores in scores
    ]


def mask_rows(store: Store, *names: str) -> NDArray[np.bool_]:
    """Allow the rows of these guidelines alone, in a mask as long as the library makes it."""
    ends = [stored.last_row for stored in store.guidelines()] + [removal.last_row for removal in store.removals()]
    allowed = np.zeros(max(ends) + 1, dtype=np.bool_)
    for stored in store.guidelines():
        if stored.guideline.id in names:
            allowed[stored.first_row : stored.last_row + 1] = True
    return allowed


def make_index(folder: Path, store: Store) -> DenseIndex:
    """Open the index and bring it up to the store."""
    index = DenseIndex(folder, store)
    index.refresh()
    return index


def base_file(folder: Path) -> Path:
    """Return the base that the record names."""
    return folder / str((read_record(folder / "dense.json") or {})["file"])


QUERIES = make_vectors(9, seed=99)


def test_base_tail_removals_and_masks_are_exact(tmp_path: Path, store: Store) -> None:
    """Through additions, folds and removals, with and without a mask, the order is brute force's."""
    index = make_index(tmp_path, store)
    steps: list[tuple[Callable[[], None], tuple[str, ...]]] = [
        (lambda: add(store, "a", 40, 1), ("a",)),
        (lambda: add(store, "b", 30, 2), ("a", "b")),
        (lambda: index.fold(), ("a", "b")),
        (lambda: add(store, "c", 25, 3), ("a", "b", "c")),
        (lambda: store.remove("b"), ("a", "c")),
        (lambda: add(store, "d", 15, 4), ("a", "c", "d")),
        (lambda: store.remove("d"), ("a", "c")),
        (lambda: index.fold(), ("a", "c")),
        (lambda: add(store, "e", 5, 5), ("a", "c", "e")),
    ]
    for step, names in steps:
        step()
        index.refresh()
        everything = mask_rows(store, *names)
        assert index.search(QUERIES, 12, everything) == search_plainly(store, QUERIES, 12, everything)
        for name in names:
            one = mask_rows(store, name)
            assert index.search(QUERIES, 12, one) == search_plainly(store, QUERIES, 12, one)
        if not store.removals():
            assert index.search(QUERIES, 12, None) == search_plainly(store, QUERIES, 12, None)


@pytest.mark.parametrize("folded", [False, True])
def test_k_larger_than_what_is_allowed(tmp_path: Path, store: Store, folded: bool) -> None:
    """All that may be found is found, once each, and nothing is made up."""
    add(store, "a", 5, 1)
    add(store, "b", 3, 2)
    index = make_index(tmp_path, store)
    if folded:
        index.fold()
    allowed = mask_rows(store, "b")
    assert [sorted(rows) for rows in index.search(QUERIES, 1000, allowed)] == [[6, 7, 8]] * len(QUERIES)
    assert [sorted(rows) for rows in index.search(QUERIES, 1000, None)] == [[1, 2, 3, 4, 5, 6, 7, 8]] * len(QUERIES)
    assert index.search(QUERIES, 5, mask_rows(store)) == [[]] * len(QUERIES)


def test_an_empty_index_finds_nothing(tmp_path: Path, store: Store) -> None:
    """Neither base nor tail is needed, and no question is none."""
    index = make_index(tmp_path, store)
    assert index.search(QUERIES, 10, None) == [[]] * len(QUERIES)
    index.fold()
    assert index.search(QUERIES, 10, None) == [[]] * len(QUERIES)
    assert index.search(QUERIES[:0], 10, None) == []


def test_ties_go_to_the_earlier_row(tmp_path: Path, store: Store) -> None:
    """Equal passages keep the library's order, in the tail, in the base and across both."""
    vectors = make_vectors(3, seed=7)
    repeated = np.concatenate([vectors, vectors])
    store.add(make_reading("a", *"abcdef"), with_signs(repeated))
    index = make_index(tmp_path, store)
    in_tail = index.search(QUERIES, 10, None)
    index.fold()
    in_base = index.search(QUERIES, 10, None)
    store.add(make_reading("b", *"ghijkl"), with_signs(repeated))
    index.refresh()
    across = index.search(QUERIES, 12, None)
    for query in range(len(QUERIES)):
        best = search_plainly(store, QUERIES[query : query + 1], 12, None)[0]
        assert across[query] == best
        assert in_tail[query] == in_base[query] == [row for row in best if row <= 6]


def test_a_batch_gives_what_single_questions_give(tmp_path: Path, store: Store) -> None:
    """No question changes another's hits."""
    add(store, "a", 60, 1)
    index = make_index(tmp_path, store)
    index.fold()
    add(store, "b", 60, 2)
    index.refresh()
    alone = [index.search(QUERIES[at : at + 1], 20, None)[0] for at in range(len(QUERIES))]
    assert index.search(QUERIES, 20, None) == alone


def test_a_short_tail_is_not_due(tmp_path: Path, store: Store) -> None:
    """Writing a base for a handful of passages would cost more than it saves."""
    add(store, "a", 20, 1)
    assert not make_index(tmp_path, store).is_due


def test_a_tenth_is_due(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tail is folded once it is as long as a tenth of the base, not before; removed rows leave the base then."""
    monkeypatch.setattr("indexes.dense._LEAST_FOLD", 4)
    add(store, "a", 100, 1)
    index = make_index(tmp_path, store)
    assert index.is_due
    index.fold()
    assert not index.is_due
    record = read_record(tmp_path / "dense.json") or {}
    path = base_file(tmp_path)
    assert record["embedder"] == asdict(IDENTITY)
    assert (record["count"], record["trained_on"], record["last_row"]) == (100, 100, 100)
    assert (record["bytes"], record["crc32"]) == (path.stat().st_size, checksum(path))
    add(store, "b", 9, 2)
    assert not index.is_due
    add(store, "c", 1, 3)
    assert index.is_due
    index.fold()
    record = read_record(tmp_path / "dense.json") or {}
    assert (record["count"], record["last_row"]) == (110, 110)
    store.remove("a")
    assert index.is_due
    index.fold()
    record = read_record(tmp_path / "dense.json") or {}
    assert (record["count"], record["last_row"]) == (10, 110)
    assert index.search(QUERIES, 200, None) == search_plainly(store, QUERIES, 200, None)


def test_lists_are_made_anew_at_twice_their_number(tmp_path: Path, store: Store, kind: str) -> None:
    """Until then they are filled further; an exact base is written anew each time."""
    add(store, "a", 30, 1)
    index = make_index(tmp_path, store)
    for name, count, trained_on in (("b", 20, 30), ("c", 10, 30), ("d", 1, 61)):
        index.fold()
        add(store, name, count, len(name))
        index.fold()
        record = read_record(tmp_path / "dense.json") or {}
        assert record["trained_on"] == (trained_on if kind == "lists" else store.count_after(0))
        assert index.search(QUERIES, 70, None) == search_plainly(store, QUERIES, 70, None)


def test_another_process_folds(tmp_path: Path, store: Store) -> None:
    """Its base is taken in place of the own one and the tail; who searched goes on unharmed before that."""
    add(store, "a", 30, 1)
    ours = make_index(tmp_path, store)
    ours.fold()
    add(store, "b", 20, 2)
    assert ours.refresh()
    theirs = make_index(tmp_path, store)
    theirs.fold()
    everything = search_plainly(store, QUERIES, 60, None)
    assert ours.search(QUERIES, 60, None) == everything
    assert ours.refresh()
    assert len(ours._tail_rows) == 0
    assert ours.search(QUERIES, 60, None) == everything
    assert [path.name for path in tmp_path.glob("dense.*.faiss")] == [base_file(tmp_path).name]


def test_another_process_folds_while_the_base_is_opened(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is gone between its checksum and its opening: the store's own vectors are searched."""
    add(store, "a", 40, 1)
    first = make_index(tmp_path, store)
    first.fold()
    add(store, "b", 10, 2)

    def read_then_fold(path: Path) -> int:
        found = checksum(path)
        monkeypatch.setattr(indexes.dense, "checksum", checksum)
        first.fold()
        assert not path.exists()
        return found

    monkeypatch.setattr(indexes.dense, "checksum", read_then_fold)
    second = make_index(tmp_path, store)
    assert second.search(QUERIES, 10, None) == search_plainly(store, QUERIES, 10, None)


def test_a_lost_base_of_a_large_set_is_no_tail(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """It must be folded again: a tail of the whole set would be slow and large."""
    monkeypatch.setattr("indexes.dense._LEAST_FOLD", 4)
    add(store, "a", 40, 1)
    index = make_index(tmp_path, store)
    index.fold()
    base_file(tmp_path).unlink()
    again = DenseIndex(tmp_path, store)
    assert again.is_due
    assert not again.refresh()
    again.fold()
    assert again.search(QUERIES, 50, None) == search_plainly(store, QUERIES, 50, None)


def truncate(folder: Path) -> None:
    """Cut the base in half."""
    path = base_file(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_bytes(folder: Path) -> None:
    """Change single bytes of the base: in its header, among its vectors and among its rows."""
    path = base_file(folder)
    data = bytearray(path.read_bytes())
    for at in (5, len(data) // 2, len(data) - 20):
        data[at] ^= 0xFF
    path.write_bytes(data)


def delete_record(folder: Path) -> None:
    """Leave a base that nothing says is finished."""
    (folder / "dense.json").unlink()


def garble_record(folder: Path) -> None:
    """Leave half a record."""
    path = folder / "dense.json"
    path.write_text(path.read_text()[:30])


def delete_base(folder: Path) -> None:
    """Leave a record of nothing."""
    base_file(folder).unlink()


def empty_base(folder: Path) -> None:
    """Leave an empty file."""
    base_file(folder).write_bytes(b"")


def name_another_embedder(folder: Path) -> None:
    """Leave a whole base that another embedder made."""
    path = folder / "dense.json"
    record = json.loads(path.read_text())
    record["embedder"]["weights"] = "1" * 64
    path.write_text(json.dumps(record))


DAMAGES = [truncate, flip_bytes, delete_record, garble_record, delete_base, empty_base, name_another_embedder]


@pytest.mark.parametrize("damage", [None, *DAMAGES])
def test_a_damaged_base_changes_no_result(tmp_path: Path, store: Store, damage: Callable[[Path], None] | None) -> None:
    """Opened again, the index finds what it found before, from the base or, if that cannot be trusted, without it."""
    add(store, "a", 50, 1)
    index = make_index(tmp_path, store)
    index.fold()
    add(store, "b", 20, 2)
    store.remove("a")
    add(store, "c", 20, 3)
    allowed = mask_rows(store, "b", "c")
    expected = search_plainly(store, QUERIES, 15, allowed)
    if damage is not None:
        damage(tmp_path)
    again = make_index(tmp_path, store)
    assert again.search(QUERIES, 15, allowed) == expected
    again.fold()
    assert make_index(tmp_path, store).search(QUERIES, 15, allowed) == expected


def test_the_base_of_another_embedder_is_left_alone(tmp_path: Path, store: Store) -> None:
    """After a set was embedded again, its old base is not used, though it is whole and has the same rows."""
    add(store, "a", 30, 1)
    make_index(tmp_path, store).fold()
    fresh = make_vectors(30, seed=8)
    store.replace_vectors(replace(IDENTITY, weights="1" * 64), list(enumerate(with_signs(fresh), start=1)))
    assert make_index(tmp_path, store).search(QUERIES, 10, None) == search_plainly(store, QUERIES, 10, None)


def test_nothing_unfinished_is_left_beside_the_base(tmp_path: Path, store: Store) -> None:
    """Base and record are written beside and renamed."""
    add(store, "a", 30, 1)
    make_index(tmp_path, store).fold()
    names = {path.name for path in tmp_path.iterdir()}
    assert {base_file(tmp_path).name, "dense.json"} <= names
    assert not any(name.endswith(".new") for name in names)
