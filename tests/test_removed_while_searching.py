"""A guideline that another process removes in the middle of a search is left out of the hits, and nothing breaks."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexes.late_interaction import TokenSigns
from indexes.library import Library
from indexes.store import Store
from indexes.stored import StoredPassage
from tests.conftest import WordEmbedder
from tests.ward_library import MALARIA, ZINC, find


class InterruptedStore(Store):
    """A store that lets another in after one of its reads, once."""

    after = ""
    interrupt: Callable[[], None] | None = None

    def token_signs(self, rows: Sequence[int]) -> dict[int, TokenSigns]:
        """Read signs."""
        found = super().token_signs(rows)
        self._let_in("token_signs")
        return found

    def passages(self, rows: Sequence[int]) -> dict[int, StoredPassage]:
        """Read passages."""
        found = super().passages(rows)
        self._let_in("passages")
        return found

    def _let_in(self, read: str) -> None:
        if self.after == read and self.interrupt is not None:
            interrupt, self.interrupt = self.interrupt, None
            interrupt()


@pytest.mark.parametrize("after", ["token_signs", "passages"])
@pytest.mark.parametrize("question", ["zinc and artesunate", "zinc and artesunate at 9 kg"], ids=["plain", "measure"])
def test_removed_between_two_reads(library: Library, any_pdf: Path, after: str, question: str) -> None:
    """Whatever was read of it before: the other guideline's hits are those of a set without it."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    store = InterruptedStore.open(library.folder / "library.sqlite")
    assert isinstance(store, InterruptedStore)
    searching = Library(library.folder, store, WordEmbedder())
    assert {name.split("#")[0] for name in find(searching, question)} == {"zinc", "malaria"}
    store.after, store.interrupt = after, lambda: library.remove("zinc")
    found = find(searching, question)
    assert found
    assert {name.split("#")[0] for name in found} == {"malaria"}
    assert sorted(found) == sorted(find(searching, question))
