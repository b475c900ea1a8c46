"""Manifests on the command line: add writes into them, and build makes sets from them."""

import json
import shutil
from pathlib import Path

import pytest

from ingest.manifest import ManifestEntry, read_manifest
from ingest.read import hash_file
from tests.conftest import DIARRHOEA_PDF, MALARIA_PDF, Fieldguide

ENTRY = """
[[guideline]]
id = "{id}"
file = "{file}"
title = "{title}"
sha256 = "{sha256}"
edition = "3"
"""


def write_manifest(folder: Path, *entries: dict[str, str]) -> Path:
    """Write a manifest."""
    path = folder / "ward.toml"
    path.write_text('[set]\nname = "ward"\ntitle = "Ward"\n' + "".join(ENTRY.format(**entry) for entry in entries))
    return path


def test_add_with_a_manifest(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """What it names gets its facts; what it does not name is written into it, to be completed."""
    malaria, other = tmp_path / "malaria.pdf", tmp_path / "Other guide.pdf"
    malaria.write_bytes(MALARIA_PDF.read_bytes() + b"\n%1")
    other.write_bytes(DIARRHOEA_PDF.read_bytes() + b"\n%1")
    entry = {"id": "malaria-3", "file": "malaria.pdf", "title": "Malaria on the ward", "sha256": hash_file(malaria)}
    manifest = write_manifest(tmp_path, entry)
    outcome = fieldguide("add", malaria, other, "--set", "demonstration", "--manifest", manifest)
    assert outcome.status == 0
    assert [line.split(" (")[0] for line in outcome.out.splitlines()] == [
        "added    malaria-3: Malaria on the ward",
        "added    other-guide: Acute diarrhoea and cholera",
    ]
    assert outcome.err.splitlines()[-1] == f"{manifest} now names other-guide; complete its entry there"
    assert read_manifest(manifest).entries == (
        ManifestEntry("malaria-3", "malaria.pdf", "Malaria on the ward", hash_file(malaria), edition="3"),
        ManifestEntry(
            id="other-guide",
            file="Other guide.pdf",
            title="Acute diarrhoea and cholera",
            sha256=hash_file(other),
            published="2026-11-22",
            language="en",
        ),
    )


def test_a_manifest_that_has_the_id_already(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """A newer file of the same name gets an id of its own, and what was added is reported."""
    malaria = tmp_path / "malaria.pdf"
    malaria.write_bytes(MALARIA_PDF.read_bytes() + b"\n%2")
    manifest = write_manifest(
        tmp_path, {"id": "malaria", "file": "malaria.pdf", "title": "Old edition", "sha256": "a" * 64}
    )
    outcome = fieldguide("add", malaria, "--set", "demonstration", "--manifest", manifest)
    assert (outcome.status, outcome.out.split(" (")[0]) == (0, "added    malaria-2: Severe malaria")
    assert [entry.id for entry in read_manifest(manifest).entries] == ["malaria", "malaria-2"]


def test_build_in_part_and_not_at_all(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """A PDF of other content and one that is missing are named; with none left the status is 2 and no set is made."""
    shutil.copyfile(MALARIA_PDF, tmp_path / "malaria.pdf")
    shutil.copyfile(DIARRHOEA_PDF, tmp_path / "diarrhoea.pdf")
    good = {"id": "malaria", "file": "malaria.pdf", "title": "Malaria", "sha256": hash_file(MALARIA_PDF)}
    wrong = {"id": "diarrhoea", "file": "diarrhoea.pdf", "title": "Diarrhoea", "sha256": "a" * 64}
    gone = {"id": "gone", "file": "gone.pdf", "title": "Gone", "sha256": "b" * 64}
    refused = [
        {
            "file": str(tmp_path / "diarrhoea.pdf"),
            "reason": "its sha256 is not the one that the manifest gives for diarrhoea",
        },
        {"file": str(tmp_path / "gone.pdf"), "reason": f"the manifest names it as gone, and it is not in {tmp_path}"},
    ]
    nothing = fieldguide("build", write_manifest(tmp_path, wrong, gone), "--json")
    assert nothing.status == 2
    assert json.loads(nothing.out) == {"added": [], "skipped": [], "refused": refused, "notes": []}
    assert not home.exists()
    part = fieldguide("build", write_manifest(tmp_path, wrong, good, gone), "--json", "--set", "ward")
    assert part.status == 1
    report = json.loads(part.out)
    assert [added["id"] for added in report["added"]] == ["malaria"]
    assert (report["skipped"], report["refused"]) == ([], refused)


def test_build_a_shipped_manifest(written: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """By its name, from the PDFs beside it; what is there already is skipped."""
    outcome = fieldguide("build", "demonstration", "--set", "demonstration")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        "skipped  acute-diarrhoea-and-cholera.pdf: its content is in the set already, as demonstration-diarrhoea-1\n"
        "skipped  severe-malaria.pdf: its content is in the set already, as demonstration-malaria-1\n"
        "skipped  severe-acute-malnutrition.pdf: its content is in the set already, as demonstration-malnutrition-1\n"
    )


def test_a_set_of_another_name_is_told(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Without --set the default set is built, whatever the manifest's name; with it nothing is said."""
    shutil.copyfile(MALARIA_PDF, tmp_path / "malaria.pdf")
    manifest = write_manifest(
        tmp_path, {"id": "malaria", "file": "malaria.pdf", "title": "Malaria", "sha256": hash_file(MALARIA_PDF)}
    )
    told = "building into the set 'default'; for one of the manifest's name add: --set ward"
    outcome = fieldguide("build", manifest)
    assert (outcome.status, outcome.err.splitlines()[0]) == (0, told)
    assert told not in fieldguide("build", manifest, "--set", "ward").err
    assert sorted(folder.name for folder in home.iterdir()) == ["default", "ward"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["no-such"],
            'No manifest is shipped as "no-such"; the shipped ones are: demonstration, example, open_guidelines.',
        ),
        (["no-such.toml"], "There is no manifest no-such.toml; give the path of a TOML file."),
        (
            ["demonstration", "--pdfs", "/no/such"],
            "there is no folder /no/such; name the folder of the PDFs with --pdfs",
        ),
    ],
)
def test_nothing_to_build_from(home: Path, fieldguide: Fieldguide, arguments: list[str], sentence: str) -> None:
    """Each is one sentence, and no set is made."""
    outcome = fieldguide("build", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"fieldguide: {sentence}\n"
    assert not home.exists()
