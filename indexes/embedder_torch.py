"""Embeds with sentence-transformers itself: on a GPU, and for models that OpenVINO cannot take."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexes.errors import LibraryError
from indexes.types import EmbedderIdentity, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def load_sentence_transformer(folder: Path, device: str) -> "SentenceTransformer":
    """Load a model from a folder, safetensors only. Raises LibraryError if it is no sentence-transformers model."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # weights load in a blink, and the bar would stand between a user's own lines
    try:
        options: dict[str, Any] = {"use_safetensors": True}
        return SentenceTransformer(
            str(folder), device=device, trust_remote_code=False, local_files_only=True, model_kwargs=options
        )
    except (OSError, ValueError, KeyError) as fault:
        raise LibraryError(f"{folder} cannot be loaded as a sentence-transformers model ({fault})") from fault


class TorchEmbedder:
    """A sentence-transformers model run by torch."""

    def __init__(self, model: "SentenceTransformer", identity: EmbedderIdentity) -> None:
        self._model = model
        self.identity = identity

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension)."""
        return self._embed([self.identity.query_prefix + text for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension)."""
        return self._embed([self.identity.passage_prefix + text for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.identity.dimension), dtype=np.float32)
        # An empty prompt keeps a model's own default prompt from being put in front of our prefix.
        vectors = self._model.encode(texts, prompt="", normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)
