"""An optional last step of a search: a cross-encoder reads question and passage together.

It knows more than vectors that were made apart (Nogueira and Cho, "Passage Re-ranking with BERT", 2019), and costs one
run of a model for each passage read. None is packaged: which one is good for a set is for its owner to try.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexes.context import all_text
from indexes.device import has_cuda
from indexes.errors import LibraryError
from indexes.model_files import find_model
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
    folder = find_model(name, "reranker")
    _check_files(folder)
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {"use_safetensors": True}
    try:
        model = CrossEncoder(
            str(folder),
            device="cuda" if has_cuda() else "cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs=options,
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as fault:
        raise LibraryError(f"{folder} cannot be loaded as a cross-encoder ({fault})") from fault
    if model.num_labels != 1:
        raise LibraryError(f"{folder} gives {model.num_labels} scores for a pair of texts; a reranker gives one")
    return Reranker(model, name)


def _check_files(folder: Path) -> None:
    """Raise LibraryError unless a folder says that it holds a cross-encoder, with safetensors weights.

    Any other model would be loaded too, with a last layer made up of random numbers.
    """
    try:
        settings = json.loads((folder / "config.json").read_text("utf-8"))
        classes = [str(name) for name in settings.get("architectures") or ()]
    except (OSError, ValueError, AttributeError) as fault:
        raise LibraryError(f"{folder} holds no cross-encoder: its config.json cannot be read ({fault})") from fault
    if not any(name.endswith("ForSequenceClassification") for name in classes):
        raise LibraryError(f"{folder} holds no cross-encoder: its config.json names {', '.join(classes) or 'no class'}")
    if not any(folder.glob("*.safetensors")):
        raise LibraryError(f"{folder} holds no cross-encoder: it has no .safetensors weights")
