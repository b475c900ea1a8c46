"""Runs the Streamlit page without a browser, and finds what stands on it."""

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from ui import page_view

APP = Path(page_view.__file__).with_name("app.py")

LIBRARY_PAGE = """
from ui.library import show_library
from ui.sets import list_sets
show_library("trial", "trial" in list_sets())
"""
"""The Library page on the set "trial", without the frame: AppTest cannot turn to a page that is a function."""


def open_page() -> AppTest:
    """Run the page's frame, which opens on Ask."""
    return run(AppTest.from_file(str(APP), default_timeout=60))


def open_library_page() -> AppTest:
    """Run the Library page on the set "trial"."""
    return run(AppTest.from_string(LIBRARY_PAGE, default_timeout=60))


def run(page: AppTest) -> AppTest:
    """Run the page; no traceback may show."""
    page.run()
    assert not page.exception
    return page


def ask(page: AppTest, question: str) -> AppTest:
    """Put a question as its reader does."""
    page.text_input(key="question").set_value(question)
    return press(page, "Ask")


def press(page: AppTest, label: str) -> AppTest:
    """Press the only button of that label."""
    find_button(page, label).click()
    return run(page)


def find_button(page: AppTest, label: str) -> Any:
    """Return the only button of that label."""
    (found,) = [item for item in page.button if item.label == label]
    return found


def read_texts(page: AppTest) -> list[str]:
    """Return all that is shown letter for letter."""
    return [item.value for item in page.text]


def read_captions(page: AppTest) -> str:
    """Return the small print."""
    return plain("\n".join(item.value for item in page.caption))


def read_errors(page: AppTest) -> list[str]:
    """Return the faults that are told."""
    return [plain(item.value) for item in page.error]


def plain(markdown: str) -> str:
    """Return Markdown text without its escapes."""
    return markdown.replace("\\", "")
