"""Editions: which is current, what follows from a chain of them, and what cannot be."""

from pathlib import Path

import pytest

from indexes.adding import LeftOut, add_pdfs
from indexes.declaring import list_doubts
from indexes.editions import find_all_superseded, find_circle, find_superseding, inherit
from indexes.errors import LibraryError
from indexes.library import Library
from indexes.planned import PlannedLibrary
from indexes.stored import StoredGuideline
from indexes.types import Embedder, Filter
from ingest.manifest import Manifest, ManifestEntry
from ingest.read import hash_file
from tests.conftest import DIARRHOEA_PDF, MALARIA_PDF, NoProgress, make_reading
from tests.factories import make_guideline
from tests.ward_library import find

CHAIN = {"c": ("b",), "b": ("a",), "a": ()}


def statuses(library: Library) -> dict[str, str]:
    """Return the status of each guideline."""
    return {stored.guideline.id: stored.guideline.status for stored in library.guidelines()}


def make_manifest(*entries: ManifestEntry) -> Manifest:
    """Make a manifest of these entries."""
    return Manifest("ward", "Ward", "", entries)


def test_who_supersedes_whom() -> None:
    """Directly, and through others; a circle is found from either side."""
    assert find_superseding(CHAIN) == {"b": ("c",), "a": ("b",)}
    assert find_all_superseded(CHAIN, "c") == ("b", "a")
    assert find_all_superseded({"a": ("b",), "b": ("a",)}, "a") == ("b",)
    assert find_circle(CHAIN, "a", ["x", "c"]) == "c"
    assert find_circle(CHAIN, "d", ["c"]) is None
    assert inherit(CHAIN, "b") == {"c": ("b", "a")}
    assert inherit(CHAIN, "c") == {}


def add_chain(library: Library, pdf: Path) -> None:
    """Add three editions, each superseding the one before."""
    library.add(make_reading("a", "Give zinc for seven days."), pdf)
    library.add(make_reading("b", "Give zinc for ten days.", supersedes=("a",)), pdf)
    library.add(make_reading("c", "Give zinc for fourteen days.", supersedes=("b",)), pdf)


def test_a_chain_of_editions(library: Library, any_pdf: Path) -> None:
    """Only the last is current; each removal of the newest makes the one before it current again."""
    add_chain(library, any_pdf)
    assert statuses(library) == {"a": "superseded", "b": "superseded", "c": "current"}
    assert [stored.superseded_by for stored in library.guidelines()] == [("b",), ("c",), ()]
    assert find(library, "zinc") == ["c#0"]
    assert library.remove("c") == ("b",)
    assert find(library, "zinc") == ["b#0"]
    assert library.remove("b") == ("a",)
    assert find(library, "zinc") == ["a#0"]
    assert library.remove("a") == ()


def test_a_chain_whose_middle_is_removed(library: Library, any_pdf: Path) -> None:
    """The oldest stays superseded: by the newest."""
    add_chain(library, any_pdf)
    assert library.remove("b") == ()
    assert [(each.guideline.id, each.superseded_by) for each in library.guidelines()] == [("a", ("c",)), ("c", ())]
    assert library.guideline("c").guideline.supersedes == ("b", "a")
    assert find(library, "zinc") == ["c#0"]


def test_superseding_takes_effect_at_once(library: Library, any_pdf: Path) -> None:
    """Of what is held already, in this library and in another that has the same set open."""
    library.add(make_reading("a", "Give zinc for seven days."), any_pdf)
    library.add(make_reading("b", "Give zinc for ten days."), any_pdf)
    with_both = find(library, "zinc")
    assert set(with_both) == {"a#0", "b#0"}
    other = Library.open(library.folder, library.embedder)
    assert find(other, "zinc") == with_both
    library.supersede("b", ["a"])
    assert find(library, "zinc") == find(other, "zinc") == ["b#0"]
    assert find(other, "zinc", where=Filter(superseded=True)) == with_both
    library.supersede("b", [])
    assert find(other, "zinc") == with_both
    other.close()


def test_what_cannot_supersede(library: Library, any_pdf: Path) -> None:
    """Itself, one that supersedes it, and what is not there; nothing changes."""
    add_chain(library, any_pdf)
    with pytest.raises(LibraryError, match=r"^a cannot supersede c, which supersedes it in this set; remove one of "):
        library.supersede("a", ["c"])
    with pytest.raises(LibraryError, match=r"^a cannot supersede itself$"):
        library.supersede("a", ["a"])
    with pytest.raises(LibraryError, match=r"^there is no guideline 'd' in the set 'ward'; see fieldguide list$"):
        library.supersede("d", ["a"])
    assert statuses(library) == {"a": "superseded", "b": "superseded", "c": "current"}


def test_a_set_that_is_not_made_supersedes_nothing(tmp_path: Path, words: Embedder) -> None:
    """It has no guideline yet."""
    with pytest.raises(LibraryError, match="there is no guideline 'a' yet"):
        PlannedLibrary(tmp_path / "new", words).supersede("a", ["b"])


def test_a_manifest_s_chain_through_an_edition_that_is_not_there(library: Library) -> None:
    """The newest replaces what its missing predecessor replaced; that it is missing is told."""
    old = ManifestEntry("old", "a.pdf", "Old", hash_file(MALARIA_PDF))
    middle = ManifestEntry("middle", "b.pdf", "Middle", "b" * 64, supersedes=("old",))
    new = ManifestEntry("new", "c.pdf", "New", hash_file(DIARRHOEA_PDF), supersedes=("middle",))
    report = add_pdfs(library, [MALARIA_PDF, DIARRHOEA_PDF], NoProgress(), make_manifest(old, middle, new))
    assert statuses(library) == {"old": "superseded", "new": "current"}
    assert report.notes == ["new supersedes middle, which this set does not have"]


def test_a_manifest_s_supersedes_for_what_is_held_already(library: Library) -> None:
    """It holds from now on, and is told; given again it is no news."""
    add_pdfs(library, [MALARIA_PDF, DIARRHOEA_PDF], NoProgress())
    entry = ManifestEntry("x", "c.pdf", "New", hash_file(DIARRHOEA_PDF), supersedes=("severe-malaria",))
    held = "its content is in the set already, as acute-diarrhoea-and-cholera"
    report = add_pdfs(library, [DIARRHOEA_PDF], NoProgress(), make_manifest(entry))
    assert report.skipped == [LeftOut(DIARRHOEA_PDF, f"{held}; it supersedes severe-malaria from now on")]
    assert statuses(library)["severe-malaria"] == "superseded"
    again = add_pdfs(library, [DIARRHOEA_PDF], NoProgress(), make_manifest(entry))
    assert again.skipped == [LeftOut(DIARRHOEA_PDF, held)]
    back = add_pdfs(library, [MALARIA_PDF], NoProgress(), supersedes=["acute-diarrhoea-and-cholera"])
    assert back.refused == [
        LeftOut(
            MALARIA_PDF,
            "severe-malaria cannot supersede acute-diarrhoea-and-cholera, which supersedes it in this set; "
            "remove one of the two",
        )
    ]


def test_a_manifest_s_supersedes_for_what_is_held_under_another_id(library: Library) -> None:
    """The older edition is known by its content, when the newer one is added and when it is there already."""
    add_pdfs(library, [MALARIA_PDF], NoProgress())
    old = ManifestEntry("old", "a.pdf", "Old", hash_file(MALARIA_PDF))
    new = ManifestEntry("new", "b.pdf", "New", hash_file(DIARRHOEA_PDF), supersedes=("old",))
    report = add_pdfs(library, [DIARRHOEA_PDF], NoProgress(), make_manifest(old, new))
    assert report.notes == []
    assert library.guideline("new").guideline.supersedes == ("severe-malaria",)
    assert statuses(library) == {"severe-malaria": "superseded", "new": "current"}
    library.supersede("new", ["old"])
    report = add_pdfs(library, [DIARRHOEA_PDF], NoProgress(), make_manifest(old, new))
    assert [item.reason for item in report.skipped] == [
        "its content is in the set already, as new; it supersedes severe-malaria from now on"
    ]
    assert statuses(library) == {"severe-malaria": "superseded", "new": "current"}


def test_a_file_of_the_same_name_may_be_a_newer_edition() -> None:
    """It is told while both are current, and of the later one only."""
    held = [
        StoredGuideline(1, make_guideline("tb", file="TB.pdf"), 1, 2, 1),
        StoredGuideline(2, make_guideline("tb-2", file="tb.pdf"), 3, 4, 2),
    ]
    told = (
        "tb-2 has the same file name as tb, and both are current; if it replaces that one, add it again "
        "and name tb as superseded"
    )
    assert list_doubts(["tb", "tb-2"], held) == [told]
    assert list_doubts(["tb"], held) == []
    old = StoredGuideline(1, make_guideline("tb", file="TB.pdf", status="superseded"), 1, 2, 1)
    assert list_doubts(["tb-2"], [old, held[1]]) == []


def test_a_new_pdf_that_would_close_a_circle_is_refused(library: Library) -> None:
    """Both would be hidden."""
    first = ManifestEntry("first", "a.pdf", "First", hash_file(MALARIA_PDF), supersedes=("second",))
    add_pdfs(library, [MALARIA_PDF], NoProgress(), make_manifest(first))
    second = ManifestEntry("second", "b.pdf", "Second", hash_file(DIARRHOEA_PDF), supersedes=("first",))
    report = add_pdfs(library, [DIARRHOEA_PDF], NoProgress(), make_manifest(second))
    assert [item.reason for item in report.refused] == [
        "second cannot supersede first, which supersedes it in this set; remove one of the two"
    ]
    assert statuses(library) == {"first": "current"}


def test_naming_what_a_pdf_supersedes(library: Library) -> None:
    """For one PDF, by an id that is there; else nothing is added."""
    with pytest.raises(LibraryError, match=r"^there is no guideline 'old' in this set to be superseded; see "):
        add_pdfs(library, [MALARIA_PDF], NoProgress(), supersedes=["old"])
    with pytest.raises(LibraryError, match=r"^what is superseded can be named for one PDF at a time, and these are 2$"):
        add_pdfs(library, [MALARIA_PDF, DIARRHOEA_PDF], NoProgress(), supersedes=["old"])
    assert library.guidelines() == ()
    add_pdfs(library, [MALARIA_PDF], NoProgress())
    report = add_pdfs(library, [DIARRHOEA_PDF], NoProgress(), supersedes=["severe-malaria"])
    assert report.added[0].guideline.supersedes == ("severe-malaria",)
    assert statuses(library) == {"severe-malaria": "superseded", "acute-diarrhoea-and-cholera": "current"}


@pytest.mark.parametrize(
    ("newer", "older", "doubts"),
    [
        ("2020", "2023-10-16", ["new supersedes old, which was published later (2023-10-16, and not 2020)"]),
        ("2023", "2023-10-16", []),
        ("2024", "2023-10-16", []),
        ("", "2023", []),
        ("2023", "", []),
    ],
)
def test_an_older_edition_that_supersedes_a_newer(newer: str, older: str, doubts: list[str]) -> None:
    """It is told where the dates say so for sure."""
    held = [
        StoredGuideline(1, make_guideline("new", published=newer, supersedes=("old",)), 1, 2, 1),
        StoredGuideline(2, make_guideline("old", published=older), 3, 4, 2),
    ]
    assert list_doubts(["new"], held) == doubts
    assert list_doubts(["old"], held) == []
