"""PDF pages to printed lines: their text, boxes, sizes and weights, and the documents that cannot be opened."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest.errors import UnreadablePDFError
from ingest.pdf import PrintedLine, clean_line, read_pages, save_unlocked
from ingest.types import Box
from tests.pdf_factory import (
    A4,
    Text,
    make_mapped_pdf,
    make_pdf,
    protect,
    set_lines,
    set_page_boxes,
    shared_pdf,
    turn,
)

HEADING = Text("Oral Rehydration", 72, 100, 13, "Helvetica-Bold")
BODY = Text("Happy patients drink slowly", 90, 300, 11)
LOW = Text("Happy ends, page 7", 400, 800, 9)


def read_lines(path: Path, password: str | None = None) -> tuple[PrintedLine, ...]:
    """Read the lines of a one-page PDF."""
    (page,) = read_pages(path, password)
    return page.lines


def read_texts(path: Path, password: str | None = None) -> list[str]:
    """Read the lines' texts of a one-page PDF."""
    return [line.text for line in read_lines(path, password)]


def assert_near(box: Box, wanted: Box, tolerance: float = 1.0) -> None:
    """Assert that each edge is where it is wanted, within the tolerance in points."""
    assert all(abs(edge - place) <= tolerance for edge, place in zip(box, wanted, strict=True)), (box, wanted)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [A4, (842.0, 595.0)])
def test_boxes_are_where_a_reader_sees_the_lines(tmp_path: Path, rotation: int, size: tuple[float, float]) -> None:
    """Boxes count from the top left of the page as it is shown, whatever its /Rotate."""
    texts = [HEADING, BODY] if size != A4 else [HEADING, BODY, LOW]
    (page,) = read_pages(make_pdf(tmp_path / "page.pdf", [texts], size, rotation))
    assert (page.width, page.height) == size
    assert [line.text for line in page.lines] == [text.text for text in texts]
    for line, text in zip(page.lines, texts, strict=True):
        assert_near(line.box, text.box)
        assert line.size == text.size


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_text_that_runs_along_a_turned_page_has_a_box_that_is_turned_too(tmp_path: Path, rotation: int) -> None:
    """A line that is set along the unrotated sheet stands on its side, or on its head, where the page is turned."""
    path = turn(make_pdf(tmp_path / "page.pdf", [[BODY]]), rotation)
    left, top, right, bottom = BODY.box
    width, height = A4
    wanted = {
        90: (height - bottom, left, height - top, right),
        180: (width - right, height - bottom, width - left, height - top),
        270: (top, width - right, bottom, width - left),
    }[rotation]
    (line,) = read_lines(path)
    assert_near(line.box, wanted)


@pytest.mark.parametrize(
    ("media", "crop", "shift"),
    [
        ((-50.0, -40.0, 545.0, 802.0), None, (50.0, -40.0)),
        ((30.0, 20.0, 595.0, 842.0), None, (-30.0, 0.0)),
        ((0.0, 0.0, 595.0, 842.0), (40.0, 25.0, 580.0, 800.0), (-40.0, -42.0)),
        ((-100.0, -100.0, 700.0, 900.0), (50.0, 0.0, 595.0, 842.0), (-50.0, 0.0)),
    ],
)
def test_boxes_count_from_the_corner_of_the_shifted_or_cropped_page(
    tmp_path: Path, media: Box, crop: Box | None, shift: tuple[float, float]
) -> None:
    """A MediaBox that does not begin at 0 0 and a CropBox move all boxes, and set the page's size."""
    path = set_page_boxes(make_pdf(tmp_path / "page.pdf", [[HEADING, BODY]]), media, crop)
    (page,) = read_pages(path)
    shown = crop or media
    assert (page.width, page.height) == (shown[2] - shown[0], shown[3] - shown[1])
    for line, text in zip(page.lines, [HEADING, BODY], strict=True):
        left, top, right, bottom = text.box
        assert_near(line.box, (left + shift[0], top + shift[1], right + shift[0], bottom + shift[1]))


def test_a_line_is_bold_only_if_all_of_it_is(tmp_path: Path) -> None:
    """A bold lead-in does not make its line bold, and neither does a bold last word."""
    lead, rest = Text("Dose:", 72, 200, font="Helvetica-Bold"), Text("give with food", 110, 200)
    first, last = Text("Never give it to", 72, 240), Text("neonates", 160, 240, font="Helvetica-Bold")
    path = make_pdf(tmp_path / "page.pdf", [[HEADING, lead, rest, first, last, BODY]])
    assert [(line.text, line.bold) for line in read_lines(path)] == [
        ("Oral Rehydration", True),
        ("Dose: give with food", False),
        ("Never give it to neonates", False),
        ("Happy patients drink slowly", False),
    ]


def test_a_hyphen_at_a_lines_end_does_not_swallow_the_line_break(tmp_path: Path) -> None:
    """What pdfium gives as one line with U+FFFE in it is the two lines that were printed, each in its own box."""
    printed = set_lines(["Treat MDR-", "TB with the long regi-", "men of 6-", "12 mg/kg daily."], leading=16)
    path = make_pdf(tmp_path / "page.pdf", [printed])
    document = pdfium.PdfDocument(path)
    assert document[0].get_textpage().get_text_range().count("\ufffe") == 2
    document.close()
    lines = read_lines(path)
    assert [line.text for line in lines] == [text.text for text in printed]
    for line, text in zip(lines, printed, strict=True):
        assert text.baseline - 12 < line.box[1] < text.baseline
        assert abs(line.box[2] - text.box[2]) <= 1


def test_a_hyphen_inside_a_line_is_left_alone(tmp_path: Path) -> None:
    """Only at a line's end does a hyphen part two lines."""
    path = make_pdf(tmp_path / "page.pdf", [[Text("Rifampicin-resistant TB, 10-14 days")]])
    assert read_texts(path) == ["Rifampicin-resistant TB, 10-14 days"]


def test_characters_that_are_more_or_less_than_a_letter(tmp_path: Path) -> None:
    """Ligatures come apart, soft hyphens and zero-width spaces go, odd spaces are spaces, and a pair is one letter."""
    mapping = {
        "\x80": "\ufb01",
        "\x81": "\u00ad",
        "\x82": "\u200b",
        "\x83": "\u00a0",
        "\x84": "\u202f",
        "\x85": "\U0001f600",
    }
    lines = ["the ef\x80cacy", "anti\x81retro\x81virals", "zero\x82width", "10\x83mg of 5\x84000", "smile \x85 again"]
    path = make_mapped_pdf(tmp_path / "page.pdf", lines, mapping)
    assert read_texts(path) == [
        "the efficacy",
        "antiretrovirals",
        "zerowidth",
        "10 mg of 5 000",
        "smile \U0001f600 again",
    ]


def test_a_private_use_glyph_is_a_bullet_only_at_a_lines_start(tmp_path: Path) -> None:
    """Inside a line it may be a comparator or a digit, so its place is kept; comparators with a name stay."""
    lines = ["\x80 Give zinc", "CD4 \x81 200 cells", "\x81200 cells", "age \x82 5 years", "stage\x83 II"]
    mapping = {"\x80": "\uf0b7", "\x81": "\uf0b3", "\x82": "\u2265", "\x83": "\x01"}
    path = make_mapped_pdf(tmp_path / "page.pdf", lines, mapping)
    assert read_texts(path) == [
        "• Give zinc",
        "CD4 \ufffd 200 cells",
        "\ufffd200 cells",
        "age ≥ 5 years",
        "stage\ufffd II",
    ]


def test_a_character_that_pdfium_leaves_out_shifts_nothing(tmp_path: Path) -> None:
    """Where pdfium's text lacks a character, the lines after it still have their own text and boxes."""
    path = make_mapped_pdf(tmp_path / "page.pdf", ["a\x80b", "Treat MDR-", "TB treat-", "ment"], {"\x80": "\x03"})
    assert read_texts(path) == ["a\ufffdb", "Treat MDR-", "TB treat-", "ment"]


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("  Give   zinc\t10 mg  ", "Give zinc 10 mg"),
        ("~ Pain and swelling", "• Pain and swelling"),
        ("~ 200 ml", "~ 200 ml"),
        ("stage\x81 II", "stage\ufffd II"),
        ("\ue007", "\ufffd"),
        ("~200 ml", "~200 ml"),
        ("2\u20133 \u2265 1", "2\u20133 \u2265 1"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ud83d", "\ufffd"),
        ("\u200b \u00ad", ""),
    ],
)
def test_a_line_is_cleaned_without_losing_what_it_prints(raw: str, printed: str) -> None:
    """White space is evened out; a glyph is a bullet if it stands alone at the start; nothing visible is dropped."""
    assert clean_line(raw) == printed


def test_an_empty_page_has_no_lines(tmp_path: Path) -> None:
    """A blank page and one of white space keep their place and have no lines."""
    pages = read_pages(make_pdf(tmp_path / "page.pdf", [[BODY], [], [Text("   ")], [LOW]]))
    assert [(page.number, [line.text for line in page.lines]) for page in pages] == [
        (1, [BODY.text]),
        (2, []),
        (3, []),
        (4, [LOW.text]),
    ]


def test_a_cell_that_stands_apart_is_in_the_same_line(tmp_path: Path) -> None:
    """Words at one height are one line, with the box of all of them."""
    name, dose = Text("Happy Zinc", 72, 200), Text("20 mg daily", 300, 200)
    (line,) = read_lines(make_pdf(tmp_path / "page.pdf", [[name, dose]]))
    assert line.text == "Happy Zinc 20 mg daily"
    assert_near(line.box, (name.box[0], name.box[1], dose.box[2], dose.box[3]))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
@pytest.mark.parametrize("password", ["secret", "pässwört"])
def test_a_password_opens_a_protected_pdf(tmp_path: Path, algorithm: str, password: str) -> None:
    """The right password opens it; none and a wrong one are refused, each with its own sentence."""
    path = protect(make_pdf(tmp_path / "page.pdf", [[BODY]]), password, algorithm)
    assert read_texts(path, password) == [BODY.text]
    with pytest.raises(UnreadablePDFError) as missing:
        read_pages(path)
    assert str(missing.value) == "it is protected by a password; give its password"
    with pytest.raises(UnreadablePDFError) as wrong:
        read_pages(path, "guess")
    assert str(wrong.value) == "it is protected by a password; the password given does not open it"


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_a_pdf_encrypted_with_the_empty_password_is_read(tmp_path: Path, algorithm: str) -> None:
    """Many guidelines forbid printing in this way; any viewer opens them, and so do we, with a password given too."""
    path = protect(make_pdf(tmp_path / "page.pdf", [[BODY]]), "", algorithm)
    assert BODY.text.encode() not in path.read_bytes()
    assert read_texts(path) == [BODY.text]


def test_a_protected_pdf_can_be_kept_without_its_password(tmp_path: Path) -> None:
    """The copy that is kept to show pages from opens without the password and has the same lines."""
    path = protect(make_pdf(tmp_path / "page.pdf", [[HEADING, BODY]]), "secret")
    save_unlocked(path, "secret", tmp_path / "open.pdf")
    assert read_pages(tmp_path / "open.pdf") == read_pages(path, "secret")


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"Dear colleague, this is a letter.", b"%PDF-1.4\n", b"PK\x03\x04" + bytes(500)]
)
def test_what_is_not_a_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    """Nothing, text, a mere header and a zip file are refused with one sentence that says what to do."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadablePDFError) as refused:
        read_pages(path)
    assert str(refused.value) == "it is damaged or not a PDF; open it in a viewer to check, or get it again"


def test_a_truncated_pdf_is_read_or_refused(tmp_path: Path) -> None:
    """Cut off anywhere, it gives the lines that are still whole, or the sentence for damage: no other fault."""
    whole = make_pdf(tmp_path / "whole.pdf", [[HEADING, BODY]]).read_bytes()
    path = tmp_path / "cut.pdf"
    outcomes: set[str | tuple[str, ...]] = set()
    for size in range(0, len(whole), 41):
        path.write_bytes(whole[:size])
        try:
            outcomes.add(tuple(line.text for page in read_pages(path) for line in page.lines))
        except UnreadablePDFError as refusal:
            outcomes.add(str(refusal))
    assert outcomes <= {
        (HEADING.text, BODY.text),
        (),
        "it is damaged or not a PDF; open it in a viewer to check, or get it again",
        "its page 1 is damaged",
        "it has no pages",
    }
    assert "it is damaged or not a PDF; open it in a viewer to check, or get it again" in outcomes


def test_comparators_of_a_real_guideline_are_kept() -> None:
    """Dose lines of a national guideline, with its line-end hyphens, private-use bullets and cells, as printed."""
    pages = read_pages(shared_pdf("dev/uganda_ucg2023_15pages.pdf"))
    texts = [line.text for line in pages[1].lines]
    assert "• Dislodgement of the thrombus may lead to pulmonary em-" in texts
    assert "bolism characterised by dyspnoea, tachycardia, chest pain," in texts
    assert "» Other useful tests (not specific): blood D-dimer, ECG, Chest X ray," in texts
    assert "- Maintenance dose: 2.5-7.5 mg single dose daily," in texts


def test_a_real_page_that_is_turned_is_read_upright() -> None:
    """The lines of a /Rotate 270 page lie along it and inside it."""
    pages = read_pages(shared_pdf("awkward/rotated_mushrooms.pdf"))
    page = pages[11]
    assert (page.width, page.height) == (720.0, 540.0)
    line = next(line for line in page.lines if line.text == "• Smell of sweet apricots")
    left, top, right, bottom = line.box
    assert right - left > 5 * (bottom - top)
    for page in pages:
        for line in page.lines:
            left, top, right, bottom = line.box
            assert 0 <= left < right <= page.width
            assert 0 <= top < bottom <= page.height
