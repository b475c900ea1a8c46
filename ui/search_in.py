"""Where to search, on the page: a closed area below the question, whose title says what is chosen in it."""

from typing import Any

import streamlit as st

from indexes.library import Library
from indexes.matching import describe_filter
from indexes.populations import POPULATIONS
from indexes.types import Filter
from ui.markup import escape_markdown

_DATE_FORM = "2022 or 2022-06"


def choose_filter(library: Library) -> Filter:
    """Show what a search can be restricted to, by what the set's guidelines say, and return what is chosen."""
    guidelines = [stored.guideline for stored in library.guidelines()]
    titles = {guideline.id: f"{guideline.title} ({guideline.id})" for guideline in guidelines}
    publishers = sorted({guideline.publisher for guideline in guidelines} - {""})
    languages = sorted({guideline.language.split("-")[0].lower() for guideline in guidelines} - {""})
    # A guideline that was chosen may be gone when the set has changed: then all is to be chosen anew.
    key = f"where-{library.name}-{library.generation}"
    chosen = _read(key)
    with st.expander(escape_markdown(f"Search in: {describe_filter(chosen) or 'all guidelines'}"), key=key):
        st.multiselect(
            "Guidelines", list(titles), format_func=titles.__getitem__, placeholder="All", **_named(key, "guidelines")
        )
        publisher, language, population, first, last = st.columns([6, 3, 5, 4, 4])
        if publishers:
            publisher.selectbox("Publisher", publishers, index=None, placeholder="Any", **_named(key, "publisher"))
        if languages:
            language.selectbox("Language", languages, index=None, placeholder="Any", **_named(key, "language"))
        population.selectbox(
            "Population",
            POPULATIONS,
            index=None,
            placeholder="Any",
            help="Leaves out what stands below titles that name others only. What names nobody is always searched.",
            **_named(key, "population"),
        )
        first.text_input("Published from", placeholder=_DATE_FORM, **_named(key, "published_from"))
        last.text_input("Published to", placeholder=_DATE_FORM, **_named(key, "published_to"))
        if any(guideline.status == "superseded" for guideline in guidelines):
            st.checkbox("Superseded editions too", **_named(key, "superseded"))
    return chosen


def _named(key: str, field: str) -> dict[str, Any]:
    return {"key": f"{key}-{field}", "persist_state": "session"}


def _read(key: str) -> Filter:
    """Return what was chosen: a form hands it over before the page is drawn, so that its title can say it."""
    values = {field: st.session_state.get(f"{key}-{field}") for field in Filter.__slots__}
    chosen: dict[str, Any] = {field: value for field, value in values.items() if value}
    return Filter(**chosen | {"guidelines": tuple(chosen.get("guidelines", ()))})
