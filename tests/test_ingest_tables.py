"""Tables: each cell under the header path that a reader sees, from made PDFs with rulings and from real ones."""

from pathlib import Path

import pytest

from ingest.read import read_guideline
from tests.pdf_factory import Text, make_pdf, set_lines, shared_pdf, wrap
from tests.table_sheet import XS, Sheet, grid


def test_a_ruled_table_has_its_caption_header_and_notes(tmp_path: Path) -> None:
    """Caption, header and note are the table's; the row's passage says all that it needs."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.write("Table 3. Zinc for children with diarrhoea", 72, 90, "Helvetica-Bold")
    end = sheet.rows(
        100, [("Age", "Dose", "Days"), ("under 6 months", "10 mg", "10"), ("6 months on", "20 mg", "14")], 1
    )
    sheet.write("Source: the ward.", 72, end + 12, size=8)
    reading = sheet.read()
    (table,) = reading.tables
    assert table.caption == "Table 3. Zinc for children with diarrhoea"
    assert table.notes == ("Source: the ward.",)
    assert grid(table) == [
        [(("Age",), "under 6 months"), (("Dose",), "10 mg"), (("Days",), "10")],
        [(("Age",), "6 months on"), (("Dose",), "20 mg"), (("Days",), "14")],
    ]
    (passage,) = reading.passages
    assert passage.kind == "table"
    assert "under 6 months | Dose: 10 mg | Days: 10" in passage.text.splitlines()
    for row in table.rows:
        for cell in row.cells:
            assert " ".join(reading.pages[0].lines[line].text for line in cell.lines) == cell.text


@pytest.mark.parametrize(
    ("caption", "note"),
    [
        ("Tableau 3. Zinc chez l'enfant", "Légende : deux âges."),
        ("Cuadro 3. Zinc para niños", "Fuente: Ministerio de Salud."),
        ("Quadro 3. Zinco para crianças", "Fonte: Ministério da Saúde."),
    ],
)
def test_captions_and_notes_in_other_languages(tmp_path: Path, caption: str, note: str) -> None:
    """The same in French, Spanish and Portuguese, the note as large as the text."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.write(caption, 72, 90)
    end = sheet.rows(100, [("Age", "Dose", "Days"), ("6 m", "10 mg", "10"), ("1 a", "20 mg", "14")], 1)
    sheet.write(note, 72, end + 14)
    (table,) = sheet.read().tables
    assert (table.caption, table.notes) == (caption, (note,))


def test_a_spanning_header_and_a_group_make_the_path(tmp_path: Path) -> None:
    """A header cell over two columns stands before theirs; a title across the table stands over the rows below it."""
    sheet = Sheet(tmp_path / "a.pdf")
    top, middle = 100.0, 120.0
    sheet.rule(XS[0], top, XS[3], top)
    sheet.rule(XS[1], middle, XS[3], middle)
    for x in (XS[0], XS[1], XS[3]):
        sheet.rule(x, top, x, 140)
    sheet.rule(XS[2], middle, XS[2], 140)
    for text, left, baseline in (("Weight", 0, 114), ("Dose", 1, 114), ("first day", 1, 134), ("then", 2, 134)):
        sheet.write(text, XS[left] + 4, baseline, "Helvetica-Bold")
    sheet.rule(XS[0], 140, XS[3], 140)
    for x in (XS[0], XS[3]):
        sheet.rule(x, 140, x, 160)
    sheet.write("Children", XS[0] + 4, 154, "Helvetica-Bold")
    sheet.rows(160, [("5 kg", "50 mg", "25 mg"), ("10 kg", "100 mg", "50 mg")])
    (table,) = sheet.read().tables
    assert [row.group for row in table.rows] == [("Children",), ("Children",)]
    assert grid(table)[1] == [
        (("Weight",), "10 kg"),
        (("Dose", "first day"), "100 mg"),
        (("Dose", "then"), "50 mg"),
    ]


def test_a_heading_over_all_columns_is_said_once(tmp_path: Path) -> None:
    """It opens the passage, and is no part of every label."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.rows(100, [("Bleach for clear water",)], 1, [XS[0], XS[2]])
    sheet.rows(120, [("Volume", "Amount"), ("1 litre", "2 drops"), ("5 litres", "10 drops")], 1, XS[:3])
    reading = sheet.read()
    assert grid(reading.tables[0])[0][1] == (("Bleach for clear water", "Amount"), "2 drops")
    assert reading.passages[0].text.splitlines() == [
        "Bleach for clear water",
        "Volume | Amount",
        "Volume: 1 litre | Amount: 2 drops",
        "Volume: 5 litres | Amount: 10 drops",
    ]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_over_the_page(tmp_path: Path, repeated: bool) -> None:
    """With its header printed again or not, it is one table; each row is on its own page, under the first header."""
    sheet = Sheet(tmp_path / "a.pdf")
    header = ("Weight", "Dose", "Days")
    sheet.write("Table 1. Doses", 72, 650, "Helvetica-Bold")
    sheet.rows(660, [header, ("5 kg", "50 mg", "3"), ("10 kg", "100 mg", "3")], 1)
    sheet.turn()
    sheet.rows(120, [*([header] if repeated else []), ("15 kg", "150 mg", "3"), ("20 kg", "200 mg", "3")], repeated)
    reading = sheet.read()
    (table,) = reading.tables
    assert [row.page for row in table.rows] == [1, 1, 2, 2]
    assert grid(table)[2] == [(("Weight",), "15 kg"), (("Dose",), "150 mg"), (("Days",), "3")]
    later = reading.passages[-1]
    assert later.text.startswith("Table 1. Doses\nWeight | Dose | Days\n")
    start = later.text.index("150 mg")
    assert next(span.page for span in later.spans if span.start == start) == 2


def test_the_rest_of_a_row_that_a_page_cuts_bears_its_name(tmp_path: Path) -> None:
    """What goes on at the top of the next page is said of the row that was begun on this one."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.rows(
        660, [("Level", "Meaning", "Days"), ("High", "very sure", "3"), ("Moderate", "rather sure, and", "3")], 1
    )
    sheet.turn()
    sheet.rows(120, [("Level", "Meaning", "Days"), ("", "more may be found", ""), ("Low", "Not sure", "3")], 1)
    lines = sheet.read().passages[-1].text.splitlines()
    assert lines[-2:] == ["Moderate | Meaning: more may be found", "Low | Meaning: Not sure | Days: 3"]


def test_a_repeated_header_of_other_columns_heads_its_own(tmp_path: Path) -> None:
    """The header is printed again above one column more: what stands there is under its own headings."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.write("Table 1. Doses", 72, 650, "Helvetica-Bold")
    sheet.rows(660, [("Weight", "Dose", "Days"), ("5 kg", "50 mg", "3"), ("10 kg", "100 mg", "3")], 1)
    sheet.turn()
    xs = (72.0, 150.0, 240.0, 350.0, 460.0)
    sheet.rows(120, [("Weight", "", "Dose", "Days"), ("15 kg", "child", "150 mg", "3")], 1, xs)
    (table,) = sheet.read().tables
    assert grid(table)[1] == [(("Weight",), "10 kg"), (("Dose",), "100 mg"), (("Days",), "3")]
    assert grid(table)[2] == [(("Weight",), "15 kg"), ((), "child"), (("Dose",), "150 mg"), (("Days",), "3")]


def test_a_title_on_the_next_page_is_not_in_the_one_before(tmp_path: Path) -> None:
    """Row 3 of the next page is not right below row 2 of this one: the new title takes the old one's place."""
    sheet = Sheet(tmp_path / "a.pdf")
    title = [XS[0], XS[3]]
    sheet.rows(640, [("Weight", "Dose", "Days")], 1)
    sheet.rows(660, [("Children",)], 1, title)
    sheet.rows(680, [("5 kg", "50 mg", "3"), ("10 kg", "100 mg", "3")])
    sheet.turn()
    sheet.rows(120, [("15 kg", "150 mg", "3"), ("20 kg", "200 mg", "3")])
    sheet.rows(160, [("Adults",)], 0, title)
    sheet.rows(180, [("50 kg", "500 mg", "3")])
    (table,) = sheet.read().tables
    assert [row.group for row in table.rows] == [("Children",)] * 4 + [("Adults",)]


def test_a_raised_mark_is_no_digit(tmp_path: Path) -> None:
    """ "3" with note 3 is not 33, and the note is the table's."""
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.rows(100, [("Weight", "Days", "Tablets"), ("40 kg", "10", "4"), ("33 kg", "10", "3")], 1)
    sheet.write("3", XS[2] + 4 + 5.6, 150, size=6)
    sheet.write("3", 72, end + 9, size=5)
    sheet.write("Two in the morning.", 78, end + 12, size=8)
    (table,) = sheet.read().tables
    assert table.rows[1].cells[2].text == "3³"
    assert table.notes == ("³ Two in the morning.",)


def test_wrapped_cells_are_one_and_a_tall_cell_is_in_each_of_its_rows(tmp_path: Path) -> None:
    """A cell's lines are joined; a cell beside two rows belongs to both."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.rows(100, [("Drug", "Age", "Dose")], 1)
    for x in XS:
        sheet.rule(x, 120, x, 190)
    sheet.rule(XS[1], 150, XS[3], 150)
    sheet.rule(XS[0], 190, XS[3], 190)
    for text, column, baseline in (
        ("Amoxicillin", 0, 134),
        ("under 5 years", 1, 134),
        ("250 mg twice a day for", 2, 134),
        ("5 days", 2, 146),
        ("5 years on", 1, 170),
        ("500 mg", 2, 170),
    ):
        sheet.write(text, XS[column] + 4, baseline)
    (table,) = sheet.read().tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Amoxicillin", "under 5 years", "250 mg twice a day for 5 days"],
        ["Amoxicillin", "5 years on", "500 mg"],
    ]


def test_what_only_looks_tabular_is_no_table(tmp_path: Path) -> None:
    """Two columns of prose, a numbered list, contents with page numbers, and a framed text."""
    prose = "Give fluids by mouth to all who can drink and weigh them again after four hours on the ward. " * 6
    columns = [*wrap(prose, width=200.0), *wrap(prose, width=200.0, left=320.0)]
    numbered = [
        text
        for number in range(1, 7)
        for text in (Text(f"{number}.", 72, 400 + 14 * number), Text("Wash hands.", 100, 400 + 14 * number))
    ]
    contents = [
        text
        for number in range(1, 7)
        for text in (
            Text(f"Chapter {number} Fluids", 72, 560 + 14 * number),
            Text(str(10 * number), 480, 560 + 14 * number),
        )
    ]
    reading = read_guideline(make_pdf(tmp_path / "a.pdf", [[*columns, *numbered, *contents]]), "a")
    assert reading.tables == ()
    sheet = Sheet(tmp_path / "framed.pdf")
    sheet.canvas.rect(60, 500, 400, 200)
    for text in set_lines(["Remember", "Wash hands before and after.", "Ask for help early."], top=180.0):
        sheet.write(text.text, text.left, text.baseline)
    assert sheet.read().tables == ()


def test_words_in_shades_of_their_own_stay_in_their_line(tmp_path: Path) -> None:
    """Shaded words beside each other look like a header, but no row follows: "likely do not" stays where it stands."""
    sheet = Sheet(tmp_path / "a.pdf")
    line = Text("A negative test means that you likely do not have the disease.", 72, 100, 10)
    start = line.left + Text("A negative test means that you ", size=10).width
    for word in ("likely ", "do ", "not "):
        width = Text(word, size=10).width
        sheet.shade(start, 90, start + width, 104, 0.9)
        start += width
    sheet.write(line.text, line.left, line.baseline)
    reading = sheet.read()
    assert reading.tables == ()
    assert [printed.text for printed in reading.pages[0].lines] == [line.text]


@pytest.mark.parametrize(
    ("name", "page", "path", "row", "value"),
    [
        ("uganda_tb_leprosy_manual", 38, ("2 month initial phase", "RHZE (150+75+400+275) mg"), "40-54", "3 tablets"),
        ("uganda_tb_leprosy_manual", 71, ("Weight class", "33-50 kg"), "Terizidone (Trd) (250 mg)", "600 mg"),
        ("uganda_ucg2023_15pages", 10, ("LOC",), "Digoxin 125-250 micrograms", "HC4"),
        ("who_sti_asymptomatic_2025", 53, ("1. Employment and consulting",), "Catriona", "Funding from Abbott"),
        ("who_ipc_core_components_2016", 24, ("Components",), "2", "Surveillance"),
    ],
)  # fmt: skip
def test_a_real_cell_is_under_its_header(name: str, page: int, path: tuple[str, ...], row: str, value: str) -> None:
    """Facts read off the pages' pictures."""
    reading = read_guideline(shared_pdf(f"dev/{name}.pdf"), name)
    assert any(
        found.page == page
        and found.cells[0].text.startswith(row)
        and any(cell.column == path and cell.text.startswith(value) for cell in found.cells)
        for table in reading.tables
        for found in table.rows
    )
