"""The commands list, show and remove: the guidelines of a set, as text and as JSON."""

import json
from pathlib import Path

import pytest

from ingest.read import hash_file
from tests.conftest import MALARIA_PDF, Fieldguide


def test_list_as_json(read_only: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """Fields as the contract has them, in the order in which they were added."""
    outcome = fieldguide("list", "--set", "demonstration", "--json")
    assert (outcome.status, outcome.err) == (0, "")
    guidelines = json.loads(outcome.out)["guidelines"]
    assert [guideline["id"] for guideline in guidelines] == [
        "demonstration-diarrhoea-1",
        "demonstration-malnutrition-1",
        "demonstration-malaria-1",
    ]
    passages = guidelines[2].pop("passages")
    assert passages > 10
    assert guidelines[2] == {
        "id": "demonstration-malaria-1",
        "title": "Severe malaria",
        "publisher": "Fieldguide project",
        "edition": "1",
        "published": "2026-11-22",
        "language": "en",
        "file": "severe-malaria.pdf",
        "pages": 5,
        "status": "current",
    }


def test_list_as_text(read_only: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """A header and a line for each."""
    outcome = fieldguide("list", "--set", "demonstration")
    header, *lines = outcome.out.splitlines()
    assert header.split() == ["id", "published", "lang", "pages", "passages", "title"]
    assert lines[2].split()[:4] == ["demonstration-malaria-1", "2026-11-22", "en", "5"]
    assert lines[2].endswith("  Severe malaria")


def test_show(read_only: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """All that is known, as text with the sections and as JSON."""
    text = fieldguide("show", "demonstration-malaria-1", "--set", "demonstration")
    assert text.status == 0
    assert f"sha256       {hash_file(MALARIA_PDF)}\n" in text.out
    sections = text.out.split("\nsections\n")[1]
    assert "9 Worked examples  (PDF page 5)\n" in sections
    facts = json.loads(fieldguide("show", "demonstration-malaria-1", "--set", "demonstration", "--json").out)
    assert (facts["licence"], facts["supersedes"], facts["ocr_pages"]) == ("Apache-2.0", [], 0)


def test_show_a_page(read_only: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """Its lines in reading order with kind and box, and its passages; a page that is not there is one sentence."""
    arguments = ["show", "demonstration-malaria-1", "--set", "demonstration", "--page"]
    text = fieldguide(*arguments, 3)
    assert text.out.startswith("Severe malaria, page 3, read from its text layer\n\n   1  ")
    page = json.loads(fieldguide(*arguments, 3, "--json").out)
    assert (page["page"], page["label"], page["source"]) == (3, "3", "text")
    assert [f"{number:>4}  {line['kind']:8}  {line['text']}" for number, line in enumerate(page["lines"], start=1)] == (
        text.out.splitlines()[2 : 2 + len(page["lines"])]
    )
    assert all(len(line["box"]) == 4 for line in page["lines"])
    assert {line["passage"] for line in page["lines"]} == {passage["id"] for passage in page["passages"]}
    assert page["problems"] == []
    table = {table["caption"]: table for table in page["tables"]}[
        "Table 2. Artesunate by injection, each dose, by weight"
    ]
    assert table["rows"][0] == ["Weight", "Dose", "Into a vein (10 mg/ml)", "Into a muscle (20 mg/ml)*", "60 mg vials"]
    assert ["9 to 10 kg", "30 mg", "3 ml", "1.5 ml", "1"] in table["rows"]
    gone = fieldguide(*arguments, 6)
    assert (gone.status, gone.out) == (2, "")
    assert gone.err == "fieldguide: demonstration-malaria-1 has pages 1 to 5, so none is numbered 6\n"


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
    assert len(list((written / "demonstration" / "pdfs").iterdir())) == 2
    found = json.loads(fieldguide("search", "artesunate", "--set", "demonstration", "--json").out)
    assert {hit["guideline"] for hit in found["hits"]} == {"demonstration-diarrhoea-1", "demonstration-malnutrition-1"}
    again = fieldguide("remove", "demonstration-malaria-1", "--set", "demonstration")
    assert again.status == 2
