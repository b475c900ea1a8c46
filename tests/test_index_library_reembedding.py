"""The library and its embedder: another one is refused, until the whole set is embedded again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import indexes.library
import indexes.ranking
from indexes.errors import EmbedderMismatchError
from indexes.library import Library
from indexes.types import Embedded
from tests.conftest import WordEmbedder, make_reading
from tests.ward_library import MALARIA, ZINC, find


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
        "leave out --embedder, or embed the whole set again with fieldguide reembed --set ward --embedder intfloat/e5 "
        "--query-prefix 'query: '"
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
    assert told == [3, 2]
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
    for name, opened in {"page": page, "searched": searched}.items():
        assert opened.search(["zinc for days"]) == library.search(["zinc for days"])
        opened.add(make_reading(name, f"Wash hands, says the {name}."), any_pdf)
        assert opened.embedder is shorter
    assert sorted(find(library, "zinc")) == ["page#0", "searched#0", "zinc#0", "zinc#1", "zinc#2"]


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
