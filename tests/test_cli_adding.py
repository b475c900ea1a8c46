"""The command add: what is in, what is skipped and what is refused, as text, as JSON and as a process."""

import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from tests.conftest import DIARRHOEA_PDF, MALARIA_PDF, Fieldguide, run_fieldguide

NO_PDF = "it is damaged or not a PDF; open it in a viewer to check, or get it again"


def test_add_as_json(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Fields as the contract has them, one object on standard output; a second time everything is skipped."""
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear colleague")
    done = fieldguide("add", MALARIA_PDF, letter, tmp_path / "gone.pdf", "--json")
    assert done.status == 1
    report: dict[str, Any] = json.loads(done.out)
    assert done.out.count("\n") == 1
    assert set(report) == {"added", "skipped", "refused"}
    (added,) = report["added"]
    assert {"id", "file", "pages", "passages", "ocr_pages", "seconds"} <= set(added)
    assert (added["id"], added["file"], added["pages"], added["ocr_pages"]) == (
        "severe-malaria",
        MALARIA_PDF.name,
        5,
        0,
    )
    assert added["passages"] > 10
    assert added["seconds"] > 0
    assert report["refused"] == [
        {"file": str(tmp_path / "gone.pdf"), "reason": "there is no such file or folder"},
        {"file": str(letter), "reason": NO_PDF},
    ]
    again = fieldguide("add", MALARIA_PDF, "--json")
    assert again.status == 0
    assert json.loads(again.out) == {
        "added": [],
        "skipped": [{"file": str(MALARIA_PDF), "reason": "its content is in the set already, as severe-malaria"}],
        "refused": [],
    }
    assert (home / "default" / "library.sqlite").exists()


def test_add_as_text(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """What is in goes to standard output, what is refused to standard error with its reason."""
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear colleague")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(MALARIA_PDF.read_bytes() + b"\n%")
    outcome = fieldguide("add", MALARIA_PDF, letter, copy, "--set", "demonstration")
    assert outcome.status == 1
    first, second = outcome.out.splitlines()
    assert first.startswith("added    copy: Severe malaria (5 pages, ")
    assert second == "skipped  severe-malaria.pdf: its content is in the set already, as demonstration-malaria-1"
    assert f"refused  letter.pdf: {NO_PDF}\n" in outcome.err
    assert sorted(path.name for path in written.iterdir()) == ["demonstration"]


@pytest.mark.parametrize("kind", ["text", "empty folder", "nothing"])
def test_nothing_to_add(home: Path, fieldguide: Fieldguide, tmp_path: Path, kind: str) -> None:  # noqa: ARG001
    """If nothing could be added the status is 2, and the reason is told."""
    path = tmp_path / "letter.pdf"
    reason = "there is no such file or folder"
    if kind == "text":
        path.write_text("Dear colleague")
        reason = NO_PDF
    elif kind == "empty folder":
        path.mkdir()
        reason = "the folder holds no PDF"
    outcome = fieldguide("add", path)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == f"refused  letter.pdf: {reason}"
    assert "Traceback" not in outcome.err


def test_a_protected_pdf(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """It is refused without its password and added with it."""
    writer = PdfWriter(clone_from=MALARIA_PDF)
    writer.encrypt("mosquito", algorithm="AES-256")
    path = tmp_path / "protected.pdf"
    writer.write(path)
    refused = fieldguide("add", path, "--set", "demonstration")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.splitlines()[-1].startswith(
        "refused  protected.pdf: it is protected by a password; give its password"
    )
    added = fieldguide("add", path, "--set", "demonstration", "--password", "mosquito")
    assert (added.status, added.out.split("(")[0]) == (0, "added    protected: Severe malaria ")


def test_streams_of_a_process(tmp_path: Path) -> None:
    """Added PDFs are the only thing on standard output; progress and reasons go to standard error."""
    home = tmp_path / "sets"
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear colleague")
    done = run_fieldguide("add", DIARRHOEA_PDF, letter, "--json", home=home)
    assert done.returncode == 1
    assert [added["id"] for added in json.loads(done.stdout)["added"]] == ["acute-diarrhoea-and-cholera"]
    assert f"refused  letter.pdf: {NO_PDF}" in done.stderr
    assert "Traceback" not in done.stderr
    fault = run_fieldguide("show", "measles", home=home)
    assert (fault.returncode, fault.stdout) == (2, "")
    assert fault.stderr == "fieldguide: there is no guideline 'measles' in the set 'default'; see fieldguide list\n"
