"""What the page opens once and shares among all who look at it: sets, answerers, and one question at a time."""

import threading
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from indexes.library import Library
from indexes.types import Embedder, EmbedderIdentity, Filter
from rag.answerers.absent import AbsentAnswerer
from rag.answerers.choose import AnswererName, choose_answerer
from rag.answerers.meditron import meditron_available
from rag.assistant import Assistant
from rag.errors import AnswererError
from rag.types import Answer, Answerer, Writing
from ui.sets import open_set, set_folder

_ASKING = threading.Lock()
"""Each reader of the page has a thread of its own, and a model answers one batch at a time."""


def get_library(name: str) -> Library:
    """Open a set, or return it as it is open already. Raises LibraryError if there is none of that name."""
    file = set_folder(name) / "library.sqlite"
    # With the file's own number in the key, a set that was deleted and made again is not mistaken for the old one.
    return _open_library(file, file.stat().st_ino if file.exists() else 0)


@st.cache_resource(show_spinner=False)
def _open_library(file: Path, inode: int) -> Library:  # noqa: ARG001 (part of the cache's key)
    return open_set(file.parent.name)


def ask_library(
    library: Library,
    answerer: AnswererName,
    question: str,
    where: Filter,
    show: Callable[[Writing], None],
) -> tuple[Answer, str]:
    """Answer a question, and say what "auto" took and why, and which guidelines the filter left out for lack of facts.

    `show` is given the evidence and the statements so far while an answer is written; quotes are there in a moment.
    An answerer that cannot be loaded or fails leaves an answer with the fault and the evidence.
    Raises FieldguideError if the question or the set is empty, or if the filter leaves nothing.
    """
    notes = library.check_filter(where)
    taken, said = _resolve(answerer)
    try:
        speaker = _load_answerer(taken, library.embedder.identity if taken == "quote" else None, library.embedder)
    except AnswererError as fault:
        speaker = AbsentAnswerer(taken, fault)
    with _ASKING:
        for made in Assistant(library, speaker, where=where).ask_stream(question):
            if isinstance(made, Answer):
                answer = made
            elif taken != "quote":
                show(made)
    return answer, " ".join([said, *(f"{note}." for note in notes)]).strip()


@st.cache_resource(show_spinner=False)
def _resolve(answerer: AnswererName) -> tuple[AnswererName, str]:
    """Settle what "auto" is, once: when the weights fill the GPU, it would seem to have no room for them."""
    if answerer != "auto":
        return answerer, ""
    reason = meditron_available()
    if reason is None:
        return "meditron", "Automatic took Meditron3: its weights and a GPU are here."
    return "quote", f"Automatic took quotes: {reason}."


@st.cache_resource(show_spinner="Loading the answerer")
def _load_answerer(taken: AnswererName, embedder: EmbedderIdentity | None, _embedder: Embedder) -> Answerer:  # noqa: ARG001
    """Load an answerer once. Only quoting depends on the embedder: a model of many GB is shared by all sets."""
    return choose_answerer(taken, _embedder, lambda _: None)
