"""The page's frame: title, notice, choice of set and answerer, and the two pages in it. Run by `fieldguide ui`."""

import streamlit as st

from ingest.errors import FieldguideError
from rag.answerers.choose import ANSWERERS, AnswererName
from ui.adding_job import adding_jobs
from ui.ask import show_ask
from ui.library import show_library
from ui.markup import apply_style, escape_markdown, show_fault
from ui.sets import DEFAULT_SET, RESEARCH_ONLY, list_sets, open_set

_ANSWERER_NAMES = {
    "auto": "Automatic",
    "quote": "Quotes only",
    "meditron": "Meditron3",
    "server": "Model on a server",
}


def show_app() -> None:
    """Draw the page. An expected fault is one sentence on it."""
    st.set_page_config(page_title="Fieldguide", layout="wide", initial_sidebar_state=260)
    apply_style()
    with st.container(key="notice"):
        st.caption(escape_markdown(RESEARCH_ONLY))
    st.title("Fieldguide", anchor=False)
    try:
        _show_frame()
    except FieldguideError as fault:
        show_fault(fault)


def _show_frame() -> None:
    with st.sidebar:
        set_name, exists = _choose_set()
        answerer = _choose_answerer()
    pages = [
        st.Page(lambda: show_ask(set_name, answerer, exists), title="Ask", url_path="ask", default=True),
        st.Page(lambda: show_library(set_name, exists), title="Library", url_path="library"),
    ]
    page = st.navigation(pages, position="top")
    _show_messages()
    page.run()


def _choose_set() -> tuple[str, bool]:
    """Return the set that is looked at, and whether it is there yet; the address may name it, as in "?set=malaria".

    Raises LibraryError if it is none of the sets, naming them.
    """
    names = list_sets()
    wanted = st.session_state.get("set_name") or st.query_params.get("set")
    if wanted is not None and wanted not in names and adding_jobs().last(wanted) is not None:
        names = sorted([*names, wanted])  # its first PDFs are on their way in
    if not names:
        st.caption("No guideline set yet")
        return wanted or DEFAULT_SET, False
    if wanted is None:
        wanted = DEFAULT_SET if DEFAULT_SET in names else names[0]
    if wanted in names:
        st.session_state["set_name"] = wanted
    else:
        st.session_state["set_name"] = None
    chosen = st.selectbox("Guideline set", names, key="set_name", placeholder="Choose a set")
    if chosen is None:
        open_set(wanted)  # says that it is not there, and which sets are
    st.query_params["set"] = chosen
    return chosen, chosen in list_sets()


def _choose_answerer() -> AnswererName:
    chosen: AnswererName = st.selectbox(
        "Answer with",
        sorted(ANSWERERS, key=lambda name: name != "auto"),
        format_func=lambda name: _ANSWERER_NAMES.get(name, name),
        key="answerer",
        help="Automatic takes Meditron3 where its weights and a GPU are, and quotes the guidelines where they are not; "
        "never a server. The answer says which it was.",
    )
    return chosen


def _show_messages() -> None:
    """Show what a button's callback had to say."""
    fault = st.session_state.pop("fault", None)
    if fault is not None:
        show_fault(fault)
    told = st.session_state.pop("told", None)
    if told is not None:
        st.success(escape_markdown(told))


show_app()
