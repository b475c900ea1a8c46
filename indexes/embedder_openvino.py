"""Embeds on a CPU through OpenVINO, with a model that `conversion` made."""

import queue
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from indexes.engine import openvino
from indexes.types import EmbedderIdentity, Vectors

_BATCH = 8
"""Texts in one inference. Two cores embed as fast with 4 or 16, as long as a batch is of texts of like length."""

_LENGTH_STEP = 4
"""Batches are padded to a multiple of so many tokens: OpenVINO prepares its kernels once for each shape."""


class OpenVINOEmbedder:
    """A converted model on the CPU, in bfloat16 where the processor has it."""

    def __init__(self, folder: Path, identity: EmbedderIdentity, inputs: Sequence[str], max_length: int) -> None:
        """Load model.xml and tokenizer.json from a folder. Raises RuntimeError if they are damaged.

        `inputs` are the names of the model's token tensors; a text is cut after `max_length` tokens.
        """
        self.identity = identity
        self._inputs = list(inputs)
        self._max_length = max_length
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
                # Batches side by side, one core each, lose less to waiting than one batch on all cores. Not pinned: the
                # processes that read PDFs need cores at the same time.
                "PERFORMANCE_HINT": "THROUGHPUT",
                "ENABLE_CPU_PINNING": "NO",
                "CACHE_DIR": str(folder / "compiled"),
            },
        )
        # One request serves one thread at a time; who needs one waits for it here.
        self._requests: queue.SimpleQueue[openvino.InferRequest] = queue.SimpleQueue()
        self._streams = int(self._model.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        for _ in range(self._streams):
            self._requests.put(self._model.create_infer_request())

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
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def embed(batch: list[int]) -> None:
            feed = self._feed([encodings[at].ids for at in batch])
            request = self._requests.get()
            try:
                vectors[batch] = request.infer(feed)[0]
            finally:
                self._requests.put(request)

        if len(batches) == 1:
            embed(batches[0])  # a question: no thread is started for it
        else:
            with ThreadPoolExecutor(self._streams) as pool:
                for _ in pool.map(embed, batches):
                    pass
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(norms, np.finfo(np.float32).tiny)
        return vectors

    def _feed(self, ids: list[list[int]]) -> dict[str, NDArray[np.int64]]:
        longest = max(len(row) for row in ids)
        length = min(-(-longest // _LENGTH_STEP) * _LENGTH_STEP, self._max_length)
        tokens = np.zeros((len(ids), length), dtype=np.int64)
        mask = np.zeros((len(ids), length), dtype=np.int64)
        for at, row in enumerate(ids):
            tokens[at, : len(row)] = row
            mask[at, : len(row)] = 1
        values = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        return {name: values[name] for name in self._inputs}
