"""The Library page: the guidelines of a set, adding and removing them, and making a new set."""

from collections.abc import Sequence

import streamlit as st

from indexes.library import Library
from indexes.stored import StoredGuideline
from ingest.errors import FieldguideError
from ui.ages import describe_age
from ui.guideline_choice import choose_guideline
from ui.markup import escape_markdown
from ui.page_check import show_page_check
from ui.resources import get_library
from ui.sets import create_set, list_sets
from ui.text import removal_text
from ui.uploads import show_adding, show_welcome


def show_library(set_name: str, exists: bool) -> None:
    """Show the page for a set. Raises FieldguideError where the set cannot be read or written."""
    library = get_library(set_name) if exists else None
    guidelines = library.guidelines() if library is not None else ()
    if library is None or not guidelines:
        show_welcome(set_name)
    else:
        st.header(f"Guidelines in the set {escape_markdown(set_name)}", anchor=False)
        _show_table(guidelines)
        st.header("Add PDFs", anchor=False)
        show_adding(set_name, guidelines)
        show_page_check(library, guidelines)
        _show_removal(library, guidelines)
    _show_new_set()


def _show_table(guidelines: Sequence[StoredGuideline]) -> None:
    rows = [
        {
            "Title": stored.guideline.title,
            "Publisher": stored.guideline.publisher,
            "Edition": stored.guideline.edition,
            "Published": stored.guideline.published,
            "Age": describe_age(stored.guideline.published),
            "Language": stored.guideline.language,
            "Pages": stored.guideline.pages,
            "Passages": stored.passages,
            "Status": f"superseded by {', '.join(stored.superseded_by)}" if stored.superseded_by else "current",
            "File": stored.guideline.file,
        }
        for stored in guidelines
    ]
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        column_config={"Title": st.column_config.TextColumn(width="large")},
        alt=f"{len(rows)} guidelines with their facts",
    )
    st.caption(f"{len(rows)} guidelines, {sum(stored.passages for stored in guidelines)} passages")


def _show_removal(library: Library, guidelines: Sequence[StoredGuideline]) -> None:
    with st.expander("Remove a guideline", key="removal"):
        guideline = choose_guideline("Guideline to remove", guidelines, f"to_remove-{library.generation}")
        if guideline is None:
            return
        sure = st.checkbox(
            escape_markdown(
                f"Yes, remove “{guideline.title}” ({guideline.pages} pages) and its kept PDF from this set"
            ),
            key=f"sure-{guideline.id}-{library.generation}",
        )
        if st.button("Remove it", disabled=not sure, key="remove"):
            current = library.remove(guideline.id)
            st.session_state["told"] = removal_text(guideline.title, library.name, current)
            st.rerun()


def _show_new_set() -> None:
    with st.expander("Make a new set", key="making"), st.form("new_set", border=False):
        st.text_input("Name of the new set", key="new_set_name", help="Letters, digits, '.', '-' and '_'.")
        st.form_submit_button("Make the set", on_click=_make_set)


def _make_set() -> None:
    """Make the set that was named and choose it. A callback: the choice of set is drawn before this page."""
    name = st.session_state["new_set_name"].strip()
    try:
        if name in list_sets():
            raise FieldguideError(f"there is a set {name!r} already; choose it at the side")
        create_set(name).close()
    except FieldguideError as fault:
        st.session_state["fault"] = fault
        return
    st.session_state["set_name"] = name
    st.session_state["told"] = f"The set {name} is made; add PDFs to it."
