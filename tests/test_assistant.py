"""The assistant on real libraries: evidence, outcome, timings, and what it will not answer."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexes.errors import LibraryError
from indexes.library import Library
from indexes.types import Filter
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import EVIDENCE, WIDE, Assistant
from rag.checks.on_topic import prefer_on_topic
from rag.checks.silence import NO_LINE
from rag.types import Request, Statement
from tests.conftest import WordEmbedder, make_reading

ANSWERABLE = "How much zinc does a child of 4 months with acute diarrhoea get, and for how long?"
VACCINE = "At what ages is the measles vaccine given?"
ADULTS = "What is the first-line antiretroviral regimen for adults?"
UNANSWERABLE = [
    VACCINE,
    ADULTS,
    "How is a hip fracture operated on?",
    "What dose of amoxicillin is given for otitis media?",
    "Who won the football world cup in 1998?",
]


class SilentAnswerer:
    """Says nothing, and remembers what it was asked."""

    name = "silent"

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def answer(self, requests: Sequence[Request]) -> list[tuple[Statement, ...]]:
        """Return no statement for any request."""
        self.batches.append([request.question for request in requests])
        return [() for _ in requests]


@pytest.fixture(scope="module")
def assistant(demonstration: Library) -> Assistant:
    """The demonstration, quoted."""
    return Assistant(demonstration, QuoteAnswerer(demonstration.embedder))


def test_an_answer_says_who_answered_from_what(assistant: Assistant, demonstration: Library) -> None:
    """Question, answerer, set, generation and the time of each stage are on it."""
    answer = assistant.ask(ANSWERABLE)
    assert (answer.question, answer.outcome) == (ANSWERABLE, "answered")
    assert (answer.answerer, answer.library, answer.generation) == ("quote", "demonstration", demonstration.generation)
    assert list(answer.timings) == ["search", "decide", "answer"]
    assert min(answer.timings.values()) >= 0
    assert answer.conflicts == ()


def test_the_second_question_of_the_demo(assistant: Assistant) -> None:
    """Dose and duration stand in a row of the table that the search puts first."""
    text = " ".join(statement.text for statement in assistant.ask(ANSWERABLE).statements)
    assert "10 mg" in text
    assert "10 to 14 days" in text


def test_evidence_is_labelled_from_one(assistant: Assistant, demonstration: Library) -> None:
    """It is what the search finds, what is on the topic first, each with its first page and its lines there."""
    answer = assistant.ask(ANSWERABLE)
    hits = tuple(prefer_on_topic(ANSWERABLE, demonstration.search([ANSWERABLE], WIDE)[0])[:EVIDENCE])
    assert [evidence.label for evidence in answer.evidence] == list(range(1, EVIDENCE + 1))
    assert tuple(evidence.hit for evidence in answer.evidence) == hits
    for evidence in answer.evidence:
        assert evidence.quote == evidence.hit.passage.text
        assert (evidence.page, evidence.boxes) == (evidence.hit.places[0].page, evidence.hit.places[0].boxes)
    cited = {citation.label for statement in answer.statements for citation in statement.citations}
    assert cited <= {evidence.label for evidence in answer.evidence}


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_the_guidelines_do_not_answer(assistant: Assistant, question: str) -> None:
    """There is no statement, and the nearest passages are shown."""
    answer = assistant.ask(question)
    assert (answer.outcome, answer.statements) == ("not_in_guidelines", ())
    assert len(answer.evidence) == EVIDENCE


def test_the_answerer_is_not_asked_where_the_evidence_is_silent(demonstration: Library) -> None:
    """It gets the other questions in one batch; if it says nothing, the guidelines do not answer."""
    answerer = SilentAnswerer()
    answers = Assistant(demonstration, answerer).ask_all([VACCINE, ANSWERABLE, ADULTS, ANSWERABLE])
    assert answerer.batches == [[ANSWERABLE, ANSWERABLE]]
    assert [answer.outcome for answer in answers] == ["not_in_guidelines"] * 4
    assert [answer.silence for answer in answers] == [
        "none of the passages found names measles vaccine",
        NO_LINE,
        "none of the passages found names antiretroviral",
        NO_LINE,
    ]
    likely = [answer.probability or 0.0 for answer in answers]
    assert max(likely[0], likely[2]) < 0.1 < 0.9 < likely[1] == likely[3]
    assert [answer.question for answer in answers] == [VACCINE, ANSWERABLE, ADULTS, ANSWERABLE]


def test_a_batch_gives_what_single_questions_give(assistant: Assistant) -> None:
    """Same statements and evidence, in the order asked; no questions give no answers."""
    questions = [ANSWERABLE, VACCINE, "How is ORS made up?"]
    for together, alone in zip(assistant.ask_all(questions), map(assistant.ask, questions), strict=True):
        assert (together.question, together.outcome) == (alone.question, alone.outcome)
        assert together.statements == alone.statements
        assert [item.hit.passage for item in together.evidence] == [item.hit.passage for item in alone.evidence]
    assert assistant.ask_all([]) == []


def test_a_filter_bounds_the_evidence(assistant: Assistant) -> None:
    """Only the guideline named is cited."""
    answer = assistant.ask("What is given to a child?", Filter(guidelines=("demonstration-malaria-1",)))
    assert {evidence.hit.guideline.id for evidence in answer.evidence} == {"demonstration-malaria-1"}


@pytest.mark.parametrize("questions", [[""], ["  \n"], [ANSWERABLE, " "]])
def test_an_empty_question(assistant: Assistant, questions: list[str]) -> None:
    """It is refused before anything is done."""
    with pytest.raises(LibraryError) as fault:
        assistant.ask_all(questions)
    assert str(fault.value) == "the question is empty"


def test_an_empty_set(tmp_path: Path) -> None:
    """There is nothing to ask, and the sentence says what to do."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    with pytest.raises(LibraryError) as fault:
        Assistant(library, SilentAnswerer()).ask("zinc?")
    assert str(fault.value) == "the set 'ward' is empty; put PDFs into it with fieldguide add"


def test_superseded_editions_are_not_cited(tmp_path: Path, any_pdf: Path) -> None:
    """Unless they are asked for."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("old", "Give zinc for ten days."), any_pdf)
    library.add(make_reading("new", "Give zinc for fourteen days.", supersedes=("old",)), any_pdf)
    assistant = Assistant(library, QuoteAnswerer(library.embedder))
    question = "Give zinc for ten days?"
    current = assistant.ask(question)
    assert {evidence.hit.guideline.id for evidence in current.evidence} == {"new"}
    both = assistant.ask(question, Filter(superseded=True))
    assert {evidence.hit.guideline.id for evidence in both.evidence} == {"old", "new"}
