"""The lexical index on disk: only what is missing is written, readers follow, and a damaged one is built again."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import indexes.lexical
from indexes.files import checksum, read_record
from indexes.lexical import FORMAT, LexicalIndex
from indexes.store import Store
from indexes.types import EmbedderIdentity
from tests.lexical_index import add, find, make_index


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in the test's folder."""
    made = Store.create(tmp_path / "library.sqlite", EmbedderIdentity("words", "0" * 64, 2, "", ""))
    yield made
    made.close()


def test_only_what_is_missing_is_written(tmp_path: Path, store: Store) -> None:
    """A second guideline adds a segment and leaves the first one's files alone."""
    add(store, "a", "Zinc.")
    index = make_index(tmp_path, store)
    before = {path.name for path in (tmp_path / "lexical").glob("*.idx")}
    add(store, "b", "Salt.")
    assert not index.is_current
    index.refresh(store.guidelines())
    assert index.is_current
    assert before < {path.name for path in (tmp_path / "lexical").glob("*.idx")}
    record = read_record(tmp_path / "lexical.json") or {}
    assert (record["format"], record["generation"]) == (FORMAT, 2)
    assert (find(index, "zinc"), find(index, "salt")) == ([1], [2])


def test_what_is_removed_is_found_no_more(tmp_path: Path, store: Store) -> None:
    """Removal takes a guideline's passages out of the index, at once and after it is opened again."""
    add(store, "a", "Zinc for children.")
    add(store, "b", "Zinc for adults.")
    index = make_index(tmp_path, store)
    store.remove("b")
    index.refresh(store.guidelines())
    assert find(index, "zinc") == [1]
    assert find(make_index(tmp_path, store), "zinc") == [1]


@pytest.mark.parametrize("old_record", [True, False], ids=["old record", "no record"])
def test_killed_between_commit_and_record(tmp_path: Path, store: Store, old_record: bool) -> None:
    """What was committed but not recorded is written again in its place: no passage is there twice."""
    record = tmp_path / "lexical.json"
    add(store, "a", "Zinc for children.")
    make_index(tmp_path, store)
    before = record.read_bytes()
    add(store, "b", "Zinc for adults.", "Salt.")
    make_index(tmp_path, store)
    if old_record:
        record.write_bytes(before)
    else:
        record.unlink()
    again = make_index(tmp_path, store)
    assert sorted(find(again, "zinc")) == [1, 2]
    assert find(again, "salt") == [3]
    assert again.is_current
    weights = again.weigh_terms("zinc salt")
    assert weights == {"zinc": pytest.approx(np.log(1 + 1.5 / 2.5)), "salt": pytest.approx(np.log(1 + 2.5 / 1.5))}


def corrupt(suffix: str, change: Callable[[bytes], bytes | None]) -> Callable[[Path], None]:
    """Make a damage: change the content of every file of the index with this ending, None deletes it."""

    def damage(folder: Path) -> None:
        for path in list((folder / "lexical").iterdir()):
            if path.name.endswith(suffix):
                data = change(path.read_bytes())
                path.unlink()
                if data is not None:
                    path.write_bytes(data)

    return damage


def cut(data: bytes) -> bytes:
    """Return the first half."""
    return data[: len(data) // 2]


def flip_first(data: bytes) -> bytes:
    """Change the first byte, as a bad disk does."""
    return bytes([data[0] ^ 0x5A]) + data[1:]


def remove_file(_: bytes) -> None:
    """Leave no file."""


DAMAGES = [
    pytest.param(lambda folder: (folder / "lexical.json").unlink(), id="no record"),
    pytest.param(lambda folder: (folder / "lexical.json").write_text('{"form'), id="half a record"),
    pytest.param(lambda folder: (folder / "lexical.json").write_text("{}"), id="empty record"),
    pytest.param(
        lambda folder: (folder / "lexical.json").write_text(json.dumps({"format": FORMAT - 1, "generation": 2})),
        id="older format",
    ),
    pytest.param(corrupt("meta.json", remove_file), id="no meta"),
    pytest.param(corrupt("meta.json", cut), id="half of meta"),
    pytest.param(corrupt(".idx", cut), id="half of postings"),
    pytest.param(corrupt(".term", remove_file), id="no terms"),
    pytest.param(corrupt(".store", cut), id="half of the store"),
    pytest.param(corrupt(".pos", remove_file), id="no positions"),
    pytest.param(corrupt(".fieldnorm", flip_first), id="a byte of field norms"),
    pytest.param(corrupt("", remove_file), id="no file at all"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_built_again(tmp_path: Path, store: Store, damage: Callable[[Path], None]) -> None:
    """Opened again, it finds what it found before, in the same order."""
    add(store, "a", *[f"Zinc number {'more ' * number}" for number in range(30)])
    add(store, "b", "Salt and zinc.", "Salt.")
    expected = [find(make_index(tmp_path, store), question) for question in ("zinc more", "salt number", "more")]
    assert [len(rows) for rows in expected] == [31, 32, 29]
    damage(tmp_path)
    again = make_index(tmp_path, store)
    assert [find(again, question) for question in ("zinc more", "salt number", "more")] == expected
    assert again.is_current


def test_a_second_reader_follows(tmp_path: Path, store: Store) -> None:
    """An index that is open elsewhere sees what was written once it is told to look."""
    add(store, "a", "Zinc.")
    writer = make_index(tmp_path, store)
    reader = make_index(tmp_path, store)
    add(store, "b", "Zinc again.")
    writer.refresh(store.guidelines())
    assert not reader.is_current
    reader.reload()
    assert reader.is_current
    assert sorted(find(reader, "zinc")) == [1, 2]


def test_a_reader_stays_where_it_is_until_it_is_told_to_look(tmp_path: Path, store: Store) -> None:
    """What another process commits in the middle of a search is of guidelines that the search does not know."""
    add(store, "a", "Zinc.")
    writer = make_index(tmp_path, store)
    reader = make_index(tmp_path, store)
    add(store, "b", "Zinc again.")
    writer.refresh(store.guidelines())
    time.sleep(1.5)  # tantivy looks for commits twice a second, unless it is told not to
    assert find(reader, "zinc") == [1]


def test_a_file_that_goes_while_it_is_read(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process writes the index while it is opened: nothing is covered until its files are those recorded."""
    add(store, "a", "Zinc.")
    make_index(tmp_path, store)
    kept = tmp_path / "kept"

    def move_then_read(path: Path) -> int:
        monkeypatch.setattr(indexes.lexical, "checksum", checksum)
        (tmp_path / "lexical").rename(kept)
        return checksum(path)

    monkeypatch.setattr(indexes.lexical, "checksum", move_then_read)
    reader = LexicalIndex(tmp_path, store)
    assert not reader.is_current
    kept.rename(tmp_path / "lexical")
    reader.reload()
    assert find(reader, "zinc") == [1]
