"""The Ask page: a question, its answer on the left, its sources on the right."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

import streamlit as st

from indexes.library import Library
from indexes.matching import describe_filter
from ingest.errors import FieldguideError
from rag.answerers.choose import AnswererName
from rag.types import Answer, Citation, Evidence, Statement
from ui.ages import name_guideline
from ui.applying import show_calculations, show_whole_tables
from ui.conflicts import show_conflicts
from ui.markup import escape_markdown, show_fault, show_sentence
from ui.resources import ask_library, get_library
from ui.search_in import choose_filter
from ui.sources import (
    name_passage,
    open_source,
    opened_source,
    show_passages,
    show_source,
    source_of_citation,
    source_of_evidence,
)
from ui.text import as_sentence, missing_text, question_language_text, shared_problems, silence_text
from ui.uploads import show_welcome
from ui.whole_tables import find_whole_tables
from ui.writing import BADGES, name_citation, show_writing

_NEAREST = 3
_TITLES_SHOWN = 20
_WAIT_TOLD = 1.0
"""Seconds that one must have waited for it to be said."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, and what was said of who would give it."""

    answer: Answer
    said: str


def show_ask(set_name: str, answerer: AnswererName, exists: bool) -> None:
    """Show the page for a set. Raises LibraryError if it cannot be opened."""
    if not exists:
        show_welcome(set_name)
        return
    library = get_library(set_name)
    if not library.guidelines():
        show_welcome(set_name)
        return
    _show_form(library, answerer)
    asked: Asked | None = st.session_state.get("asked")
    if asked is None or asked.answer.library != set_name:
        _show_scope(library)
        return
    left, right = st.columns([5, 7], gap="medium")
    with left:
        _show_answer(asked, library)
    with right:
        try:
            show_source(library)
        except FieldguideError as fault:  # its page cannot be shown: the answer beside it still can
            show_fault(fault)
        cited = {citation.label for statement in asked.answer.statements for citation in statement.citations}
        if asked.answer.outcome != "not_in_guidelines":
            title = "Other passages found" if cited else "The passages found"
            show_passages([item for item in asked.answer.evidence if item.label not in cited], title)


def _show_form(library: Library, answerer: AnswererName) -> None:
    with st.form("ask", border=False, enter_to_submit=True):
        box, button = st.columns([8, 1], vertical_alignment="bottom")
        question = box.text_input(
            "Question",
            key="question",
            persist_state="session",
            placeholder="One clinical question, such as: How much zinc for a child of 4 months with diarrhoea?",
        )
        sent = button.form_submit_button("Ask", type="primary", width="stretch")
        where = choose_filter(library)
    if not sent:
        return
    st.session_state.pop("asked", None)
    place = st.empty()
    try:
        with st.spinner("Reading the guidelines"):
            answer, said = ask_library(library, answerer, question, where, partial(show_writing, place))
    except FieldguideError as fault:
        place.empty()
        show_fault(fault)
        return
    place.empty()
    st.session_state["asked"] = Asked(answer, said)
    cited = [citation for statement in answer.statements for citation in statement.citations]
    open_source(source_of_citation(cited[0]) if cited else None, clicked=False)


def _show_answer(asked: Asked, library: Library) -> None:
    answer = asked.answer
    if (told := question_language_text(answer.question, library.language)) is not None:
        st.warning(escape_markdown(told))
    if answer.error is not None:
        show_sentence(answer.error)
    elif answer.outcome == "not_in_guidelines":
        _show_silence(answer)
    else:
        st.header("Answer", anchor=False)
        if answer.missing:
            st.info(escape_markdown(missing_text(answer.missing)))
        show_conflicts(answer, library, _show_citation)
        shared = shared_problems(answer.statements)
        for problem in shared:
            st.warning(escape_markdown(as_sentence(problem)))
        grids = find_whole_tables(library, answer)
        for number, statement in enumerate(answer.statements):
            _show_statement(number, statement, answer, shared)
            show_whole_tables(grids.get(number, ()), f"grid-{number}")
    st.caption(escape_markdown(_name_answerer(asked)))
    if answer.generation != library.generation:
        st.caption("The set has changed since this was answered: ask again to take in what is new.")


def _name_answerer(asked: Asked) -> str:
    """Return who answered, from what, how fast, and what was said of the choices."""
    answer = asked.answer
    who = "quote, with the guidelines' own lines," if answer.answerer == "quote" else answer.answerer
    done = f"Answered by {who} from" if answer.outcome == "answered" else f"No answer by {answer.answerer} from"
    words = describe_filter(answer.where)
    searched = f"Searched in: {words}. " if words else ""
    waited = answer.timings.get("wait", 0.0)
    seconds = f"{sum(answer.timings.values()) - waited:.1f} s"
    if waited >= _WAIT_TOLD:
        seconds += f", after {waited:.0f} s of waiting for other questions"
    return f"{done} the set {answer.library} in {seconds}. {searched}{asked.said}".strip()


def _show_scope(library: Library) -> None:
    """Show what may be asked: the guidelines of the set."""
    titles = [stored.guideline.title for stored in library.guidelines()]
    st.caption(f"This set has {len(titles)} guidelines:" if len(titles) > 1 else "This set has one guideline:")
    shown = titles[:_TITLES_SHOWN]
    more = [f"and {len(titles) - len(shown)} more: see the Library page"] if len(titles) > len(shown) else []
    st.markdown("\n".join(f"- {escape_markdown(title)}" for title in [*shown, *more]))


def _show_statement(number: int, statement: Statement, answer: Answer, said: Collection[str]) -> None:
    """Show a statement; the problems that are `said` already for all are left out."""
    words, colour = BADGES[statement.verdict]
    if answer.answerer == "quote" and statement.verdict == "supported":
        words = "Quoted word for word"
    with st.container(border=True, gap="small"):
        st.text(statement.text, width="stretch")
        for problem in statement.problems:
            if problem not in said:
                st.warning(escape_markdown(as_sentence(problem)))
        by_label = {item.label: item for item in answer.evidence}
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for place, citation in enumerate(statement.citations):
                elsewhere = citation.guideline != by_label[citation.label].hit.guideline.id
                _show_citation(citation, f"cite-{number}-{place}", elsewhere)
            st.badge(words, color=colour)
            if any(citation.status == "superseded" for citation in statement.citations):
                st.badge("Superseded edition", color="orange")
        show_calculations([each for each in answer.calculations if each.statement == number])
        for label in dict.fromkeys(citation.label for citation in statement.citations):
            st.caption(escape_markdown(_name_section(by_label[label])))


def _show_citation(citation: Citation, key: str, elsewhere: bool) -> None:
    """Show a button that opens cited lines; `elsewhere` says that another guideline repeats the passage there."""
    source = source_of_citation(citation)
    st.button(
        name_citation(citation, elsewhere),
        key=key,
        type="primary" if source == opened_source() else "secondary",
        on_click=open_source,
        args=(source,),
    )


def _name_section(evidence: Evidence) -> str:
    """Return a passage's guideline, what must be said of its edition, and the last titles above it."""
    return " > ".join([name_guideline(evidence.hit.guideline), *evidence.hit.passage.heading[-2:]])


def _show_silence(answer: Answer) -> None:
    st.info(escape_markdown(silence_text(answer)))
    if not answer.evidence:
        return
    st.header("The nearest sections", anchor=False)
    for item in answer.evidence[:_NEAREST]:
        st.button(
            escape_markdown(name_passage(item)),
            key=f"nearest-{item.label}",
            type="primary" if source_of_evidence(item) == opened_source() else "secondary",
            on_click=open_source,
            args=(source_of_evidence(item),),
        )
