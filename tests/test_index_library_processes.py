"""What one opener of the library changes every other sees at once: objects, threads and processes on one set."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

import indexes.ranking
import indexes.writing
from indexes.errors import LibraryError
from indexes.library import Library
from indexes.types import Embedder
from tests.conftest import fieldguide_environment, make_reading
from tests.ward_library import MALARIA, ZINC, find


def test_another_opener_sees_each_change_at_once(library: Library, any_pdf: Path) -> None:
    """Two objects on one set, as the page and the command are: neither is told, both are right."""
    other = Library.open(library.folder, library.embedder)
    assert find(other, "zinc") == []
    library.add(ZINC, any_pdf)
    assert find(other, "zinc", 1) == ["zinc#0"]
    other.add(MALARIA, any_pdf)
    assert find(library, "artesunate", 1) == ["malaria#0"]
    assert (library.generation, other.generation) == (2, 2)
    library.remove("zinc")
    assert find(other, "artesunate", 1) == find(library, "artesunate", 1) == ["malaria#0"]
    assert sorted(find(other, "zinc for ten days", 2)) == ["malaria#0", "malaria#1"]
    assert other.guidelines() == library.guidelines()
    other.close()


SEARCHER = """
import json, sys
from pathlib import Path
from indexes.library import Library
from tests.conftest import WordEmbedder
library = Library.open(Path(sys.argv[1]), WordEmbedder())
for question in sys.stdin:
    print(json.dumps([hit.passage.id for hit in library.search([question])[0]]), flush=True)
"""


def test_another_process_sees_each_change_at_once(library: Library, any_pdf: Path) -> None:
    """A process that has the set open all along finds what was added, and not what was removed."""
    library.add(ZINC, any_pdf)
    with subprocess.Popen(
        [sys.executable, "-c", SEARCHER, str(library.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=fieldguide_environment(library.folder.parent),
    ) as process:
        assert process.stdin is not None and process.stdout is not None

        def ask(question: str) -> list[str]:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(f"{question}\n")
            process.stdin.flush()
            line = process.stdout.readline()
            return list(json.loads(line)) if line else ["it stopped"]

        assert ask("zinc")[0] == "zinc#0"
        library.add(MALARIA, any_pdf)
        assert ask("artesunate")[0] == "malaria#0"
        library.remove("zinc")
        assert sorted(ask("zinc for ten days")) == ["malaria#0", "malaria#1"]
        library.remove("malaria")
        assert ask("zinc") == []
        library.add(ZINC, any_pdf)
        assert ask("zinc")[0] == "zinc#0"
        process.stdin.close()


def test_an_index_that_is_gone_while_the_set_is_open(library: Library, any_pdf: Path) -> None:
    """Another process builds the lexical index anew, and is not done: who has it open builds it in its turn."""
    library.add(ZINC, any_pdf)
    other = Library.open(library.folder, library.embedder)
    assert find(other, "zinc", 1) == ["zinc#0"]
    record = library.folder / "lexical.json"
    before = record.read_bytes()
    library.add(MALARIA, any_pdf)
    shutil.rmtree(library.folder / "lexical")
    record.write_bytes(before)
    assert find(other, "artesunate", 1) == ["malaria#0"]
    assert find(library, "artesunate", 1) == ["malaria#0"]


def test_first_searches_while_the_first_guideline_is_added(tmp_path: Path, words: Embedder, any_pdf: Path) -> None:
    """Those who open a set at the very moment when it gets its first guideline neither fail nor spoil it."""
    faults: list[BaseException] = []

    def attempt(work: Callable[[], object], start: threading.Barrier) -> None:
        start.wait()
        try:
            work()
        except Exception as fault:
            faults.append(fault)

    for number in range(6):
        library = Library.create(tmp_path / f"ward-{number}", words)
        readers = [Library.open(library.folder, words) for _ in range(3)]
        start = threading.Barrier(4)
        work: list[Callable[[], object]] = [lambda: library.add(ZINC, any_pdf)]  # noqa: B023 (joined below)
        work += [lambda reader=reader: [find(reader, "zinc") for _ in range(3)] for reader in readers]  # type: ignore[misc]
        threads = [threading.Thread(target=attempt, args=(one, start)) for one in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        for opened in (library, *readers, Library.open(library.folder, words)):
            assert find(opened, "zinc for ten days", 1) == ["zinc#0"]


def test_threads_share_one_library(library: Library, any_pdf: Path) -> None:
    """Searches while guidelines are added give whole answers, and all of it is there in the end."""
    library.add(ZINC, any_pdf)
    library.search(["zinc"])
    done = threading.Event()
    faults: list[BaseException] = []

    def search() -> None:
        try:
            while not done.is_set():
                assert find(library, "give zinc for ten days", 1) == ["zinc#0"]
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(5):
        library.add(make_reading(f"more-{number}", f"Soap number {number}."), any_pdf)
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(find(library, "soap", 5)) == [f"more-{number}#0" for number in range(5)]


def test_a_writer_that_takes_too_long(library: Library, any_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits in vain is told why, and the set is unharmed."""
    monkeypatch.setattr(indexes.writing, "_SECONDS", 0.05)
    with FileLock(str(library.folder / "writing.lock")), pytest.raises(LibraryError) as fault:
        library.add(ZINC, any_pdf)
    assert str(fault.value) == "another process has been writing this set for two minutes; try again when it is done"
    library.add(ZINC, any_pdf)
    assert find(library, "zinc", 1) == ["zinc#0"]


def test_a_search_beside_a_thread_that_follows(
    library: Library, any_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread reads what another process has written, and must wait for the rest: a search meanwhile knows it too."""
    other = Library.open(library.folder, library.embedder)
    other.search(["zinc"])
    library.add(ZINC, any_pdf)
    library.fold()
    library.add(MALARIA, any_pdf)
    assert not other._catch_up()
    monkeypatch.setattr(other, "_follow", lambda: None)  # that thread has the lock now, and this one has followed
    assert find(other, "zinc", 1) == ["zinc#0"]
    other.close()
