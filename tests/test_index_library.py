"""The library as a whole: what one opener changes every other sees, and no history or damage changes an answer."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import indexes.library
import indexes.ranking
from indexes.context import embedding_text
from indexes.errors import EmbedderMismatchError, LibraryError
from indexes.fusion import fuse
from indexes.library import Library
from indexes.types import Coverage, Embedded, Embedder, Filter, Hit, Place
from ingest.types import Reading
from tests.conftest import DEMONSTRATION, WordEmbedder, fieldguide_environment, make_reading

ZINC = make_reading(
    "zinc", "Give zinc for ten days.", "Salt and sugar\nin clean water.", "Measles vaccine at nine months."
)
MALARIA = make_reading(
    "malaria", "Give artesunate 2.4 mg/kg.", "Then give artemether for three days.", headings=("5 Treatment",)
)


@pytest.fixture
def library(tmp_path: Path, words: Embedder) -> Iterator[Library]:
    """An empty set of the small embedder."""
    made = Library.create(tmp_path / "ward", words)
    yield made
    made.close()


def find(library: Library, question: str, k: int = 10, where: Filter = Filter()) -> list[str]:  # noqa: B008
    """Return the ids of the passages found, best first."""
    return [hit.passage.id for hit in library.search([question], k, where)[0]]


def test_an_empty_set(library: Library) -> None:
    """It can be searched, and holds nothing."""
    assert (library.name, library.generation, library.guidelines()) == ("ward", 0, ())
    assert library.search(["zinc", ""]) == [(), ()]
    assert library.search([]) == []
    assert library.cover("zinc", []) == Coverage(0.0, ("zinc",))


def test_a_hit_says_where_it_stands(library: Library, words: WordEmbedder, any_pdf: Path) -> None:
    """Passage, guideline, pages, labels and boxes are those that were read; the similarity is the cosine."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    question = "salt and sugar in clean water"
    first = library.search([question], 2)[0][0]
    embedded = words.embed_passages([embedding_text("Zinc", ZINC.passages[1])])
    vector = embedded.vectors.astype(np.float16).astype(np.float32)[0]
    assert first == Hit(
        passage=ZINC.passages[1],
        guideline=ZINC.guideline,
        places=(Place(1, "5", tuple(line.box for line in ZINC.pages[0].lines[1:3]), ("text", "text")),),
        score=first.score,
        similarity=float(vector @ words.embed_queries([question]).vectors[0]),
        dense_rank=1,
        lexical_rank=1,
    )


def test_k_bounds_the_hits(library: Library, any_pdf: Path) -> None:
    """There are k, or all that there are; asking for a few more does not change the first."""
    library.add(make_reading("many", *[f"Zinc number {place}." for place in range(130)]), any_pdf)
    whole = find(library, "zinc number 7", 1000)
    assert sorted(whole) == sorted(f"many#{place}" for place in range(130))
    assert find(library, "zinc number 7", 3) == find(library, "zinc number 7", 20)[:3]


def test_questions_are_answered_in_their_order(library: Library, any_pdf: Path) -> None:
    """A batch gives what single questions give."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    questions = ["artesunate", "zinc", "nothing of the kind", ""]
    assert library.search(questions, 3) == [library.search([question], 3)[0] for question in questions]


def test_the_pdf_is_kept_as_it_is(library: Library, any_pdf: Path) -> None:
    """Its bytes lie under its hash for as long as the guideline is there."""
    library.add(ZINC, any_pdf)
    kept = library.pdf_path("zinc")
    assert kept == library.folder / "pdfs" / f"{ZINC.guideline.sha256}.pdf"
    assert kept.read_bytes() == any_pdf.read_bytes()
    library.remove("zinc")
    assert not kept.exists()
    library.add(ZINC, any_pdf)
    kept.unlink()
    with pytest.raises(LibraryError) as fault:
        library.pdf_path("zinc")
    assert str(fault.value) == f"the PDF of zinc is no longer at {kept}; remove the guideline and add it again"


def test_what_is_known_of_a_guideline(library: Library, any_pdf: Path) -> None:
    """Pages and passages come back; what is not there is one sentence."""
    library.add(ZINC, any_pdf)
    assert library.guideline("zinc").guideline == ZINC.guideline
    assert library.passages("zinc") == ZINC.passages
    assert library.page("zinc", 2) == ZINC.pages[1]
    assert library.count_ocr_pages(library.guideline("zinc")) == 0
    with pytest.raises(LibraryError) as fault:
        library.page("zinc", 3)
    assert str(fault.value) == "zinc has pages 1 to 2, so none is numbered 3"
    for ask in (library.guideline, library.passages, library.pdf_path, library.remove):
        with pytest.raises(LibraryError) as fault:
            ask("nothing")
        assert str(fault.value) == "there is no guideline 'nothing' in the set 'ward'; see fieldguide list"
    with pytest.raises(LibraryError) as fault:
        library.search(["zinc"], where=Filter(guidelines=("zinc", "nothing")))
    assert str(fault.value) == "there is no guideline 'nothing' in the set 'ward'; see fieldguide list"


def test_embedding_is_told_as_it_goes(library: Library, any_pdf: Path) -> None:
    """Progress counts every passage once."""
    told: list[int] = []
    library.add(make_reading("many", *[f"Number {place}." for place in range(300)]), any_pdf, progress=told.append)
    assert told == [256, 44]


def test_a_filter_holds_on_both_sides(library: Library, any_pdf: Path) -> None:
    """Only the guidelines named are searched, by vector and by word."""
    library.add(make_reading("a", "Zinc for ten days.", "Salt."), any_pdf)
    library.add(make_reading("b", "Zinc for ten days."), any_pdf)
    assert find(library, "zinc", where=Filter(guidelines=("b",))) == ["b#0"]
    assert find(library, "zinc", where=Filter(guidelines=("a",))) == ["a#0", "a#1"]
    assert sorted(find(library, "zinc", where=Filter(guidelines=("a", "b")))) == ["a#0", "a#1", "b#0"]


def test_superseded_editions_are_left_out(library: Library, any_pdf: Path) -> None:
    """They are found only if asked for, even by name, and again once their successor is gone."""
    library.add(make_reading("old", "Zinc for ten days."), any_pdf)
    library.add(make_reading("new", "Zinc for fourteen days.", supersedes=("old",)), any_pdf)
    assert find(library, "zinc ten days") == ["new#0"]
    assert find(library, "zinc", where=Filter(guidelines=("old",))) == []
    assert find(library, "zinc", where=Filter(guidelines=("old",), superseded=True)) == ["old#0"]
    both = library.search(["zinc ten days"], where=Filter(superseded=True))[0]
    assert [(hit.passage.id, hit.guideline.status) for hit in both] == [("old#0", "superseded"), ("new#0", "current")]


def test_a_removed_successor_gives_its_place_back(library: Library, any_pdf: Path) -> None:
    """The older edition is current again."""
    library.add(make_reading("old", "Zinc for ten days."), any_pdf)
    library.add(make_reading("new", "Zinc for fourteen days.", supersedes=("old",)), any_pdf)
    library.remove("new")
    assert find(library, "zinc") == ["old#0"]


def test_what_is_removed_is_found_no_more(library: Library, any_pdf: Path) -> None:
    """Searching goes on at once, and after the set is opened again."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    library.remove("malaria")
    assert sorted(find(library, "give artesunate", 3)) == ["zinc#0", "zinc#1", "zinc#2"]
    again = Library.open(library.folder, library.embedder)
    assert find(again, "give artesunate", 3) == find(library, "give artesunate", 3)


def test_removed_passages_take_nobody_s_place(library: Library, any_pdf: Path) -> None:
    """However many were removed, and however well they fitted, those that are there are found by their words."""
    library.add(make_reading("many", *["Sugar sugar sugar."] * 150), any_pdf)
    library.add(ZINC, any_pdf)
    library.remove("many")
    (hit,) = library.search(["sugar"], 1)[0]
    assert (hit.passage.id, hit.dense_rank, hit.lexical_rank) == ("zinc#1", 1, 1)


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


# --- any history, the same library ---

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
CACHE_FILES = ["dense.faiss", "dense.json", "lexical.json", "lexical/meta.json"]


def look(library: Library) -> list[list[tuple[str, float]]]:
    """Return what a library finds for every question, current editions alone and all."""
    found = []
    for where in (Filter(), Filter(superseded=True)):
        for hits in library.search(QUESTIONS, 5, where):
            found.append([(hit.passage.id, hit.similarity) for hit in hits])
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
        self.expected: dict[tuple[Reading, ...], list[list[tuple[str, float]]]] = {}
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
        assert self.library._dense is not None
        self.library._dense.fold(force=True)

    @rule()
    def open_again(self) -> None:
        """Close and open."""
        self.library.close()
        self.library = Library.open(self.top / "set", self.embedder)

    @rule(name=st.sampled_from(CACHE_FILES), how=st.sampled_from(["delete", "cut", "empty"]))
    def damage(self, name: str, how: str) -> None:
        """Damage a cache while the set is closed."""
        self.library.close()
        path = self.top / "set" / name
        if path.exists():
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


Histories.TestCase.settings = settings(
    max_examples=4,
    stateful_step_count=10,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
test_any_history_gives_the_same_library = Histories.TestCase


# --- embedders ---


def test_another_embedder_is_refused(library: Library, any_pdf: Path) -> None:
    """The sentence names both embedders, what differs, and the command that embeds anew; nothing is changed."""
    library.add(ZINC, any_pdf)
    with pytest.raises(EmbedderMismatchError) as fault:
        Library.open(library.folder, WordEmbedder(seed=1))
    assert str(fault.value) == (
        f"the set 'ward' was embedded by words (weights '{'0' * 16}'), not by words ('{'0' * 16}'); "
        "leave out --embedder, or embed the whole set again with fieldguide reembed --set ward --embedder words"
    )
    longer = WordEmbedder(dimension=64)
    longer.identity = replace(longer.identity, name="intfloat/e5", query_prefix="query: ")
    with pytest.raises(EmbedderMismatchError) as fault:
        Library.create(library.folder, longer)
    assert str(fault.value) == (
        "the set 'ward' was embedded by words (name 'words'), not by intfloat/e5 ('intfloat/e5'); "
        "leave out --embedder, or embed the whole set again with fieldguide reembed --set ward --embedder intfloat/e5"
    )
    assert library.generation == 1


def test_a_set_is_embedded_again(library: Library, any_pdf: Path) -> None:
    """Every passage gets the other embedder's vector; the same passages are there, and the old embedder is refused."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    library.search(["zinc"])
    other = WordEmbedder(seed=3, dimension=20)
    told: list[int] = []
    library.reembed(other, told.append)
    assert sum(told) == 5
    fresh = Library.create(library.folder.with_name("fresh"), other)
    fresh.add(ZINC, any_pdf)
    fresh.add(MALARIA, any_pdf)
    for question in ("zinc for days", "artesunate"):
        assert library.search([question]) == fresh.search([question])
    assert Library.open(library.folder, other).search(["zinc"]) == fresh.search(["zinc"])
    with pytest.raises(EmbedderMismatchError):
        Library.open(library.folder, WordEmbedder())


@pytest.mark.parametrize("other", [WordEmbedder(seed=3), WordEmbedder(seed=3, dimension=20)], ids=["same", "shorter"])
def test_an_opener_from_before_is_refused(library: Library, any_pdf: Path, other: WordEmbedder) -> None:
    """Who had the set open while it was embedded again neither compares nor mixes the vectors of two embedders."""
    library.add(ZINC, any_pdf)
    page = Library.open(library.folder, library.embedder)
    page.search(["zinc"])
    library.reembed(other)
    with pytest.raises(EmbedderMismatchError):
        page.add(MALARIA, any_pdf)
    with pytest.raises(EmbedderMismatchError):
        page.search(["zinc"])
    assert library.generation == 2
    assert find(library, "zinc", 1) == ["zinc#0"]


def test_an_opener_that_chose_no_embedder_follows(
    library: Library, any_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The set's own embedder is taken, whichever it is by now."""
    shorter = WordEmbedder(seed=3, dimension=20)
    shorter.identity = replace(shorter.identity, name="shorter")
    known = {"words": library.embedder, "shorter": shorter}
    monkeypatch.setattr(indexes.library, "load_embedder", lambda name, *_: known[name])
    library.add(ZINC, any_pdf)
    page = Library.open(library.folder)
    assert page.embedder is known["words"]
    searched = Library.open(library.folder)
    searched.search(["zinc"])
    library.reembed(shorter)
    for opened in (page, searched):
        assert opened.search(["zinc for days"]) == library.search(["zinc for days"])
        opened.add(make_reading(f"more-{id(opened)}", "Wash hands."), any_pdf)
        assert opened.embedder is shorter
    assert len(find(library, "zinc")) == 5


def test_an_embedding_that_fails_leaves_the_set_as_it_was(library: Library, any_pdf: Path) -> None:
    """Out of memory on the way: the old vectors are searched with the old embedder."""

    class Failing(WordEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Embedded:
            raise MemoryError(len(texts))

    library.add(ZINC, any_pdf)
    before = library.search(["zinc for days"])
    with pytest.raises(MemoryError):
        library.reembed(Failing(seed=5))
    assert library.generation == 1
    assert library.search(["zinc for days"]) == before


# --- faults and races ---


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
    assert later._dense is not None
    later._dense.fold(force=True)
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


def test_a_removal_in_the_middle_of_a_search(library: Library, any_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process removes a guideline after its passages were found: they are left out."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    other = Library.open(library.folder, library.embedder)
    other.search(["zinc"])

    def remove_then_fuse(rankings: Sequence[Sequence[int]]) -> list[tuple[int, float]]:
        library.remove("malaria")
        monkeypatch.setattr(indexes.ranking, "fuse", fuse)
        return fuse(rankings)

    monkeypatch.setattr(indexes.ranking, "fuse", remove_then_fuse)
    assert sorted(find(other, "give artesunate")) == ["zinc#0", "zinc#1", "zinc#2"]


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
    monkeypatch.setattr(indexes.library, "_LOCK_SECONDS", 0.05)
    with FileLock(str(library.folder / "writing.lock")), pytest.raises(LibraryError) as fault:
        library.add(ZINC, any_pdf)
    assert str(fault.value) == "another process has been writing this set for two minutes; try again when it is done"
    library.add(ZINC, any_pdf)
    assert find(library, "zinc", 1) == ["zinc#0"]


def test_a_set_that_was_cut_off_while_being_made(tmp_path: Path, words: Embedder, any_pdf: Path) -> None:
    """Half a file under its working name is no library, and does not stand in the way of one."""
    folder = tmp_path / "ward"
    folder.mkdir()
    (folder / "library.sqlite.new").write_bytes(b"half")
    with pytest.raises(LibraryError) as fault:
        Library.open(folder, words)
    assert str(fault.value) == f"there is no guideline set 'ward' in {tmp_path}; make it with fieldguide add"
    library = Library.create(folder, words)
    library.add(ZINC, any_pdf)
    assert find(library, "zinc", 1) == ["zinc#0"]


def test_a_folder_that_cannot_be_written(any_pdf: Path, words: Embedder) -> None:
    """Below a file there is no folder; the sentence names the variable that moves the sets."""
    with pytest.raises(LibraryError) as fault:
        Library.create(any_pdf / "ward", words)
    assert str(fault.value) == (
        f"{any_pdf / 'ward'} cannot be written (Not a directory); name another place in FIELDGUIDE_HOME"
    )


def test_a_pdf_that_is_gone(library: Library, tmp_path: Path) -> None:
    """If the PDF cannot be kept, nothing of the guideline is."""
    missing = tmp_path / "missing.pdf"
    with pytest.raises(LibraryError) as fault:
        library.add(ZINC, missing)
    kept = library.folder / "pdfs" / f"{ZINC.guideline.sha256}.pdf"
    assert str(fault.value) == f"{kept} cannot be written (No such file or directory)"
    assert (library.generation, library.guidelines()) == (0, ())
    assert list((library.folder / "pdfs").iterdir()) == []


def test_coverage_of_the_demonstration(demonstration: Library) -> None:
    """Words that are in the hits or their titles are covered; what is missing is named as it is searched."""
    question = "How much zinc for a child with cholera and leishmaniasis?"
    (hits,) = demonstration.search([question])
    coverage = demonstration.cover(question, hits)
    assert coverage.missing == ("leishmaniasi",)
    assert 0 < coverage.share < 1
    assert demonstration.cover("zinc", hits) == Coverage(1.0, ())
    assert demonstration.cover("what should we do?", hits) == Coverage(0.0, ())


@pytest.mark.parametrize(
    ("question", "guideline", "page", "words_found"),
    [
        ("What dose of artesunate does a child of 9 kg get?", "demonstration-malaria-1", 3, "9 to 10 kg | Dose: 30 mg"),
        ("How long is zinc given at 4 months of age?", "demonstration-diarrhoea-1", 3, "10 mg"),
        ("How much F-75 does a child of 5 kg get?", "demonstration-malnutrition-1", 2, "F-75"),
    ],
)
def test_the_demonstration_is_searched(
    demonstration: Library, question: str, guideline: str, page: int, words_found: str
) -> None:
    """The real embedder, tantivy and FAISS find the page that a reader would open, among the first few."""
    (hits,) = demonstration.search([question], 5)
    found = [hit for hit in hits if page in hit.passage.pages and hit.guideline.id == guideline]
    assert any(words_found in hit.passage.text for hit in found)


def test_kept_pdfs_of_the_demonstration(demonstration: Library) -> None:
    """Each is the shipped one, byte for byte."""
    for stored in demonstration.guidelines():
        kept = demonstration.pdf_path(stored.guideline.id)
        assert kept.read_bytes() == (DEMONSTRATION / stored.guideline.file).read_bytes()
