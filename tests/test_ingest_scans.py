"""Pictures of text: pages that OCR reads, that it leaves alone, and what is said where it cannot read them."""

from pathlib import Path

import pytest

from ingest.errors import UnreadablePDFError
from ingest.manifest import ManifestEntry
from ingest.ocr import installed_models
from ingest.read import read_guideline
from ingest.sandbox import ReadingTask, read_safely
from ingest.scans import name_pages
from ingest.types import Box, Reading
from tests.pdf_factory import (
    A4,
    Text,
    make_mapped_pdf,
    make_pdf,
    needs_tesseract,
    scan,
    shared_pdf,
    wrap,
)

TEXT = (
    "The child is given oral rehydration solution by the carer, and is seen again after four hours, with the plan that "
    "is to be followed for as long as there are signs of dehydration. Zinc is given for ten days to all of them."
)
CIPHER = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "defghijklmnopqrstuvwxyzabcDEFGHIJKLMNOPQRSTUVWXYZABC"
)


def read_scan(tmp_path: Path, pages: list[list[Text]], turn: int = 0) -> Reading:
    """Read a scan of pages that show these texts."""
    return read_guideline(scan(make_pdf(tmp_path / "a.pdf", pages), tmp_path / "scan.pdf", turn), "scan")


def assert_near(box: Box, expected: Box, points: float = 3.0) -> None:
    """Assert that two boxes agree within some points."""
    assert max(abs(one - other) for one, other in zip(box, expected, strict=True)) <= points, (box, expected)


@needs_tesseract
def test_a_scan_is_read_with_its_boxes(tmp_path: Path) -> None:
    """Lines, sizes of type and boxes are those of the page that was scanned, and passages know them."""
    lines = [Text("Treatment of dehydration", 72, 80, 20), *wrap(TEXT, top=120)]
    reading = read_scan(tmp_path, [lines])
    (page,) = reading.pages
    assert (page.source, page.width, page.height) == ("ocr", pytest.approx(595, abs=1), pytest.approx(842, abs=1))
    assert [line.text for line in page.lines] == [line.text for line in lines]
    for line, drawn in zip(page.lines, lines, strict=True):
        assert_near(line.box, drawn.box)
    assert reading.passages[0].heading == ("Treatment of dehydration",)
    assert TEXT in reading.passages[0].text
    assert reading.guideline.language == "en"
    assert reading.problems == ("read by OCR: page 1; compare numbers with the picture of the page before use",)


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_scan_that_lies_on_its_side_is_read_upright(tmp_path: Path, turn: int) -> None:
    """Its text is that of the upright page; its boxes are on the page as it is shown, where the picture has them."""
    if "osd" not in (installed_models() or ()):
        pytest.skip("Tesseract's orientation model is not installed")
    lines = wrap(f"{TEXT} {TEXT}")
    (page,) = read_scan(tmp_path, [lines], turn).pages
    assert [line.text for line in page.lines] == [line.text for line in lines]
    shown = A4 if turn == 180 else (A4[1], A4[0])
    assert (page.width, page.height) == (pytest.approx(shown[0], abs=1), pytest.approx(shown[1], abs=1))
    left, top, right, bottom = lines[0].box
    expected = {
        90: (A4[1] - bottom, left, A4[1] - top, right),
        180: (A4[0] - right, A4[1] - bottom, A4[0] - left, A4[1] - top),
        270: (top, A4[0] - right, bottom, A4[0] - left),
    }[turn]
    assert_near(page.lines[0].box, expected)


@needs_tesseract
def test_running_heads_and_folios_of_scans_are_furniture(tmp_path: Path) -> None:
    """OCRed pages go the same way as others: heads go, and folios become page labels.

    Folios of one digit are not tried: Tesseract passes over a digit that stands all by itself.
    """
    pages = [
        [
            Text("Care of children in camps", 72, 40, 9),
            *wrap(f"{TEXT} Plan {chr(64 + number)} follows."),
            Text(str(number + 9), 290, 815, 10),
        ]
        for number in range(1, 6)
    ]
    reading = read_scan(tmp_path, pages)
    assert [page.label for page in reading.pages] == ["10", "11", "12", "13", "14"]
    assert not any("Care of children" in passage.text for passage in reading.passages)


@needs_tesseract
def test_a_picture_among_pages_of_text_is_read(tmp_path: Path) -> None:
    """Only the picture is read by OCR; what stands beside it in the text layer stays as it is, blank pages too."""
    first = make_pdf(tmp_path / "text.pdf", [wrap(TEXT, top=400)])
    scanned = scan(first, tmp_path / "scan.pdf", hidden=[Text("Form 3", 72, 40)])
    reading = read_guideline(scanned, "scan")
    assert reading.pages[0].source == "ocr"
    assert [line.text for line in reading.pages[0].lines] == ["Form 3", *(line.text for line in wrap(TEXT))]
    assert [line.source for line in reading.pages[0].lines] == ["text", *["ocr" for _ in wrap(TEXT)]]


@needs_tesseract
def test_a_scanned_empty_sheet_is_no_failure(tmp_path: Path) -> None:
    """Nothing is said of a sheet of grey paper with a speck on it."""
    reading = read_scan(tmp_path, [wrap(TEXT), [Text(".", 300, 400, 20)]])
    assert [page.source for page in reading.pages] == ["ocr", "text"]
    assert reading.problems == ("read by OCR: page 1; compare numbers with the picture of the page before use",)


@needs_tesseract
def test_a_layer_of_characters_that_stand_for_nothing_is_not_read(tmp_path: Path) -> None:
    """A font without a map gives private-use characters; the page shows what they are."""
    words = ["Give zinc sulphate 20 mg once a day", "for ten days to the child"]
    mapping = {letter: chr(0xE000 + ord(letter)) for letter in set("".join(words)) - {" "}}
    reading = read_guideline(make_mapped_pdf(tmp_path / "a.pdf", words, mapping), "a")
    assert reading.pages[0].source == "ocr"
    assert [line.text for line in reading.pages[0].lines] == words


@needs_tesseract
def test_a_layer_of_wrong_letters_is_not_read(tmp_path: Path) -> None:
    """The text layer says "Wkh fklog" where the page shows "The child": in no language, while OCR reads English."""
    lines = [line.text for line in wrap(f"{TEXT} {TEXT}")]
    mapping = {letter: letter.translate(CIPHER) for letter in set("".join(lines)) if letter.isalpha()}
    reading = read_guideline(make_mapped_pdf(tmp_path / "a.pdf", lines, mapping), "a")
    assert reading.pages[0].source == "ocr"
    assert [line.text for line in reading.pages[0].lines] == lines


@needs_tesseract
def test_a_hidden_layer_of_wrong_words_is_not_read(tmp_path: Path) -> None:
    """What a scanner laid under its picture is no language; what the picture shows is."""
    shown = wrap(f"{TEXT} {TEXT}")
    hidden = [Text(line.text.translate(CIPHER), line.left, line.baseline) for line in shown]
    path = scan(make_pdf(tmp_path / "a.pdf", [shown]), tmp_path / "scan.pdf", hidden=hidden)
    (page,) = read_guideline(path, "scan").pages
    assert page.source == "ocr"
    assert [line.text for line in page.lines] == [line.text for line in shown]


def test_a_good_hidden_layer_is_used(tmp_path: Path) -> None:
    """OCR that was done before is not done again."""
    shown = wrap(f"{TEXT} {TEXT}")
    path = scan(make_pdf(tmp_path / "a.pdf", [shown]), tmp_path / "scan.pdf", hidden=shown)
    reading = read_guideline(path, "scan")
    assert (reading.pages[0].source, reading.problems) == ("text", ())
    assert [line.text for line in reading.pages[0].lines] == [line.text for line in shown]


@needs_tesseract
def test_text_in_an_unknown_language_is_left_as_it_is(tmp_path: Path) -> None:
    """Swahili shows none of the languages known; neither does its picture, so the text layer stands."""
    text = "Mtoto apewe maji ya chumvi na sukari kila baada ya saa nne hadi dalili za upungufu wa maji ziishe. " * 4
    reading = read_guideline(make_pdf(tmp_path / "a.pdf", [wrap(text.strip())]), "a")
    assert (reading.pages[0].source, reading.problems) == ("text", ())


@needs_tesseract
def test_a_language_without_a_model_is_told(tmp_path: Path) -> None:
    """The scan is read with English letters, and the data manager learns what to install."""
    if "swa" in (installed_models() or ()):
        pytest.skip("the model that should be missing is installed")
    path = scan(make_pdf(tmp_path / "a.pdf", [wrap(TEXT)]), tmp_path / "scan.pdf")
    entry = ManifestEntry("a", "scan.pdf", "Mwongozo", "0" * 64, language="sw")
    problems = read_guideline(path, "a", entry).problems
    assert problems[0] == (
        "Tesseract has no model for the language 'sw' (install tesseract-ocr-swa); pictures of text were read as "
        "'eng', and accents or letters may be wrong"
    )


@pytest.mark.parametrize(
    ("numbers", "named"), [([7], "page 7"), ([7, 9, 10, 11], "pages 7, 9-11"), ([*range(1, 44, 2)], None)]
)
def test_pages_are_named_by_runs(numbers: list[int], named: str | None) -> None:
    """Of many, the first twenty and how many more there are."""
    told = name_pages(numbers)
    assert told == named if named else told.endswith(", 37, 39 and 2 more")


def test_without_tesseract_a_scan_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says what to install."""
    path = scan(make_pdf(tmp_path / "a.pdf", [wrap(TEXT)]), tmp_path / "scan.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadablePDFError) as refused:
        read_guideline(path, "scan")
    assert str(refused.value) == (
        "its pages are pictures of text, and Tesseract, which reads them, is not installed (Debian and Ubuntu: apt "
        "install tesseract-ocr; macOS: brew install tesseract); install it, and add the PDF again"
    )


def test_without_tesseract_a_picture_among_text_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is read, and nothing is silently empty."""
    path = scan(make_pdf(tmp_path / "a.pdf", [wrap(TEXT)]), tmp_path / "scan.pdf", hidden=[Text("Form 3", 72, 40)])
    monkeypatch.setenv("PATH", str(tmp_path))
    reading = read_guideline(path, "scan")
    assert [line.text for line in reading.pages[0].lines] == ["Form 3"]
    assert reading.problems == (
        "page 1 cannot be read without Tesseract, which is not installed (Debian and Ubuntu: apt install "
        "tesseract-ocr; macOS: brew install tesseract): pictures there are not searched",
    )


@needs_tesseract
def test_the_scanned_recipes_are_read() -> None:
    """awkward/scanned_jerky_4p.pdf: passages are found on the pages that print them."""
    reading = read_guideline(shared_pdf("awkward/scanned_jerky_4p.pdf"), "jerky")
    assert [page.source for page in reading.pages] == ["ocr"] * 4
    assert reading.guideline.title == "Food Links"
    for words, number in [("until thoroughly dry. Store", 1), ("WidowBCSA@aol.com", 2), ("NUA SAWAN", 4)]:
        assert number in {page for passage in reading.passages if words in passage.text for page in passage.pages}


@needs_tesseract
def test_the_scanned_book_of_knots_is_read_in_a_worker() -> None:
    """awkward/scanned_ropes_knots_76p.pdf: all 76 pages within the limits, and each passage on its own page."""
    reading = read_safely(ReadingTask(shared_pdf("awkward/scanned_ropes_knots_76p.pdf"), "knots"))
    assert sum(page.source == "ocr" for page in reading.pages) >= 69
    for words, number in [("one loop round each thigh", 20), ("braid of", 60), ("polypropylene, which degrades", 3)]:
        assert number in {page for passage in reading.passages if words in passage.text for page in passage.pages}


@pytest.mark.parametrize(
    ("name", "pages", "words", "number"),
    [
        ("encrypted_rc4_family_shelter.pdf", 32, "Let us take a hard look at the facts.", 2),
        ("encrypted_rc4_nocopy_foraging.pdf", 50, "FORAGING GUIDE", 1),
        ("bad_hint_table_wilderness.pdf", 14, "SURVIVAL", 1),
        ("survival_austere_medicine.pdf", 213, "The basic medical kit is the next step you take", 30),
        ("radiological_emergency.pdf", 316, "minimally acceptable design objectives", 60),
    ],
)
def test_awkward_pdfs_are_read_without_a_password(name: str, pages: int, words: str, number: int) -> None:
    """Encrypted with the empty password, or with a damaged table of hints: all the same."""
    reading = read_guideline(shared_pdf(f"awkward/{name}"), "awkward")
    assert len(reading.pages) == pages
    assert words in " ".join(line.text for line in reading.pages[number - 1].lines)


def test_rotated_pages_are_upright() -> None:
    """awkward/rotated_mushrooms.pdf: the page is as wide as it is shown, and its lines run across it."""
    reading = read_guideline(shared_pdf("awkward/rotated_mushrooms.pdf"), "mushrooms")
    page = reading.pages[8]
    assert page.width > page.height
    (title,) = [line for line in page.lines if line.text == "Northwest Wild Edibles"]
    left, top, right, bottom = title.box
    assert right - left > 4 * (bottom - top)
    assert left > 100 and 20 < top < 100
