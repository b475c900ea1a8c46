"""What many tests share: a home of their own, small readings, a small embedder, and the demonstration as a library."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from corpus_manifests import manifest_path
from indexes.adding import add_pdfs
from indexes.embedder import load_embedder
from indexes.library import Library
from indexes.types import Embedded, Embedder, EmbedderIdentity, Vectors
from indexes.unit_length import to_unit_length
from ingest.manifest import read_manifest
from ingest.types import Line, Page, Passage, Reading, Span
from tests.factories import make_guideline
from tests.model_server import ModelServer, completion, run_server
from tests.server_asking import SAID
from tests.taught_model import make_taught_model
from tests.ward_manifest import MANIFEST
from ui.cli import main

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

DEMONSTRATION = manifest_path("demonstration").parent / "demonstration"
"""The folder of the three demonstration PDFs."""

MALARIA_PDF = DEMONSTRATION / "severe-malaria.pdf"
DIARRHOEA_PDF = DEMONSTRATION / "acute-diarrhoea-and-cholera.pdf"


class WordEmbedder:
    """Embeds a text as the sum of one fixed vector a word, its tokens: texts that share words are near, and nothing is
    learned.
    """

    def __init__(self, seed: int = 0, dimension: int = 48) -> None:
        self.seed = seed
        self.identity = EmbedderIdentity("words", f"{seed:064x}", dimension, "", "")
        self._words: dict[str, Vectors] = {}

    def embed_queries(self, texts: Sequence[str]) -> Embedded:
        """Embed questions."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Embedded:
        """Embed passages."""
        vectors = np.zeros((len(texts), self.identity.dimension), dtype=np.float32)
        tokens = []
        for vector, text in zip(vectors, texts, strict=True):
            words = [self._word(word) for word in ["", *re.findall(r"\w+", text.lower())]]
            vector += np.sum(words, axis=0)
            tokens.append(to_unit_length(np.stack(words)[1:]))
        return Embedded(to_unit_length(vectors), tuple(tokens))

    def _word(self, word: str) -> Vectors:
        if word not in self._words:
            random = np.random.default_rng([self.seed, zlib.crc32(word.encode())])
            self._words[word] = random.standard_normal(self.identity.dimension).astype(np.float32)
        return self._words[word]


class NoProgress:
    """An AddProgress that shows nothing and remembers which files it was told are finished."""

    def __init__(self) -> None:
        self.files: int | None = None
        self.finished: list[str] = []

    def start(self, files: int) -> None:
        """Remember how many files will be read."""
        self.files = files

    def embed(self, path: Path, passages: int) -> None:
        """Ignore it."""

    def advance(self, passages: int) -> None:
        """Ignore it."""

    def finish(self, path: Path) -> None:
        """Remember the file."""
        self.finished.append(path.name)


def make_reading(guideline_id: str, *texts: str, headings: Sequence[str] = (), **facts: Any) -> Reading:
    """Make a reading: one passage a text, two to a page, each line of a text being a printed line.

    `headings` is the path above every passage; `facts` replaces fields of the guideline.
    """
    lines: dict[int, list[Line]] = {}
    passages = []
    for place, text in enumerate(texts):
        number = place // 2 + 1
        on_page = lines.setdefault(number, [])
        spans, start = [], 0
        for part in text.split("\n"):
            spans.append(Span(start, start + len(part), number, len(on_page)))
            top = 72.0 + 14 * len(on_page)
            on_page.append(Line(part, (72.0, top, 72.0 + 5 * len(part), top + 12)))
            start += len(part) + 1
        passages.append(Passage(f"{guideline_id}#{place}", guideline_id, "prose", tuple(headings), text, tuple(spans)))
    pages = tuple(Page(number, str(number + 4), 595.0, 842.0, tuple(found), "text") for number, found in lines.items())
    known: dict[str, Any] = {
        "title": guideline_id.title(),
        "sha256": hashlib.sha256(guideline_id.encode()).hexdigest(),
        "pages": len(pages),
    }
    return Reading(make_guideline(guideline_id, **(known | facts)), pages, tuple(passages), (), ())


def run_fieldguide(*arguments: object, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a user does; `more` are further variables of its environment."""
    return subprocess.run(
        fieldguide_command(*arguments),
        env=fieldguide_environment(home, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def fieldguide_command(*arguments: object) -> list[str]:
    """Return the command line of `fieldguide` with these arguments."""
    return [sys.executable, "-c", "from ui.cli import main; main()", *map(str, arguments)]


def fieldguide_environment(home: Path, **more: str) -> dict[str, str]:
    """Return this process's environment with another home for guideline sets."""
    return {**os.environ, "FIELDGUIDE_HOME": str(home), **more}


@pytest.fixture(scope="session")
def packaged() -> Embedder:
    """The packaged MiniLM."""
    return load_embedder()


@pytest.fixture(scope="session")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny model that knows by heart what to write for the requests of `tests.taught_model`."""
    return make_taught_model(tmp_path_factory.mktemp("taught"))


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """Tiny matrices are slower on several threads."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A running server of a model that gives one good answer; the environment says nothing of any server."""
    for name in ("FIELDGUIDE_SERVER", "FIELDGUIDE_SERVER_MODEL", "FIELDGUIDE_SERVER_KEY", "FIELDGUIDE_SERVER_GUIDED"):
        monkeypatch.delenv(name, raising=False)
    with run_server(ModelServer(complete=lambda _: completion(SAID))) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def _home_for_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test away from the user's own sets, and from the network."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIELDGUIDE_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own, not made yet."""
    folder = tmp_path / "sets"
    monkeypatch.setenv("FIELDGUIDE_HOME", str(folder))
    return folder


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str


Fieldguide = Callable[..., Outcome]
"""Runs the command in this process: the arguments go in, the outcome comes out."""


@pytest.fixture
def fieldguide(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Fieldguide:
    """The command as its console script runs it, in this process, where nothing has to be imported again."""

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["fieldguide", *map(str, arguments)])
        monkeypatch.setattr(sys.modules["__main__"], "__package__", None)  # or help names `python -m pytest` as well
        with pytest.raises(SystemExit) as stop:
            main()
        captured = capsys.readouterr()
        status = stop.value.code
        return Outcome(status if isinstance(status, int) else int(bool(status)), captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def words() -> Embedder:
    """The small deterministic embedder."""
    return WordEmbedder()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of converted models of this test's own, empty."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("FIELDGUIDE_CACHE", str(folder))
    return folder


@pytest.fixture
def library(tmp_path: Path, words: Embedder) -> Iterator[Library]:
    """An empty set of the small embedder."""
    made = Library.create(tmp_path / "ward", words)
    yield made
    made.close()


@pytest.fixture(scope="session")
def any_pdf() -> Path:
    """A PDF to stand for the one that a made-up reading was read from."""
    return MALARIA_PDF


@pytest.fixture
def nothing_cached() -> None:
    """Start as the page's server starts: with no set open and no job."""
    import streamlit

    streamlit.cache_resource.clear()


@pytest.fixture(scope="session")
def demonstration_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the set "demonstration", built once from the shipped PDFs with the packaged embedder. Read only."""
    folder = tmp_path_factory.mktemp("demonstration")
    library = Library.create(folder / "demonstration")
    manifest = read_manifest(manifest_path("demonstration"))
    report = add_pdfs(library, [DEMONSTRATION], NoProgress(), manifest)
    assert len(report.added) == 3
    library.close()
    return folder


@pytest.fixture
def page(nothing_cached: None, demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> "AppTest":  # noqa: ARG001
    """The Ask page on the set "demonstration", run without a browser."""
    from tests.page_driver import open_page

    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))
    return open_page()


@pytest.fixture(scope="session")
def demonstration(demonstration_home: Path) -> Iterator[Library]:
    """The library of the demonstration guidelines. Read only."""
    library = Library.open(demonstration_home / "demonstration")
    yield library
    library.close()


@pytest.fixture
def read_only(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of the demonstration itself, as the commands find it."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))
    return demonstration_home


@pytest.fixture
def written(home: Path, demonstration_home: Path) -> Path:
    """A home with a copy of the demonstration that may be written."""
    shutil.copytree(demonstration_home, home, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    return home


@pytest.fixture
def other_set(home: Path, any_pdf: Path) -> str:
    """A set named "words", embedded by an embedder that no command can load."""
    library = Library.create(home / "words", WordEmbedder())
    library.add(make_reading("zinc", "Give zinc for ten days.", "Salt and sugar."), any_pdf)
    library.close()
    return "words"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A manifest of two entries, with comments."""
    path = tmp_path / "ward.toml"
    path.write_text(MANIFEST)
    return path
