"""The Library page, run without a browser: adding, listing and removing guidelines, making sets."""

import shutil
from pathlib import Path

import pypdf
import pytest

from indexes.adding import Added, AddReport, LeftOut
from ingest.errors import FieldguideError
from tests.conftest import DEMONSTRATION
from tests.factories import make_guideline
from tests.page_driver import find_button, open_library_page, open_page, press, read_texts, run
from ui.adding_job import AddingJob, Work, adding_jobs, count_outcomes, make_safe_name, plan_demonstration, plan_uploads
from ui.page_view import render_page
from ui.sets import create_set, open_set

TITLES = ["Acute diarrhoea and cholera", "Severe acute malnutrition", "Severe malaria"]


pytestmark = pytest.mark.usefixtures("nothing_cached")


@pytest.fixture
def trial(home: Path, demonstration_home: Path) -> None:
    """Make a set "trial" that a test may change: a copy of the demonstration."""
    shutil.copytree(demonstration_home / "demonstration", home / "trial")


def wait_for(set_name: str) -> AddingJob:
    """Return the set's job when it is over."""
    job = adding_jobs().last(set_name)
    assert job is not None
    job.wait(60)
    assert job.is_over
    return job


def test_a_page_of_an_import_can_be_checked(trial: None) -> None:  # noqa: ARG001
    """Its lines in reading order with their kind, its passages, and the page's picture beside them."""
    page = open_library_page()
    (choice,) = [box for box in page.selectbox if box.label == "Guideline to check"]
    choice.select("demonstration-malaria-1")
    run(page)
    page.number_input(key="check_page-demonstration-malaria-1").set_value(3)
    run(page)
    stored = open_set("trial")
    lines = stored.page("demonstration-malaria-1", 3).lines
    table = next(frame.value for frame in page.dataframe if "Line" in frame.value.columns)
    assert list(table["Line"]) == [line.text for line in lines]
    assert "left out" not in set(table["Kind"])
    shown = read_texts(page)
    assert all(passage.text in shown for passage in stored.passages("demonstration-malaria-1") if 3 in passage.pages)


def test_with_no_set_the_demonstration_is_one_button_away(home: Path) -> None:
    """A newcomer presses one button and can ask."""
    page = open_page()
    assert not home.exists()
    assert page.header[0].value == "No guidelines yet"
    assert page.file_uploader[0].label == "Guideline PDFs"
    press(page, "Load the demonstration guidelines")
    wait_for("demonstration")
    run(page)
    assert page.session_state["set_name"] == "demonstration"
    assert page.text_input(key="question").label == "Question"
    assert [stored.guideline.id for stored in open_set("demonstration").guidelines()] == [
        "demonstration-diarrhoea-1",
        "demonstration-malaria-1",
        "demonstration-malnutrition-1",
    ]


@pytest.mark.usefixtures("home")
def test_pdfs_are_uploaded() -> None:
    """The files of one form are added, skipped and refused one by one, under safe names."""
    create_set("trial").close()
    page = open_library_page()
    content = (DEMONSTRATION / "severe-malaria.pdf").read_bytes()
    page.file_uploader[0].set_value(
        [
            ("../Severe malaria: 2026.PDF", content, "application/pdf"),
            ("copy.pdf", content, "application/pdf"),
            ("letter.pdf", b"not a PDF at all", "application/pdf"),
        ]
    )
    press(page, "Add to the set trial")
    wait_for("trial")
    run(page)
    assert [item.value for item in page.warning] == ["1 added, 1 there already, 1 refused."]
    shown = read_texts(page)
    assert shown[0].startswith("Added: Severe malaria- 2026.pdf as “")
    assert shown[1].startswith("Skipped: copy.pdf: its content is in the set already")
    assert shown[2].startswith("Refused: letter.pdf: it is damaged or not a PDF")
    assert [stored.guideline.file for stored in open_set("trial").guidelines()] == ["Severe malaria- 2026.pdf"]
    assert read_texts(press(page, "Put this report away")) == []


@pytest.mark.usefixtures("trial")
def test_a_newer_edition_is_uploaded(any_pdf: Path) -> None:
    """What it replaces is chosen in the form, for one PDF alone; the table says what has replaced it."""
    page = open_library_page()
    content = any_pdf.read_bytes()
    first, second = (("new.pdf", content + mark, "application/pdf") for mark in (b"\n%1", b"\n%2"))
    (choice,) = [box for box in page.selectbox if box.label == "Newer edition of (for one PDF)"]
    choice.select("demonstration-malaria-1")
    page.file_uploader[0].set_value([first, second])
    press(page, "Add to the set trial")
    assert [item.value for item in page.warning] == [
        "Add a newer edition by itself: the choice of what it replaces is for one PDF."
    ]
    page.file_uploader[0].set_value([first])
    press(page, "Add to the set trial")
    wait_for("trial")
    page = run(page)
    assert [(each.guideline.id, each.superseded_by) for each in open_set("trial").guidelines()][2:] == [
        ("demonstration-malaria-1", ("new",)),
        ("new", ()),
    ]
    assert list(page.dataframe[0].value["Status"]) == ["current", "current", "superseded by new", "current"]


@pytest.mark.usefixtures("trial")
def test_an_empty_form_is_told() -> None:
    """The button alone adds nothing."""
    page = press(open_library_page(), "Add to the set trial")
    assert [item.value for item in page.warning] == ["Choose at least one PDF first."]
    assert adding_jobs().last("trial") is None


@pytest.mark.usefixtures("home")
def test_a_password_opens_uploads_and_no_copy_is_left(tmp_path: Path) -> None:
    """A protected PDF is added with its password, its pages can be shown, and what was uploaded is deleted."""
    writer = pypdf.PdfWriter(clone_from=DEMONSTRATION / "severe-malaria.pdf")
    writer.encrypt("secret", "owner", algorithm="AES-256")
    writer.write(tmp_path / "closed.pdf")

    class File:
        name = "closed.pdf"

        def getbuffer(self) -> memoryview:
            return memoryview((tmp_path / "closed.pdf").read_bytes())

    for password, outcome in (("", "1 refused"), ("secret", "1 added")):
        work = plan_uploads([File()], password)
        (copy,) = work.paths
        assert copy.exists()
        adding_jobs().begin("trial", work)
        report = wait_for("trial").report
        assert report is not None
        assert count_outcomes(report) == outcome
        assert not copy.exists()
    library = open_set("trial")
    (stored,) = library.guidelines()
    assert render_page(library.pdf_path(stored.guideline.id), 1).startswith(b"\x89PNG")


@pytest.mark.usefixtures("home")
def test_one_addition_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """While PDFs go into a set, another addition to it is refused; the page shows how far it is."""
    create_set("trial").close()
    jobs = adding_jobs()
    with monkeypatch.context() as patch:
        patch.setattr("ui.adding_job.threading.Thread.start", lambda _: None)
        job = jobs.begin("trial", plan_demonstration())
    assert (job.share, job.words) == (0.0, "Reading PDFs: 0 of 3 done")
    job.start(2)
    job.embed(Path("a.pdf"), 8)
    job.advance(4)
    assert (job.share, job.words) == (0.25, "a.pdf: passage 4 of 8 (PDF 1 of 2)")
    with pytest.raises(FieldguideError, match="PDFs are being added to the set 'trial'"):
        jobs.begin("trial", Work(()))
    page = open_library_page()
    assert not page.file_uploader
    assert page.get("progress")[0].proto.value == 25
    job.finish(Path("a.pdf"))
    assert (job.share, job.words) == (0.5, "Reading PDFs: 1 of 2 done")
    jobs.put_away("trial")
    assert jobs.last("trial") is job
    job.report = AddReport()
    jobs.put_away("trial")
    assert jobs.last("trial") is None


def test_a_home_that_cannot_be_written_is_one_sentence(home: Path) -> None:
    """The job ends with the fault, not with a dead thread."""
    home.write_text("a file where the folder should be")
    adding_jobs().begin("trial", plan_demonstration())
    fault = wait_for("trial").fault
    assert fault is not None and "cannot be written" in fault


@pytest.mark.usefixtures("trial")
def test_guidelines_are_listed_and_removed() -> None:
    """The table tells each guideline's facts; one goes only after it was chosen and confirmed."""
    page = open_library_page()
    table = page.dataframe[0].value
    assert " ".join(table.columns) == "Title Publisher Edition Published Age Language Pages Passages Status File"
    assert sorted(table["Title"]) == TITLES
    assert list(table["Pages"]) == [stored.guideline.pages for stored in open_set("trial").guidelines()]
    assert set(table["Status"]) == {"current"}
    (choice,) = [box for box in page.selectbox if box.label == "Guideline to remove"]
    choice.select("demonstration-malaria-1")
    run(page)
    assert find_button(page, "Remove it").disabled
    page.checkbox[0].check()
    run(page)
    assert len(open_set("trial").guidelines()) == 3
    press(page, "Remove it")
    assert sorted(page.dataframe[0].value["Title"]) == TITLES[:2]
    assert sorted(stored.guideline.title for stored in open_set("trial").guidelines()) == TITLES[:2]
    assert page.session_state["told"] == "Severe malaria is removed from the set trial."


@pytest.mark.usefixtures("trial")
def test_a_new_set_is_made_by_name() -> None:
    """A good name makes and chooses a set; a bad one and a taken one are told."""
    page = open_library_page()
    for name, fault in (("a/b", "'a/b' cannot name a set"), ("trial", "there is a set 'trial' already")):
        page.text_input(key="new_set_name").set_value(name)
        press(page, "Make the set")
        assert fault in str(page.session_state["fault"])
    page.text_input(key="new_set_name").set_value("cholera")
    press(page, "Make the set")
    assert page.session_state["set_name"] == "cholera"
    assert open_set("cholera").guidelines() == ()
    page = open_page()
    page.selectbox(key="set_name").select("cholera")
    assert run(page).header[0].value == "No guidelines yet"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("guide.pdf", "guide.pdf"),
        ("GUIDE.PDF", "GUIDE.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\Malaria 2023 (final).pdf", "Malaria 2023 (final).pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("prise en charge du choléra.pdf", "prise en charge du choléra.pdf"),
        ("a\x00b\nc?.pdf", "a-b-c.pdf"),
        ("...", "upload.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_upload_names_are_made_safe(name: str, safe: str) -> None:
    """A browser's name for a file leads nowhere but into its own folder."""
    assert make_safe_name(name) == safe


def test_outcomes_are_counted() -> None:
    """What became of the files, in words."""
    added = Added(make_guideline(), Path("a.pdf"), 3, 0, 1.0, ())
    left = LeftOut(Path("b.pdf"), "why")
    assert count_outcomes(AddReport([added, added], [left], [])) == "2 added, 1 there already"
    assert count_outcomes(AddReport()) == "No PDF was given"
