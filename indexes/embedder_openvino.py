"""Embeds on a CPU through OpenVINO, with a model that `conversion` made."""

import queue
import threading
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
        self._folder = folder
        # A question is one batch: it is embedded soonest by all cores together.
        self._single = self._compile("LATENCY").create_infer_request()
        self._lock = threading.Lock()  # one request serves one thread at a time
        self._pool: queue.SimpleQueue[openvino.InferRequest] | None = None
        self._streams = 0

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension)."""
        return self._embed([self.identity.query_prefix + text for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension)."""
        return self._embed([self.identity.passage_prefix + text for text in texts])

    def _compile(self, hint: str) -> openvino.CompiledModel:
        core = openvino.Core()
        capabilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        return core.compile_model(
            str(self._folder / "model.xml"),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": "bf16" if "BF16" in capabilities else "f32",
                "PERFORMANCE_HINT": hint,
                # Not pinned: the processes that read PDFs need cores at the same time.
                "ENABLE_CPU_PINNING": "NO",
                "CACHE_DIR": str(self._folder / "compiled"),
            },
        )

    def _requests(self) -> "queue.SimpleQueue[openvino.InferRequest]":
        """Return the requests for many batches, made when they are first needed; who needs one waits for it there.

        Batches side by side, one core each, lose less to waiting than one batch on all cores.
        """
        with self._lock:
            if self._pool is None:
                model = self._compile("THROUGHPUT")
                self._streams = int(model.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
                self._pool = queue.SimpleQueue()
                for _ in range(self._streams):
                    self._pool.put(model.create_infer_request())
            return self._pool

    def _embed(self, texts: list[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.identity.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(texts)
        # Texts of like length go together, so that little of a batch is padding.
        order = sorted(range(len(texts)), key=lambda at: len(encodings[at].ids))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        if len(batches) == 1:
            with self._lock:
                vectors[batches[0]] = self._single.infer(self._feed([encodings[at].ids for at in batches[0]]))[0]
        elif batches:
            requests = self._requests()

            def embed(batch: list[int]) -> None:
                feed = self._feed([encodings[at].ids for at in batch])
                request = requests.get()
                try:
                    vectors[batch] = request.infer(feed)[0]
                finally:
                    requests.put(request)

            with ThreadPoolExecutor(self._streams) as threads:
                for _ in threads.map(embed, batches):
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
