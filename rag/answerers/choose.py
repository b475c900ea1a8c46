"""Which answerer speaks: the one named, or the best that this machine can run."""

from collections.abc import Callable
from typing import Literal, get_args

from indexes.types import Embedder
from rag.answerers.meditron import MeditronAnswerer, meditron_available
from rag.answerers.quote import QuoteAnswerer
from rag.types import Answerer

AnswererName = Literal["quote", "meditron", "auto"]
ANSWERERS: tuple[AnswererName, ...] = get_args(AnswererName)


def choose_answerer(name: AnswererName, embedder: Embedder, say: Callable[[str], None]) -> Answerer:
    """Load the answerer of that name; "auto" takes Meditron3 only where a GPU and its weights are here.

    `say` is told what "auto" took and why. Raises AnswererError if Meditron3 was asked for and cannot be loaded.
    """
    if name == "auto":
        reason = meditron_available()
        if reason is not None:
            say(f"answering with quotes: {reason}")
            return QuoteAnswerer(embedder)
        say("answering with Meditron3, as its weights and a GPU are here")
    if name == "quote":
        return QuoteAnswerer(embedder)
    return MeditronAnswerer.from_pretrained()
