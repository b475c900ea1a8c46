"""What the library keeps of a guideline that is added, and what stands in the way of making and adding."""

from pathlib import Path

import pytest

from indexes.errors import LibraryError
from indexes.library import Library
from indexes.types import Embedder, Filter
from tests.conftest import DEMONSTRATION, make_reading
from tests.ward_library import ZINC, find


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
    assert str(fault.value) == "there is no guideline 'nothing' in the set 'ward'; there are: zinc"


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


def test_kept_pdfs_of_the_demonstration(demonstration: Library) -> None:
    """Each is the shipped one, byte for byte."""
    stored = [stored.guideline for stored in demonstration.guidelines()]
    kept = {guideline.file: demonstration.pdf_path(guideline.id).read_bytes() for guideline in stored}
    assert kept == {path.name: path.read_bytes() for path in DEMONSTRATION.glob("*.pdf")}


def test_embedding_is_told_as_it_goes(library: Library, any_pdf: Path) -> None:
    """Progress counts every passage once."""
    told: list[int] = []
    library.add(make_reading("many", *[f"Number {place}." for place in range(300)]), any_pdf, progress=told.append)
    assert told == [256, 44]


def test_a_pdf_that_is_gone(library: Library, tmp_path: Path) -> None:
    """If the PDF cannot be kept, nothing of the guideline is."""
    missing = tmp_path / "missing.pdf"
    with pytest.raises(LibraryError) as fault:
        library.add(ZINC, missing)
    kept = library.folder / "pdfs" / f"{ZINC.guideline.sha256}.pdf"
    assert str(fault.value) == f"{kept} cannot be written (No such file or directory)"
    assert (library.generation, library.guidelines()) == (0, ())
    assert list((library.folder / "pdfs").iterdir()) == []


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
