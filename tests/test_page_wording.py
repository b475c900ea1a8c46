"""What page and terminal say of an answer: once, where one looks first, and one thing told from another."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from indexes.library import Library
from rag.answerers.quote import QuoteAnswerer
from rag.assistant import Assistant
from rag.types import Answer, Conflict, Statement
from tests.conftest import Fieldguide
from tests.page_driver import ask, plain, read_texts, run
from ui.ask import Asked
from ui.text import answer_text, as_sentence, question_language_text, shared_problems

pytestmark = pytest.mark.usefixtures("nothing_cached")

QUESTION = "How much zinc does a child of 4 months with acute diarrhoea get?"
FRENCH = "Quelle est la dose de zinc pour un enfant de 4 mois ?"
TOLD = "The question seems to be in French, and this set is searched in English: ask in English."


@pytest.fixture
def answer(demonstration: Library) -> Answer:
    """An answer by quotes."""
    return Assistant(demonstration, QuoteAnswerer(demonstration.embedder)).ask(QUESTION)


def show(page: AppTest, answer: Answer) -> AppTest:
    """Show an answer as if it had just been given."""
    page.session_state["asked"] = Asked(answer, "")
    return run(page)


def make_statements(answer: Answer, *problems: tuple[str, ...]) -> tuple[Statement, ...]:
    """Return statements that differ in their problems."""
    first = answer.statements[0]
    return tuple(replace(first, text=f"Statement {at}.", problems=each) for at, each in enumerate(problems))


def test_a_problem_of_all_is_said_once(page: AppTest, answer: Answer) -> None:
    """Above them; a problem of some stands with each that has it, and one statement alone keeps its own."""
    both = make_statements(answer, ("zink was read as zinc", "old"), ("zink was read as zinc",))
    assert shared_problems(both) == ("zink was read as zinc",)
    assert shared_problems(both[:1]) == shared_problems(()) == ()
    show(page, replace(answer, statements=both))
    assert [plain(item.value) for item in page.warning] == ["Zink was read as zinc.", "Old."]
    printed = answer_text(replace(answer, statements=both), {})
    assert printed.startswith("! zink was read as zinc\n\n  Statement 0. [")
    assert printed.count("    ! ") == printed.count("    ! old\n") == 1
    show(page, replace(answer, statements=both[:1]))
    assert [plain(item.value) for item in page.warning] == ["Zink was read as zinc.", "Old."]


def test_a_disagreement_comes_first(answer: Answer) -> None:
    """Who reads the first line only must not miss it, in the terminal neither."""
    good = answer.statements[0].citations[0]
    printed = answer_text(replace(answer, missing=("age",), conflicts=(Conflict("zinc: 1 or 2", good, good),)), {})
    parts = ("Lines depend on", "This guideline disagrees with itself", answer.statements[0].text[:20])
    order = [printed.index(part) for part in parts]
    assert order == sorted(order)


def test_a_superseded_edition_is_marked_at_its_words(page: AppTest, answer: Answer) -> None:
    """Not in the small print alone."""
    old = replace(answer.statements[0].citations[0], status="superseded")
    (current,) = make_statements(answer, ())
    show(page, replace(answer, statements=(current, replace(current, text="Old.", citations=(old,)))))
    badges = [plain(item.value) for item in page.markdown if "badge" in item.value]
    assert badges == [
        ":green-badge[Quoted word for word]",
        ":green-badge[Quoted word for word]",
        ":orange-badge[Superseded edition]",
    ]


def test_passages_are_told_apart_by_their_titles(page: AppTest, answer: Answer) -> None:
    """Several may stand on one page."""
    ask(page, QUESTION)
    cited = {citation.label for statement in answer.statements for citation in statement.citations}
    titles = [item.hit.passage.heading[-1] for item in answer.evidence if item.label not in cited]
    labels = [plain(item.label) for item in page.expander if plain(item.label).startswith("[")]
    assert [label.partition(" > ")[2] for label in labels] == titles
    assert len(titles) > 2


def test_a_question_in_another_language_is_told(page: AppTest, fieldguide: Fieldguide, read_only: object) -> None:  # noqa: ARG001
    """On the page above the answer, and in the terminal beside it."""
    ask(page, FRENCH)
    assert TOLD in [plain(item.value) for item in page.warning]
    ask(page, QUESTION)
    assert TOLD not in [plain(item.value) for item in page.warning]
    assert read_texts(page)
    asked = fieldguide("ask", FRENCH, "--set", "demonstration", "--answerer", "quote")
    assert f"{TOLD}\n" in asked.err


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        (FRENCH, "en", TOLD),
        (FRENCH, "fr", None),
        ("zinc enfant 4 mois", "en", None),
        ("Wound infection in poorer countries: rate per 100 patients, per year?", "en", None),
        ("primaquine mg per kg", "en", None),
        ("What is the dose of zinc for a child?", "fr", TOLD.replace("English", "x").replace("French", "English")),
        (FRENCH, "tr", None),
    ],
)
def test_which_questions_are_in_another_language(question: str, language: str, told: str | None) -> None:
    """Only where two of its words say so and none of the set's language does."""
    expected = told.replace("x", "French") if told else None
    assert question_language_text(question, language) == expected


def test_sentences() -> None:
    """A capital and a full stop, and nothing twice."""
    assert [as_sentence(text) for text in ("old", "Old.")] == ["Old.", "Old."]
