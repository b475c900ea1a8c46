"""The Ask page, run without a browser on a real library of the demonstration guidelines."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indexes.library import Library
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import Assistant
from rag.errors import AnswererError
from rag.types import Answer, Conflict, Statement
from tests.page_driver import (
    APP,
    ask,
    find_button,
    open_page,
    plain,
    press,
    read_captions,
    read_errors,
    read_texts,
    run,
)
from ui import resources
from ui.ask import Asked
from ui.markup import escape_markdown
from ui.sets import RESEARCH_ONLY, open_set

QUESTION = "How much zinc does a child of 4 months with acute diarrhoea get?"
OFF_TOPIC = "Which mask filters asbestos during demolition work?"


pytestmark = pytest.mark.usefixtures("nothing_cached")


def expect_answer(library: Library, question: str) -> Answer:
    """Return what the answerer says when asked without the page."""
    return Assistant(library, QuoteAnswerer(library.embedder)).ask(question)


def read_header(page: AppTest) -> str:
    """Return what is said of the opened source."""
    return plain(next(item.value for item in page.markdown if item.value.startswith("**")))


def test_the_frame_says_that_it_is_for_research(page: AppTest) -> None:
    """The notice, the choice of set and answerer, and what may be asked are there before a question is."""
    assert RESEARCH_ONLY in read_captions(page)
    assert page.selectbox(key="set_name").options == ["demonstration"]
    assert page.selectbox(key="answerer").options == ["Automatic", "Quotes only", "Meditron3", "Model on a server"]
    assert page.selectbox(key="answerer").value == "auto"
    assert "- Severe malaria" in page.markdown[-1].value


def test_a_question_is_answered_beside_its_page(page: AppTest, demonstration: Library) -> None:
    """Each statement stands word for word, with its citations; the first citation's page is open."""
    ask(page, QUESTION)
    answer = expect_answer(demonstration, QUESTION)
    assert answer.outcome == "answered"
    assert read_texts(page)[: len(answer.statements)] == [statement.text for statement in answer.statements]
    for number, statement in enumerate(answer.statements):
        for place, citation in enumerate(statement.citations):
            label = f"[{citation.label}] page {citation.page_label}"
            assert page.button(key=f"cite-{number}-{place}").label == label
    first = answer.statements[0].citations[0]
    assert read_header(page) == (
        f"**[{first.label}] Acute diarrhoea and cholera**  \n"
        "Fieldguide project · edition 1 · published 2026-11-22 · "
        f"printed page {first.page_label} · PDF page {first.page} of 4"
    )
    (picture,) = page.image
    assert f"Picture of Acute diarrhoea and cholera, page {first.page_label}, with" in str(picture.proto)
    assert "Answered by quote, with the guidelines' own lines, from the set demonstration in" in read_captions(page)
    assert "Automatic took quotes: the weights of EPFLiGHT/Meditron3" in read_captions(page)


def test_pages_are_turned_and_the_cited_one_found_again(page: AppTest, demonstration: Library) -> None:
    """Next and Previous go through the whole PDF; "Back to the cited page" is there when one has left it."""
    ask(page, QUESTION)
    cited = expect_answer(demonstration, QUESTION).statements[0].citations[0].page
    assert "Back to the cited page" not in [item.label for item in page.button]
    press(page, "Previous page")
    assert f"PDF page {cited - 1} of 4" in read_header(page)
    assert " marked" not in str(page.image[0].proto)
    press(page, "Back to the cited page")
    assert f"PDF page {cited} of 4" in read_header(page)
    while not find_button(page, "Next page").disabled:
        press(page, "Next page")
    assert "PDF page 4 of 4" in read_header(page)


def test_another_passage_opens_its_page(page: AppTest, demonstration: Library) -> None:
    """What was found but not cited stands below, and opens as a citation does."""
    ask(page, QUESTION)
    answer = expect_answer(demonstration, QUESTION)
    cited = {citation.label for statement in answer.statements for citation in statement.citations}
    others = [item for item in answer.evidence if item.label not in cited]
    assert read_texts(page)[len(answer.statements) :] == [item.quote for item in others]
    page.button(key=f"passage-{others[0].label}").click()
    run(page)
    assert read_header(page).startswith(f"**[{others[0].label}] {others[0].hit.guideline.title}**")
    assert f"PDF page {others[0].page} of" in read_header(page)


def test_silence_is_said_plainly(page: AppTest, demonstration: Library) -> None:
    """A question that the guidelines do not answer gets no statement, only the nearest sections, which open."""
    answer = expect_answer(demonstration, OFF_TOPIC)
    assert answer.outcome == "not_in_guidelines"
    ask(page, OFF_TOPIC)
    (told,) = [item.value.replace("\\", "") for item in page.info]
    assert told == f"These guidelines do not answer this: {answer.silence}."
    assert read_texts(page) == []
    assert not page.image
    assert len([item for item in page.button if (item.key or "").startswith("nearest-")]) == 3
    page.button(key="nearest-1").click()
    run(page)
    assert f"PDF page {answer.evidence[0].page} of" in read_header(page)
    assert len(page.image) == 1


def test_an_empty_question_is_one_sentence(page: AppTest) -> None:
    """No traceback, no answer."""
    assert read_errors(ask(page, "   ")) == ["The question is empty."]


def test_the_answerer_is_never_swapped(page: AppTest, demonstration: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Meditron3, asked for where it is not, is refused: the passages are there, and no quotes stand in for it."""

    def refuse(name: str, *_: object) -> None:
        raise AnswererError(f"{name} has no weights here")

    monkeypatch.setattr(resources, "choose_answerer", refuse)
    page.selectbox(key="answerer").select("meditron")
    assert read_errors(ask(page, QUESTION)) == ["Meditron has no weights here."]
    assert read_texts(page) == [item.quote for item in expect_answer(demonstration, QUESTION).evidence]
    assert "No answer by meditron from the set demonstration" in read_captions(page)


def test_verdicts_and_conflicts_are_words(page: AppTest, demonstration: Library) -> None:
    """Places that disagree are named first; what a model says without support is marked, with the reason."""
    real = expect_answer(demonstration, QUESTION)
    good = real.statements[0].citations[0]
    statements = (
        Statement("Give 20 mg < 10 days.", (good,), "unsupported", ("the number 20 is *not* in the cited lines",)),
        Statement("Zinc is a metal.", (), "uncited", ()),
        Statement(real.statements[0].text, (good,), "supported", ()),
    )
    page.session_state["asked"] = Asked(
        Answer(
            question=QUESTION,
            outcome="answered",
            statements=statements,
            evidence=real.evidence,
            conflicts=(Conflict("zinc for a child of 4 months", good, good),),
            answerer="meditron (tiny)",
            library="demonstration",
            generation=real.generation,
        ),
        "",
    )
    run(page)
    assert read_texts(page)[:5] == [good.quote, good.quote, *(statement.text for statement in statements)]
    assert [plain(item.value) for item in page.warning] == [
        "This guideline disagrees with itself: zinc for a child of 4 months",
        "The number 20 is *not* in the cited lines.",
    ]
    badges = [item.value for item in page.markdown if "badge" in item.value]
    words = ["Not supported by the cited lines", "Cites nothing", "Supported by the cited lines"]
    assert [found in badge for found, badge in zip(words, badges, strict=True)] == [True] * 3
    assert "Answered by meditron (tiny) from the set demonstration" in read_captions(page)


def test_an_unknown_set_is_one_sentence(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address names a set that is not there: the page says which there are, and lets one be chosen."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.query_params["set"] = "nowhere"
    (error,) = read_errors(run(page))
    assert error.startswith("There is no guideline set 'nowhere' in ")
    assert "there are: demonstration" in error
    page.selectbox(key="set_name").select("demonstration")
    assert read_errors(run(page)) == []
    assert page.text_input(key="question").label == "Question"


def test_a_source_that_was_removed_is_one_sentence(home: Path, demonstration_home: Path) -> None:
    """Its page cannot be shown any more; the answer stays, and says that the set has changed."""
    shutil.copytree(demonstration_home / "demonstration", home / "trial")
    page = ask(open_page(), QUESTION)
    open_set("trial").remove("demonstration-diarrhoea-1")
    (error,) = read_errors(run(page))
    assert error.startswith("There is no guideline 'demonstration-diarrhoea-1' in the set 'trial'")
    assert "The set has changed since this was answered" in read_captions(page)
    assert read_texts(page)


@pytest.mark.parametrize(
    "text",
    ["Children < 20 kg: 3 mg/kg*", "$5 and $6", ":red[no]", "1. Give _x_", "a | b", "[1](page)", "# Title", "~~x~~"],
)
def test_markdown_is_escaped(text: str) -> None:
    """Every character that Markdown would take for layout is escaped, and none is lost."""
    escaped = escape_markdown(text)
    assert plain(escaped) == text
    assert all(f"\\{mark}" in escaped for mark in "<$*[]_|#~:" if mark in text)
