"""Many PDFs into a library: what is added, what is skipped and what is refused, each with its reason."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from corpus_manifests import manifest_path
from indexes.adding import LeftOut, add_pdfs, find_pdfs, match_manifest
from indexes.errors import LibraryError
from indexes.library import Library
from ingest.errors import ManifestError
from ingest.manifest import Manifest, ManifestEntry, read_manifest
from ingest.read import hash_file
from tests.conftest import DEMONSTRATION, NoProgress

MALARIA = DEMONSTRATION / "severe-malaria.pdf"
DIARRHOEA = DEMONSTRATION / "acute-diarrhoea-and-cholera.pdf"
NO_PDF = "it is damaged or not a PDF; open it in a viewer to check, or get it again"
NO_PASSWORD = "it is protected by a password; give its password"
WRONG_PASSWORD = "it is protected by a password; the password given does not open it"


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The malaria guideline, protected by the password "mosquito"."""
    writer = PdfWriter(clone_from=MALARIA)
    writer.encrypt("mosquito", "owner", algorithm="AES-256")
    path = tmp_path_factory.mktemp("protected") / "protected.pdf"
    writer.write(path)
    return path


def write_text(folder: Path, name: str = "letter.pdf") -> Path:
    """Write a text file that is called a PDF."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("Dear colleague, this is not a PDF.")
    return path


def make_manifest(*entries: ManifestEntry) -> Manifest:
    """Make a manifest of these entries."""
    return Manifest("ward", "Ward", "", entries)


def test_folders_and_files(tmp_path: Path) -> None:
    """A folder gives its PDFs in order, however deep and whatever their case; each file is taken once."""
    deep = tmp_path / "b" / "deep"
    deep.mkdir(parents=True)
    for path in (tmp_path / "c.PDF", deep / "a.pdf", tmp_path / "notes.txt", tmp_path / "a.pdf"):
        path.write_bytes(b"")
    (tmp_path / "folder.pdf").mkdir()
    found, refused = find_pdfs([tmp_path / "c.PDF", tmp_path, tmp_path / "notes.txt"])
    assert found == [tmp_path / "c.PDF", tmp_path / "a.pdf", deep / "a.pdf", tmp_path / "notes.txt"]
    assert refused == []


def test_paths_that_lead_to_nothing(tmp_path: Path) -> None:
    """A folder without PDFs and a path that is not there are each named with their reason."""
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "notes.txt").write_text("")
    assert find_pdfs([empty, tmp_path / "gone.pdf"]) == (
        [],
        [LeftOut(empty, "the folder holds no PDF"), LeftOut(tmp_path / "gone.pdf", "there is no such file or folder")],
    )


def test_one_pdf_is_added_with_what_it_says_of_itself(library: Library) -> None:
    """Without a manifest its id comes from its name, the rest from the PDF; progress hears of it."""
    progress = NoProgress()
    report = add_pdfs(library, [MALARIA], progress)
    (added,) = report.added
    guideline = added.guideline
    assert (guideline.id, guideline.file, guideline.title) == ("severe-malaria", "severe-malaria.pdf", "Severe malaria")
    assert (guideline.language, guideline.pages, guideline.status) == ("en", 5, "current")
    assert (guideline.sha256, guideline.publisher, guideline.licence) == (hash_file(MALARIA), "", "")
    assert (added.path, added.ocr_pages, added.problems) == (MALARIA, 0, ())
    assert added.passages == len(library.passages("severe-malaria")) > 10
    assert (report.skipped, report.refused) == ([], [])
    assert (progress.files, progress.finished) == (1, ["severe-malaria.pdf"])


def test_known_content_is_skipped(library: Library, tmp_path: Path) -> None:
    """By its hash, within one call and across calls, whatever the file is called."""
    copy = tmp_path / "copy of it.pdf"
    shutil.copyfile(MALARIA, copy)
    report = add_pdfs(library, [MALARIA, copy], NoProgress())
    assert [added.path for added in report.added] == [MALARIA]
    known = "its content is in the set already, as severe-malaria"
    assert report.skipped == [LeftOut(copy, known)]
    again = add_pdfs(library, [copy, MALARIA], NoProgress())
    assert (again.added, again.skipped) == ([], [LeftOut(copy, known), LeftOut(MALARIA, known)])
    assert library.generation == 1


def test_ids_do_not_collide(library: Library, tmp_path: Path) -> None:
    """Other content of the same name gets a number, within one call and across calls."""
    for folder, source in (("a", MALARIA), ("b", DIARRHOEA), ("c", DEMONSTRATION / "severe-acute-malnutrition.pdf")):
        (tmp_path / folder).mkdir()
        shutil.copyfile(source, tmp_path / folder / "Guide (2).pdf")
    report = add_pdfs(library, [tmp_path / "a", tmp_path / "b"], NoProgress())
    assert [added.guideline.id for added in report.added] == ["guide-2", "guide-2-2"]
    report = add_pdfs(library, [tmp_path / "c"], NoProgress())
    assert [added.guideline.id for added in report.added] == ["guide-2-3"]
    assert library.passages("guide-2-3")[0].id == "guide-2-3#0"


def test_a_bad_file_costs_itself_only(library: Library, tmp_path: Path) -> None:
    """Text, an empty file, half a PDF and a missing path are refused with their reasons; the good one is added."""
    text = write_text(tmp_path)
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    half = tmp_path / "half.pdf"
    half.write_bytes(MALARIA.read_bytes()[:3000])
    gone = tmp_path / "gone.pdf"
    progress = NoProgress()
    report = add_pdfs(library, [gone, text, empty, half, DIARRHOEA], progress)
    assert [added.path for added in report.added] == [DIARRHOEA]
    assert report.refused == [
        LeftOut(gone, "there is no such file or folder"),
        LeftOut(text, NO_PDF),
        LeftOut(empty, NO_PDF),
        LeftOut(half, NO_PDF),
    ]
    assert [stored.guideline.file for stored in library.guidelines()] == [DIARRHOEA.name]
    assert len(list((library.folder / "pdfs").iterdir())) == 1
    assert (progress.files, len(progress.finished)) == (4, 4)


def test_a_refused_file_is_no_reason_to_skip_its_copy(library: Library, tmp_path: Path) -> None:
    """Two copies of a file that cannot be read are both refused: neither is in the set."""
    first, second = write_text(tmp_path / "a"), write_text(tmp_path / "b")
    report = add_pdfs(library, [first, second], NoProgress())
    assert report.skipped == []
    assert report.refused == [LeftOut(first, NO_PDF), LeftOut(second, NO_PDF)]


def test_a_protected_pdf(library: Library, protected: Path) -> None:
    """Without its password and with a wrong one it is refused; with the right one its kept copy opens without."""
    assert add_pdfs(library, [protected], NoProgress()).refused == [LeftOut(protected, NO_PASSWORD)]
    wrong = add_pdfs(library, [protected], NoProgress(), password="fly")
    assert wrong.refused == [LeftOut(protected, WRONG_PASSWORD)]
    assert library.generation == 0
    report = add_pdfs(library, [protected], NoProgress(), password="mosquito")
    assert [added.guideline.pages for added in report.added] == [5]
    kept = library.pdf_path("protected")
    assert kept.name == f"{hash_file(protected)}.pdf"
    reader = PdfReader(kept)
    assert not reader.is_encrypted
    assert [page.extract_text() for page in reader.pages] == [page.extract_text() for page in PdfReader(MALARIA).pages]
    plain = add_pdfs(library, [MALARIA], NoProgress())
    assert [stored.guideline.pages for stored in library.guidelines()] == [5, 5]
    assert [passage.text for passage in library.passages("protected")] == [
        passage.text for passage in library.passages(plain.added[0].guideline.id)
    ]
    assert b"mosquito" not in (library.folder / "library.sqlite").read_bytes()


def test_a_password_leaves_other_pdfs_alone(library: Library, protected: Path) -> None:
    """A PDF that needs no password is kept byte for byte, also beside one that does."""
    report = add_pdfs(library, [protected, MALARIA], NoProgress(), password="mosquito")
    assert len(report.added) == 2
    kept = library.pdf_path("severe-malaria")
    assert hash_file(kept) == hash_file(MALARIA) == kept.stem


def test_a_manifest_says_what_a_pdf_is(library: Library) -> None:
    """Every fact comes from the entry of its content; a PDF that the manifest does not name is added all the same."""
    entry = ManifestEntry(
        id="malaria-2024",
        file="other-name.pdf",
        title="Malaria, ward edition",
        sha256=hash_file(MALARIA),
        publisher="Ward",
        edition="3",
        published="2024-05",
        language="fr",
        licence="CC0-1.0",
        url="https://example.org/malaria.pdf",
        supersedes=("malaria-2020",),
    )
    report = add_pdfs(library, [MALARIA, DIARRHOEA], NoProgress(), make_manifest(entry))
    first, second = (added.guideline for added in report.added)
    assert first == library.guideline("malaria-2024").guideline
    told = {name: getattr(entry, name) for name in ManifestEntry.__slots__ if name not in ("file",)}
    assert {name: getattr(first, name) for name in told} == told
    assert (first.file, first.pages, first.status) == ("severe-malaria.pdf", 5, "current")
    assert second.id == "acute-diarrhoea-and-cholera"


def test_a_manifest_s_id_that_is_taken(library: Library) -> None:
    """Two contents cannot have one id; the second is refused, and the sentence says what to do."""
    entry = ManifestEntry("malaria", "a.pdf", "Malaria", hash_file(MALARIA))
    add_pdfs(library, [MALARIA], NoProgress(), make_manifest(entry))
    other = replace(entry, sha256=hash_file(DIARRHOEA))
    report = add_pdfs(library, [DIARRHOEA], NoProgress(), make_manifest(other))
    assert report.refused == [
        LeftOut(DIARRHOEA, "the set has another PDF as malaria; remove that, or change the manifest's id")
    ]


def test_a_made_up_id_leaves_the_manifest_s_alone(library: Library, tmp_path: Path) -> None:
    """A PDF that the manifest does not name takes no id from it, though it comes first."""
    first = tmp_path / "malaria.pdf"
    shutil.copyfile(DIARRHOEA, first)
    entry = ManifestEntry("malaria", "severe-malaria.pdf", "Malaria", hash_file(MALARIA))
    report = add_pdfs(library, [first, MALARIA], NoProgress(), make_manifest(entry))
    assert [added.guideline.id for added in report.added] == ["malaria-2", "malaria"]


def test_superseded_by_a_manifest(library: Library) -> None:
    """An edition that another entry replaces is marked."""
    new = ManifestEntry("new", "a.pdf", "New", hash_file(MALARIA), supersedes=("old",))
    old = ManifestEntry("old", "b.pdf", "Old", hash_file(DIARRHOEA))
    add_pdfs(library, [MALARIA, DIARRHOEA], NoProgress(), make_manifest(new, old))
    assert [(stored.guideline.id, stored.guideline.status) for stored in library.guidelines()] == [
        ("new", "current"),
        ("old", "superseded"),
    ]


def test_matching_a_manifest(tmp_path: Path) -> None:
    """PDFs are known by content, in the manifest's order; a missing one and one of other content are refused."""
    shutil.copyfile(MALARIA, tmp_path / "renamed.pdf")
    shutil.copyfile(DIARRHOEA, tmp_path / "wrong.pdf")
    (tmp_path / "deep").mkdir()
    shutil.copyfile(DEMONSTRATION / "severe-acute-malnutrition.pdf", tmp_path / "deep" / "food.pdf")
    manifest = make_manifest(
        ManifestEntry("food", "food.pdf", "Food", hash_file(tmp_path / "deep" / "food.pdf")),
        ManifestEntry("wrong", "wrong.pdf", "Wrong", "a" * 64),
        ManifestEntry("gone", "gone.pdf", "Gone", "b" * 64),
        ManifestEntry("malaria", "severe-malaria.pdf", "Malaria", hash_file(MALARIA)),
    )
    assert match_manifest(manifest, tmp_path) == (
        [tmp_path / "deep" / "food.pdf", tmp_path / "renamed.pdf"],
        [
            LeftOut(tmp_path / "wrong.pdf", "its sha256 is not the one that the manifest gives for wrong"),
            LeftOut(tmp_path / "gone.pdf", f"the manifest names it as gone, and it is not in {tmp_path}"),
        ],
    )
    with pytest.raises(ManifestError) as fault:
        match_manifest(manifest, tmp_path / "nowhere")
    assert str(fault.value) == f"there is no folder {tmp_path / 'nowhere'}; name the folder of the PDFs with --pdfs"


def test_the_shipped_manifest_matches_the_shipped_pdfs() -> None:
    """The demonstration is complete."""
    manifest = read_manifest(manifest_path("demonstration"))
    found, refused = match_manifest(manifest, DEMONSTRATION)
    assert [path.name for path in found] == [entry.file for entry in manifest.entries]
    assert refused == []


def test_what_another_process_has_added_meanwhile(library: Library) -> None:
    """The plan is made from what the set holds when it begins."""
    other = Library.open(library.folder, library.embedder)
    add_pdfs(other, [MALARIA], NoProgress())
    report = add_pdfs(library, [MALARIA, DIARRHOEA], NoProgress())
    assert [item.path for item in report.skipped] == [MALARIA]
    assert [added.path for added in report.added] == [DIARRHOEA]
    other.close()


class AddsTheSame(NoProgress):
    """While the first file is about to be embedded, adds the same one by another opener of the set."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.other = Library.open(library.folder, library.embedder)

    def embed(self, path: Path, passages: int) -> None:  # noqa: ARG002
        """Add it."""
        add_pdfs(self.other, [path], NoProgress())


def test_two_that_add_the_same_at_once(library: Library) -> None:
    """The one that comes second skips it, and goes on."""
    report = add_pdfs(library, [MALARIA], AddsTheSame(library))
    assert report.skipped == [LeftOut(MALARIA, "its content is in the set already, as severe-malaria")]
    assert library.generation == 1


def test_a_library_that_cannot_be_written(library: Library) -> None:
    """The fault is raised at once: every further file would meet it as well."""
    shutil.rmtree(library.folder / "pdfs")
    (library.folder / "pdfs").write_text("in the way")
    with pytest.raises(LibraryError) as fault:
        add_pdfs(library, [MALARIA], NoProgress())
    kept = library.folder / "pdfs" / f"{hash_file(MALARIA)}.pdf"
    assert str(fault.value) == f"{kept} cannot be written (Not a directory)"
    assert library.guidelines() == ()
