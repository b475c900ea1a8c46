"""Lines to headings, paragraphs, list items and rows, and the path of titles above each."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.layout import Block, find_blocks
from ingest.order import order_lines
from ingest.pdf import read_pages
from ingest.read import read_guideline
from tests.pdf_factory import Text, make_pdf, set_lines, shared_pdf, wrap

FLUIDS = (
    "Give the child fluids by mouth as soon as the carer has brought it, and show the carer how to give a sip every "
    "minute from a cup. A child that vomits is given the same again after ten minutes, only more slowly than before."
)
ZINC = (
    "Zinc shortens the illness and makes the next one less likely. It is given once a day, to all children, also to "
    "those who are well again after two days, and the carer is told why the tablets are to be taken to the end."
)


def bold(text: str, top: float, size: float = 11.0, left: float = 72.0) -> Text:
    """Set a line in bold."""
    return Text(text, left, top, size, "Helvetica-Bold")


def read_blocks(tmp_path: Path, *pages: Sequence[Text]) -> list[tuple[str, list[str]]]:
    """Return (kind, lines) of each block of a PDF with these pages."""
    printed = read_pages(make_pdf(tmp_path / "page.pdf", pages))
    return [show(block) for block in find_blocks([page.lines for page in printed])]


def show(block: Block) -> tuple[str, list[str]]:
    """Return a block's kind and the texts of its lines."""
    return block.kind, [placed.line.text for placed in block.lines]


def texts(lines: Sequence[Text]) -> list[str]:
    """Return what lines print."""
    return [line.text for line in lines]


def read_paths(
    tmp_path: Path, *pages: Sequence[Text], outline: Sequence[tuple[int, str, int]] = ()
) -> list[tuple[str, ...]]:
    """Return the heading path of each passage of a PDF with these pages, each once."""
    reading = read_guideline(make_pdf(tmp_path / "page.pdf", pages, outline=outline), "page")
    return list(dict.fromkeys(passage.heading for passage in reading.passages))


def test_a_paragraph_is_one_block(tmp_path: Path) -> None:
    """Lines that were broken because the column was full belong together."""
    lines = wrap(FLUIDS)
    assert len(lines) > 2
    assert read_blocks(tmp_path, lines) == [("prose", texts(lines))]


def test_a_gap_parts_two_paragraphs(tmp_path: Path) -> None:
    """Twice the usual distance between lines begins a paragraph."""
    first, second = wrap(FLUIDS, top=100), wrap(ZINC, top=180)
    assert read_blocks(tmp_path, [*first, *second]) == [("prose", texts(first)), ("prose", texts(second))]


def test_a_short_last_line_parts_two_paragraphs(tmp_path: Path) -> None:
    """Without a gap, a line that ends early with a full stop ends its paragraph."""
    first = wrap(f"{FLUIDS} Note it.", top=100)
    second = wrap(ZINC, top=100 + 13 * len(first))
    assert first[-1].width < 250
    assert read_blocks(tmp_path, [*first, *second]) == [("prose", texts(first)), ("prose", texts(second))]


def test_a_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    """A sentence that is broken by the end of the page goes on where the next line begins with a small letter."""
    lines = wrap(FLUIDS)
    above = [Text(line.text, 72, 700 + 13 * index) for index, line in enumerate(lines[:2])]
    below = [Text(line.text, 72, 90 + 13 * index) for index, line in enumerate(lines[2:])]
    assert lines[2].text[0].islower()
    assert read_blocks(tmp_path, above, below) == [("prose", texts(lines))]


def test_a_range_that_is_broken_at_a_columns_foot_goes_on(tmp_path: Path) -> None:
    """ "6-" at the foot and "12 mg/kg" at the top of the next page are one block, so that they become one range."""
    above, below = set_lines(["Give a dose of 6-"], top=760), set_lines(["12 mg/kg once a day."], top=90)
    assert read_blocks(tmp_path, above, below) == [("prose", ["Give a dose of 6-", "12 mg/kg once a day."])]


@pytest.mark.parametrize("mark", ["•", "-", "–", "1.", "2)", "(3)", "a)", "(b)", "iv.", "o"])
def test_each_list_item_is_a_block_with_its_lines(tmp_path: Path, mark: str) -> None:
    """An item goes on in indented lines; the next mark begins the next item."""
    lines = [
        Text(f"{mark} Give zinc for ten days, also to children who are well again", 72, 100),
        Text("before the tablets are finished, and say why", 86, 113),
        Text(f"{mark} Count the loose stools", 72, 126),
        Text(f"{mark} Weigh the child", 72, 139),
    ]
    assert read_blocks(tmp_path, lines) == [
        ("item", texts(lines[:2])),
        ("item", texts(lines[2:3])),
        ("item", texts(lines[3:])),
    ]


def test_a_guillemet_may_mark_an_item(tmp_path: Path) -> None:
    """So the lists of some national and WHO guidelines are set."""
    lines = set_lines(["» Chest X-ray", "» Blood D-dimer"])
    assert read_blocks(tmp_path, lines) == [("item", ["» Chest X-ray"]), ("item", ["» Blood D-dimer"])]


def test_a_bullet_on_a_line_by_itself_belongs_to_the_text_below(tmp_path: Path) -> None:
    """Some PDFs put the mark slightly higher than the item."""
    lines = [Text("•", 72, 100), Text("Give zinc for ten days", 86, 110), Text("•", 72, 130), Text("Weigh it", 86, 140)]
    assert read_blocks(tmp_path, lines) == [
        ("item", ["•", "Give zinc for ten days"]),
        ("item", ["•", "Weigh it"]),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Give primaquine 1.0 mg/kg a day for seven days to treat", "P. vivax malaria only where G6PD is known."),
        ("A stool culture is needed for the detection of", "E. coli and other bacteria that cause dysentery."),
        ("The same was found in eight trials in small hospitals", "(86) and in two that compared whole countries."),
    ],
)
def test_a_name_or_reference_at_a_lines_start_marks_no_item(tmp_path: Path, first: str, second: str) -> None:
    """Cut there, "to treat P. vivax" would lose its dose, or a warning its "not"."""
    assert read_blocks(tmp_path, set_lines([first, second])) == [("prose", [first, second])]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("with a sensitivity of at least", "80% and a specificity of 90%, as in the trials before."),
        ("Benzylpenicillin 50,000 IU/kg every 6 hours for", "4 weeks"),
        ("the isolate is resistant to", "Rifampicin and must not be treated with it in any form."),
        ("la dose est au moins de", "20 mg par kg et par jour."),
        ("Se da artesunato para", "Plasmodium falciparum resistente a otros medicamentos."),
    ],
)
def test_a_line_that_ends_in_the_middle_of_a_phrase_goes_on(tmp_path: Path, first: str, second: str) -> None:
    """Ragged text breaks early; what ends with "of" or "for" is no paragraph's end, whatever follows."""
    lines = [*wrap(FLUIDS, top=100), *set_lines([first, second], top=200)]
    assert read_blocks(tmp_path, lines)[1:] == [("prose", [first, second])]


def test_headings_are_large_or_bold_and_short(tmp_path: Path) -> None:
    """A larger line and a bold line are headings; a bold sentence and a bold lead-in are text."""
    blocks = read_blocks(
        tmp_path,
        [
            Text("Cholera", 72, 60, 18),
            bold("Treatment plan", 90),
            *wrap(FLUIDS, top=110),
            bold("Never give it to a child that is asleep.", 190),
            bold("Dose:", 220),
            Text("give 20 mg of zinc daily", 112, 220),
            *wrap(ZINC, top=250),
        ],
    )
    assert [(kind, lines) for kind, lines in blocks if kind == "heading"] == [
        ("heading", ["Cholera"]),
        ("heading", ["Treatment plan"]),
    ]
    assert blocks[3] == ("prose", ["Never give it to a child that is asleep."])
    assert blocks[4] == ("prose", ["Dose: give 20 mg of zinc daily"])


def test_a_heading_may_take_two_lines(tmp_path: Path) -> None:
    """Lines of one size and weight below each other are one heading; a numbered one begins another."""
    blocks = read_blocks(
        tmp_path,
        [
            bold("2 Treatment of children with", 60, 16),
            bold("severe dehydration", 80, 16),
            bold("2.1 Fluids into a vein", 110, 13),
            *wrap(FLUIDS, top=130),
        ],
    )
    assert blocks[:2] == [
        ("heading", ["2 Treatment of children with", "severe dehydration"]),
        ("heading", ["2.1 Fluids into a vein"]),
    ]


def test_bold_cells_of_a_tables_head_are_no_headings(tmp_path: Path) -> None:
    """Bold cells that stand beside each other head columns, not sections."""
    blocks = read_blocks(
        tmp_path,
        [
            *wrap(FLUIDS, top=60),
            bold("Body weight", 160),
            bold("Dose of zinc", 160, left=250),
            bold("Days", 160, left=400),
            *(Text(cell, left, 180) for cell, left in (("5 to 10 kg", 72.0), ("10 mg", 250.0), ("14", 400.0))),
            *(Text(cell, left, 194) for cell, left in (("over 10 kg", 72.0), ("20 mg", 250.0), ("10", 400.0))),
        ],
    )
    assert [lines for kind, lines in blocks if kind == "heading"] == []
    joined = [" ".join(lines) for _, lines in blocks]
    assert "5 to 10 kg 10 mg 14" in joined
    assert "over 10 kg 20 mg 10" in joined


def test_paths_follow_size_weight_and_number(tmp_path: Path) -> None:
    """The larger is outer; of one size the shorter number is outer; a new title ends those below the one before."""
    paths = read_paths(
        tmp_path,
        [
            Text("Cholera", 72, 60, 20),
            *wrap(f"{FLUIDS} {ZINC}", top=90),
            bold("2 Fluids", 200, 13),
            *wrap(f"{ZINC} {FLUIDS}", top=220),
            bold("2.1 Plan A", 330, 13),
            *wrap(f"{FLUIDS} {FLUIDS}", top=350),
            bold("2.2 Plan B", 460, 13),
            *wrap(f"{ZINC} {ZINC}", top=480),
            bold("3 Zinc", 590, 13),
            *wrap(f"{ZINC} {FLUIDS}", top=610),
            Text("Dysentery", 72, 720, 20),
            *wrap("Give ciprofloxacin, and reassess the child after two days.", top=740),
        ],
    )
    assert paths == [
        ("Cholera",),
        ("Cholera", "2 Fluids"),
        ("Cholera", "2 Fluids", "2.1 Plan A"),
        ("Cholera", "2 Fluids", "2.2 Plan B"),
        ("Cholera", "3 Zinc"),
        ("Dysentery",),
    ]


def test_the_outline_decides_on_paths(tmp_path: Path) -> None:
    """Where titles of one size are bookmarks of two depths, the bookmarks' depths count, with or without numbers."""
    outline = ((0, "1. Cholera", 1), (1, "Fluids", 1), (1, "Zinc", 1), (0, "Dysentery", 1))
    pages = [
        bold("Cholera", 60, 14),
        *wrap(f"{FLUIDS} {ZINC}", top=80),
        bold("Fluids", 190, 14),
        *wrap(f"{FLUIDS} {FLUIDS}", top=210),
        bold("Zinc", 320, 14),
        *wrap(f"{ZINC} {ZINC}", top=340),
        bold("Dysentery", 450, 14),
        *wrap(f"{ZINC} {FLUIDS}", top=470),
    ]
    assert read_paths(tmp_path, pages, outline=outline) == [
        ("Cholera",),
        ("Cholera", "Fluids"),
        ("Cholera", "Zinc"),
        ("Dysentery",),
    ]
    assert read_paths(tmp_path, pages) == [("Cholera",), ("Fluids",), ("Zinc",), ("Dysentery",)]


def test_a_numbered_title_may_end_in_plain_type(tmp_path: Path) -> None:
    """ "4.1.2 Infective endocarditis  ICD10 CODE: I33.0" heads its section though only the title is bold."""
    paths = read_paths(
        tmp_path,
        [
            bold("4.1.1 Thrombosis", 60, 11),
            *wrap(f"{FLUIDS} {ZINC}", top=80),
            bold("4.1.2 Infective endocarditis", 190, 11),
            Text("ICD10 CODE: I33.0", 290, 190),
            *wrap(f"{ZINC} {FLUIDS}", top=210),
        ],
    )
    assert paths == [("4.1.1 Thrombosis",), ("4.1.2 Infective endocarditis ICD10 CODE: I33.0",)]


def test_headings_of_a_real_manual() -> None:
    """Paths of a national manual's passages, checked against its pages by eye."""
    reading = read_guideline(shared_pdf("dev/uganda_ucg2023_4pages.pdf"), "ucg")
    paths = {path for passage in reading.passages for path in [passage.heading]}
    assert ("Treatment & Management of eye complications",) in paths
    assert all(path[0] == "2.1.5 Meningitis" for path in paths if len(path) > 1)


def test_titles_of_another_section_are_not_above_a_passage() -> None:
    """The shorter regimen's text of a TB manual stands below its own chapter and section."""
    reading = read_guideline(shared_pdf("dev/uganda_tb_leprosy_manual.pdf"), "tb")
    (passage,) = [passage for passage in reading.passages if passage.text.startswith("3.3.1 Multidrug Therapy")]
    assert passage.heading[-2:] == ("3.3 TREATMENT OF LEPROSY", "3.3.1 Multidrug Therapy")
    assert passage.pages == (131,)


def test_a_title_that_is_drawn_first_is_read_where_it_stands(tmp_path: Path) -> None:
    """Also where the text around it is drawn in columns: it is not left behind below what it is the title of."""
    title = Text("Treatment of the disease", 100, 300, 14, "Helvetica-Bold")
    left = set_lines(["A positive test", "means that you are ill."], top=100.0)
    right = set_lines(["A negative test", "means that you are well."], left=320.0, top=100.0)
    below = set_lines(["Give zinc by mouth", "for ten days."], left=150.0, top=340.0)
    (page,) = read_pages(make_pdf(tmp_path / "a.pdf", [[title, *left, *right, *below]]))
    assert [line.text for line in order_lines(page.lines)] == [text.text for text in (*left, *right, title, *below)]
