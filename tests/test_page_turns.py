"""Several readers of the page at once: quotes wait for nobody, and at a model one is told who is before."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indexes.library import Library
from indexes.types import Filter
from rag.answerers.generation import CompletionModel
from rag.answerers.meditron import MeditronAnswerer
from rag.answerers.quote import QuoteAnswerer
from rag.answerers.server import ServerAnswerer
from rag.answerers.server_settings import read_settings
from rag.assistant import Assistant
from rag.errors import AnswererError
from rag.types import Answer, Request, Said, Statement, Writing
from tests.page_driver import read_captions, run
from ui import resources
from ui.ask import Asked
from ui.resources import ask_library

pytestmark = pytest.mark.usefixtures("nothing_cached")

QUESTION = "How much zinc does a child of 4 months with acute diarrhoea get, and for how long?"
OTHER = "What dose of artesunate does a child of 9 kg with severe malaria get?"
SECONDS = 30
ALL = Filter()


class SlowAnswerer:
    """Quotes, but begins only when it is let."""

    name = "slow"

    def __init__(self, quotes: QuoteAnswerer) -> None:
        self._quotes = quotes
        self.asked: list[str] = []
        self.is_asked = threading.Event()
        self.go = threading.Event()

    def answer(self, requests: Sequence[Request]) -> Sequence[Said]:
        """Return the quotes."""
        self.asked += [request.question for request in requests]
        self.is_asked.set()
        assert self.go.wait(SECONDS)
        return self._quotes.answer(requests)


class StreamingSlowAnswerer(SlowAnswerer):
    """Shows each quote."""

    def stream(self, request: Request) -> Iterator[tuple[Statement, ...]]:
        """Yield the quotes so far."""
        (said,) = self.answer([request])
        assert not isinstance(said, AnswererError)
        for count in range(1, len(said) + 1):
            yield said[:count]


def expect(library: Library, question: str) -> Answer:
    """Return what is answered without the page."""
    return Assistant(library, QuoteAnswerer(library.embedder)).ask(question)


@pytest.mark.parametrize("kind", [SlowAnswerer, StreamingSlowAnswerer])
def test_quotes_do_not_wait_for_a_model(
    kind: type[SlowAnswerer], demonstration: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it writes for one, another has quotes, and a third its passages and how many are before it."""
    slow = kind(QuoteAnswerer(demonstration.embedder))
    choose = resources.choose_answerer
    monkeypatch.setattr(
        resources, "choose_answerer", lambda name, *more: slow if name == "meditron" else choose(name, *more)
    )
    shown: list[tuple[Writing, int]] = []
    waits = threading.Event()

    def note(writing: Writing, before: int) -> None:
        shown.append((writing, before))
        if before:
            waits.set()

    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(ask_library, demonstration, "meditron", QUESTION, ALL, lambda *_: None)
        assert slow.is_asked.wait(SECONDS)
        quoted, _ = ask_library(demonstration, "quote", OTHER, ALL, lambda *_: None)
        assert replace(quoted, timings={}) == replace(expect(demonstration, OTHER), timings={})
        second = readers.submit(ask_library, demonstration, "meditron", OTHER, ALL, note)
        assert waits.wait(SECONDS)
        assert slow.asked == [QUESTION]
        assert not first.done()
        slow.go.set()
        answers = [first.result()[0], second.result()[0]]
    assert slow.asked == [QUESTION, OTHER]
    assert [answer.statements for answer in answers] == [
        expect(demonstration, QUESTION).statements,
        expect(demonstration, OTHER).statements,
    ]
    assert shown[0][1] == 0
    assert {before for writing, before in shown if not writing.statements} == {0, 1}
    assert all(writing.evidence == answers[1].evidence for writing, _ in shown)
    assert answers[1].timings["wait"] > 0
    assert list(answers[1].timings) == ["search", "decide", "answer", "wait"]


def test_a_reader_who_goes_gives_the_turn_back(demonstration: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit ends a page that is closed where it shows something: the next one's answer is not kept from it."""
    slow = StreamingSlowAnswerer(QuoteAnswerer(demonstration.embedder))
    slow.go.set()
    monkeypatch.setattr(resources, "choose_answerer", lambda *_: slow)

    def close_at_the_first_statement(writing: Writing, _: int) -> None:
        if writing.statements:
            raise ConnectionError("closed")

    with pytest.raises(ConnectionError):
        ask_library(demonstration, "meditron", QUESTION, ALL, close_at_the_first_statement)
    befores: list[int] = []
    answer, _ = ask_library(demonstration, "meditron", OTHER, ALL, lambda _, before: befores.append(before))
    assert answer.statements == expect(demonstration, OTHER).statements
    assert set(befores) == {0}


def test_as_many_are_served_as_the_answerer_can(taught: Path, demonstration: Library) -> None:
    """A server as many as are sent at a time; a model as many as a batch may hold, at most four; quotes all."""
    server = ServerAnswerer(read_settings(url="http://127.0.0.1:1/v1", at_once=3))
    model = CompletionModel.from_pretrained(str(taught))
    small = CompletionModel.from_pretrained(str(taught), batch_size=2)
    assert (model.streams, small.streams) == (4, 2)
    places = [
        turns.places
        for turns in map(resources._make_turns, [server, MeditronAnswerer(small), SlowAnswerer(QuoteAnswerer(None))])  # type: ignore[arg-type]
        if turns is not None
    ]
    assert places == [3, 2, 1]
    assert resources._make_turns(QuoteAnswerer(demonstration.embedder)) is None


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (1, "The model is busy: 1 question came before this one. The passages found can be read meanwhile."),
        (4, "The model is busy: 4 questions came before this one. The passages found can be read meanwhile."),
    ],
)
def test_the_wait_is_said(before: int, told: str) -> None:
    """Beside the passages, which can be read already."""
    page = run(
        AppTest.from_string(
            "import streamlit as st\n"
            "from tests.test_streaming import WRITING\n"
            "from ui.writing import show_writing\n"
            f"show_writing(st.empty(), WRITING, {before})",
            default_timeout=60,
        )
    )
    assert read_captions(page).splitlines()[-1] == told


@pytest.mark.parametrize(
    ("wait", "told"),
    [(12.3, "in 2.5 s, after 12 s of waiting for other questions."), (0.01, "in 2.5 s.")],
)
def test_the_answer_says_how_long_one_waited(wait: float, told: str, page: AppTest, demonstration: Library) -> None:
    """Apart from what the answer itself took; a moment is not worth saying."""
    answer = replace(expect(demonstration, QUESTION), timings={"search": 0.5, "answer": 2.0, "wait": wait})
    page.session_state["asked"] = Asked(answer, "")
    assert f"from the set demonstration {told}" in read_captions(run(page))
