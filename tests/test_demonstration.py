"""The shipped manifests, and the demonstration guidelines that the project wrote itself."""

import hashlib
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from corpus_manifests import manifest_path
from corpus_manifests.demonstration.blocks import Booklet, Heading, Table
from corpus_manifests.demonstration.make import BOOKLETS, FOLDER, FOOT, find_differences, make_pdf
from ingest.errors import ManifestError
from ingest.manifest import read_manifest

each_booklet = pytest.mark.parametrize("booklet", BOOKLETS, ids=lambda booklet: booklet.file)


def read_pdf(booklet: Booklet) -> PdfReader:
    """Open the PDF of a booklet that is committed."""
    return PdfReader(FOLDER / booklet.file)


def test_words_make_the_committed_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every byte comes out again, at any hour and whatever time the environment fixes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert find_differences() == []


@each_booklet
def test_two_runs_give_the_same_bytes(booklet: Booklet) -> None:
    """Nothing of one run is left over for the next."""
    assert make_pdf(booklet) == make_pdf(booklet)


@each_booklet
def test_every_page_says_that_it_is_not_for_care(booklet: Booklet) -> None:
    """The foot stands on each page above its folio, and there are three to five pages."""
    pages = read_pdf(booklet).pages
    assert 3 <= len(pages) <= 5
    for number, page in enumerate(pages, start=1):
        lines = page.extract_text().splitlines()
        assert lines[lines.index(FOOT) + 1] == str(number)
    assert "DEMONSTRATION" in FOOT
    assert "not for care" in FOOT


@each_booklet
def test_running_head_begins_on_the_second_page(booklet: Booklet) -> None:
    """The first page has the title in its place."""
    pages = [page.extract_text().splitlines() for page in read_pdf(booklet).pages]
    assert [booklet.title in lines for lines in pages] == [True] * len(pages)
    head = ["Fieldguide demonstration guidelines", booklet.title]
    assert [lines[:2] == head for lines in pages] == [False] + [True] * (len(pages) - 1)


@each_booklet
def test_outline_holds_every_heading(booklet: Booklet) -> None:
    """Bookmarks are the numbered headings, in order."""
    found: list[str] = []

    def collect(entries: list[object]) -> None:
        for entry in entries:
            if isinstance(entry, list):
                collect(entry)
            elif isinstance(entry, Destination):
                found.append(str(entry.title))

    collect(list(read_pdf(booklet).outline))
    assert found == [block.text for block in booklet.blocks if isinstance(block, Heading)]


@each_booklet
def test_metadata_name_the_work(booklet: Booklet) -> None:
    """A reader that has no manifest finds title, author and language in the PDF."""
    reader = read_pdf(booklet)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (booklet.title, "Fieldguide project")
    assert str(reader.root_object["/Lang"]) == "en"


@each_booklet
def test_headings_and_tables_are_numbered_in_order(booklet: Booklet) -> None:
    """No number is left out or given twice, as other sections refer to them."""
    expected, section, part = [], 0, 0
    headings = [block for block in booklet.blocks if isinstance(block, Heading)]
    for heading in headings:
        section, part = (section + 1, 0) if heading.level == 1 else (section, part + 1)
        expected.append(f"{section}.{part}" if part else f"{section}")
    assert [heading.text.split()[0] for heading in headings] == expected
    captions = [block.caption for block in booklet.blocks if isinstance(block, Table)]
    assert [caption.split(". ")[0] for caption in captions] == [f"Table {n + 1}" for n in range(len(captions))]


@each_booklet
def test_rows_are_as_long_as_their_header(booklet: Booklet) -> None:
    """A table's widths are shares of the page, and no cell is missing."""
    for table in (block for block in booklet.blocks if isinstance(block, Table)):
        assert {len(row) for row in table.rows} == {len(table.header)} == {len(table.widths)}
        assert sum(table.widths) == pytest.approx(1)


def find_table(caption: str) -> Table:
    """Find a table by the start of its caption, in any booklet."""
    tables = [block for booklet in BOOKLETS for block in booklet.blocks if isinstance(block, Table)]
    return next(table for table in tables if table.caption.startswith(caption))


def read_bands(table: Table, column: int) -> list[tuple[float, float, float]]:
    """Read (lowest kg, highest kg, number in a column) from the rows whose first cell is such as "9 to 10 kg"."""
    bands = []
    for row in table.rows:
        words = row[0].split()
        if words[1] == "to":
            bands.append((float(words[0]), float(words[2]), float(row[column].split()[0])))
    return bands


def test_artesunate_doses_keep_to_the_rule() -> None:
    """Every weight has at least 3 mg/kg below 20 kg, and 2.4 mg/kg from there on; the volumes hold the dose."""
    table = find_table("Table 2. Artesunate by injection")
    doses = read_bands(table, 1)
    for (low, high, dose), next_band in zip(doses, [*doses[1:], None], strict=True):
        rule = 3 if high < 20 else 2.4
        assert rule * high <= dose <= rule * low * 1.34
        assert next_band is None or next_band[0] == high + 1
    for column, strength in ((2, 10), (3, 20)):
        assert [volume * strength for _, _, volume in read_bands(table, column)] == [dose for _, _, dose in doses]
    vials = [int(row[4]) for row in table.rows[1:]]
    assert vials == [-(-int(dose) // 60) for _, _, dose in doses]


def test_feeds_keep_to_the_rule() -> None:
    """Eight feeds of F-75 come within a tenth of 130 ml/kg/day, or of 100 ml/kg/day in severe oedema."""
    table = find_table("Table 1. F-75")
    for column, rule in ((1, 130), (3, 100)):
        for low, high, feed in read_bands(table, column):
            assert rule * 0.9 <= feed * 8 / high <= feed * 8 / low <= rule * 1.1
    assert [total for _, _, total in read_bands(table, 2)] == [feed * 8 for _, _, feed in read_bands(table, 1)]


def test_doxycycline_doses_keep_to_the_rule() -> None:
    """Under 12 years every dose lies between 2 and 4 mg/kg."""
    rows = [row for row in find_table("Table 5. Doxycycline").rows if " to " in row[1]]
    assert len(rows) == 3
    for row in rows:
        low, _, high, _ = row[1].split()
        dose = float(row[2].split()[0])
        assert 2 * float(high) <= dose <= 4 * float(low)


def test_manifest_has_the_sha256_of_each_pdf() -> None:
    """The manifest names the three PDFs and no other."""
    entries = read_manifest(manifest_path("demonstration")).entries
    assert {entry.file: entry.sha256 for entry in entries} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.pdf")
    }
    assert [entry.title for entry in entries] == [booklet.title for booklet in BOOKLETS]


@pytest.mark.parametrize(
    ("name", "set_name", "count"),
    [("demonstration", "demonstration", 3), ("example", "malaria-unit", 2), ("open_guidelines", "open-guidelines", 10)],
)
def test_shipped_manifest_is_read(name: str, set_name: str, count: int) -> None:
    """Every manifest that is shipped has no fault."""
    manifest = read_manifest(manifest_path(name))
    assert (manifest.name, len(manifest.entries)) == (set_name, count)


def test_example_explains_every_key() -> None:
    """Each key of the example's first entry has a comment straight above it."""
    lines = manifest_path("example").read_text().splitlines()
    first = lines[lines.index("[[guideline]]") + 1 : lines.index("# The least that an entry can be.")]
    keys = [index for index, line in enumerate(first) if " = " in line and not line.startswith("#")]
    assert len(keys) == 11
    assert [first[index] for index in keys if not first[index - 1].startswith("#")] == [
        'publisher = "Ministry of Health"'
    ]


def test_open_guidelines_all_state_a_licence() -> None:
    """Nothing is listed that may not be copied."""
    entries = read_manifest(manifest_path("open_guidelines")).entries
    assert {entry.licence for entry in entries} == {
        "CC BY-NC-SA 3.0 IGO",
        "United States government work",
        "Approved for public release; distribution is unlimited",
    }


def test_unknown_manifest_names_the_shipped_ones() -> None:
    """A name with a path in it is unknown too."""
    for name in ("malaria", "../corpus_manifests/example"):
        with pytest.raises(ManifestError) as caught:
            manifest_path(name)
        assert str(caught.value) == (
            f'No manifest is shipped as "{name}"; the shipped ones are: demonstration, example, open_guidelines.'
        )


def test_manifest_path_is_a_file_of_the_package() -> None:
    """An installed wheel finds its own."""
    assert manifest_path("example") == Path(FOLDER).parent / "example.toml"
