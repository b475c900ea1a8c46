"""A set that is made by its first guideline: what cannot be read leaves nothing, and two may make it at once."""

import json
import subprocess
from pathlib import Path

import pytest

from indexes.adding import add_pdfs
from indexes.errors import EmbedderMismatchError, LibraryError
from indexes.library import Library
from indexes.planned import PlannedLibrary
from tests.conftest import (
    DIARRHOEA_PDF,
    MALARIA_PDF,
    Fieldguide,
    NoProgress,
    WordEmbedder,
    fieldguide_command,
    fieldguide_environment,
    run_fieldguide,
)
from tests.ward_library import MALARIA, ZINC, find
from ui.adding_job import AddingJob, Work


def write_letter(folder: Path) -> Path:
    """Write a file that is no PDF."""
    path = folder / "letter.pdf"
    path.write_text("Dear colleague")
    return path


def test_bad_files_leave_no_set(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Neither a folder nor a name in the list of sets; the next addition makes it."""
    letter = write_letter(tmp_path)
    assert fieldguide("add", letter, tmp_path / "gone.pdf", "--set", "ward").status == 2
    assert not home.exists()
    home.mkdir()
    assert fieldguide("add", letter, "--set", "ward").status == 2
    assert not list(home.iterdir())
    assert fieldguide("add", letter, MALARIA_PDF, "--set", "ward").status == 1
    assert [path.name for path in home.iterdir()] == ["ward"]


def test_bad_uploads_leave_no_set(home: Path, tmp_path: Path) -> None:
    """The same from the page."""
    job = AddingJob("ward", Work((write_letter(tmp_path),)))
    job.begin()
    job.wait(60)
    assert job.fault is None
    assert job.report is not None
    assert [item.path.name for item in job.report.refused] == ["letter.pdf"]
    assert not home.exists()


def test_the_first_guideline_makes_it(tmp_path: Path, any_pdf: Path) -> None:
    """From then on it holds what it was given, and is found by others."""
    planned = PlannedLibrary(tmp_path / "sets" / "ward", WordEmbedder())
    assert planned.guidelines() == ()
    planned.fold()
    assert not (tmp_path / "sets").exists()
    planned.add(ZINC, any_pdf)
    planned.add(MALARIA, any_pdf)
    planned.fold()
    assert [stored.guideline.id for stored in planned.guidelines()] == ["zinc", "malaria"]
    planned.close()
    assert find(Library.open(tmp_path / "sets" / "ward", WordEmbedder()), "artesunate", 1) == ["malaria#0"]


def test_a_set_that_another_made_meanwhile(tmp_path: Path, any_pdf: Path) -> None:
    """It is added to, its content is skipped, and its embedder is not mixed with another."""
    folder = tmp_path / "ward"
    first, second, other = (PlannedLibrary(folder, WordEmbedder(seed)) for seed in (0, 0, 1))
    first.add(ZINC, any_pdf)
    second.add(MALARIA, any_pdf)
    with pytest.raises(LibraryError, match="its content is in the set already, as zinc"):
        second.add(ZINC, any_pdf)
    with pytest.raises(EmbedderMismatchError):
        other.add(ZINC, any_pdf)
    assert [stored.guideline.id for stored in first.guidelines()] == ["zinc", "malaria"]
    made = Library.open(folder, WordEmbedder())
    assert add_pdfs(made, [write_letter(tmp_path)], NoProgress()).added == []
    assert made.generation == 2


def test_two_processes_make_it_at_once(tmp_path: Path) -> None:
    """Both PDFs are in one set, whichever came first, and the one that both bring is in it once."""
    home = tmp_path / "sets"
    commands = [fieldguide_command("add", MALARIA_PDF, other, "--json") for other in (DIARRHOEA_PDF, MALARIA_PDF)]
    running = [
        subprocess.Popen(command, env=fieldguide_environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for command in commands
    ]
    outcomes = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], outcomes
    added = [item["id"] for out, _ in outcomes for item in json.loads(out)["added"]]
    assert sorted(added) == ["acute-diarrhoea-and-cholera", "severe-malaria"]
    listed = json.loads(run_fieldguide("list", "--json", home=home).stdout)["guidelines"]
    assert sorted(one["id"] for one in listed) == sorted(added)


def test_a_folder_that_cannot_be_written_is_told_before_any_pdf_is_read(tmp_path: Path) -> None:
    """Below a file there is no folder; nothing is left behind where there is one."""
    file = tmp_path / "file"
    file.write_text("in the way")
    with pytest.raises(LibraryError) as fault:
        PlannedLibrary(file / "sets" / "ward", WordEmbedder())
    assert str(fault.value) == (
        f"{file / 'sets' / 'ward'} cannot be written (Not a directory); name another place in FIELDGUIDE_HOME"
    )
    PlannedLibrary(tmp_path / "sets" / "ward", WordEmbedder())
    assert list(tmp_path.iterdir()) == [file]
