"""The command add: what is in, what is skipped and what is refused, as text, as JSON and as a process."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from indexes.library import Library
from tests.conftest import DIARRHOEA_PDF, MALARIA_PDF, Fieldguide, run_fieldguide

NO_PDF = "it is damaged or not a PDF; open it in a viewer to check, or get it again"


def test_add_as_json(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Fields as the contract has them, one object on standard output; a second time everything is skipped."""
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear colleague")
    started = time.monotonic()
    done = fieldguide("add", MALARIA_PDF, letter, tmp_path / "gone.pdf", "--json")
    taken = time.monotonic() - started
    assert done.status == 1
    assert done.out.count("\n") == 1
    report: dict[str, Any] = json.loads(done.out)
    assert 0 < report["added"][0].pop("seconds") <= taken
    assert report == {
        "added": [
            {
                "id": "severe-malaria",
                "file": "severe-malaria.pdf",
                "pages": 5,
                "passages": len(Library.open(home / "default").passages("severe-malaria")),
                "ocr_pages": 0,
                "problems": [],
            }
        ],
        "skipped": [],
        "refused": [
            {"file": str(tmp_path / "gone.pdf"), "reason": "there is no such file or folder"},
            {"file": str(letter), "reason": NO_PDF},
        ],
        "notes": [],
    }
    assert done.err.splitlines()[-2:] == [
        "refused  gone.pdf: there is no such file or folder",
        f"refused  letter.pdf: {NO_PDF}",
    ]
    again = fieldguide("add", MALARIA_PDF, "--json")
    assert again.status == 0
    assert json.loads(again.out) == {
        "added": [],
        "skipped": [{"file": str(MALARIA_PDF), "reason": "its content is in the set already, as severe-malaria"}],
        "refused": [],
        "notes": [],
    }


def test_add_as_text(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """What is in goes to standard output, what is refused to standard error with its reason."""
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear colleague")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(MALARIA_PDF.read_bytes() + b"\n%")
    outcome = fieldguide("add", MALARIA_PDF, letter, copy, "--set", "demonstration")
    assert outcome.status == 1
    first, second = outcome.out.splitlines()
    passages = len(Library.open(written / "demonstration").passages("copy"))
    assert re.fullmatch(rf"added    copy: Severe malaria \(5 pages, {passages} passages, \d+\.\d s\)", first)
    assert second == "skipped  severe-malaria.pdf: its content is in the set already, as demonstration-malaria-1"
    assert outcome.err.splitlines()[-1] == f"refused  letter.pdf: {NO_PDF}"
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


def test_a_protected_pdf(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """It is refused without its password and added with it."""
    writer = PdfWriter(clone_from=MALARIA_PDF)
    writer.encrypt("mosquito", algorithm="AES-256")
    path = tmp_path / "protected.pdf"
    writer.write(path)
    refused = fieldguide("add", path, "--set", "demonstration")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.splitlines()[-1] == ("refused  protected.pdf: it is protected by a password; give its password")
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
    assert done.stdout.count("\n") == 1
    assert done.stderr.splitlines()[-1] == f"refused  letter.pdf: {NO_PDF}"
    fault = run_fieldguide("show", "measles", home=home)
    assert (fault.returncode, fault.stdout) == (2, "")
    assert fault.stderr == "fieldguide: there is no guideline 'measles' in the set 'default'; see fieldguide list\n"
