"""An answer as it is made: the evidence at once, then checked statements, and at last what is answered without."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from indexes.errors import LibraryError
from indexes.library import Library
from rag.answerers.parse import parse_completion
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import Assistant
from rag.errors import AnswererError
from rag.types import Answer, Request, Said, Statement, Writing
from tests.factories import make_request
from tests.page_driver import ask, plain, read_captions, read_errors, read_texts, run
from ui import resources

QUESTION = "How much zinc does a child of 4 months with acute diarrhoea get, and for how long?"
UNANSWERABLE = "How is a hip fracture operated on?"
_REQUEST = make_request("Zinc?", ["Give zinc 10 mg for 10 days."], ["Wash hands."])
WRITING = Writing("Zinc?", _REQUEST.evidence, parse_completion("Give zinc 20 mg [1]. Wash hands [2].", _REQUEST))


class SlowAnswerer:
    """Writes the quotes one after another, or fails behind the first."""

    name = "slow"

    def __init__(self, quotes: QuoteAnswerer, *, fails: bool = False) -> None:
        self._quotes = quotes
        self._fails = fails

    def answer(self, requests: Sequence[Request]) -> Sequence[Said]:
        """Return the quotes."""
        return self._quotes.answer(requests)

    def stream(self, request: Request) -> Iterator[tuple[Statement, ...]]:
        """Yield the quotes so far."""
        (said,) = self._quotes.answer([request])
        assert not isinstance(said, AnswererError)
        for count in range(1, len(said) + 1):
            yield said[:count]
            if self._fails:
                raise AnswererError("The model is gone.")


def without_times(answer: Answer) -> Answer:
    """Return an answer without what differs from run to run."""
    return replace(answer, timings={})


def test_a_stream_ends_with_the_answer(demonstration: Library) -> None:
    """Evidence first, then a statement more each time, as it stands in the answer, which comes last."""
    assistant = Assistant(demonstration, SlowAnswerer(QuoteAnswerer(demonstration.embedder)))
    *made, last = assistant.ask_stream(QUESTION)
    whole = assistant.ask(QUESTION)
    assert isinstance(last, Answer)
    assert without_times(last) == without_times(whole)
    assert list(last.timings) == ["search", "decide", "answer"]
    assert len(whole.statements) > 1
    assert made == [
        Writing(QUESTION, whole.evidence, whole.statements[:count]) for count in range(len(whole.statements) + 1)
    ]


def test_answerers_that_do_not_stream_and_silence(demonstration: Library) -> None:
    """There the evidence comes first as well, and a question that the evidence does not answer reaches no answerer."""
    quotes = Assistant(demonstration, QuoteAnswerer(demonstration.embedder))
    first, last = quotes.ask_stream(QUESTION)
    whole = quotes.ask(QUESTION)
    assert first == Writing(QUESTION, whole.evidence, ())
    assert isinstance(last, Answer)
    assert without_times(last) == without_times(whole)
    failing = Assistant(demonstration, SlowAnswerer(QuoteAnswerer(demonstration.embedder), fails=True))
    *_, silent = failing.ask_stream(UNANSWERABLE)
    assert isinstance(silent, Answer)
    assert silent.outcome == "not_in_guidelines"
    *_, failed = failing.ask_stream(QUESTION)
    assert isinstance(failed, Answer)
    assert (failed.outcome, failed.error, failed.statements) == ("error", "The model is gone.", ())
    assert failed.evidence == whole.evidence
    with pytest.raises(LibraryError, match="the question is empty"):
        list(failing.ask_stream(" "))


@pytest.mark.parametrize("fails", [False, True])
def test_the_page_ends_with_the_answer_alone(
    fails: bool, page: AppTest, demonstration: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was shown while it was written makes room for the answer, or for the fault and the passages."""
    answerer = SlowAnswerer(QuoteAnswerer(demonstration.embedder), fails=fails)
    monkeypatch.setattr(resources, "choose_answerer", lambda *_: answerer)
    page.selectbox(key="answerer").select("meditron")
    run(page)
    ask(page, QUESTION)
    answer = Assistant(demonstration, SlowAnswerer(QuoteAnswerer(demonstration.embedder))).ask(QUESTION)
    texts = [statement.text for statement in answer.statements]
    assert read_errors(page) == (["The model is gone."] if fails else [])
    assert [text for text in read_texts(page) if text in texts] == ([] if fails else texts)
    assert {item.quote for item in answer.evidence} <= {*read_texts(page)} or not fails
    assert "More is being written" not in read_captions(page)


def test_what_is_written_so_far_is_shown_with_its_checks() -> None:
    """Each statement stands with its problems, pages and verdict, beside the passages, the best of them open."""
    page = run(
        AppTest.from_string(
            "import streamlit as st\n"
            "from tests.test_streaming import WRITING\n"
            "from ui.writing import show_writing\n"
            "show_writing(st.empty(), WRITING)",
            default_timeout=60,
        )
    )
    assert read_texts(page) == ["Give zinc 20 mg.", "Wash hands.", "Give zinc 10 mg for 10 days.", "Wash hands."]
    assert [plain(item.value) for item in page.warning] == ["20 mg in the answer, 10 mg in the cited sentence."]
    assert read_captions(page).splitlines() == [
        "[1] page 10",
        "[2] page 10",
        "More is being written. What stands here is complete and checked.",
    ]
    assert [item.proto.body for item in page.get("markdown") if "badge" in item.proto.body] == [
        ":red-badge[Not supported by the cited lines]",
        ":green-badge[Supported by the cited lines]",
    ]
    assert [item.proto.expanded for item in page.expander] == [True, True]
