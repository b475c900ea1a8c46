"""Embeds with sentence-transformers itself: on a GPU, and for models that OpenVINO cannot take."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexes.errors import LibraryError
from indexes.types import Embedded, EmbedderIdentity, Vectors
from indexes.unit_length import to_unit_length

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
        self._lock = threading.Lock()  # its tokenizer serves one thread at a time
        self.identity = identity
        self._has_tokens = "token_embeddings" in model(model.preprocess(["one"]))

    def embed_queries(self, texts: Sequence[str]) -> Embedded:
        """Embed questions."""
        found = self._embed([self.identity.query_prefix + text for text in texts])
        return Embedded(found.vectors, tuple(to_unit_length(tokens) for tokens in found.tokens))

    def embed_passages(self, texts: Sequence[str]) -> Embedded:
        """Embed passages."""
        return self._embed([self.identity.passage_prefix + text for text in texts])

    def _embed(self, texts: list[str]) -> Embedded:
        if not texts:
            return Embedded(np.zeros((0, self.identity.dimension), dtype=np.float32), ())
        # An empty prompt keeps a model's own default prompt from being put in front of our prefix.
        options: dict[str, Any] = {"prompt": "", "show_progress_bar": False}
        if not self._has_tokens:
            with self._lock:
                found = self._model.encode(texts, normalize_embeddings=True, **options)
            vectors = np.asarray(found, dtype=np.float32)
            return Embedded(vectors, tuple(np.zeros((0, 1), dtype=np.float32) for _ in texts))
        with self._lock:
            features: Any = self._model.encode(texts, output_value=None, **options)
        vectors = np.stack([feature["sentence_embedding"].float().cpu().numpy() for feature in features])
        return Embedded(to_unit_length(vectors), tuple(self._tokens(feature) for feature in features))

    def _tokens(self, feature: Any) -> Vectors:
        tokens: Vectors = feature["token_embeddings"].float().cpu().numpy()
        ids = feature["input_ids"][: len(tokens)].tolist()
        tokenizer = self._model.tokenizer
        special = np.array(tokenizer.get_special_tokens_mask(ids, already_has_special_tokens=True), dtype=np.bool_)
        marks = {tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.bos_token_id, tokenizer.eos_token_id}
        if tokenizer.unk_token_id not in marks:
            # What the vocabulary lacks counts as special there, but it is a piece of the text.
            special &= np.array(ids) != tokenizer.unk_token_id
        return tokens[~special]
