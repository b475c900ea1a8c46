"""What is removed from the library is found no more, takes nobody's place, and gives its own back."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import indexes.library
import indexes.ranking
from indexes.fusion import fuse
from indexes.library import Library
from tests.conftest import make_reading
from tests.ward_library import MALARIA, ZINC, find


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


def test_a_removed_successor_gives_its_place_back(library: Library, any_pdf: Path) -> None:
    """The older edition is current again."""
    library.add(make_reading("old", "Zinc for ten days."), any_pdf)
    library.add(make_reading("new", "Zinc for fourteen days.", supersedes=("old",)), any_pdf)
    library.remove("new")
    assert find(library, "zinc") == ["old#0"]


def test_a_removal_in_the_middle_of_a_search(library: Library, any_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process removes a guideline after its passages were found: they are left out."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    other = Library.open(library.folder, library.embedder)
    other.search(["zinc"])

    def remove_then_fuse(rankings: Sequence[Sequence[int]], weights: Sequence[float]) -> list[tuple[int, float]]:
        library.remove("malaria")
        monkeypatch.setattr(indexes.ranking, "fuse", fuse)
        return fuse(rankings, weights=weights)

    monkeypatch.setattr(indexes.ranking, "fuse", remove_then_fuse)
    assert sorted(find(other, "give artesunate")) == ["zinc#0", "zinc#1", "zinc#2"]
