"""What was understood of a page, for a data manager."""

from ingest.types import Line, Page
from tests.factories import make_passage
from ui.page_reading import Grid, grid_text, name_origin, page_reading_json, page_reading_text, read_page

TEXTS = ["5.2 Severe malaria", "Give artesunate.", "Contents ..... 9", "CD4 \ufffd 200 cells"]
PAGE = Page(12, "10", 595.0, 842.0, tuple(Line(text, (72.0, 72.0, 300.0, 82.0), "ocr") for text in TEXTS), "ocr")
PASSAGE = make_passage(TEXTS[:2])
OTHER = make_passage(["Not here."], first_page=13, place=1)
TABLE = Grid("Table 1 Dose", (("Weight", "Dose"), ("< 20 kg", "1 tablet")), ("a By mouth.",))


def test_lines_have_their_kind_and_problems_are_told() -> None:
    """Headings, text, and what no passage holds; OCR and unreadable glyphs are problems in words."""
    reading = read_page(PAGE, [PASSAGE, OTHER], [TABLE])
    assert [(line.kind, line.passage) for line in reading.lines] == [
        ("heading", "malaria#0"),
        ("prose", "malaria#0"),
        ("left out", None),
        ("left out", None),
    ]
    assert reading.passages == (PASSAGE,)
    assert reading.problems == (
        "read by OCR: compare the lines with the picture of the page, numbers above all",
        "line 4: unreadable glyph in a line with a number",
        "2 of 4 lines are in no passage and not searched: 3, 4",
    )
    value = page_reading_json(reading)
    assert value["tables"] == [
        {"caption": "Table 1 Dose", "rows": [["Weight", "Dose"], ["< 20 kg", "1 tablet"]], "notes": ["a By mouth."]}
    ]
    assert [line["unreadable"] for line in value["lines"]] == [False, False, False, True]


def test_the_terminal_shows_lines_passages_tables_and_problems() -> None:
    """In this order."""
    text = page_reading_text(read_page(PAGE, [PASSAGE], [TABLE]))
    assert text.startswith("   1  heading   5.2 Severe malaria\n   2  prose     Give artesunate.\n")
    assert "   4! left out  CD4 \ufffd 200 cells\n" in text
    places = [text.index(part) for part in ("passage malaria#0 (prose)", "table Table 1 Dose", "problems\n")]
    assert places == sorted(places)


def test_lines_that_ocr_read_beside_a_text_layer_are_named() -> None:
    """The page was read from both, and only those lines are to be compared."""
    lines = (Line(TEXTS[0], (72.0, 72.0, 300.0, 82.0)), Line(TEXTS[1], (72.0, 90.0, 300.0, 100.0), "ocr"))
    page = Page(12, "10", 595.0, 842.0, lines, "ocr")
    assert read_page(page, [PASSAGE]).problems == (
        "line 2 was read by OCR: compare the lines with the picture of the page, numbers above all",
    )
    assert name_origin(page) == "its text layer and, in part, its picture by OCR"
    assert name_origin(PAGE) == "its picture, by OCR"


def test_a_blank_page_says_so() -> None:
    """A page without lines is a problem in words, not an empty screen."""
    blank = Page(13, None, 595.0, 842.0, (), "text")
    assert page_reading_text(read_page(blank, [])) == (
        "problems\n  ! no text was read here: the page is blank, or a picture in which none was found"
    )


def test_a_table_is_a_grid() -> None:
    """Cells stand below their headings; a short row is filled, a long cell wrapped."""
    table = Grid("Table 1 Dose", (("Weight", "Dose"), ("20 kg", "one tablet in the morning, one at night"), ("x",)))
    assert grid_text(table).splitlines() == [
        "table Table 1 Dose",
        "  +--------+-----------------------------------+",
        "  | Weight | Dose                              |",
        "  +--------+-----------------------------------+",
        "  | 20 kg  | one tablet in the morning, one at |",
        "  |        | night                             |",
        "  +--------+-----------------------------------+",
        "  | x      |                                   |",
        "  +--------+-----------------------------------+",
    ]
