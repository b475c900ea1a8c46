"""The SQLite truth: all or nothing, counted, and equal to what was put in."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexes.errors import LibraryError
from indexes.late_interaction import pack_signs
from indexes.places import find_places
from indexes.schema import FORMAT
from indexes.sections import Section
from indexes.store import Store
from indexes.stored import PassageVectors, Removal
from indexes.types import EmbedderIdentity, Vectors
from ingest.types import Reading
from tests.conftest import make_reading
from tests.factories import with_signs

IDENTITY = EmbedderIdentity("words", "0" * 64, 4, "query: ", "passage: ")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store of a test lies."""
    return tmp_path / "library.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An empty store."""
    made = Store.create(path, IDENTITY)
    yield made
    made.close()


KEPT_BY_PASSAGE = ("pages", "passages", "vectors", "tokens")


def make_vectors(count: int, seed: int = 0) -> Vectors:
    """Make unit vectors that half precision holds exactly."""
    vectors = np.random.default_rng(seed).standard_normal((count, IDENTITY.dimension))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


def add(store: Store, reading: Reading) -> None:
    """Add a reading with vectors of its own."""
    store.add(reading, with_signs(make_vectors(len(reading.passages))))


def test_a_new_store_is_empty(store: Store) -> None:
    """It knows its embedder and has seen no change."""
    assert (store.generation, store.identity) == (0, IDENTITY)
    assert (store.guidelines(), store.removals()) == ((), ())
    rows, vectors = store.vectors_after(0)
    assert (rows.shape, vectors.shape) == ((0,), (0, 4))


def test_what_goes_in_comes_out(store: Store, path: Path) -> None:
    """Guideline, pages, lines, boxes, passages, spans and vectors are equal after the file is opened again."""
    reading = make_reading(
        "malaria",
        "Give artesunate\n2.4 mg/kg.",
        "Ελληνικά, 中文, “quotes” and \x07",
        "Third.",
        headings=("5", "5.2 Ünder"),
    )
    reading = replace(reading, pages=(replace(reading.pages[0], label=None, source="ocr"), *reading.pages[1:]))
    vectors = make_vectors(3)
    store.add(reading, with_signs(vectors))
    store.close()
    again = Store.open(path)
    (stored,) = again.guidelines()
    assert stored.guideline == reading.guideline
    assert (stored.key, stored.first_row, stored.last_row, stored.generation, stored.passages) == (1, 1, 3, 1, 3)
    assert [again.page(stored.key, number) for number in (1, 2, 3)] == [*reading.pages, None]
    assert again.count_ocr_pages(stored.key) == 1
    found = list(again.passages_of(stored.key))
    assert [item.passage for item in found] == list(reading.passages)
    assert [item.row for item in found] == [1, 2, 3]
    pages = {page.number: page for page in reading.pages}
    assert [item.places for item in found] == [find_places(passage, pages) for passage in reading.passages]
    chosen, of_chosen = again.vectors([3, 1, 99])
    assert chosen.tolist() == [1, 3]
    assert np.array_equal(of_chosen, vectors[[0, 2]])
    signs = again.token_signs([3, 1, 9])
    assert sorted(signs) == [1, 3]
    assert np.array_equal(signs[3], pack_signs(np.stack([vectors[2], -vectors[2]])))
    rows, all_vectors = again.vectors_after(1)
    assert rows.tolist() == [2, 3]
    assert np.array_equal(all_vectors, vectors[1:])
    again.close()


def test_each_change_raises_the_generation_by_one(store: Store) -> None:
    """Adding, removing and new vectors count; reading does not."""
    add(store, make_reading("a", "one"))
    assert store.generation == 1
    add(store, make_reading("b", "two"))
    store.guidelines()
    assert store.generation == 2
    store.remove("a")
    assert store.generation == 3
    store.replace_vectors(replace(IDENTITY, weights="1" * 64), [(2, with_signs(make_vectors(1))[0])])
    assert store.generation == 4
    assert [stored.generation for stored in store.guidelines()] == [2]


def test_rows_and_keys_are_never_used_again(store: Store) -> None:
    """Not even those of the guideline that was added last."""
    add(store, make_reading("a", "one", "two"))
    add(store, make_reading("b", "three"))
    store.remove("b")
    add(store, make_reading("b", "three"))
    assert [(stored.key, stored.first_row, stored.last_row) for stored in store.guidelines()] == [(1, 1, 2), (3, 4, 4)]


def test_removal_leaves_its_record_and_nothing_else(store: Store, path: Path) -> None:
    """Pages, passages and vectors go; which rows they had stays, for the caches."""
    add(store, make_reading("a", "one", "two", "three"))
    add(store, make_reading("b", "four"))
    store.remove("a")
    assert store.removals() == (Removal(key=1, first_row=1, last_row=3, generation=3),)
    assert [stored.guideline.id for stored in store.guidelines()] == ["b"]
    assert store.page(1, 1) is None
    assert store.passages([1, 2, 3, 4]).keys() == {4}
    assert store.vectors_after(0)[0].tolist() == [4]
    with sqlite3.connect(path) as plain:
        counts = [plain.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in KEPT_BY_PASSAGE]
    assert counts == [1, 1, 1, 1]


def test_removing_what_is_not_there(store: Store) -> None:
    """It is said in one sentence and changes nothing."""
    with pytest.raises(LibraryError) as fault:
        store.remove("nothing")
    assert str(fault.value) == "there is no guideline 'nothing' in this set; see fieldguide list"
    assert store.generation == 0


def test_sections_of_populations_come_and_go_with_their_guideline(store: Store) -> None:
    """Those of passages whose titles name a population, by row; no others."""
    add(store, make_reading("a", "one", "two"))
    add(store, make_reading("b", "three", "four", headings=("Women and children",)))
    add(store, make_reading("c", "five", title="Malaria in pregnancy"))
    assert store.sections() == (
        Section(3, 4, frozenset(["adults", "children"])),
        Section(5, 5, frozenset(["pregnant"])),
    )
    store.remove("b")
    assert store.sections() == (Section(5, 5, frozenset(["pregnant"])),)


def test_a_fault_in_the_middle_leaves_nothing(store: Store) -> None:
    """One vector too few is found after guideline and pages were written; all of it is taken back."""
    add(store, make_reading("a", "one"))
    with pytest.raises(ValueError, match="shorter"):
        store.add(make_reading("b", "two", "three"), with_signs(make_vectors(1)))
    assert store.generation == 1
    assert [stored.guideline.id for stored in store.guidelines()] == ["a"]
    assert store.page(2, 1) is None
    assert store.vectors_after(0)[0].tolist() == [1]
    add(store, make_reading("b", "two", "three"))
    assert store.generation == 2
    assert [item.passage.text for item in store.passages_of(2)] == ["two", "three"]


def test_a_fault_while_vectors_are_replaced_leaves_the_old_ones(store: Store) -> None:
    """Neither half of the vectors nor the other embedder's name stays."""
    add(store, make_reading("a", "one", "two"))
    before = store.vectors_after(0)[1]

    def make_pairs() -> Iterator[tuple[int, PassageVectors]]:
        yield 1, with_signs(-before)[0]
        raise MemoryError

    with pytest.raises(MemoryError):
        store.replace_vectors(replace(IDENTITY, name="other"), make_pairs())
    assert np.array_equal(store.vectors_after(0)[1], before)
    assert (store.identity, store.generation) == (IDENTITY, 1)


def test_status_follows_from_what_supersedes(store: Store) -> None:
    """An edition is superseded for as long as its successor is in the library, whichever came first."""
    add(store, make_reading("new", "one", supersedes=("old", "never-added")))
    add(store, make_reading("old", "two"))
    assert [stored.guideline.status for stored in store.guidelines()] == ["current", "superseded"]
    store.remove("new")
    assert [stored.guideline.status for stored in store.guidelines()] == ["current"]


@pytest.mark.parametrize("facts", [{"sha256": "f" * 64}, {"id": "b"}], ids=["same id", "same content"])
def test_the_same_guideline_twice(store: Store, facts: dict[str, Any]) -> None:
    """Two processes may add at once; the second is told so and nothing is changed."""
    add(store, make_reading("a", "one"))
    first = make_reading("a", "one").guideline
    again = replace(make_reading("b", "one"), guideline=replace(first, **facts))
    with pytest.raises(LibraryError):
        add(store, again)
    assert store.generation == 1


def test_another_format_is_refused(store: Store, path: Path) -> None:
    """A library of a later version is left alone, and the sentence says what to do."""
    store.close()
    with sqlite3.connect(path) as plain:
        plain.execute("UPDATE facts SET value = ? WHERE name = 'format'", (FORMAT + 1,))
    with pytest.raises(LibraryError) as fault:
        Store.open(path)
    assert str(fault.value) == (
        f"{path} has format {FORMAT + 1}, and this version reads format {FORMAT}; "
        "build the set again with fieldguide build or add, under another name"
    )


def test_a_file_that_is_no_library_is_refused(path: Path) -> None:
    """Text, an empty file and another program's database each get a sentence."""
    path.write_bytes(b"This is not a database. " * 400)
    with pytest.raises(LibraryError) as fault:
        Store.open(path)
    assert str(fault.value) == f"{path} cannot be opened as a library (file is not a database)"
    path.write_bytes(b"")
    with pytest.raises(LibraryError) as fault:
        Store.open(path)
    assert str(fault.value) == f"{path} is not a Fieldguide library, or it is damaged (no such table: facts)"


def test_a_library_cut_in_half_is_refused(store: Store, path: Path) -> None:
    """As a disk that was full while it was copied leaves it."""
    add(store, make_reading("a", *[f"passage {number}" for number in range(200)]))
    store.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(LibraryError) as fault:
        Store.open(path)
    assert str(fault.value) == f"{path} cannot be opened as a library (database disk image is malformed)"


def test_damage_inside_a_library_is_one_sentence(store: Store, path: Path) -> None:
    """Damage that shows only when a passage is read is an expected fault as well."""
    add(store, make_reading("a", *[f"passage {number}" for number in range(400)]))
    store.close()
    with sqlite3.connect(path) as plain:
        (root,) = plain.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'passages'").fetchone()
        (size,) = plain.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(data)
    damaged = Store.open(path)
    with pytest.raises(LibraryError):
        damaged.passages([1])


def test_a_reader_sees_only_whole_changes(store: Store, path: Path) -> None:
    """A second connection sees the old library until the change is committed."""
    other = Store.open(path)
    seen = []

    def make_pairs() -> Iterator[tuple[int, PassageVectors]]:
        seen.append((other.generation, other.identity.name))
        yield 1, with_signs(make_vectors(1, seed=5))[0]
        seen.append((other.generation, other.identity.name))

    add(store, make_reading("a", "one"))
    store.replace_vectors(replace(IDENTITY, name="other"), make_pairs())
    assert seen == [(1, "words"), (1, "words")]
    assert (other.generation, other.identity.name) == (2, "other")
    other.close()
