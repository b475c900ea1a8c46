"""What a PDF says of itself: metadata, language, outline and page labels, and what is left of damaged ones."""

from pathlib import Path

import pytest

from ingest.document import DocumentFacts, OutlineEntry, read_document_facts
from tests.pdf_factory import Text, make_pdf, protect, set_facts, set_page_labels, shared_pdf, write_objects

PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


def make_book(path: Path, pages: int = 3, outline: tuple[tuple[int, str, int], ...] = ()) -> Path:
    """Make a PDF of pages with a line each."""
    return make_pdf(path, [[Text(f"Page {number} of the text")] for number in range(1, pages + 1)], outline=outline)


def test_metadata_and_language(tmp_path: Path) -> None:
    """Title and author lose stray white space; the date is the calendar date where it was made."""
    path = set_facts(
        make_book(tmp_path / "a.pdf"),
        language="en-GB",
        Title="  Cholera \n outbreaks ",
        Author="Ministry of Health",
        CreationDate="D:20231011112118+02'00'",
    )
    facts = read_document_facts(path)
    assert facts == DocumentFacts(
        "Cholera outbreaks", "Ministry of Health", "2023-10-11", "en-GB", outline=(), page_labels=(), problems=()
    )


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("D:20170306", "2017-03-06"),
        ("D:201703", "2017-03"),
        ("D:2017", "2017"),
        ("2017-03-06T10:00:00Z", "2017-03-06"),
        ("D:20171306", ""),
        ("D:20170332", ""),
        ("D:01040524000000", ""),
        ("last spring", ""),
        ("", ""),
    ],
)
def test_dates_are_as_exact_as_they_are_written(tmp_path: Path, written: str, date: str) -> None:
    """Day, month or year; what is no date, or none that a PDF can have, is empty."""
    path = set_facts(make_book(tmp_path / "a.pdf"), CreationDate=written)
    assert read_document_facts(path).created == date


def test_nothing_known_is_empty(tmp_path: Path) -> None:
    """A PDF without metadata has empty facts and no problem."""
    facts = read_document_facts(
        write_objects(tmp_path / "a.pdf", "<</Type/Catalog/Pages 2 0 R>>", PAGES, PAGE),
    )
    assert facts == DocumentFacts("", "", "", "", (), (), ())


def test_the_outline_has_depths_and_pages(tmp_path: Path) -> None:
    """Bookmarks come in order, the outermost at depth 0, their pages counted from 1."""
    outline = ((0, "1 Cholera", 1), (1, "1.1 Fluids", 1), (1, "1.2 Zinc", 2), (0, "2 Dysentery", 3))
    facts = read_document_facts(make_book(tmp_path / "a.pdf", outline=outline))
    assert facts.outline == tuple(OutlineEntry(depth, title, page) for depth, title, page in outline)
    assert facts.problems == ()


@pytest.mark.parametrize(
    "objects",
    [
        (
            "<</First 5 0 R/Last 5 0 R/Count 1>>",
            "<</Title(Zinc)/Dest[3 0 R/Fit]/Next 5 0 R/First 5 0 R/Last 5 0 R/Parent 4 0 R>>",
        ),
        (
            "<</First 5 0 R/Last 6 0 R/Count 2>>",
            "<</Title(Nowhere)/Dest(gone)/Next 6 0 R/Parent 4 0 R>>",
            "<</Title(Zinc)/Dest[3 0 R/Fit]/Parent 4 0 R>>",
        ),
        (
            "<</First 5 0 R/Last 6 0 R/Count 2>>",
            "<</Dest[3 0 R/Fit]/Next 6 0 R/Parent 4 0 R>>",
            "<</Title(Zinc)/Dest[3 0 R/Fit]/Parent 4 0 R>>",
        ),
    ],
    ids=["its own child and neighbour", "a bookmark to nowhere", "a bookmark without a title"],
)
def test_a_damaged_outline_gives_what_is_whole(tmp_path: Path, objects: tuple[str, ...]) -> None:
    """A circle ends, and a bookmark that leads nowhere or is called nothing is left out; the rest stands."""
    path = write_objects(tmp_path / "a.pdf", "<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", PAGES, PAGE, *objects)
    assert read_document_facts(path).outline == (OutlineEntry(0, "Zinc", 1),)


def test_page_labels(tmp_path: Path) -> None:
    """Labels are one a page, roman ones in front."""
    path = set_page_labels(make_book(tmp_path / "a.pdf", 5), (1, "/r", 1), (3, "/D", 7))
    assert read_document_facts(path).page_labels == ("i", "ii", "7", "8", "9")


def test_no_page_labels(tmp_path: Path) -> None:
    """A PDF that declares none has none: page numbers are not made up."""
    assert read_document_facts(make_book(tmp_path / "a.pdf")).page_labels == ()


def test_damaged_page_labels_are_none(tmp_path: Path) -> None:
    """Labels that cannot be read are not replaced by page numbers, which may be wrong."""
    path = write_objects(tmp_path / "a.pdf", "<</Type/Catalog/Pages 2 0 R/PageLabels 7>>", PAGES, PAGE)
    assert read_document_facts(path).page_labels == ()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_facts_of_a_protected_pdf(tmp_path: Path, algorithm: str) -> None:
    """They are read with its password; the empty one needs none."""
    book = set_facts(make_book(tmp_path / "a.pdf"), Title="Cholera outbreaks")
    assert read_document_facts(protect(book, "", algorithm)).title == "Cholera outbreaks"
    book = set_facts(make_book(tmp_path / "b.pdf"), Title="Cholera outbreaks")
    assert read_document_facts(protect(book, "secret", algorithm), "secret").title == "Cholera outbreaks"


@pytest.mark.parametrize("data", [b"", b"This is a letter.", b"%PDF-1.7\n"])
def test_what_cannot_be_read_is_a_problem_and_no_error(tmp_path: Path, data: bytes) -> None:
    """Facts are a help, not a condition: a PDF without readable ones is still read by its pages."""
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    facts = read_document_facts(path)
    assert (facts.title, facts.outline, facts.page_labels) == ("", (), ())
    assert len(facts.problems) == 1
    assert facts.problems[0].startswith("its metadata and outline could not be read (")


def test_facts_of_real_guidelines() -> None:
    """An outline three deep, labels in two styles, and a wrong language: as the files have them."""
    diet = read_document_facts(shared_pdf("dev/who_emro_healthy_diet_2019.pdf"))
    assert diet.language == "it-IT"
    manual = read_document_facts(shared_pdf("dev/usarmy_fm21-11_first_aid.pdf"))
    assert OutlineEntry(1, "CHAPTER 4 FIRST AID FOR FRACTURES", 89) in manual.outline
    assert manual.problems == ()
    kit = read_document_facts(shared_pdf("dev/who_selfbp_pregnancy_2025.pdf"))
    assert kit.page_labels[:5] == ("A", "B", "i", "ii", "iii")
    assert kit.page_labels[10] == "1"
