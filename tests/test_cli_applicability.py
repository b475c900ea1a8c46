"""What a patient's weight changes in an answer, on a PDF made here: text, JSON, tables of a batch, and the page."""

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Fieldguide
from tests.page_driver import ask, open_page, plain, read_texts
from tests.pdf_factory import Text, make_pdf, set_lines

PARACETAMOL = "Give paracetamol 15 mg/kg per dose to every child with malaria (maximum 1 g)."
ROWS = [("5 to 9 kg", "50 mg"), ("10 to 19 kg", "100 mg"), ("20 to 39 kg", "200 mg")]
ASKED_TABLE = "What dose of doxycycline does a child with cholera get?"
ASKED_WEIGHT = "What dose of paracetamol does a child of 9 kg with malaria get?"


@pytest.fixture
def ward(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> Path:
    """A set of one guideline with a dose for each kilogram and a table by weight."""
    first = [Text("1 Malaria", 72, 72, 16, "Helvetica-Bold"), *set_lines([PARACETAMOL], top=100)]
    second = [
        Text("2 Cholera", 72, 72, 16, "Helvetica-Bold"),
        Text("Table 1. Doxycycline by mouth for cholera, by weight", 72, 100),
        Text("Weight", 72, 120, font="Helvetica-Bold"),
        Text("Dose", 250, 120, font="Helvetica-Bold"),
        *(
            Text(cell, 72 + 178 * column, 140 + 18 * row)
            for row, cells in enumerate(ROWS)
            for column, cell in enumerate(cells)
        ),
    ]
    pdf = make_pdf(tmp_path / "ward.pdf", [first, second], title="Ward book")
    assert fieldguide("add", pdf).status == 0
    return home


@pytest.mark.usefixtures("ward")
def test_a_worked_line(fieldguide: Fieldguide) -> None:
    """It stands below the quote's citation, is marked in the text, and is a field of its own in the JSON."""
    outcome = fieldguide("ask", ASKED_WEIGHT)
    worked = "paracetamol 15 mg/kg × 9 kg = 135 mg per dose (the line states a maximum of 1 g; not a quote; check it)"
    assert f"Calculated: {worked} [" in " ".join(outcome.out.split())
    answer = json.loads(fieldguide("ask", ASKED_WEIGHT, "--json").out)
    (line,) = answer["calculations"]
    statement = answer["statements"][line["statement"]]
    assert PARACETAMOL in statement["text"]
    assert "135" not in statement["text"]
    assert line["citation"] in statement["citations"]
    del line["citation"], line["statement"]
    assert line == {
        "text": worked,
        "medicine": "paracetamol",
        "dose": "15 mg/kg",
        "weight": "9 kg",
        "result": "135 mg per dose",
        "capped": False,
    }
    assert answer["missing"] == []


@pytest.mark.usefixtures("ward")
def test_a_weight_that_is_lacking(fieldguide: Fieldguide) -> None:
    """The answer says so first, and has all rows; with the weight, the patient's row alone."""
    outcome = fieldguide("ask", ASKED_TABLE)
    assert outcome.out.startswith(
        "Lines depend on the patient's weight, which the question does not give: see which is the patient's.\n"
    )
    answer = json.loads(fieldguide("ask", ASKED_TABLE, "--json").out)
    assert answer["missing"] == ["weight"]
    quoted = "\n".join(statement["text"] for statement in answer["statements"])
    assert all(weight in quoted and dose in quoted for weight, dose in ROWS)
    given = json.loads(fieldguide("ask", f"{ASKED_TABLE[:-1]} of 12 kg?", "--json").out)
    assert (given["missing"], given["calculations"]) == ([], [])
    text = "\n".join(statement["text"] for statement in given["statements"])
    assert [weight for weight, _ in ROWS if weight in text] == ["10 to 19 kg"]


@pytest.mark.usefixtures("read_only")
def test_a_table_of_which_the_quotes_lack_rows_is_shown_whole(fieldguide: Fieldguide) -> None:
    """Below the answer, as a grid, once; not where the quotes have all rows, nor where the weight is given."""
    title = "\nThe whole table Table 2. Artesunate by injection, each dose, by weight\n"
    shown = fieldguide("ask", "What dose of artesunate for malaria?", "--set", "demonstration").out
    answered, grid = shown.split(title)
    assert "71 to 75 kg" not in answered
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in grid.splitlines() if "|" in line]
    assert rows[0] == ["Weight", "Dose"]
    weights = [row for row in rows if row[0].endswith("kg")]
    assert (weights[0], weights[-1], len(weights)) == (["Under 5 kg", "3 mg/kg"], ["71 to 75 kg", "180 mg"], 20)
    question = "What dose of artesunate by injection in severe malaria"
    assert title not in fieldguide("ask", f"{question}?", "--set", "demonstration").out
    given = fieldguide("ask", f"{question} for a child of 9 kg?", "--set", "demonstration").out
    assert title not in given
    assert "9 to 10 kg | Dose: 30 mg" in given


@pytest.mark.usefixtures("ward")
def test_a_batch_s_table_has_the_worked_line(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """In a column of its own, beside the quotes."""
    questions, out = tmp_path / "questions.csv", tmp_path / "answers.csv"
    questions.write_text(f'id,question\n1,"{ASKED_WEIGHT}"\n2,"{ASKED_TABLE}"\n')
    assert fieldguide("batch", questions, "--out", out).status == 0
    first, second = csv.DictReader(out.open())
    assert first["calculations"].startswith("Calculated: paracetamol 15 mg/kg × 9 kg = 135 mg per dose")
    assert second["calculations"] == ""


@pytest.mark.usefixtures("ward", "nothing_cached")
def test_the_page_shows_the_whole_table_and_the_worked_line() -> None:
    """The table as a grid where the weight is lacking; the worked line in its own frame, apart from the quote."""
    page = ask(open_page(), ASKED_TABLE)
    assert [plain(item.value) for item in page.info] == [
        "Lines depend on the patient's weight, which the question does not give: see which is the patient's."
    ]
    (table,) = page.table
    assert [[plain(str(cell)) for cell in row] for row in table.value.values.tolist()] == [list(row) for row in ROWS]
    assert list(table.value.columns) == ["Weight", "Dose"]
    ask(page, ASKED_WEIGHT)
    assert not page.table
    assert not page.info
    (worked,) = [plain(item.value) for item in page.markdown if "Calculated" in item.value]
    assert worked.startswith("*Calculated: paracetamol 15 mg/kg × 9 kg = 135 mg per dose")
    assert not any("135" in text for text in read_texts(page))
