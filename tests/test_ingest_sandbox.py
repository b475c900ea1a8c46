"""Worker processes with limits: a bad PDF costs itself only, and says so in one sentence."""

import shutil
import signal
import sys
from pathlib import Path

import pytest

from ingest.errors import UnreadablePDFError
from ingest.manifest import ManifestEntry
from ingest.read import read_guideline
from ingest.sandbox import Limits, ReadingTask, read_many, read_safely
from ingest.types import Reading
from tests.pdf_factory import Text, make_pdf, protect, shared_pdf, wrap


def make_book(path: Path, pages: int = 1) -> Path:
    """Make a PDF with a title and a paragraph on each page."""
    page = [Text("Care of children", 72, 70, 20), *wrap("The child is given fluids. " * 20)]
    return make_pdf(path, [page] * pages)


def assert_one_sentence(reason: str) -> None:
    """Assert that a refusal can be shown to a user as it is."""
    assert reason == reason.strip() != ""
    assert "\n" not in reason
    assert "Traceback" not in reason
    assert len(reason) < 250


def test_a_worker_reads_what_reading_reads(tmp_path: Path) -> None:
    """The worker's Reading is equal to the one made in this process."""
    path = make_book(tmp_path / "book.pdf")
    assert read_safely(ReadingTask(path, "book")) == read_guideline(path, "book")


def test_a_worker_is_given_the_entry_and_the_password(tmp_path: Path) -> None:
    """Facts of the manifest and a password of any alphabet reach the worker; a name with odd letters does too."""
    path = protect(make_book(tmp_path / "garde d'enfants é#?.pdf"), "pässwört")
    entry = ManifestEntry("care", "x.pdf", "Le guide", "0" * 64, language="fr", supersedes=("old", "older"))
    reading = read_safely(ReadingTask(path, "care", entry, "pässwört"))
    assert (reading.guideline.title, reading.guideline.language) == ("Le guide", "fr")
    assert reading.guideline.supersedes == ("old", "older")
    assert reading.guideline.file == "garde d'enfants é#?.pdf"


def test_a_relative_path_is_that_of_the_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker finds the PDF, and itself, from whatever folder the caller works in."""
    make_book(tmp_path / "book.pdf")
    monkeypatch.chdir(tmp_path)
    assert len(read_safely(ReadingTask(Path("book.pdf"), "book")).pages) == 1


def test_a_refusal_crosses_with_its_sentence(tmp_path: Path) -> None:
    """What the reader says of a protected PDF is what the caller learns."""
    path = protect(make_book(tmp_path / "book.pdf"), "secret")
    with pytest.raises(UnreadablePDFError) as refused:
        read_safely(ReadingTask(path, "book"))
    assert str(refused.value) == "it is protected by a password; give its password"


def test_a_worker_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    """The sentence names the limit."""
    path = make_book(tmp_path / "book.pdf")
    with pytest.raises(UnreadablePDFError) as refused:
        read_safely(ReadingTask(path, "book"), Limits(seconds=0.01))
    assert_one_sentence(str(refused.value))
    assert str(refused.value).startswith("reading it took longer than ")


def test_the_limit_is_named_as_it_was_set(tmp_path: Path) -> None:
    """ "longer than 0 s" would be true of anything."""
    with pytest.raises(UnreadablePDFError) as refused:
        read_safely(ReadingTask(make_book(tmp_path / "book.pdf"), "book"), Limits(seconds=0.02))
    assert "0.02 s" in str(refused.value)


def test_modules_in_the_working_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A json.py or an ingest folder that lies beside somebody's PDFs does not take the place of ours."""
    path = make_book(tmp_path / "book.pdf")
    (tmp_path / "json.py").write_text("raise SystemExit('not ours')\n")
    monkeypatch.chdir(tmp_path)
    assert len(read_safely(ReadingTask(path, "book")).pages) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is held to on Linux only")
def test_a_worker_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    """From a limit that the worker is above already to one in which the PDF fits: one sentence each, then a reading."""
    path = make_book(tmp_path / "book.pdf", pages=400)
    refused = []
    for megabytes in (1, 60, 80, 4096):
        try:
            reading = read_safely(ReadingTask(path, "book"), Limits(memory_bytes=megabytes << 20))
        except UnreadablePDFError as refusal:
            assert_one_sentence(str(refusal))
            refused.append(megabytes)
        else:
            assert len(reading.pages) == 400
    assert refused[0] == 1
    assert 4096 not in refused


@pytest.mark.skipif(sys.platform == "win32", reason="signals end processes on POSIX only")
def test_a_worker_that_crashes_is_named_by_its_signal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in native code ends the worker, and only the worker."""
    crashing = tmp_path / "python"
    crashing.write_text("#!/bin/sh\nkill -SEGV $$\n")
    crashing.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(crashing))
    with pytest.raises(UnreadablePDFError) as refused:
        read_safely(ReadingTask(make_book(tmp_path / "book.pdf"), "book"))
    assert_one_sentence(str(refused.value))
    assert signal.SIGSEGV.name in str(refused.value)


@pytest.mark.skipif(sys.platform == "win32", reason="the worker is a shell script here")
@pytest.mark.parametrize(
    ("page_seconds", "reason"),
    [(20.0, "it was read to its end"), (0.05, "reading it took longer than 0.6 s; it may be damaged")],
)
def test_a_worker_is_given_time_for_each_page_read_by_ocr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page_seconds: float, reason: str
) -> None:
    """It says how many there are before it reads them; the limit for the rest alone would stop it."""
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\necho OCR 2\nexec 2>&-\nsleep 2\nprintf 'REFUSED 22\\nit was read to its endEND 0\\n'\n")
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    with pytest.raises(UnreadablePDFError) as refused:
        read_safely(ReadingTask(tmp_path / "scan.pdf", "scan"), Limits(seconds=0.5, ocr_page_seconds=page_seconds))
    assert str(refused.value) == reason


def test_one_bad_pdf_costs_itself_only(tmp_path: Path) -> None:
    """Good and bad ones come back in the order given, each with what became of it."""
    names = ["good.pdf", "text.pdf", "empty.pdf", "locked.pdf", "second.pdf", "absent.pdf", "third.pdf"]
    for name in ("good.pdf", "second.pdf", "third.pdf", "locked.pdf"):
        make_book(tmp_path / name)
    protect(tmp_path / "locked.pdf", "secret")
    (tmp_path / "text.pdf").write_text("This is a letter.")
    (tmp_path / "empty.pdf").touch()
    tasks = [ReadingTask(tmp_path / name, Path(name).stem) for name in names]
    outcomes = list(read_many(tasks, jobs=2))
    assert [task for task, _ in outcomes] == tasks
    assert [isinstance(outcome.result, Reading) for _, outcome in outcomes] == [
        True,
        False,
        False,
        False,
        True,
        False,
        True,
    ]
    for task, outcome in outcomes:
        if isinstance(outcome.result, Reading):
            assert outcome.result.guideline.id == task.guideline_id
        else:
            assert_one_sentence(str(outcome.result))


def test_tasks_are_taken_a_little_ahead_only(tmp_path: Path) -> None:
    """A folder of thousands of PDFs is not all begun before the first is used."""
    path = make_book(tmp_path / "book.pdf")
    taken = []

    def tasks() -> object:
        for number in range(9):
            taken.append(number)
            yield ReadingTask(path, str(number))

    outcomes = read_many(tasks(), jobs=1)  # type: ignore[arg-type]
    first, _ = next(outcomes)
    assert first.guideline_id == "0"
    assert taken == [0, 1, 2, 3, 4]
    outcomes.close()  # type: ignore[attr-defined]


def test_no_tasks_have_no_outcomes() -> None:
    """Nothing to read is nothing to wait for."""
    assert list(read_many([], jobs=2)) == []


def read_outcomes() -> dict[str, dict[str, str]]:
    """Return the table of how three parsers fared, by file."""
    rows = [
        line.split("\t") for line in shared_pdf("adversarial/OUTCOMES.tsv").read_text(encoding="utf-8").splitlines()
    ]
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def test_sixty_adversarial_pdfs_are_read_or_refused() -> None:
    """Each is read, or refused with one sentence; what pdfium finds text in is read; the given passwords open theirs.

    One password is for an encryption that pdfium cannot undo, and one PDF that opens is a picture.
    """
    known = read_outcomes()
    paths = sorted(shared_pdf("adversarial/OUTCOMES.tsv").parent.glob("*.pdf"))
    assert len(paths) == 60
    passwords = {path: known.get(path.name, {}).get("user_password") or None for path in paths}
    tasks = [ReadingTask(path, path.stem, password=passwords[path]) for path in paths]
    refused: dict[str, str] = {}
    for task, outcome in read_many(tasks, jobs=2, limits=Limits(seconds=60)):
        if isinstance(outcome.result, Reading):
            assert outcome.result.passages
            assert outcome.result.guideline.title
        else:
            refused[task.path.name] = str(outcome.result)
            assert_one_sentence(str(outcome.result))
    with_text = {
        name
        for name, row in known.items()
        if row["pdfium_status"] == "ok" and int(row["pdfium_pages_chars"].split()[1]) > 0
    }
    assert with_text & refused.keys() == set()
    with_password = {path.name for path, password in passwords.items() if password}
    assert with_password & refused.keys() - {"issue3371.pdf"} == {"bug1782186.pdf"}
    if shutil.which("tesseract"):
        assert "issue3371.pdf" not in refused
    else:
        assert "Tesseract" in refused["issue3371.pdf"]
    assert {name for name in refused if "needs" in refused[name] or "failed" in refused[name]} == set()
