"""What the page opens once and shares among all who look at it: sets, answerers, and the turns at them."""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from indexes.library import Library
from indexes.types import Embedder, EmbedderIdentity, Filter
from rag.answerers.absent import AbsentAnswerer
from rag.answerers.choose import AnswererName, choose_answerer
from rag.answerers.meditron import MeditronAnswerer, meditron_available
from rag.answerers.quote import QuoteAnswerer
from rag.answerers.server import ServerAnswerer
from rag.answerers.turns import Turns
from rag.answerers.waiting import WaitingAnswerer
from rag.assistant import Assistant
from rag.errors import AnswererError
from rag.types import Answer, Answerer, Writing
from ui.options import ENTAILMENT_VARIABLE
from ui.sets import open_set, set_folder

Show = Callable[[Writing, int], None]
"""Shows what there is of an answer, and how many questions of others have or come to the model before it."""


@dataclass(frozen=True, slots=True)
class _Speaker:
    """An answerer that is loaded, and the turns at it, None where all may ask it at once."""

    answerer: Answerer
    turns: Turns | None


def get_library(name: str) -> Library:
    """Open a set, or return it as it is open already. Raises LibraryError if there is none of that name."""
    file = set_folder(name) / "library.sqlite"
    # With the file's own number in the key, a set that was deleted and made again is not mistaken for the old one.
    return _open_library(file, file.stat().st_ino if file.exists() else 0)


@st.cache_resource(show_spinner=False)
def _open_library(file: Path, inode: int) -> Library:  # noqa: ARG001 (part of the cache's key)
    return open_set(file.parent.name)


def ask_library(
    library: Library, answerer: AnswererName, question: str, where: Filter, show: Show
) -> tuple[Answer, str]:
    """Answer a question, and say what "auto" took and why, and which guidelines the filter left out for lack of facts.

    Each reader of the page has a thread of its own. All may search and quote at once; at a model they take turns, and
    the answer's timings have the "wait" for it. `show` is given what there is while one waits and while a model
    writes; quotes are there in a moment.
    An answerer that cannot be loaded or fails leaves an answer with the fault and the evidence.
    Raises FieldguideError if the question or the set is empty, or if the filter leaves nothing.
    """
    notes = library.check_filter(where)
    taken, said = _resolve(answerer)
    try:
        speaker = _load_answerer(taken, library.embedder.identity if taken == "quote" else None, library.embedder)
    except AnswererError as fault:
        speaker = _Speaker(AbsentAnswerer(taken, fault), None)
    answer = _ask(library, speaker, question, where, show)
    return answer, " ".join([said, *(f"{note}." for note in notes)]).strip()


def _ask(library: Library, speaker: _Speaker, question: str, where: Filter, show: Show) -> Answer:
    if speaker.turns is None:
        return Assistant(library, speaker.answerer, where=where).ask(question)
    writing = Writing(question, (), ())
    waiting = WaitingAnswerer(speaker.answerer, speaker.turns, lambda before: show(writing, before))
    # Closed at once where showing fails, as it does when the reader has gone: the turn is the next one's then.
    with closing(Assistant(library, waiting, where=where).ask_stream(question)) as stream:
        for made in stream:
            if isinstance(made, Answer):
                answer = made
            else:
                writing = made
                show(writing, 0)
    timings = answer.timings | {"answer": answer.timings["answer"] - waiting.waited, "wait": waiting.waited}
    return replace(answer, timings=timings)


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
def _load_answerer(taken: AnswererName, embedder: EmbedderIdentity | None, _embedder: Embedder) -> _Speaker:  # noqa: ARG001
    """Load an answerer once. Only quoting depends on the embedder: a model of many GB is shared by all sets."""
    entailment = os.environ.get(ENTAILMENT_VARIABLE) or None
    answerer = choose_answerer(taken, _embedder, lambda _: None, None, entailment)
    return _Speaker(answerer, _make_turns(answerer))


def _make_turns(answerer: Answerer) -> Turns | None:
    """Return the turns at an answerer: as many places as it can serve at once."""
    if isinstance(answerer, QuoteAnswerer):
        return None
    if isinstance(answerer, MeditronAnswerer):
        return Turns(answerer.model.streams)
    return Turns(answerer.settings.at_once if isinstance(answerer, ServerAnswerer) else 1)
