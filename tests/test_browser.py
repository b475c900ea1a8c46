"""The page in a real browser, served by the real command: ask, read the cited page, open another, add a PDF."""

import io
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat

from indexes.library import Library
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import Assistant
from rag.types import Answer, Citation
from tests.conftest import DEMONSTRATION, fieldguide_command, fieldguide_environment
from ui.page_view import render_page
from ui.sets import RESEARCH_ONLY

if TYPE_CHECKING:
    from playwright.sync_api import Page

playwright = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine")

# The browser is shown nothing but this page, and must ask nobody for updates.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

QUESTIONS = (
    "How is severe dehydration treated?",
    "How much ReSoMal is given?",
    "Which antibiotic does a child with cholera get?",
    "What dose of artesunate does a child of 9 kg with severe malaria get?",
)
UPLOAD = DEMONSTRATION / "severe-acute-malnutrition.pdf"
SECONDS = 60


@pytest.fixture(scope="module")
def browser_home(demonstration_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose set "demonstration" lacks the guideline that will be uploaded."""
    home = tmp_path_factory.mktemp("browser")
    shutil.copytree(demonstration_home / "demonstration", home / "demonstration")
    library = Library.open(home / "demonstration")
    library.remove("demonstration-malnutrition-1")
    library.close()
    return home


@pytest.fixture(scope="module")
def address(browser_home: Path) -> Iterator[str]:
    """Serve the page by `fieldguide ui` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A session of its own, so that the command and the server that it starts can be ended together.
    server = subprocess.Popen(
        fieldguide_command("ui", "--port", port),
        env=fieldguide_environment(browser_home, STREAMLIT_SERVER_HEADLESS="true"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _wait_for_server(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=SECONDS)


@pytest.fixture
def page(address: str) -> Iterator["Page"]:
    """The page in a new window, as large as a laptop's."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        window = browser.new_page(viewport={"width": 1366, "height": 768})
        window.set_default_timeout(1000 * SECONDS)
        playwright.expect.set_options(timeout=1000 * SECONDS)
        window.goto(address)
        yield window
        browser.close()


def test_ask_read_turn_and_add(page: "Page", browser_home: Path) -> None:
    """The whole way through the page, as a clinician and a data manager take it."""
    expect = playwright.expect
    library = Library.open(browser_home / "demonstration")
    answer, first, second = _choose_question(library)

    expect(page.get_by_text(RESEARCH_ONLY)).to_be_visible()
    page.get_by_label("Question", exact=True).fill(answer.question)
    page.keyboard.press("Enter")
    for statement in answer.statements:
        expect(page.get_by_text(_first_line(statement.text)).first).to_be_visible()
    expect(page.get_by_text(RESEARCH_ONLY)).to_be_in_viewport()

    _expect_cited_page(page, library, first)
    page.get_by_role("button", name=f"[{second.label}] page {second.page_label}", exact=True).first.click()
    _expect_cited_page(page, library, second)

    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", name="Guidelines in the set demonstration")).to_be_visible()
    page.locator("input[type=file]").set_input_files(UPLOAD)
    expect(page.get_by_role("button", name=f"Remove {UPLOAD.name}")).to_be_visible()
    page.get_by_role("button", name="Add to the set demonstration").click()
    expect(page.get_by_text(f"Added: {UPLOAD.name} as ")).to_be_visible()
    expect(page.get_by_text("3 guidelines, ")).to_be_visible()
    assert [stored.guideline.file for stored in library.guidelines()][-1] == UPLOAD.name
    library.close()


def _choose_question(library: Library) -> tuple[Answer, Citation, Citation]:
    """Return an answer with citations of two pages: the first, and one of another page."""
    assistant = Assistant(library, QuoteAnswerer(library.embedder))
    for question in QUESTIONS:
        answer = assistant.ask(question)
        cited = [citation for statement in answer.statements for citation in statement.citations]
        for other in cited[1:]:
            if (other.guideline, other.page) != (cited[0].guideline, cited[0].page):
                return answer, cited[0], other
    raise AssertionError("no question is answered from two pages; give QUESTIONS one that is")


def _first_line(text: str) -> str:
    return text.splitlines()[0]


def _expect_cited_page(page: "Page", library: Library, citation: Citation) -> None:
    """Wait for the cited page's picture; its lines must be marked, and the first of them in sight."""
    title = library.guideline(citation.guideline).guideline.title
    picture = page.get_by_alt_text(f"Picture of {title}, page {citation.page_label}", exact=False)
    playwright.expect(picture).to_be_visible()
    playwright.expect(page.get_by_text(f"PDF page {citation.page} of")).to_be_visible()
    shown = Image.open(io.BytesIO(page.request.get(picture.evaluate("image => image.src")).body()))
    width, height = (getattr(library.page(citation.guideline, citation.page), side) for side in ("width", "height"))
    pdf = library.pdf_path(citation.guideline)
    plain, marked = (
        Image.open(io.BytesIO(render_page(pdf, citation.page, boxes, shown.width / width)))
        for boxes in ((), citation.boxes)
    )
    assert ImageChops.difference(plain, marked).getbbox() is not None
    assert _mean_difference(shown, marked) < 0.1 * _mean_difference(shown, plain)
    first = min(box[1] for box in citation.boxes) / height
    page.wait_for_function(
        """share => {
            const view = document.querySelector(".st-key-page_picture");
            const image = view.querySelector("img");
            const line = image.getBoundingClientRect().top + share * image.clientHeight;
            const frame = view.getBoundingClientRect();
            return line >= frame.top && line <= frame.bottom;
        }""",
        arg=first,
    )


def _mean_difference(first: Image.Image, second: Image.Image) -> float:
    """Return by how much the pixels differ: the pictures may be one pixel apart in size."""
    size = (min(first.width, second.width), min(first.height, second.height))
    means = ImageStat.Stat(ImageChops.difference(first.convert("RGB").crop((0, 0, *size)), second.crop((0, 0, *size))))
    return sum(means.mean)


def _wait_for_server(health: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(health, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the server did not come up")
