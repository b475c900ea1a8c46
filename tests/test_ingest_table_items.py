"""Long cells of several medicines: each item is a line of its own, with the titles over it and its row's marks."""

from pathlib import Path

import pytest

from ingest.read import read_guideline
from ingest.table_items import is_for_patient
from ingest.types import Reading
from tests.pdf_factory import shared_pdf
from tests.table_sheet import Sheet

LEFT, MIDDLE, RIGHT = 72.0, 380.0, 460.0

Row = tuple[tuple[tuple[str, float, str], ...], str]
"""The lines of a row's long cell, each with its indent in points and its font's ending; the mark beside the first."""


def draw(path: Path, rows: list[Row]) -> Sheet:
    """Draw a table of a wide and a narrow column, with a line of 14 points each."""
    sheet = Sheet(path)
    top = 100.0
    header: Row = ((("TREATMENT", 0, "-Bold"),), "LEVEL")
    for lines, mark in (header, *rows):
        foot = top + 14 * len(lines) + 6
        for x in (LEFT, MIDDLE, RIGHT):
            sheet.rule(x, top, x, foot)
        sheet.rule(LEFT, top, RIGHT, top)
        sheet.rule(LEFT, foot, RIGHT, foot)
        for number, (text, indent, font) in enumerate(lines):
            sheet.write(text, LEFT + 4 + indent, top + 14 * (number + 1), f"Helvetica{font}")
        sheet.write(mark, MIDDLE + 4, top + 14, "Helvetica-Bold" if mark == "LEVEL" else "Helvetica")
        top = foot
    return sheet


def table_lines(reading: Reading) -> list[str]:
    """Return the lines of the table's passages, without the headers that open them."""
    lines = [line for passage in reading.passages for line in passage.text.splitlines()]
    return [line for line in lines if line != "TREATMENT | LEVEL"]


def test_each_medicine_of_a_long_cell_reads_on_its_own(tmp_path: Path) -> None:
    """Titles in the cell stand before their items, the child's dose after its medicine, the mark at the end."""
    sheet = draw(
        tmp_path / "a.pdf",
        [
            (
                (
                    ("Organism not known", 0, "-Bold"),
                    ("- Ceftriaxone 2 g IV every 12 hours for 10-", 6, ""),
                    ("14 days", 14, ""),
                    ("Child: 100 mg/kg daily", 0, "-Bold"),
                    ("- Or chloramphenicol 1 g IV every 6 hours", 6, ""),
                    ("Child: 25 mg/kg per dose", 0, "-Bold"),
                    ("Listeria", 0, "-Bold"),
                    ("- Ampicillin 3 g IV every 6 hours", 6, ""),
                ),
                "H",
            )
        ],
    )
    reading = sheet.read()
    assert table_lines(reading) == [
        "Organism not known | - Ceftriaxone 2 g IV every 12 hours for 10-14 days Child: 100 mg/kg daily | LEVEL: H",
        "Organism not known | - Or chloramphenicol 1 g IV every 6 hours Child: 25 mg/kg per dose | LEVEL: H",
        "Listeria | - Ampicillin 3 g IV every 6 hours | LEVEL: H",
    ]
    (table,) = reading.tables
    assert len(table.rows) == 1
    (passage,) = reading.passages
    printed = reading.pages[0].lines
    for span in passage.spans:
        assert passage.text[span.start : span.end].split() == printed[span.line].text.split()


def test_a_childs_dose_that_opens_a_row_is_below_its_medicine(tmp_path: Path) -> None:
    """A line across the cell parts it from the adult's dose: the row above's last item is said again."""
    sheet = draw(
        tmp_path / "a.pdf",
        [
            ((("- Amoxicillin 1 g by mouth", 6, ""), ("- Ciprofloxacin 500 mg single dose", 6, "")), "H"),
            ((("Child: 10 mg/kg single dose", 0, ""), ("- Or ceftriaxone 250 mg IM", 6, "")), "R"),
        ],
    )
    assert table_lines(sheet.read()) == [
        "- Amoxicillin 1 g by mouth | LEVEL: H",
        "- Ciprofloxacin 500 mg single dose | LEVEL: H",
        "- Ciprofloxacin 500 mg single dose | Child: 10 mg/kg single dose | LEVEL: R",
        "- Or ceftriaxone 250 mg IM | LEVEL: R",
    ]


def test_bullets_within_a_bullet_stand_below_it(tmp_path: Path) -> None:
    """What a bullet announces is said before each of its own bullets, and a sentence that goes on is not cut."""
    sheet = draw(
        tmp_path / "a.pdf",
        [
            (
                (
                    ("* Low weight heparin", 0, ""),
                    ("- Enoxaparin given as 1 mg/kg", 10, ""),
                    ("- every 12 hours for at least 5 days", 10, ""),
                    ("- Dalteparin 200 units/kg", 10, ""),
                    ("* Warfarin 5 mg in the evening", 0, ""),
                ),
                "H",
            )
        ],
    )
    assert table_lines(sheet.read()) == [
        "* Low weight heparin | - Enoxaparin given as 1 mg/kg - every 12 hours for at least 5 days | LEVEL: H",
        "* Low weight heparin | - Dalteparin 200 units/kg | LEVEL: H",
        "* Warfarin 5 mg in the evening | LEVEL: H",
    ]


def test_a_text_that_merely_wraps_is_not_cut(tmp_path: Path) -> None:
    """A long cell without bullets stays one line."""
    sheet = draw(
        tmp_path / "a.pdf",
        [
            (
                (
                    ("Give fluids by mouth to all who can drink, and weigh them", 0, ""),
                    ("again after four hours on the ward; then give zinc 20 mg", 0, ""),
                    ("once a day for ten days, and ask them to come back if", 0, ""),
                    ("they have blood in the stool or cannot drink.", 0, ""),
                ),
                "H",
            )
        ],
    )
    (line,) = table_lines(sheet.read())
    assert line.startswith("Give fluids by mouth") and line.endswith("cannot drink. | LEVEL: H")


@pytest.mark.parametrize(
    ("text", "above", "named", "expected"),
    [
        ("Child: 25 mg/kg per dose", "Chloramphenicol 1 g IV", True, True),
        ("Child <12 yrs: 10 mg/kg", "Ciprofloxacin 500 mg", False, True),
        ("Child maintenance dose: 15 micrograms/kg daily", "Digoxin 125 micrograms", True, True),
        ("Child: Initially 1.5-3 mg/kg daily", "Spironolactone 25 mg", True, True),
        ("Child: Captopril 0.1 mg/kg daily", "Captopril 6.25 mg", True, True),
        ("Child: Captopril 0.1 mg/kg daily", "Captopril 6.25 mg", False, False),
        ("Child: Ceftriaxone 50 mg/kg daily", "Amoxicillin 500 mg", True, False),
        ("Children should rest", "Amoxicillin 500 mg", True, False),
        ("Ampicillin 3 g", "Benzylpenicillin 3 MU", True, False),
    ],
)
def test_a_dose_for_a_patient_is_of_the_medicine_above(text: str, above: str, named: bool, expected: bool) -> None:
    """Unless it names another one, or states no amount."""
    assert is_for_patient(text, above, named) is expected


def test_no_line_of_a_real_regimen_puts_two_medicines_together() -> None:
    """Facts read off the pages' pictures: each medicine with its child's dose, below its organism."""
    reading = read_guideline(shared_pdf("dev/uganda_ucg2023_4pages.pdf"), "ucg")
    lines = [line for passage in reading.passages for line in passage.text.splitlines() if " | " in line]
    assert any("Streptococcus" in line and "3-4 MU" in line and "100,000 IU/kg" in line for line in lines)
    assert any("Ciprofloxacin 500 mg" in line and "10 mg/kg" in line and "ceftriaxone" not in line for line in lines)
    names = ("benzylpenicillin", "ceftriaxone", "ampicillin", "ciprofloxacin", "chloramphenicol")
    for line in lines:
        # Only where the page itself makes one the condition of another does a line name two.
        item = line.removeprefix("If ceftriaxone not available/not improving | ")
        assert sum(name in item.lower() for name in names) <= 1, line
