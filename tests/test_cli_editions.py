"""Editions on the command line, on PDFs made here: added, listed, shown, cited and removed."""

import json
from pathlib import Path

import pytest

from tests.conftest import Fieldguide
from tests.pdf_factory import make_pdf, set_facts, set_lines

QUESTION = "For how many days is zinc given to a child with diarrhoea?"


def write_edition(folder: Path, year: int, days: int) -> Path:
    """Write a guideline of one page on zinc, published in a year."""
    lines = [
        "Zinc in diarrhoea",
        f"Give zinc to every child with diarrhoea for {days} days.",
        "Zinc makes the diarrhoea shorter and prevents the next one.",
    ]
    path = make_pdf(folder / f"zinc-{year}.pdf", [set_lines(lines)])
    return set_facts(path, Title=f"Zinc in diarrhoea {year}", CreationDate=f"D:{year}0101000000Z")


@pytest.fixture
def editions(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> tuple[Path, Path]:  # noqa: ARG001
    """Two editions: the older one is in the default set, the newer one beside it."""
    old, new = write_edition(tmp_path, 2001, 14), write_edition(tmp_path, 2002, 10)
    assert fieldguide("add", old).status == 0
    return old, new


def test_a_newer_edition(editions: tuple[Path, Path], fieldguide: Fieldguide) -> None:
    """It is current at once, the older one is marked wherever it is shown, and comes back when the newer one goes."""
    _, new = editions
    assert "14 days" in fieldguide("ask", QUESTION).out
    added = fieldguide("add", new, "--supersedes", "zinc-2001")
    assert added.status == 0

    listed = json.loads(fieldguide("list", "--json").out)["guidelines"]
    assert [(each["id"], each["status"], each["superseded_by"]) for each in listed] == [
        ("zinc-2001", "superseded", ["zinc-2002"]),
        ("zinc-2002", "current", []),
    ]
    assert [each["age_years"] >= 24 for each in listed] == [True, True]
    lines = fieldguide("list").out.splitlines()
    assert lines[0].split() == ["id", "published", "age", "status", "lang", "pages", "passages", "publisher", "title"]
    assert "superseded" in lines[1]
    assert lines[1].endswith("Zinc in diarrhoea 2001 [superseded by zinc-2002]")
    assert "current" in lines[2]
    assert lines[2].endswith("Zinc in diarrhoea 2002")

    asked = fieldguide("ask", QUESTION).out
    assert "10 days" in asked
    assert "14 days" not in asked
    assert "Zinc in diarrhoea 2002, PDF page 1 (zinc-2002.pdf) - published 2" in asked
    both = fieldguide("ask", QUESTION, "--superseded").out
    assert "Zinc in diarrhoea 2001, PDF page 1 (zinc-2001.pdf) - superseded edition, published 2" in both
    answer = json.loads(fieldguide("ask", QUESTION, "--superseded", "--json").out)
    assert {(hit["guideline"], hit["status"], hit["published"]) for hit in answer["evidence"]} == {
        ("zinc-2001", "superseded", "2001-01-01"),
        ("zinc-2002", "current", "2002-01-01"),
    }
    cited = [citation for statement in answer["statements"] for citation in statement["citations"]]
    assert {(each["guideline"], each["status"], each["published"]) for each in cited} == {
        ("zinc-2001", "superseded", "2001-01-01"),
        ("zinc-2002", "current", "2002-01-01"),
    }
    assert "(superseded edition, published 2" in fieldguide("search", QUESTION, "--superseded").out

    removed = fieldguide("remove", "zinc-2002")
    assert removed.out == "zinc-2002 is removed from the set default. zinc-2001 is current again.\n"
    assert "14 days" in fieldguide("ask", QUESTION).out
    (left,) = json.loads(fieldguide("list", "--json").out)["guidelines"]
    assert (left["status"], left["superseded_by"]) == ("current", [])


def test_show_an_edition(editions: tuple[Path, Path], fieldguide: Fieldguide, tmp_path: Path) -> None:
    """With what replaces it, what it replaces, which of that the set lacks, and its age."""
    _, new = editions
    manifest = tmp_path / "zinc.toml"
    manifest.write_text('[set]\nname = "zinc"\ntitle = "Zinc"\n')
    fieldguide("add", new, "--supersedes", "zinc-2001", "--manifest", manifest)
    assert 'supersedes = ["zinc-2001"]' in manifest.read_text()
    old = fieldguide("show", "zinc-2001").out.splitlines()
    assert "superseded_by zinc-2002" in old
    assert "status        superseded" in old
    assert next(line for line in old if line.startswith("published")).endswith(" years ago)")
    assert "supersedes    zinc-2001" in fieldguide("show", "zinc-2002").out.splitlines()
    fieldguide("remove", "zinc-2001")
    assert "supersedes    zinc-2001 (not in this set)" in fieldguide("show", "zinc-2002").out.splitlines()


def test_an_id_that_is_not_there(editions: tuple[Path, Path], fieldguide: Fieldguide) -> None:
    """It is told and nothing is added, as for several PDFs at once."""
    old, new = editions
    outcome = fieldguide("add", new, "--supersedes", "zinc-1999")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == (
        "fieldguide: there is no guideline 'zinc-1999' in this set to be superseded; see fieldguide list"
    )
    several = fieldguide("add", old, new, "--supersedes", "zinc-2001")
    assert several.status == 2
    assert "for one PDF at a time, and these are 2" in several.err
    assert len(json.loads(fieldguide("list", "--json").out)["guidelines"]) == 1


def test_a_manifest_s_unknown_id_is_told(editions: tuple[Path, Path], fieldguide: Fieldguide, tmp_path: Path) -> None:
    """The guideline is added: the older edition need not be there."""
    _, new = editions
    manifest = tmp_path / "zinc.toml"
    manifest.write_text('[set]\nname = "zinc"\ntitle = "Zinc"\n')
    fieldguide("add", new, "--set", "other", "--manifest", manifest)
    text = manifest.read_text()
    manifest.write_text(f'{text}supersedes = ["zinc-1999"]\n')
    outcome = fieldguide("add", new, "--manifest", manifest, "--json")
    assert outcome.status == 0
    note = "zinc-2002 supersedes zinc-1999, which this set does not have"
    assert json.loads(outcome.out)["notes"] == [note]
    assert f"note: {note}" in outcome.err.splitlines()


def test_a_manifest_is_told_what_a_pdf_of_it_supersedes(
    editions: tuple[Path, Path], fieldguide: Fieldguide, tmp_path: Path
) -> None:
    """Else the set that is built from it again would have both editions current."""
    old, new = editions
    manifest = tmp_path / "zinc.toml"
    manifest.write_text('[set]\nname = "zinc"\ntitle = "Zinc"\n')
    fieldguide("add", new, "--manifest", manifest)
    assert "supersedes" not in manifest.read_text()
    outcome = fieldguide("add", new, "--supersedes", "zinc-2001", "--manifest", manifest)
    assert f"{manifest} now says that zinc-2002 supersedes zinc-2001" in outcome.err.splitlines()
    assert manifest.read_text().count('supersedes = ["zinc-2001"]') == 1
    again = fieldguide("add", new, "--supersedes", "zinc-2001", "--manifest", manifest)
    assert "now says" not in again.err
    refused = fieldguide("add", old, "--supersedes", "zinc-2002", "--manifest", manifest)
    assert refused.status == 2
    assert manifest.read_text().count("supersedes") == 1


@pytest.mark.parametrize("is_named", [True, False], ids=["named before", "new"])
def test_a_manifest_is_told_by_its_own_ids(
    editions: tuple[Path, Path], fieldguide: Fieldguide, tmp_path: Path, is_named: bool
) -> None:
    """The set may hold a PDF of it under another id, which a set that is built from it would not have."""
    old, new = editions
    manifest = tmp_path / "zinc.toml"
    manifest.write_text('[set]\nname = "zinc"\ntitle = "Zinc"\n')
    for path in [old, new] if is_named else [old]:
        fieldguide("add", path, "--set", "other", "--manifest", manifest)
    manifest.write_text(manifest.read_text().replace('id = "zinc-2001"', 'id = "who-zinc-2001"'))
    assert fieldguide("add", new, "--supersedes", "zinc-2001", "--manifest", manifest).status == 0
    assert manifest.read_text().count('supersedes = ["who-zinc-2001"]') == 1
    assert fieldguide("build", manifest, "--set", "built").status == 0
    built = json.loads(fieldguide("list", "--set", "built", "--json").out)["guidelines"]
    assert {each["id"]: each["status"] for each in built} == {"who-zinc-2001": "superseded", "zinc-2002": "current"}
