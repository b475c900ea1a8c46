"""Running heads and feet, side tabs and folios: what is left of each page, and which folio it carries."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.furniture import roman_value, split_furniture
from ingest.pdf import PrintedLine, PrintedPage, read_pages
from tests.pdf_factory import A4, Text, make_pdf, shared_pdf

PROSE = (
    "Give oral rehydration solution after each loose stool.",
    "Reassess the child every four hours until no sign is left.",
    "Refer every child with lethargy or sunken eyes at once.",
    "Continue breastfeeding all through the illness.",
)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


def body_of(number: int) -> list[Text]:
    """Set two lines in the middle of a page; no two pages have the same."""
    return [Text(f"{PROSE[number % 4]} Step {number}.", 72, 400), Text(f"Note {number} ends here.", 72, 420)]


def split(path: Path) -> tuple[list[list[str]], list[str | None]]:
    """Return the texts of each page's body, and the folios."""
    bodies, folios = split_furniture(read_pages(path))
    return [[line.text for line in body] for body in bodies], list(folios)


def split_pages(
    tmp_path: Path, count: int, furniture: Callable[[int], Sequence[Text]], first: int = 1
) -> tuple[list[list[str]], list[str | None]]:
    """Make and split a PDF with `body_of` on each page, and what `furniture` sets beside it."""
    numbers = range(first, first + count)
    return split(make_pdf(tmp_path / "book.pdf", [[*furniture(number), *body_of(number)] for number in numbers]))


def plain_bodies(count: int, first: int = 1) -> list[list[str]]:
    """Return what is left of `split_pages` pages if all furniture goes and nothing else."""
    return [[text.text for text in body_of(number)] for number in range(first, first + count)]


@pytest.mark.parametrize("count", [3, 4, 5, 12])
def test_running_heads_and_feet_go_and_folios_are_read(tmp_path: Path, count: int) -> None:
    """A head, a foot and a folio that stand in the same place on all pages are no part of any body."""
    bodies, folios = split_pages(
        tmp_path,
        count,
        lambda number: [
            Text("National guideline on diarrhoea", 72, 40, 9),
            Text("Ministry of Health, third edition", 72, 800, 9),
            Text(str(number), 500, 815, 9),
        ],
    )
    assert bodies == plain_bodies(count)
    assert folios == [str(number) for number in range(1, count + 1)]


def test_a_folio_may_stand_at_either_end_of_its_head(tmp_path: Path) -> None:
    """The number before or after the words of a running head is the folio, and the whole line goes."""
    bodies, folios = split_pages(
        tmp_path,
        6,
        lambda number: [
            Text(f"{number} National guideline" if number % 2 == 0 else f"Care of children {number}", 72, 40, 9)
        ],
        first=107,
    )
    assert bodies == plain_bodies(6, first=107)
    assert folios == ["107", "108", "109", "110", "111", "112"]


def test_left_and_right_pages_may_have_heads_of_their_own(tmp_path: Path) -> None:
    """The book's title on the left and the chapter's on the right both go."""
    bodies, folios = split_pages(
        tmp_path,
        12,
        lambda number: [
            Text("National guideline" if number % 2 == 0 else "Cholera", 72 if number % 2 == 0 else 450, 40, 9),
            Text(str(number), 72 if number % 2 == 0 else 500, 810, 9),
        ],
    )
    assert bodies == plain_bodies(12)
    assert folios == [str(number) for number in range(1, 13)]


def test_a_table_header_that_recurs_at_page_tops_is_kept(tmp_path: Path) -> None:
    """A table that goes on over pages repeats its header there: below the running head, and only on its own pages."""
    header = Text("Body weight    Dose of zinc", 72, 95, 10)
    bodies, _ = split_pages(
        tmp_path,
        10,
        lambda number: [Text("National guideline", 72, 40, 9), *([header] if number in (4, 5, 6) else [])],
    )
    assert [header.text.split() in [line.split() for line in body] for body in bodies] == [
        number in (4, 5, 6) for number in range(1, 11)
    ]
    assert [line for body in bodies for line in body if "National" in line] == []


def test_a_table_header_on_every_page_is_kept_apart_from_the_running_head(tmp_path: Path) -> None:
    """Even where all pages of a short document carry it, a gap parts the table from the running head."""
    bodies, _ = split_pages(
        tmp_path,
        4,
        lambda _: [Text("National guideline", 72, 30, 9), Text("Weight and dose of zinc", 72, 95, 10)],
    )
    assert bodies == [["Weight and dose of zinc", *body] for body in plain_bodies(4)]


def test_roman_folios_give_way_to_arabic_ones(tmp_path: Path) -> None:
    """Front matter is numbered i to iv, and the text starts again at 1."""
    bodies, folios = split_pages(
        tmp_path, 10, lambda number: [Text(ROMAN[number - 1] if number < 5 else str(number - 4), 290, 810, 10)]
    )
    assert folios == ["i", "ii", "iii", "iv", "1", "2", "3", "4", "5", "6"]
    assert bodies == plain_bodies(10)


@pytest.mark.parametrize("form", ["{}-{}", "{}–{}"])
def test_folios_may_count_pages_by_chapter(tmp_path: Path, form: str) -> None:
    """A manual numbered by chapter has folios such as 5-1, and a body line such as 5-10 is none."""
    chapters = [(5, page) for page in range(1, 5)] + [(6, page) for page in range(1, 6)]
    bodies, folios = split_pages(
        tmp_path, 9, lambda number: [Text(form.format(*chapters[number - 1]), 290, 810, 10), Text("5-10", 72, 500)]
    )
    assert folios == [form.format(*chapter) for chapter in chapters]
    assert bodies == [["5-10", *body] for body in plain_bodies(9)]


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("Page {0} of 9", "{0}"),
        ("page {0}", "{0}"),
        ("Página {0} de 9", "{0}"),
        ("{0} of 9", "{0}"),
        ("{0} / 9", "{0}"),
        ("- {0} -", "{0}"),
        ("– {0} –", "{0}"),
        ("-{0}-", "{0}"),
        ("| {0} |", "{0}"),
        ("A-{0}", "A-{0}"),
        ("{0}", "{0}"),
    ],
)
def test_folios_come_in_many_forms(tmp_path: Path, form: str, label: str) -> None:
    """Page 3 of 9, 3 of 9, - 3 - and A-3 are folios: the label is the number with its prefix."""
    bodies, folios = split_pages(tmp_path, 9, lambda number: [Text(form.format(number), 290, 810, 10)])
    assert folios == [label.format(number) for number in range(1, 10)]
    assert bodies == plain_bodies(9)


def test_numbers_that_do_not_count_with_the_pages_are_no_folios(tmp_path: Path) -> None:
    """A dose or a total at the foot of a page is body text, and the page has no folio rather than a guessed one."""
    doses = ["250", "125", "500", "60", "75", "1000"]
    bodies, folios = split_pages(tmp_path, 6, lambda number: [Text(doses[number - 1], 290, 810, 10)])
    assert folios == [None] * 6
    assert [sorted(body) for body in bodies] == [
        sorted([*body, dose]) for body, dose in zip(plain_bodies(6), doses, strict=True)
    ]


def test_a_page_without_its_folio_has_none(tmp_path: Path) -> None:
    """Covers, plates and chapter openings carry no folio; the number that others would suggest is not made up."""
    _, folios = split_pages(
        tmp_path, 8, lambda number: [Text(str(number), 290, 810, 10)] if number not in (1, 2, 6) else []
    )
    assert folios == [None, None, "3", "4", "5", None, "7", "8"]


def test_a_number_that_breaks_the_count_is_not_the_pages_folio(tmp_path: Path) -> None:
    """A stray number where the folio should stand stays in the text."""
    bodies, folios = split_pages(
        tmp_path, 8, lambda number: [Text("2023" if number == 5 else str(number), 290, 810, 10)]
    )
    assert folios == ["1", "2", "3", "4", None, "6", "7", "8"]
    assert [body for body in bodies if "2023" in body] == [bodies[4]]


def test_text_that_runs_up_the_side_is_left_out(tmp_path: Path) -> None:
    """A chapter tab that is set vertically at the edge is no part of the text; its folio is read."""
    path = make_pdf(tmp_path / "book.pdf", [body_of(number) for number in range(1, 7)])
    pages = tuple(
        PrintedPage(
            page.number,
            page.width,
            page.height,
            (
                PrintedLine(f"{page.number} Uganda Clinical Guidelines", (570.0, 100.0, 581.0, 300.0), 9.0, False),
                *page.lines,
            ),
        )
        for page in read_pages(path)
    )
    bodies, folios = split_furniture(pages)
    assert [[line.text for line in body] for body in bodies] == plain_bodies(6)
    assert list(folios) == ["1", "2", "3", "4", "5", "6"]


def test_a_turned_table_header_in_the_middle_of_a_page_is_kept(tmp_path: Path) -> None:
    """Column heads are often set vertically; on one page only and away from its edges they are text."""
    (page,) = read_pages(make_pdf(tmp_path / "page.pdf", [body_of(1)]))
    header = PrintedLine("Rifampicin 150 mg", (300.0, 300.0, 310.0, 390.0), 9.0, False)
    bodies, _ = split_furniture((PrintedPage(1, *A4, (header, *page.lines)),))
    assert header in bodies[0]


def test_a_page_by_itself_keeps_all_its_words(tmp_path: Path) -> None:
    """With nothing to compare it with, no line of words is taken for a running head."""
    bodies, _ = split_pages(
        tmp_path, 1, lambda _: [Text("Zinc for children", 72, 40, 9), Text("Ministry of Health", 72, 800, 9)]
    )
    assert sorted(bodies[0]) == sorted(["Zinc for children", "Ministry of Health", *plain_bodies(1)[0]])


def test_a_number_at_the_foot_of_a_single_page_is_kept(tmp_path: Path) -> None:
    """The last cell of a dose table that reaches into the foot of a leaflet is a dose, not folio 500."""
    bodies, folios = split_pages(tmp_path, 1, lambda _: [Text("500", 290, 810, 10)])
    assert "500" in bodies[0]
    assert folios == [None]


def test_two_pages_agree_on_head_and_folio(tmp_path: Path) -> None:
    """On a leaf of two pages a head is one that both carry, and folios are two that follow each other."""
    bodies, folios = split_pages(
        tmp_path, 2, lambda number: [Text("Zinc for children", 72, 40, 9), Text(str(number + 6), 290, 810, 10)]
    )
    assert bodies == plain_bodies(2)
    assert folios == ["7", "8"]


def test_two_pages_that_do_not_agree_keep_their_lines(tmp_path: Path) -> None:
    """Two titles, and two numbers that do not follow each other, stay."""
    bodies, folios = split_pages(
        tmp_path, 2, lambda number: [Text(f"{'Zinc' if number == 1 else 'Fluids'} at home", 72, 40, 14)]
    )
    assert [len(body) for body in bodies] == [3, 3]
    assert folios == [None, None]


def test_a_foot_is_known_again_on_a_landscape_page(tmp_path: Path) -> None:
    """What counts is the distance to the nearer edge, so a turned page in a portrait book loses its foot too."""
    pages = []
    for number in range(1, 8):
        size = (842.0, 595.0) if number == 4 else A4
        foot = [Text("National guideline", 72, size[1] - 30, 9), Text(str(number), 500, size[1] - 30, 9)]
        name = make_pdf(tmp_path / f"{number}.pdf", [[*foot, Text(f"Step {number}", 72, 300)]], size)
        (page,) = read_pages(name)
        pages.append(PrintedPage(number, page.width, page.height, page.lines))
    bodies, folios = split_furniture(tuple(pages))
    assert [[line.text for line in body] for body in bodies] == [[f"Step {number}"] for number in range(1, 8)]
    assert list(folios) == ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    "form",
    ["- {} - Survival and Austere Medicine", "Page {} of 14 The Art of Survival", "Water Purification Page {} of 14"],
)
def test_a_dressed_folio_may_share_its_line_with_the_head(tmp_path: Path, form: str) -> None:
    """The line goes, and its number is the folio."""
    bodies, folios = split_pages(tmp_path, 14, lambda number: [Text(form.format(number), 72, 40, 9)])
    assert bodies == plain_bodies(14)
    assert folios == [str(number) for number in range(1, 15)]


def test_a_foot_may_name_short_chapters(tmp_path: Path) -> None:
    """Where the foot is the chapter and the folio, the folio that counts on proves that the line is furniture."""
    chapters = ["Scope", "Methods", "Cholera", "Dysentery", "Malaria", "Annexes"]
    bodies, folios = split_pages(
        tmp_path,
        12,
        lambda number: [Text(str(number) if number % 2 == 0 else f"{chapters[number // 2]} {number}", 290, 810, 10)],
    )
    assert bodies == plain_bodies(12)
    assert folios == [str(number) for number in range(1, 13)]


@pytest.mark.parametrize(
    ("numeral", "value"), [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("XL", 40), ("xcix", 99), ("cc", 200)]
)
def test_roman_numerals_have_their_values(numeral: str, value: int) -> None:
    """Smaller before larger is taken away."""
    assert roman_value(numeral) == value


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("dev/uganda_tb_leprosy_manual.pdf", {1: None, 2: "i", 15: "xiv", 16: "1", 70: "55", 71: "56", 131: "116"}),
        (
            "dev/usarmy_fm21-11_first_aid.pdf",
            {3: "ii", 8: "1-1", 67: "3-14", 161: "7-19", 184: "B-1", 181: "A-1", 215: "References-1"},
        ),
        ("dev/uganda_ucg2023_4pages.pdf", {1: "107", 2: "108", 3: "109", 4: "110"}),
        ("dev/who_schistosomiasis_2022.pdf", {4: None, 5: "iii", 11: "ix", 24: "xxii", 25: "1", 41: "17", 144: None}),
    ],
)
def test_folios_of_real_guidelines_are_those_printed(name: str, wanted: dict[int, str | None]) -> None:
    """Read off the page pictures by eye."""
    _, folios = split_furniture(read_pages(shared_pdf(name)))
    assert {number: folios[number - 1] for number in wanted} == wanted
