"""One PDF to a Reading: the facts of the guideline, its folios, its problems, and the PDFs that are refused."""

import hashlib
from pathlib import Path

import pytest

from ingest.errors import UnreadablePDFError
from ingest.manifest import ManifestEntry
from ingest.read import hash_file, make_id, read_guideline
from ingest.types import Guideline
from tests.pdf_factory import (
    Text,
    make_pdf,
    protect,
    set_facts,
    set_lines,
    set_page_labels,
    shared_pdf,
    wrap,
)

TEXT = (
    "The child is given oral rehydration solution by the carer, and is seen again after four hours, with the plan that "
    "is to be followed for as long as there are signs of dehydration. Zinc is given for ten days to all of them."
)
FRENCH = (
    "La réhydratation est le traitement de tous les enfants qui ont la diarrhée, et le zinc est donné pour dix jours "
    "avec les aliments. Le soignant est informé par le personnel des signes qui sont dangereux pour les enfants."
)


def make_guideline(path: Path, pages: int = 4, folios: bool = True, text: str = TEXT) -> Path:
    """Make a guideline with a cover in large type, its folios counted from 5 below the pages after it."""
    cover = [Text("Clinical guidelines", 72, 200, 26), Text("for the care of children", 72, 230, 26)]
    body = [
        [*wrap(f"Step {number}. {text}"), *([Text(str(number + 4), 290, 815, 9)] if folios else [])]
        for number in range(1, pages)
    ]
    return make_pdf(path, [cover, *body])


def test_facts_come_from_the_manifest_entry_alone(tmp_path: Path) -> None:
    """What the manifest says or leaves empty counts; the PDF gives its hash, its file name and its pages."""
    path = set_facts(make_guideline(tmp_path / "children.pdf"), language="fr", Title="Draft", CreationDate="D:2020")
    entry = ManifestEntry(
        id="care-2023",
        file="other.pdf",
        title="Care of children",
        sha256="0" * 64,
        publisher="Ministry of Health",
        edition="Third edition",
        published="2023-10",
        language="en",
        licence="CC-BY-4.0",
        url="https://example.org/care",
        supersedes=("care-2017",),
    )
    assert read_guideline(path, "care-2023", entry).guideline == Guideline(
        id="care-2023",
        file="children.pdf",
        title="Care of children",
        publisher="Ministry of Health",
        edition="Third edition",
        published="2023-10",
        language="en",
        licence="CC-BY-4.0",
        url="https://example.org/care",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        supersedes=("care-2017",),
        pages=4,
        status="current",
    )


def test_facts_come_from_the_pdf_without_an_entry(tmp_path: Path) -> None:
    """Title, date and language are the PDF's own; what a PDF cannot tell stays empty."""
    path = set_facts(
        make_guideline(tmp_path / "children.pdf"),
        language="en-GB",
        Title="Care of children with diarrhoea",
        CreationDate="D:20231016093000Z",
    )
    assert read_guideline(path, "children").guideline == Guideline(
        id="children",
        file="children.pdf",
        title="Care of children with diarrhoea",
        publisher="",
        edition="",
        published="2023-10-16",
        language="en-GB",
        licence="",
        url="",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        supersedes=(),
        pages=4,
        status="current",
    )


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Microsoft Word - guide_final.doc",
        "untitled",
        "guideline_v3.indd",
        "PII0140-6736",
        "http://who.int/",
        "x.pdf",
    ],
)
def test_a_title_that_is_none_gives_way_to_the_largest_lines(tmp_path: Path, title: str) -> None:
    """A file's or a program's name is no title; the cover's largest lines are, joined."""
    path = set_facts(make_guideline(tmp_path / "children.pdf"), Title=title)
    assert read_guideline(path, "children").guideline.title == "Clinical guidelines for the care of children"


def test_without_any_title_the_file_names_the_guideline(tmp_path: Path) -> None:
    """Where metadata and type give none, the file's name does, its underscores as spaces."""
    path = make_pdf(tmp_path / "care_of_children.pdf", [wrap(TEXT + " " + TEXT)])
    assert read_guideline(path, "care").guideline.title == "care of children"


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("", TEXT, "en"),
        ("", FRENCH, "fr"),
        ("it-IT", TEXT, "en"),
        ("en-US", TEXT, "en-US"),
        ("en-US", FRENCH, "fr"),
        ("fr-CH", FRENCH, "fr-CH"),
    ],
)
def test_a_wrong_language_is_corrected_by_the_text(tmp_path: Path, declared: str, text: str, language: str) -> None:
    """The declared tag counts, with its region, where the words bear it out."""
    path = set_facts(make_guideline(tmp_path / "children.pdf", text=text), language=declared)
    assert read_guideline(path, "children").guideline.language == language


def test_the_language_of_a_real_brochure_is_corrected() -> None:
    """An English brochure that declares Italian is English."""
    assert read_guideline(shared_pdf("dev/who_emro_healthy_diet_2019.pdf"), "diet").guideline.language == "en"


def test_page_labels_complete_the_folios_that_they_agree_with(tmp_path: Path) -> None:
    """A page whose folio is not printed takes the PDF's label, as all others' folios are their labels."""
    pages = [[*wrap(f"{TEXT} {n}."), *([Text(str(n), 290, 815, 9)] if n != 4 else [])] for n in range(1, 9)]
    path = set_page_labels(make_pdf(tmp_path / "a.pdf", pages), (1, "/D", 1))
    assert [page.label for page in read_guideline(path, "a").pages] == [str(n) for n in range(1, 9)]


def test_page_labels_that_disagree_with_the_folios_are_not_used(tmp_path: Path) -> None:
    """Where labels count from the cover and folios from the first chapter, a page without a folio has no label."""
    pages = [[*wrap(f"{TEXT} {n}."), *([Text(str(n + 10), 290, 815, 9)] if n != 4 else [])] for n in range(1, 9)]
    path = set_page_labels(make_pdf(tmp_path / "a.pdf", pages), (1, "/D", 1))
    labels = [page.label for page in read_guideline(path, "a").pages]
    assert labels == ["11", "12", "13", None, "15", "16", "17", "18"]


def test_without_labels_a_page_without_a_folio_has_none(tmp_path: Path) -> None:
    """A PDF page number is no folio."""
    labels = [page.label for page in read_guideline(make_guideline(tmp_path / "a.pdf", 5), "a").pages]
    assert labels == [None, "5", "6", "7", "8"]


def test_pages_keep_their_numbers_sizes_and_body_lines(tmp_path: Path) -> None:
    """A page's lines are those of its body: the passages' spans count them."""
    reading = read_guideline(make_guideline(tmp_path / "a.pdf"), "a")
    assert [(page.number, page.width, page.height, page.source) for page in reading.pages] == [
        (number, 595.0, 842.0, "text") for number in (1, 2, 3, 4)
    ]
    assert [line.text for line in reading.pages[1].lines] == [line.text for line in wrap(f"Step 1. {TEXT}")]
    assert reading.problems == ()


def test_blank_pages_are_no_problem(tmp_path: Path) -> None:
    """They are read as pages without lines, and nobody is troubled with them."""
    pages = [[] if number in (2, 4) else wrap(f"{TEXT} {number}.") for number in range(1, 7)]
    reading = read_guideline(make_pdf(tmp_path / "a.pdf", pages), "a")
    assert reading.problems == ()
    assert {page.number for page in reading.pages if not page.lines} == {2, 4}


def test_an_empty_pdf_is_refused(tmp_path: Path) -> None:
    """Blank pages are nothing to search."""
    with pytest.raises(UnreadablePDFError) as refused:
        read_guideline(make_pdf(tmp_path / "a.pdf", [[], []]), "a")
    assert str(refused.value) == "all its pages are blank"


def test_a_protected_pdf_is_read_with_its_password(tmp_path: Path) -> None:
    """Its facts too; and the hash is that of the protected file."""
    path = protect(set_facts(make_guideline(tmp_path / "a.pdf"), Title="Care of children"), "secret")
    with pytest.raises(UnreadablePDFError):
        read_guideline(path, "a")
    reading = read_guideline(path, "a", password="secret")
    assert reading.guideline.title == "Care of children"
    assert reading.guideline.sha256 == hash_file(path)
    assert [line.text for line in reading.pages[1].lines] == [line.text for line in wrap(f"Step 1. {TEXT}")]


@pytest.mark.parametrize("name", ["encrypted_rc4_nocopy_foraging", "encrypted_rc4_family_shelter"])
def test_real_pdfs_with_an_empty_password_are_read(name: str) -> None:
    """What any viewer opens without asking is read."""
    reading = read_guideline(shared_pdf(f"awkward/{name}.pdf"), name)
    assert len(reading.passages) >= 40


def test_a_table_in_a_guideline_is_read_row_by_row(tmp_path: Path) -> None:
    """Each row is one line that reads on its own: its cells in the order of the columns, with what heads them."""
    rows = [("Weight", "Dose", "Days"), ("5 to 10 kg", "10 mg", "14"), ("over 10 kg", "20 mg", "10")]
    cells = [
        Text(cell, left, 300 + 14 * number)
        for number, row in enumerate(rows)
        for cell, left in zip(row, (72.0, 250.0, 400.0), strict=True)
    ]
    reading = read_guideline(make_pdf(tmp_path / "a.pdf", [[*wrap(TEXT), *cells]]), "a")
    text = "\n".join(passage.text for passage in reading.passages)
    assert (
        "Weight | Dose | Days\nWeight: 5 to 10 kg | Dose: 10 mg | Days: 14\nover 10 kg | Dose: 20 mg | Days: 10" in text
    )


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("WHO malaria (2023).pdf", "who-malaria-2023"),
        ("Paludisme à l'hôpital.PDF", "paludisme-a-l-hopital"),
        ("v2.1_final.pdf", "v2.1-final"),
        ("--.pdf", "guideline"),
        ("دليل.pdf", "guideline"),
        ("..", "guideline"),
        ("a/b", "a-b"),
    ],
)
def test_ids_are_made_of_file_names(name: str, id: str) -> None:
    """Small letters, digits, points and single hyphens; never empty and never a path."""
    assert make_id(name) == id


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    """As `sha256sum` prints it."""
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert hash_file(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_lines_of_lists_are_read_from_the_page(tmp_path: Path) -> None:
    """The smallest guideline: one page with one line."""
    reading = read_guideline(make_pdf(tmp_path / "a.pdf", [set_lines(["Give zinc."])]), "a")
    assert [passage.text for passage in reading.passages] == ["Give zinc."]
    assert reading.passages[0].pages == (1,)
