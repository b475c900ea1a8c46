"""No history of a library changes an answer: additions, removals, kills, damaged caches and backups in any order."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from indexes.library import Library
from indexes.types import Embedder, Filter
from ingest.types import Reading
from tests.conftest import WordEmbedder, make_reading
from tests.ward_library import MALARIA, ZINC

TEXTS = [
    "Give zinc for ten days.",
    "Zinc zinc and more zinc.",
    "Salt and sugar in clean water.",
    "Salt salt salt.",
    "Artesunate 2.4 mg/kg at once.",
    "Measles vaccine at nine months of age, with vitamin A.",
    "Wash hands with soap before each meal and after each stool.",
]
QUESTIONS = ["zinc for days", "salt water", "artesunate 2.4 mg/kg", "soap, measles and zinc", "nothing"]
STEPS = 700
"""A change and a fold are some 500 to 600 steps of `killed_writer`."""

CACHE_FILES = ["dense.*.faiss", "dense.json", "lexical.json", "lexical/meta.json"]


Found = list[list[tuple[str, float, tuple[str, ...]]]]


def look(library: Library) -> Found:
    """Return what a library finds for every question, current editions alone and all."""
    found: Found = []
    for where in (Filter(), Filter(superseded=True)):
        for hits in library.search(QUESTIONS, 5, where):
            found.append(
                [(hit.passage.id, hit.similarity, tuple(one.passage.id for one in hit.repeats)) for hit in hits]
            )
    return found


class Histories(RuleBasedStateMachine):
    """Adds, removes, folds, opens again and damages caches in any order; a library built afresh is the judge."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp())
        self.embedder = WordEmbedder()
        self.held: list[Reading] = []
        self.pdf = self.top / "any.pdf"
        self.pdf.write_bytes(b"%PDF-1.7")
        self.expected: dict[tuple[Reading, ...], Found] = {}
        self.library = Library.create(self.top / "set", self.embedder)

    @initialize(texts=st.permutations(TEXTS))
    def begin(self, texts: Sequence[str]) -> None:
        """Begin with two guidelines."""
        self.add("a", texts[:4])
        self.add("b", texts[2:])

    @rule(name=st.sampled_from("abcd"), texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4))
    def add(self, name: str, texts: Sequence[str]) -> None:
        """Add a guideline, unless there is one of its name; d replaces a."""
        if name not in [reading.guideline.id for reading in self.held]:
            reading = make_reading(name, *texts, supersedes=("a",) if name == "d" else ())
            self.library.add(reading, self.pdf)
            self.held.append(reading)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Remove one."""
        reading = data.draw(st.sampled_from(self.held), label="guideline")
        self.library.remove(reading.guideline.id)
        self.held.remove(reading)

    @rule()
    def fold(self) -> None:
        """Write the base, however short the tail is."""
        self.library.fold()
        self.library._caches.dense.fold()

    @rule()
    def open_again(self) -> None:
        """Close and open."""
        self.library.close()
        self.library = Library.open(self.top / "set", self.embedder)

    @rule(
        name=st.sampled_from("abcd"),
        texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4),
        step=st.integers(1, STEPS),
    )
    def kill(self, name: str, texts: Sequence[str], step: int) -> None:
        """Add or remove a guideline in another process that is killed in the middle: all of it is done, or nothing."""
        there = {reading.guideline.id: reading for reading in self.held}
        superseded = "a" if name == "d" else ""
        change = ["remove", name] if name in there else ["add", name, superseded, *texts]
        command = [sys.executable, "-m", "tests.killed_writer", str(self.top / "set"), str(step), *change]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        now = {stored.guideline.id for stored in self.library.guidelines()}
        if name in there:
            assert now in ({*there}, {*there} - {name})
            self.held = [reading for reading in self.held if reading.guideline.id in now]
        else:
            assert now in ({*there}, {*there, name})
            if name in now:
                reading = make_reading(name, *texts, supersedes=(superseded,) if superseded else ())
                self.held.append(reading)

    @rule(name=st.sampled_from(CACHE_FILES), how=st.sampled_from(["delete", "cut", "empty"]))
    def damage(self, name: str, how: str) -> None:
        """Damage a cache while the set is closed."""
        self.library.close()
        for path in (self.top / "set").glob(name):
            data = path.read_bytes()
            path.unlink()
            if how != "delete":
                path.write_bytes(data[: len(data) // 2] if how == "cut" else b"")
        self.library = Library.open(self.top / "set", self.embedder)

    @invariant()
    def finds_what_a_new_library_finds(self) -> None:
        """Passages, order and similarities are those of a library that was built just now."""
        held = tuple(self.held)
        if held not in self.expected:
            fresh = Library.create(self.top / "fresh", self.embedder)
            for reading in held:
                fresh.add(reading, self.pdf)
            self.expected[held] = look(fresh)
            fresh.close()
            shutil.rmtree(fresh.folder)
        assert look(self.library) == self.expected[held]

    def teardown(self) -> None:
        """Clean up."""
        self.library.close()
        shutil.rmtree(self.top)


@pytest.mark.parametrize("most_exact", [20_000, 2], ids=["exact", "lists"])
def test_any_history_gives_the_same_library(most_exact: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an exact dense base, and with inverted lists; all lists of so small a set are opened."""
    monkeypatch.setattr("indexes.dense_base.EXACT_UP_TO", most_exact)
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=4,
            stateful_step_count=10,
            phases=[Phase.generate],
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_backup_that_is_put_back(library: Library, any_pdf: Path, words: Embedder) -> None:
    """Caches of what came after the backup are of another history, even once the generations meet again."""
    library.add(ZINC, any_pdf)
    library.search(["zinc"])
    folder = library.folder
    library.close()
    backup = folder.with_name("backup.sqlite")
    shutil.copyfile(folder / "library.sqlite", backup)
    later = Library.open(folder, words)
    later.add(MALARIA, any_pdf)
    later.fold()
    later._caches.dense.fold()
    later.close()
    for path in folder.glob("library.sqlite*"):
        path.unlink()
    shutil.copyfile(backup, folder / "library.sqlite")
    again = Library.open(folder, words)
    soap = make_reading("soap", "Wash hands with soap.", "Soap costs little.")
    again.add(soap, any_pdf)
    fresh = Library.create(folder.with_name("fresh"), words)
    fresh.add(ZINC, any_pdf)
    fresh.add(soap, any_pdf)
    for question in ("give artesunate", "soap", "zinc for days"):
        assert again.search([question]) == fresh.search([question])
