"""Embeds on a CPU through OpenVINO, with a model that `conversion` made."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from indexes.engine import openvino
from indexes.types import EmbedderIdentity, Vectors

_BATCH = 16


class OpenVINOEmbedder:
    """A converted model on the CPU, in bfloat16 where the processor has it."""

    def __init__(self, folder: Path, identity: EmbedderIdentity, inputs: Sequence[str], max_length: int) -> None:
        """Load model.xml and tokenizer.json from a folder. Raises RuntimeError if they are damaged.

        `inputs` are the names of the model's token tensors; a text is cut after `max_length` tokens.
        """
        self.identity = identity
        self._inputs = list(inputs)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as fault:  # tokenizers raises bare Exception
            raise RuntimeError(f"{folder / 'tokenizer.json'} is damaged") from fault
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length)
        core = openvino.Core()
        capabilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        precision = "bf16" if "BF16" in capabilities else "f32"
        self._model = core.compile_model(
            str(folder / "model.xml"),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": precision,
                "PERFORMANCE_HINT": "LATENCY",
                "CACHE_DIR": str(folder / "compiled"),
            },
        )
        self._request = self._model.create_infer_request()
        self._lock = threading.Lock()  # one request serves one thread at a time

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension)."""
        return self._embed([self.identity.query_prefix + text for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension)."""
        return self._embed([self.identity.passage_prefix + text for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.identity.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(texts)
        # Texts of like length go together, so that little of a batch is padding.
        order = sorted(range(len(texts)), key=lambda at: len(encodings[at].ids))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            feed = self._feed([encodings[at].ids for at in batch])
            with self._lock:
                vectors[batch] = self._request.infer(feed)[0]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(norms, np.finfo(np.float32).tiny)
        return vectors

    def _feed(self, ids: list[list[int]]) -> dict[str, NDArray[np.int64]]:
        length = max(len(row) for row in ids)
        tokens = np.zeros((len(ids), length), dtype=np.int64)
        mask = np.zeros((len(ids), length), dtype=np.int64)
        for at, row in enumerate(ids):
            tokens[at, : len(row)] = row
            mask[at, : len(row)] = 1
        values = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        return {name: values[name] for name in self._inputs}
