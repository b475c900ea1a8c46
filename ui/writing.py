"""An answer that is being written: the passages at once, and each statement as soon as it is complete and checked."""

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rag.types import Citation, Statement, Verdict, Writing
from ui.markup import escape_markdown
from ui.sources import name_passage
from ui.text import as_sentence

Colour = Literal["green", "red", "orange"]

BADGES: dict[Verdict, tuple[str, Colour]] = {
    "supported": ("Supported by the cited lines", "green"),
    "unsupported": ("Not supported by the cited lines", "red"),
    "uncited": ("Cites nothing", "orange"),
}
"""What is said of a statement, and in which colour."""

_OPENED = 3


def show_writing(place: DeltaGenerator, writing: Writing, before: int = 0) -> None:
    """Show what there is of an answer in a place of the page; nothing of it can be clicked yet but passages to open.

    `before` is how many questions of others the model has to answer first.
    """
    with place.container():
        left, right = st.columns([5, 7], gap="medium")
        with left:
            st.header("Answer", anchor=False)
            for statement in writing.statements:
                _show_statement(statement)
            st.caption(_describe_progress(before))
        with right:
            st.header("The passages found", anchor=False)
            for number, item in enumerate(writing.evidence):
                with st.expander(escape_markdown(name_passage(item)), expanded=number < _OPENED):
                    st.text(item.quote, width="stretch")


def _describe_progress(before: int) -> str:
    if not before:
        return "More is being written. What stands here is complete and checked."
    came = "1 question came" if before == 1 else f"{before} questions came"
    return f"The model is busy: {came} before this one. The passages found can be read meanwhile."


def name_citation(citation: Citation, elsewhere: bool = False) -> str:
    """Return what a citation is of, such as "[2] page 12", and its guideline where that repeats the passage."""
    page = f"page {citation.page_label}" if citation.page_label else f"PDF page {citation.page}"
    page += f" of {citation.guideline}" if elsewhere else ""
    return f"[{citation.label}] {page}{' (OCR)' if citation.source == 'ocr' else ''}"


def _show_statement(statement: Statement) -> None:
    words, colour = BADGES[statement.verdict]
    with st.container(border=True, gap="small"):
        st.text(statement.text, width="stretch")
        for problem in statement.problems:
            st.warning(escape_markdown(as_sentence(problem)))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for citation in statement.citations:
                st.caption(escape_markdown(name_citation(citation)))
            st.badge(words, color=colour)
