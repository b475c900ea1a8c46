"""Tables that nothing rules: names and what stands beside them at a tab stop."""

from pathlib import Path

from ingest.pdf import read_pages
from tests.pdf_factory import shared_pdf
from tests.table_sheet import Sheet, grid


def test_a_regimen_of_two_medicines_is_a_table_with_its_duration(tmp_path: Path) -> None:
    """Two names with amounts are rows; the line set in below them is said of them, not of the next regimen."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.write("The regimen for adults is:", 72, 100)
    sheet.write("Rifampicin:", 72, 130)
    sheet.write("600 mg once a month", 140, 130)
    sheet.write("Dapsone:", 72, 144)
    sheet.write("100 mg daily", 140, 144)
    sheet.write("Duration: 6 months", 140, 168)
    sheet.write("The regimen for children is:", 72, 200)
    sheet.write("Rifampicin:", 72, 230)
    sheet.write("450 mg once a month", 140, 230)
    sheet.write("Dapsone:", 72, 244)
    sheet.write("50 mg daily", 140, 244)
    reading = sheet.read()
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in reading.tables] == [
        [["Rifampicin:", "600 mg once a month"], ["Dapsone:", "100 mg daily"]],
        [["Rifampicin:", "450 mg once a month"], ["Dapsone:", "50 mg daily"]],
    ]
    assert reading.tables[0].notes == ("Duration: 6 months",)
    adults, children = reading.passages
    assert adults.text.splitlines() == [
        "The regimen for adults is:",
        "Rifampicin: | 600 mg once a month",
        "Dapsone: | 100 mg daily",
        "Duration: 6 months",
    ]
    assert "Duration" not in children.text


def test_a_long_name_leaves_little_room_and_is_a_row(tmp_path: Path) -> None:
    """Where the rows beside it have a cell, a smaller gap parts two, in the first row as in a later one."""
    for first in (0, 1):
        sheet = Sheet(tmp_path / f"{first}.pdf")
        rows = [("Rifampicin", "450 mg"), ("Dapsone", "50 mg"), ("Zinc", "20 mg")]
        rows.insert(first, ("Clofazimine-B", "150 mg"))
        for number, (name, dose) in enumerate(rows):
            sheet.write(name, 72, 130 + 14 * number)
            sheet.write(dose, 143, 130 + 14 * number)
        (table,) = sheet.read().tables
        assert [[text for _, text in row] for row in grid(table)] == [list(row) for row in rows]


def test_words_below_one_wide_space_by_chance_are_no_column() -> None:
    """A scanned booklet in two columns: in three lines of prose words begin below each other, and it has no table."""
    pages = read_pages(shared_pdf("awkward/encrypted_rc4_family_shelter.pdf"))
    assert [page.number for page in pages if page.tabular is not None] == []


def test_two_rows_that_state_no_amount_are_no_table(tmp_path: Path) -> None:
    """An address is aligned as well."""
    sheet = Sheet(tmp_path / "a.pdf")
    for number, (name, value) in enumerate((("Telephone:", "0414 222 333"), ("Fax:", "0414 222 334"))):
        sheet.write(name, 72, 130 + 14 * number)
        sheet.write(value, 160, 130 + 14 * number)
    assert sheet.read().tables == ()


def test_a_text_that_wraps_below_its_name_is_one_cell(tmp_path: Path) -> None:
    """After a tab a paragraph goes on at its own left edge, below the bold name; and no name heads the others."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.write(
        "What was asked is set out here for all who read the evidence and the notes that stand below it in full.",
        72,
        80,
    )
    for number, (name, text) in enumerate(
        (
            ("Population:", "Adults and children with fever who live in places where malaria is common all"),
            ("", "year round"),
            ("Intervention:", "Primaquine 0.5 mg/kg for 7 days"),
            ("Comparator:", "Primaquine 0.25 mg/kg for 14 days"),
        )
    ):
        sheet.write(name, 72, 130 + 13 * number, "Helvetica-Bold")
        sheet.write(text, 150 if name else 72, 130 + 13 * number)
    (table,) = sheet.read().tables
    assert grid(table) == [
        [
            ((), "Population:"),
            ((), "Adults and children with fever who live in places where malaria is common all year round"),
        ],
        [((), "Intervention:"), ((), "Primaquine 0.5 mg/kg for 7 days")],
        [((), "Comparator:"), ((), "Primaquine 0.25 mg/kg for 14 days")],
    ]
