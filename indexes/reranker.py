"""An optional last step of a search: a cross-encoder reads question and passage together.

It knows more than vectors that were made apart (Nogueira and Cho, "Passage Re-ranking with BERT", 2019), and costs one
run of a model for each passage read. None is packaged: which one is good for a set is for its owner to try.
"""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indexes.context import all_text
from indexes.cross_encoders import load_cross_encoder
from indexes.errors import LibraryError
from indexes.types import Hit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

READ = 50
"""How many hits are read at least, however few are asked for."""

_BATCH = 16


class Reranker:
    """A sentence-transformers cross-encoder. Safe to use from several threads."""

    def __init__(self, model: "CrossEncoder", name: str) -> None:
        self._model = model
        self._lock = threading.Lock()  # its tokenizer serves one thread at a time
        self.name = name

    def rank(self, question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Return the hits in the order that the model gives, best first, with its scores; ties stay as they were.

        A passage is read with its guideline's title and all titles above it, cut where the model takes no more.
        """
        if not hits:
            return ()
        pairs = [(question, all_text(hit.guideline.title, hit.passage)) for hit in hits]
        with self._lock:
            scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        scored = [replace(hit, score=float(score)) for hit, score in zip(hits, scores, strict=True)]
        return tuple(sorted(scored, key=lambda hit: -hit.score))


def load_reranker(name: str) -> Reranker:
    """Load a cross-encoder by its hub's name or from a folder: safetensors only, and no code of its own.

    It runs on a GPU where torch has one. Raises LibraryError if there is no such model, or if it is no cross-encoder
    with one score a pair.
    """
    model = load_cross_encoder(name, "reranker")
    if model.num_labels != 1:
        raise LibraryError(f"{name} gives {model.num_labels} scores for a pair of texts; a reranker gives one")
    return Reranker(model, name)
