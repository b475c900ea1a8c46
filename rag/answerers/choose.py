"""Which answerer speaks: the one named, or the best that this machine can run."""

from collections.abc import Callable
from typing import Literal, get_args

from indexes.types import Embedder
from rag.answerers.meditron import MeditronAnswerer, meditron_available
from rag.answerers.quote import QuoteAnswerer
from rag.answerers.server import ServerAnswerer
from rag.answerers.server_settings import ServerSettings, read_settings
from rag.types import Answerer

AnswererName = Literal["quote", "meditron", "server", "auto"]
ANSWERERS: tuple[AnswererName, ...] = get_args(AnswererName)


def choose_answerer(
    name: AnswererName, embedder: Embedder, say: Callable[[str], None], server: ServerSettings | None = None
) -> Answerer:
    """Load the answerer of that name; "auto" takes Meditron3 only where a GPU and its weights are here.

    "auto" never takes a server: questions leave this machine only where that is asked for. `server` says which one,
    by default the environment's. `say` is told what "auto" took and why. Raises AnswererError if Meditron3 was asked
    for and cannot be loaded, or a server and none is named.
    """
    if name == "auto":
        reason = meditron_available()
        if reason is not None:
            say(f"answering with quotes: {reason}")
            return QuoteAnswerer(embedder)
        say("answering with Meditron3, as its weights and a GPU are here")
    if name == "quote":
        return QuoteAnswerer(embedder)
    if name == "server":
        return ServerAnswerer(server or read_settings())
    return MeditronAnswerer.from_pretrained()
