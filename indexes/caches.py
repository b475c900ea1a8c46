"""What searches read: the dense and the lexical index, the guidelines and what filters leave, kept up to the store."""

from pathlib import Path

from indexes.dense import DenseIndex
from indexes.filters import Selector
from indexes.lexical import LexicalIndex
from indexes.store import Store
from indexes.stored import StoredGuideline


class Caches:
    """Everything that can be made anew from a set's store. The Library's locks keep threads and processes apart."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._dense: DenseIndex | None = None
        self._lexical: LexicalIndex | None = None
        self.generation = -1
        """The last one of the store's that they are known to cover."""
        self.guidelines: tuple[StoredGuideline, ...] = ()
        self.selector = Selector(folder.name, (), (), store.sections)

    @property
    def dense(self) -> DenseIndex:
        """The dense index, opened when it is first needed and when the set has another embedder."""
        if self._dense is None or self._dense.identity != self._store.identity:
            self._dense = DenseIndex(self._folder, self._store)
        return self._dense

    @property
    def lexical(self) -> LexicalIndex:
        """The lexical index, opened when it is first needed."""
        if self._lexical is None:
            self._lexical = LexicalIndex(self._folder, self._store)
        return self._lexical

    def catch_up(self, generation: int) -> bool:
        """Read what is on disk already; return whether that is all that the store had at this generation."""
        self.lexical.reload()
        is_whole = self.lexical.is_current and self.dense.refresh()
        self._take_guidelines()  # whole or not: until it is, another thread may search what was read just now
        if is_whole:
            self.generation = generation
        return is_whole

    def refresh(self) -> None:
        """Bring all of them up to the store. The caller holds the writing lock."""
        self.refresh_lexical()
        if self.dense.is_due or not self.dense.refresh():
            self.dense.fold()
        self.generation = self._store.generation

    def refresh_lexical(self) -> None:
        """Bring the lexical index up to the store. The caller holds the writing lock."""
        self._take_guidelines()
        if not self.lexical.is_current:
            self.lexical.refresh(self.guidelines)

    def drop_dense(self) -> None:
        """Let go of the dense index: the set has other vectors."""
        self._dense = None

    def _take_guidelines(self) -> None:
        """Take in which guidelines there are, and with them what filters leave."""
        self.guidelines = self._store.guidelines()
        self.selector = Selector(self._folder.name, self.guidelines, self._store.removals(), self._store.sections)
