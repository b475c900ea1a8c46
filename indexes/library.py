"""A set of guidelines on disk: the only door to this floor."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexes.abbreviations import find_names, spell_out
from indexes.caches import Caches
from indexes.context import all_text
from indexes.coverage import cover_question
from indexes.editions import find_circle
from indexes.embedder import check_same, load_embedder
from indexes.embedding import Progress, embed_guideline
from indexes.errors import AlreadyHeldError, LibraryError, held_already, supersedes_already
from indexes.languages import ENGLISH, check_language, language_of
from indexes.model_files import PACKAGED_MODEL
from indexes.pdfs import keep_pdf
from indexes.ranking import Question, rank_hits
from indexes.reranker import READ, Reranker
from indexes.store import Store
from indexes.stored import PassageVectors, StoredGuideline
from indexes.types import Coverage, Embedder, Filter, Hit
from indexes.weights import WEIGHTS, Weights
from indexes.writing import writing, writing_lock
from ingest.types import Page, Passage, Reading, Table

CANDIDATES = 100
"""How deep each side is searched before fusion."""


class Library:
    """Guidelines that can be added, removed and searched. Safe to use from several threads and processes.

    SQLite holds the truth; the dense and the lexical index follow it, each adding only what it lacks.
    """

    def __init__(self, folder: Path, store: Store, embedder: Embedder | None) -> None:
        self.folder = folder
        self._store = store
        self._embedder = embedder
        self._given = embedder is not None
        self._lock = threading.RLock()
        self._writing = writing_lock(folder)
        self._beside = ThreadPoolExecutor(1)
        self._caches = Caches(folder, store)

    @classmethod
    def create(cls, folder: Path, embedder: Embedder | None = None, language: str | None = None) -> "Library":
        """Open the set in a folder, making an empty one if there is none.

        The embedder defaults to the packaged one, and the language (ISO 639-1) to English. Raises LibraryError if the
        folder cannot be written or the set is in another language, EmbedderMismatchError if it has another embedder.
        """
        if (folder / "library.sqlite").exists():
            return cls.open(folder, embedder, language)
        code = language_of(language or ENGLISH).code
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "pdfs").mkdir(exist_ok=True)
        except OSError as fault:
            raise LibraryError(
                f"{folder} cannot be written ({fault.strerror}); name another place in FIELDGUIDE_HOME"
            ) from fault
        chosen = embedder or load_embedder(PACKAGED_MODEL)
        with writing(writing_lock(folder)):
            if not (folder / "library.sqlite").exists():
                # Made beside and renamed: a library that was cut off while being made must not be found.
                unfinished = folder / "library.sqlite.new"
                unfinished.unlink(missing_ok=True)
                Store.create(unfinished, chosen.identity, code).close()
                unfinished.replace(folder / "library.sqlite")
        return cls.open(folder, chosen, language)

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None = None, language: str | None = None) -> "Library":
        """Open an existing set; its own embedder is loaded when it is first needed.

        Raises LibraryError if there is none or it is in another language than the one given, EmbedderMismatchError if
        the embedder given is not the set's.
        """
        if not (folder / "library.sqlite").exists():
            raise LibraryError(
                f"there is no guideline set {folder.name!r} in {folder.parent}; make it with fieldguide add"
            )
        store = Store.open(folder / "library.sqlite")
        if embedder is not None:
            check_same(folder.name, store.identity, embedder.identity)
        if language is not None:
            check_language(folder.name, store.language, language)
        return cls(folder, store, embedder)

    def close(self) -> None:
        """Close the files."""
        self._beside.shutdown()
        self._store.close()

    @property
    def name(self) -> str:
        """The set's name."""
        return self.folder.name

    @property
    def language(self) -> str:
        """The language that its words are searched in (ISO 639-1)."""
        with self._lock:
            return self._store.language

    @property
    def generation(self) -> int:
        """Counts the changes to this set."""
        with self._lock:
            return self._store.generation

    @property
    def embedder(self) -> Embedder:
        """The set's embedder. Raises EmbedderMismatchError if the model of its name has other weights now."""
        with self._lock:
            if self._embedder is None:
                identity = self._store.identity
                found = load_embedder(identity.name, identity.query_prefix, identity.passage_prefix)
                check_same(self.name, identity, found.identity)
                self._embedder = found
            return self._embedder

    def guidelines(self) -> tuple[StoredGuideline, ...]:
        """Return all guidelines in the order in which they were added."""
        with self._lock:
            return (
                self._caches.guidelines
                if self._caches.generation == self._store.generation
                else self._store.guidelines()
            )

    def guideline(self, guideline_id: str) -> StoredGuideline:
        """Return one guideline. Raises LibraryError if there is none of that id."""
        for stored in self.guidelines():
            if stored.guideline.id == guideline_id:
                return stored
        raise LibraryError(f"there is no guideline {guideline_id!r} in the set {self.name!r}; see fieldguide list")

    def count_ocr_pages(self, stored: StoredGuideline) -> int:
        """Return how many of its pages were read by OCR."""
        with self._lock:
            return self._store.count_ocr_pages(stored.key)

    def passages(self, guideline_id: str) -> tuple[Passage, ...]:
        """Return a guideline's passages in their order."""
        stored = self.guideline(guideline_id)
        with self._lock:
            return tuple(found.passage for found in self._store.passages_of(stored.key))

    def page(self, guideline_id: str, number: int) -> Page:
        """Return one page's lines and size. Raises LibraryError if there is none of that number, counted from 1."""
        stored = self.guideline(guideline_id)
        with self._lock:
            page = self._store.page(stored.key, number)
        if page is None:
            raise LibraryError(f"{guideline_id} has pages 1 to {stored.guideline.pages}, so none is numbered {number}")
        return page

    def tables(self, guideline_id: str) -> tuple[Table, ...]:
        """Return a guideline's tables in reading order. Raises LibraryError if there is no such guideline."""
        stored = self.guideline(guideline_id)
        with self._lock:
            return self._store.tables(stored.key)

    def pdf_path(self, guideline_id: str) -> Path:
        """Return the kept PDF. Raises LibraryError if it is no longer there."""
        path = self.folder / "pdfs" / f"{self.guideline(guideline_id).guideline.sha256}.pdf"
        if not path.exists():
            raise LibraryError(
                f"the PDF of {guideline_id} is no longer at {path}; remove the guideline and add it again"
            )
        return path

    def add(
        self, reading: Reading, pdf: Path, password: str | None = None, progress: Progress | None = None
    ) -> StoredGuideline:
        """Add a guideline and keep its PDF: all of it, or nothing.

        Raises AlreadyHeldError if the set has the same content, LibraryError if it has its id or cannot be written.
        """
        with self._lock:
            self._follow_embedder()
        embedder = self.embedder
        embedded = embed_guideline(reading.guideline.title, reading.passages, embedder, progress)
        with writing(self._writing), self._lock:
            check_same(self.name, self._store.identity, embedder.identity)  # the set may have been embedded again
            for other in self._store.guidelines():
                if other.guideline.sha256 == reading.guideline.sha256:
                    raise AlreadyHeldError(held_already(other.guideline.id))
                if other.guideline.id == reading.guideline.id:
                    raise LibraryError(f"the set {self.name!r} has another guideline as {other.guideline.id} since now")
            keep_pdf(pdf, password, self.folder / "pdfs" / f"{reading.guideline.sha256}.pdf")
            return self._store.add(reading, embedded)

    def fold(self) -> None:
        """Write what was added into the lexical index, and into the dense base where there is enough of it.

        To be called once after many additions: a search does not need it, but would have to write the lexical index
        itself.
        """
        with writing(self._writing), self._lock:
            self._caches.refresh_lexical()
            if self._caches.dense.is_due:
                self._caches.dense.fold()

    def remove(self, guideline_id: str) -> tuple[str, ...]:
        """Remove a guideline and its PDF; return the ids of those that are current again.

        Raises LibraryError if there is none of that id.
        """
        stored = self.guideline(guideline_id)
        with writing(self._writing), self._lock:
            self._store.remove(guideline_id)
            self._caches.refresh_lexical()
            (self.folder / "pdfs" / f"{stored.guideline.sha256}.pdf").unlink(missing_ok=True)
            current = {each.guideline.id for each in self._store.guidelines() if not each.superseded_by}
        return tuple(older for older in stored.guideline.supersedes if older in current)

    def supersede(self, guideline_id: str, older: Sequence[str]) -> None:
        """Make a guideline of the set the newer edition of exactly these ids.

        Raises LibraryError if the set has none of that id, or if one of them supersedes it.
        """
        replaces = {stored.guideline.id: stored.guideline.supersedes for stored in self.guidelines()}
        if guideline_id not in replaces:
            raise LibraryError(f"there is no guideline {guideline_id!r} in the set {self.name!r}; see fieldguide list")
        circle = guideline_id if guideline_id in older else find_circle(replaces, guideline_id, older)
        if circle is not None:
            raise LibraryError(supersedes_already(guideline_id, circle))
        with writing(self._writing), self._lock:
            self._store.supersede(guideline_id, older)

    def reembed(self, embedder: Embedder, progress: Progress | None = None) -> None:
        """Give the set another embedder: embed every passage again. Searches see the old vectors until it is done."""
        with writing(self._writing), self._lock:
            rows: list[int] = []
            embedded: list[PassageVectors] = []
            for stored in self._store.guidelines():
                found = list(self._store.passages_of(stored.key))
                rows += [passage.row for passage in found]
                passages = [passage.passage for passage in found]
                embedded += embed_guideline(stored.guideline.title, passages, embedder, progress)
            self._store.replace_vectors(embedder.identity, zip(rows, embedded, strict=True))
            self._embedder = embedder
            self._caches.drop_dense()
            self._caches.refresh()

    def search(
        self,
        questions: Sequence[str],
        k: int = 10,
        where: Filter = Filter(),  # noqa: B008 (frozen, so safe to share)
        weights: Weights = WEIGHTS,
        reranker: Reranker | None = None,
    ) -> list[tuple[Hit, ...]]:
        """Return the k best passages for each question, best first; a reranker reads at least the READ best of them.

        Raises LibraryError as `check_filter` does or if a question is no Unicode text, as a terminal's stray bytes are
        none, and EmbedderMismatchError as `embedder` does.
        """
        if any("\ud800" <= sign <= "\udfff" for question in questions for sign in question):
            raise LibraryError("the question is no text: it holds bytes that are not UTF-8, or half a character")
        self._follow()
        embedder = self.embedder
        texts = [spell_out(question) if weights.names else question for question in questions]
        embedded = embedder.embed_queries(texts)
        found = k if reranker is None else max(k, READ)
        self._follow()
        with self._lock:
            check_same(self.name, self._store.identity, embedder.identity)
            selection = self._caches.selector.select(where)
            lexical, guidelines = self._caches.lexical, self._caches.guidelines
            deep = max(CANDIDATES, found)
            # Both sides at once: each is a core's work, and outside Python.
            by_words = self._beside.submit(
                lambda: [
                    lexical.search(text, deep, selection.only, selection.without, selection.population, weights.heading)
                    for text in texts
                ]
            )
            nearest = self._caches.dense.search(embedded.vectors, deep, selection.rows)
            asked = map(Question, texts, embedded.vectors, embedded.tokens)
            answers = [
                rank_hits(question, dense, words, found, self._store, lexical, guidelines, self._beside, weights)
                for question, dense, words in zip(asked, nearest, by_words.result(), strict=True)
            ]
        if reranker is None:
            return answers
        return [reranker.rank(text, hits)[:k] for text, hits in zip(questions, answers, strict=True)]

    def check_filter(self, where: Filter) -> tuple[str, ...]:
        """Return what must be said of a filter, one sentence each: which guidelines it leaves out for what they lack.

        Raises LibraryError if a value of it is not valid or no guideline has it, or if it leaves nothing.
        """
        self._follow()
        with self._lock:
            return self._caches.selector.select(where).notes

    def cover(self, question: str, hits: Sequence[Hit]) -> Coverage:
        """Say how much of the question's words stands in its hits, their titles included.

        Of a medicine's two names one is enough: a guideline writes the brand or the name, seldom both.
        """
        self._follow()
        with self._lock:
            lexical = self._caches.lexical
            weights = lexical.weigh_terms(spell_out(question))
            texts = [all_text(hit.guideline.title, hit.passage) for hit in hits]
            same = [[lexical.terms(name) for name in names] for names in find_names(question)]
            return cover_question(weights, lexical.terms("\n".join(texts)), same)

    def _follow(self) -> None:
        """Bring the caches up to the store, if this or another process has changed it.

        The caller does not hold the lock: who writes takes the writing lock first and then this one, and so does this.
        """
        with self._lock:
            if self._catch_up():
                return
        with writing(self._writing), self._lock:
            if not self._catch_up():
                self._caches.refresh()

    def _catch_up(self) -> bool:
        """Read what is on disk already; return whether the caches are up to the store then."""
        generation = self._store.generation  # read first: what is changed from here on is seen next time
        if self._caches.generation == generation:
            return True
        self._follow_embedder()
        return self._caches.catch_up(generation)

    def _follow_embedder(self) -> None:
        """Let go of an embedder that is no longer the set's; raise EmbedderMismatchError if the caller chose it."""
        identity = self._store.identity
        if self._embedder is None or self._embedder.identity == identity:
            return
        if self._given:
            check_same(self.name, identity, self._embedder.identity)
        self._embedder = None
        self._caches.drop_dense()
