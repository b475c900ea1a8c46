"""Two guidelines that give different doses, on PDFs made here: side by side in text, JSON and on the page."""

import json
from pathlib import Path

import pytest

from tests.conftest import Fieldguide
from tests.page_driver import ask, open_page, plain, read_texts, run
from tests.pdf_factory import Text, make_pdf, set_lines

QUESTION = "How many mg of zinc a day does a child with diarrhoea get?"
FIRST = "Children with diarrhoea get zinc 20 mg daily for 14 days."
SECOND = "Children with diarrhoea get zinc 10 mg daily for 14 days."
OTHERS = "Children < 6 months with diarrhoea get zinc 10 mg daily for 14 days."


def write_book(folder: Path, name: str, line: str) -> Path:
    """Write a guideline of one line."""
    heading = Text("1 Diarrhoea", 72, 72, 16, "Helvetica-Bold")
    return make_pdf(folder / f"{name}.pdf", [[heading, *set_lines([line], top=100)]], title=f"Book of {name}")


def test_two_guidelines_that_disagree(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """Both stand there with their own words and places, neither merged into the other."""
    books = [write_book(tmp_path, name, line) for name, line in (("north", FIRST), ("south", SECOND))]
    assert fieldguide("add", *books).status == 0
    answer = json.loads(fieldguide("ask", QUESTION, "--json").out)
    (conflict,) = answer["conflicts"]
    assert conflict["kind"] == "dose"
    assert conflict["subject"] in (
        "dose of zinc for diarrhea: 20 mg or 10 mg",
        "dose of zinc for diarrhea: 10 mg or 20 mg",
    )
    sides = {conflict[side]["guideline"]: conflict[side]["quote"] for side in ("first", "second")}
    assert sides == {"north": FIRST, "south": SECOND}
    assert {statement["text"] for statement in answer["statements"]} >= {FIRST, SECOND}
    assert all(len(statement["citations"]) == 1 for statement in answer["statements"])
    text = fieldguide("ask", QUESTION).out
    _, told = text.split(f"These guidelines disagree: {conflict['subject']}\n")
    lines = [line.strip() for line in told.splitlines()[:4]]
    assert {lines[0], lines[2]} == {FIRST, SECOND}
    assert {lines[1].split("] ")[1], lines[3].split("] ")[1]} == {
        "Book of north, PDF page 1 (north.pdf)",
        "Book of south, PDF page 1 (south.pdf)",
    }


@pytest.mark.usefixtures("home", "nothing_cached")
def test_one_guideline_that_disagrees_with_itself(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Between its pages: it is said so in the text and on the page."""
    pages = [
        [Text(heading, 72, 72, 16, "Helvetica-Bold"), *set_lines([line], top=100)]
        for heading, line in (("1 Diarrhoea", FIRST), ("2 Summary", SECOND))
    ]
    fieldguide("add", make_pdf(tmp_path / "north.pdf", pages, title="Book of north"))
    (conflict,) = json.loads(fieldguide("ask", QUESTION, "--json").out)["conflicts"]
    assert {conflict[side]["page"] for side in ("first", "second")} == {1, 2}
    title = f"This guideline disagrees with itself: {conflict['subject']}"
    assert title in fieldguide("ask", QUESTION).out.splitlines()
    page = ask(open_page(), QUESTION)
    assert [plain(item.value) for item in page.warning] == [title]


@pytest.mark.usefixtures("home")
def test_no_conflict_for_other_ages_nor_with_an_old_edition(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """A dose for infants is none for all children, and what a newer edition replaces does not count."""
    north, south = write_book(tmp_path, "north", FIRST), write_book(tmp_path, "south", OTHERS)
    fieldguide("add", north, south)
    assert json.loads(fieldguide("ask", QUESTION, "--json").out)["conflicts"] == []
    newer = write_book(tmp_path, "newer", SECOND)
    fieldguide("add", newer, "--supersedes", "north")
    for more in ([], ["--superseded"]):
        answer = json.loads(fieldguide("ask", QUESTION, "--json", *more).out)
        assert answer["outcome"] == "answered"
        assert answer["conflicts"] == []


@pytest.mark.usefixtures("home", "nothing_cached")
def test_the_page_has_them_side_by_side(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Two columns, each with the guideline's name, its words, and a button that opens its page."""
    fieldguide("add", write_book(tmp_path, "north", FIRST), write_book(tmp_path, "south", SECOND))
    page = ask(open_page(), QUESTION)
    (warning,) = [plain(item.value) for item in page.warning]
    assert warning.startswith("These guidelines disagree: dose of zinc for diarrhea: ")
    names = [plain(item.value) for item in page.markdown]
    assert {"**Book of north**", "**Book of south**"} <= set(names)
    assert read_texts(page).count(FIRST) == read_texts(page).count(SECOND) == 2
    for name in ("north", "south"):
        (button,) = [
            item for item in page.button if (item.key or "").startswith("conflict-") and item.label.endswith(name)
        ]
        button.click()
        run(page)
        (header,) = [shown for item in page.markdown if (shown := plain(item.value)).startswith("**[")]
        assert f"] Book of {name}**" in header
