"""The commands list, show and remove: the guidelines of a set, as text and as JSON."""

import json
from pathlib import Path

import pytest

from indexes.library import Library
from indexes.stored import StoredGuideline
from ingest.read import hash_file
from tests.conftest import MALARIA_PDF, Fieldguide
from tests.factories import make_guideline
from ui.ages import describe_age, find_age
from ui.text import guidelines_text

FACTS = {
    "id": "demonstration-malaria-1",
    "title": "Severe malaria",
    "publisher": "Fieldguide project",
    "edition": "1",
    "published": "2026-11-22",
    "language": "en",
    "file": "severe-malaria.pdf",
    "pages": 5,
    "status": "current",
    "superseded_by": [],
    "age_years": find_age("2026-11-22"),
}
AGE = describe_age("2026-11-22")


def count_passages(demonstration: Library, illness: str) -> int:
    """Return how many passages a guideline of the demonstration has."""
    return len(demonstration.passages(f"demonstration-{illness}-1"))


def test_list_as_json(read_only: Path, fieldguide: Fieldguide, demonstration: Library) -> None:  # noqa: ARG001
    """Fields as the contract has them, in the order in which they were added."""
    outcome = fieldguide("list", "--set", "demonstration", "--json")
    assert (outcome.status, outcome.err) == (0, "")
    listed = json.loads(outcome.out)
    assert listed["set"] == {"name": "demonstration", "language": "en"}
    guidelines = listed["guidelines"]
    assert [guideline["id"] for guideline in guidelines] == [
        "demonstration-diarrhoea-1",
        "demonstration-malnutrition-1",
        "demonstration-malaria-1",
    ]
    assert guidelines[2] == FACTS | {"passages": count_passages(demonstration, "malaria")}


def test_list_as_text(read_only: Path, fieldguide: Fieldguide, demonstration: Library) -> None:  # noqa: ARG001
    """A header and a line for each."""
    outcome = fieldguide("list", "--set", "demonstration")
    diarrhoea, malnutrition, malaria = (
        count_passages(demonstration, illness) for illness in ("diarrhoea", "malnutrition", "malaria")
    )
    by, now = "Fieldguide project", f"2026-11-22  {AGE}  current     en    "
    assert outcome.out == (
        f"id                            published   {'age':{len(AGE)}}  status      lang   pages  passages  "
        "publisher           title\n"
        f"demonstration-diarrhoea-1     {now}     4  {diarrhoea:>8}  {by}  Acute diarrhoea and cholera\n"
        f"demonstration-malnutrition-1  {now}     4  {malnutrition:>8}  {by}  Severe acute malnutrition\n"
        f"demonstration-malaria-1       {now}     5  {malaria:>8}  {by}  Severe malaria\n"
        "\nThe set demonstration is in English (en).\n"
    )


def test_show(read_only: Path, fieldguide: Fieldguide, demonstration: Library) -> None:  # noqa: ARG001
    """All that is known, as text with the sections and as JSON."""
    more = {"licence": "Apache-2.0", "url": "", "sha256": hash_file(MALARIA_PDF), "supersedes": [], "ocr_pages": 0}
    facts = FACTS | {"passages": count_passages(demonstration, "malaria")} | more
    shown = fieldguide("show", "demonstration-malaria-1", "--set", "demonstration", "--json")
    assert (shown.status, json.loads(shown.out)) == (0, facts)
    text = fieldguide("show", "demonstration-malaria-1", "--set", "demonstration")
    assert text.status == 0
    told, sections = text.out.split("\n\nsections\n")
    assert dict(line.split(maxsplit=1) for line in told.splitlines()) == {
        name: "-" if value in ("", []) else str(value) for name, value in facts.items() if name != "age_years"
    } | {"published": f"2026-11-22 ({AGE})"}
    assert sections.splitlines()[-4:] == [
        "    6.5 Bacterial infection  (PDF page 4)",
        "  7 Pregnant women and small infants  (PDF page 4)",
        "  8 Watching the patient  (PDF page 4)",
        "  9 Worked examples  (PDF page 5)",
    ]


def test_show_a_page(read_only: Path, fieldguide: Fieldguide, demonstration: Library) -> None:  # noqa: ARG001
    """Its lines in reading order with kind and box, and its passages; a page that is not there is one sentence."""
    arguments = ["show", "demonstration-malaria-1", "--set", "demonstration", "--page"]
    text = fieldguide(*arguments, 3)
    assert text.out.splitlines()[:2] == ["Severe malaria, page 3, read from its text layer", ""]
    page = json.loads(fieldguide(*arguments, 3, "--json").out)
    assert (page["page"], page["label"], page["source"]) == (3, "3", "text")
    assert [f"{number:>4}  {line['kind']:8}  {line['text']}" for number, line in enumerate(page["lines"], start=1)] == (
        text.out.splitlines()[2 : 2 + len(page["lines"])]
    )
    assert [(line["text"], tuple(line["box"])) for line in page["lines"]] == [
        (line.text, line.box) for line in demonstration.page("demonstration-malaria-1", 3).lines
    ]
    assert {line["passage"] for line in page["lines"]} == {passage["id"] for passage in page["passages"]}
    assert page["problems"] == []
    table, other = page["tables"]
    assert table["caption"] == "Table 2. Artesunate by injection, each dose, by weight"
    assert other["caption"] == "Table 3. Artemether-lumefantrine by mouth, tablets of 20 mg and 120 mg, by weight"
    assert table["rows"][0] == ["Weight", "Dose", "Into a vein (10 mg/ml)", "Into a muscle (20 mg/ml)*", "60 mg vials"]
    assert table["rows"][4] == ["9 to 10 kg", "30 mg", "3 ml", "1.5 ml", "1"]
    gone = fieldguide(*arguments, 6)
    assert (gone.status, gone.out) == (2, "")
    assert gone.err == "fieldguide: demonstration-malaria-1 has pages 1 to 5, so none is numbered 6\n"


def test_a_long_publisher_is_cut_and_none_is_a_stroke() -> None:
    """So that the titles behind begin in one column, near enough to be read."""
    facts = {"a": "World Health Organization, Regional Office for Africa", "b": ""}
    stored = [
        StoredGuideline(1, make_guideline(name, "Malaria", publisher=publisher, published=""), 1, 2, 1)
        for name, publisher in facts.items()
    ]
    assert guidelines_text(stored).splitlines() == [
        "id  published   age  status      lang   pages  passages  publisher                         title",
        "a  -           -    current     en        40         2  World Health Organization, Regi…  Malaria",
        "b  -           -    current     en        40         2  -                                 Malaria",
    ]


@pytest.mark.parametrize("command", ["show", "remove"])
def test_no_such_guideline(read_only: Path, fieldguide: Fieldguide, command: str) -> None:  # noqa: ARG001
    """The sentence says where to look."""
    outcome = fieldguide(command, "measles", "--set", "demonstration")
    assert (outcome.status, outcome.out) == (2, "")
    assert (
        outcome.err == "fieldguide: there is no guideline 'measles' in the set 'demonstration'; see fieldguide list\n"
    )


def test_remove(written: Path, fieldguide: Fieldguide) -> None:
    """The guideline and its PDF are gone, its passages are found no more, and the rest is."""
    outcome = fieldguide("remove", "demonstration-malaria-1", "--set", "demonstration")
    assert outcome.status == 0
    assert outcome.out == "demonstration-malaria-1 is removed from the set demonstration.\n"
    library = Library.open(written / "demonstration")
    assert [stored.guideline.id for stored in library.guidelines()] == [
        "demonstration-diarrhoea-1",
        "demonstration-malnutrition-1",
    ]
    assert {path.stem for path in (library.folder / "pdfs").iterdir()} == {
        stored.guideline.sha256 for stored in library.guidelines()
    }
    found = json.loads(fieldguide("search", "artesunate", "--set", "demonstration", "--json").out)
    assert {hit["guideline"] for hit in found["hits"]} == {"demonstration-diarrhoea-1", "demonstration-malnutrition-1"}
    again = fieldguide("remove", "demonstration-malaria-1", "--set", "demonstration")
    assert (again.status, again.out) == (2, "")
