"""The area of the Ask page that says where to search, run without a browser on the demonstration guidelines."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from indexes.library import Library
from indexes.types import Filter
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import Assistant
from tests.conftest import WordEmbedder, make_reading
from tests.page_driver import ask, open_page, plain, read_captions, read_errors, read_texts
from ui import resources

QUESTION = "What dose of artesunate does a child of 9 kg with severe malaria get?"
MALARIA = "demonstration-malaria-1"


pytestmark = pytest.mark.usefixtures("nothing_cached")


def find_widget(page: AppTest, kind: str, label: str) -> Any:
    """Return the only widget of that label."""
    (found,) = [item for item in page.get(kind) if item.label == label]
    return found


def read_area(page: AppTest) -> str:
    """Return the area's title."""
    (found,) = [item.label for item in page.expander if item.label.startswith("Search in")]
    return plain(found)


def test_the_area_offers_what_the_set_has(page: AppTest) -> None:
    """Closed at first; guidelines by title and id, publishers and languages as they are; no superseded edition."""
    assert read_area(page) == "Search in: all guidelines"
    (area,) = [item for item in page.expander if item.label.startswith("Search in")]
    assert not area.proto.expanded
    assert f"Severe malaria ({MALARIA})" in find_widget(page, "multiselect", "Guidelines").options
    assert find_widget(page, "selectbox", "Publisher").options == ["Fieldguide project"]
    assert find_widget(page, "selectbox", "Language").options == ["en"]
    assert find_widget(page, "selectbox", "Population").options[3:5] == ["children", "infants"]
    assert not page.checkbox


def test_an_answer_is_restricted_and_says_so(page: AppTest, demonstration: Library) -> None:
    """What was chosen bounds the evidence, and stands above and below the answer; all else is as it was."""
    find_widget(page, "multiselect", "Guidelines").set_value([MALARIA])
    find_widget(page, "selectbox", "Population").set_value("children")
    find_widget(page, "text_input", "Published from").set_value("2026")
    ask(page, QUESTION)
    words = f"guideline {MALARIA}; published from 2026; population children"
    assert read_area(page) == f"Search in: {words}"
    assert f"Searched in: {words}." in read_captions(page)
    where = Filter(guidelines=(MALARIA,), published_from="2026", population="children")
    answer = Assistant(demonstration, QuoteAnswerer(demonstration.embedder), where=where).ask(QUESTION)
    assert answer.outcome == "answered"
    assert page.session_state["asked"].answer.evidence == answer.evidence
    assert read_texts(page)[: len(answer.statements)] == [statement.text for statement in answer.statements]


def test_what_leaves_nothing_is_one_sentence(page: AppTest) -> None:
    """No answer, and the choice stays to be mended."""
    find_widget(page, "text_input", "Published to").set_value("2020")
    assert read_errors(ask(page, QUESTION)) == [
        "No guideline of the set 'demonstration' is left by published to '2020'; "
        "their dates are from 2026-11-22 to 2026-11-22."
    ]
    find_widget(page, "text_input", "Published to").set_value("June")
    assert read_errors(ask(page, QUESTION)) == ["'June' is not a date; write it as 2023-10-16, 2023-10 or 2023."]
    find_widget(page, "text_input", "Published to").set_value("")
    ask(page, QUESTION)
    assert read_errors(page) == []
    assert read_area(page) == "Search in: all guidelines"


def test_old_editions_and_missing_facts(home: Path, any_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old editions can be taken in where there are any; who is left out for saying no date is told."""
    library = Library.create(home / "ward", WordEmbedder())
    library.add(make_reading("old", "Give zinc for ten to twelve days.", published="2019"), any_pdf)
    library.add(
        make_reading("new", "Give zinc for ten days.", published="2024", publisher="", supersedes=("old",)), any_pdf
    )
    library.add(make_reading("leaflet", "Give zinc.", published="", publisher="", language=""), any_pdf)
    library.close()
    monkeypatch.setattr(resources, "open_set", lambda name: Library.open(home / name, WordEmbedder()))
    page = open_page()
    find_widget(page, "text_input", "Published from").set_value("2019")
    ask(page, "Give zinc for ten days?")
    assert {item.hit.guideline.id for item in page.session_state["asked"].answer.evidence} == {"new"}
    assert "1 guideline is left out for not saying the date: leaflet." in read_captions(page)
    find_widget(page, "checkbox", "Superseded editions too").check()
    ask(page, "Give zinc for ten days?")
    assert {item.hit.guideline.id for item in page.session_state["asked"].answer.evidence} == {"new", "old"}
    assert read_area(page) == "Search in: published from 2019; superseded editions too"


def test_facts_that_no_guideline_says_leave_no_gap(home: Path, any_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row has a column for each thing to choose, and no other."""
    library = Library.create(home / "ward", WordEmbedder())
    library.add(make_reading("leaflet", "Give zinc.", publisher="", language=""), any_pdf)
    library.close()
    monkeypatch.setattr(resources, "open_set", lambda name: Library.open(home / name, WordEmbedder()))
    (area,) = [item for item in open_page().expander if item.label.startswith("Search in")]
    assert [[item.label for item in column.children.values()] for column in area.columns] == [
        ["Population"],
        ["Published from"],
        ["Published to"],
    ]
