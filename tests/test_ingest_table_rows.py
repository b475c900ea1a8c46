"""Rows of tables that are ruled in part only: titles beside several rows, shades, edges drawn twice, printed rows."""

import itertools
from pathlib import Path

from tests.table_sheet import XS, Sheet, grid


def texts(sheet: Sheet) -> list[list[str]]:
    """Return the texts of the one table's rows."""
    (table,) = sheet.read().tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def draw_header(sheet: Sheet, top: float) -> None:
    """Draw a shaded band with three headings and no uprights but those between them."""
    for left, right, name in zip(XS, XS[1:], ("Group", "Medicine", "Code"), strict=False):
        sheet.shade(left, top, right, top + 20)
        sheet.write(name, left + 4, top + 14, "Helvetica-Bold")


def test_a_title_beside_several_rows_is_in_each_of_them(tmp_path: Path) -> None:
    """Lines that begin right of the first column leave its cell open; its wrapped words are one title."""
    sheet = Sheet(tmp_path / "a.pdf")
    draw_header(sheet, 100)
    for line, left in ((120, XS[0]), (140, XS[1]), (160, XS[1]), (180, XS[0]), (200, XS[0])):
        sheet.rule(left, line, XS[3], line)
    sheet.write("First choice", XS[0] + 4, 134)
    sheet.write("for children", XS[0] + 4, 154)
    for number, (name, code) in enumerate((("Zinc", "Z"), ("Iron", "I"), ("Folate", "F"), ("Quinine", "Q"))):
        sheet.write(name, XS[1] + 4, 134 + 20 * number)
        sheet.write(code, XS[2] + 4, 134 + 20 * number)
    sheet.write("Second choice", XS[0] + 4, 194)
    assert texts(sheet) == [
        ["First choice for children", "Zinc", "Z"],
        ["First choice for children", "Iron", "I"],
        ["First choice for children", "Folate", "F"],
        ["Second choice", "Quinine", "Q"],
    ]


def test_printed_rows_beside_a_title_are_rows_though_a_name_is_long(tmp_path: Path) -> None:
    """Four names beside four codes are four rows; a long name without room above it is no wrapped line."""
    sheet = Sheet(tmp_path / "a.pdf")
    draw_header(sheet, 100)
    for line in (120, 200):
        sheet.rule(XS[0], line, XS[3], line)
    for x in XS:
        sheet.rule(x, 120, x, 200)
    sheet.write("Add-on", XS[0] + 4, 134)
    names = ("Imipenem", "Amoxicillin-clavulanate", "Thioacetazone", "Zinc")
    for number, (name, code) in enumerate(zip(names, ("Ipm", "Amx", "T", "Z"), strict=True)):
        sheet.write(name, XS[1] + 4, 134 + 14 * number)
        sheet.write(code, XS[2] + 4, 134 + 14 * number)
    assert texts(sheet) == [["Add-on", name, code] for name, code in zip(names, ("Ipm", "Amx", "T", "Z"), strict=True)]


def test_a_wrapped_text_beside_as_many_lines_is_one_cell(tmp_path: Path) -> None:
    """Where a line goes on in lower case for want of room, the lines beside it are no rows."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.rows(100, [("Group", "Medicine", "Code")], 1)
    for x in XS:
        sheet.rule(x, 120, x, 190)
    sheet.rule(XS[0], 190, XS[3], 190)
    sheet.write("Add-on", XS[0] + 4, 134)
    for number, line in enumerate(
        ("Give one tablet every", "morning and two every", "evening with food and", "a glass of water")
    ):
        sheet.write(line, XS[1] + 4, 134 + 14 * number)
        sheet.write(f"Step {number}", XS[2] + 4, 134 + 14 * number)
    rows = texts(sheet)
    assert rows == [
        [
            "Add-on",
            "Give one tablet every morning and two every evening with food and a glass of water",
            "Step 0 Step 1 Step 2 Step 3",
        ]
    ]


def test_a_shade_in_a_larger_one_of_its_colour_makes_no_cell(tmp_path: Path) -> None:
    """A word processor shades each line of a shaded cell again; the cell stays one."""
    sheet = Sheet(tmp_path / "a.pdf")
    draw_header(sheet, 100)
    for left, right in itertools.pairwise(XS):
        sheet.shade(left, 120, right, 160, 0.9)
        sheet.shade(left + 4, 121, right - 4, 134, 0.9)
    sheet.rule(XS[0], 160, XS[3], 160)
    for line, words in enumerate((("for all", "Zinc with", "Z"), ("children", "water", ""))):
        for left, word in zip(XS, words, strict=False):
            sheet.write(word, left + 5, 132 + 14 * line)
    for left, word in zip(XS, ("for adults", "Iron", "I"), strict=False):
        sheet.write(word, left + 5, 174)
    sheet.rule(XS[0], 180, XS[3], 180)
    assert texts(sheet) == [["for all children", "Zinc with water", "Z"], ["for adults", "Iron", "I"]]


def test_an_edge_drawn_twice_parts_two_columns_once(tmp_path: Path) -> None:
    """Shades that end a little before the next ones begin leave no column between; a title across them is one."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.shade(XS[0], 100, XS[3], 120, 0.5)
    for left, name in zip(XS, ("Drug", "Age", "Dose"), strict=False):
        sheet.write(name, left + 4, 114, "Helvetica-Bold")
    sheet.shade(XS[0], 120, XS[2] - 4, 140, 0.7)
    sheet.write("Children with fever", XS[0] + 4, 134, "Helvetica-Bold")
    for number, row in enumerate(
        (("Zinc", "1 year", "10 mg"), ("Iron", "2 years", "20 mg"), ("Folate", "3 years", "5 mg"))
    ):
        top = 140.0 + 20 * number
        gap = 4.0 if number == 1 else 0.0
        for left, right in ((XS[0], XS[1]), (XS[1], XS[2] - gap), (XS[2], XS[3])):
            sheet.rule(left, top + 20, right, top + 20)
            sheet.rule(left, top, left, top + 20)
            sheet.rule(right, top, right, top + 20)
        for left, word in zip(XS, row, strict=False):
            sheet.write(word, left + 4, top + 14)
    (table,) = sheet.read().tables
    assert [row.group for row in table.rows] == [("Children with fever",)] * 3
    assert grid(table)[1] == [(("Drug",), "Iron"), (("Age",), "2 years"), (("Dose",), "20 mg")]


def test_a_tall_cell_stands_in_its_column_in_every_row(tmp_path: Path) -> None:
    """A cell of the last column that reaches down over two rows is the last of both."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.rows(100, [("Drug", "Dose", "Note")], 1)
    for x in XS:
        sheet.rule(x, 120, x, 160)
    sheet.rule(XS[0], 140, XS[2], 140)
    sheet.rule(XS[0], 160, XS[3], 160)
    for number, (name, dose) in enumerate((("Zinc", "10 mg"), ("Iron", "20 mg"))):
        sheet.write(name, XS[0] + 4, 134 + 20 * number)
        sheet.write(dose, XS[1] + 4, 134 + 20 * number)
    sheet.write("with food", XS[2] + 4, 134)
    assert texts(sheet) == [["Zinc", "10 mg", "with food"], ["Iron", "20 mg", "with food"]]
