"""Which answerer speaks: the one named, or the best that this machine can run."""

from collections.abc import Callable
from typing import Literal, get_args

from indexes.types import Embedder
from rag.answerers.meditron import MeditronAnswerer, meditron_available
from rag.answerers.quote import QuoteAnswerer
from rag.answerers.server import ServerAnswerer
from rag.answerers.server_settings import ServerSettings, read_settings
from rag.checks.entailment import load_entailment
from rag.types import Answerer

AnswererName = Literal["quote", "meditron", "server", "auto"]
ANSWERERS: tuple[AnswererName, ...] = get_args(AnswererName)


def choose_answerer(
    name: AnswererName,
    embedder: Embedder,
    say: Callable[[str], None],
    server: ServerSettings | None = None,
    entailment: str | None = None,
) -> Answerer:
    """Load the answerer of that name; "auto" takes Meditron3 only where a GPU and its weights are here.

    "auto" never takes a server: questions leave this machine only where that is asked for. `server` says which one,
    by default the environment's. `entailment` names a model that judges the words of what a model writes; quotes are
    the guidelines' own words, and need none. `say` is told what "auto" took and why. Raises AnswererError if Meditron3
    was asked for and cannot be loaded, or a server and none is named, and LibraryError for what is no entailment model.
    """
    if name == "auto":
        reason = meditron_available()
        if reason is not None:
            say(f"answering with quotes: {reason}")
            if entailment is not None:
                say("quotes are the guidelines' own words: the entailment model has nothing to judge")
            return QuoteAnswerer(embedder)
        say("answering with Meditron3, as its weights and a GPU are here")
    if name == "quote":
        return QuoteAnswerer(embedder)
    judge = None if entailment is None else load_entailment(entailment)
    if name == "server":
        return ServerAnswerer(server or read_settings(), entailment=judge)
    return MeditronAnswerer.from_pretrained(entailment=judge)
