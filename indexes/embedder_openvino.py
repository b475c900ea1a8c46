"""Embeds on a CPU through OpenVINO, with a model that `conversion` made."""

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from indexes.engine import openvino
from indexes.quantisation import GROUP
from indexes.types import Embedded, EmbedderIdentity, Vectors
from indexes.unit_length import to_unit_length

_BATCH = 8
"""Texts in one inference. Two cores embed as fast with 4 or 16, as long as a batch is of texts of like length."""

_LEAST_TOKENS = 16
"""A text of fewer tokens is not embedded in 8 bits: there are too few of them for the roundings to average out."""

_LENGTH_STEP = 4
"""Batches are padded to a multiple of so many tokens: OpenVINO prepares its kernels once for each shape."""


class OpenVINOEmbedder:
    """A converted model on the CPU: in bfloat16 where the processor has it, and in 8 bits where its weights are."""

    def __init__(
        self, folder: Path, identity: EmbedderIdentity, inputs: Sequence[str], max_length: int, quantised: bool = False
    ) -> None:
        """Load model.xml and tokenizer.json from a folder. Raises RuntimeError if they are damaged.

        `inputs` are the names of the model's token tensors; a text is cut after `max_length` tokens. If `quantised`,
        quantised.xml embeds what comes in numbers.
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
        self._quantised = quantised
        # A question is one batch: it is embedded soonest by all cores together.
        self._single = self._compile("model.xml", "LATENCY").create_infer_request()
        self._lock = threading.Lock()  # one request serves one thread at a time
        self._pool: queue.SimpleQueue[openvino.InferRequest] | None = None
        self._streams = 0

    def embed_queries(self, texts: Sequence[str]) -> Embedded:
        """Embed questions."""
        found = self._embed([self.identity.query_prefix + text for text in texts])
        return Embedded(found.vectors, tuple(to_unit_length(tokens) for tokens in found.tokens))

    def embed_passages(self, texts: Sequence[str]) -> Embedded:
        """Embed passages."""
        return self._embed([self.identity.passage_prefix + text for text in texts])

    def _compile(self, name: str, hint: str) -> openvino.CompiledModel:
        core = openvino.Core()
        capabilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        return core.compile_model(
            str(self._folder / name),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": "bf16" if "BF16" in capabilities else "f32",
                "PERFORMANCE_HINT": hint,
                # Where weights are in 8 bits, activations are brought to 8 bits as they come, a scale a group.
                "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(GROUP),
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
                model = self._compile("quantised.xml" if self._quantised else "model.xml", "THROUGHPUT")
                self._streams = int(model.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
                self._pool = queue.SimpleQueue()
                for _ in range(self._streams):
                    self._pool.put(model.create_infer_request())
            return self._pool

    def _embed(self, texts: list[str]) -> Embedded:
        vectors = np.zeros((len(texts), self.identity.dimension), dtype=np.float32)
        tokens: list[Vectors] = [np.zeros((0, 1), dtype=np.float32)] * len(texts)
        encodings = self._tokenizer.encode_batch(texts)
        # Texts of like length go together, so that little of a batch is padding.
        order = sorted(range(len(texts)), key=lambda at: len(encodings[at].ids))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def keep(batch: list[int], outputs: Any) -> None:
            vectors[batch] = outputs[0]
            if len(outputs) > 1:
                for at, row in zip(batch, outputs[1], strict=True):
                    own = np.flatnonzero(np.array(encodings[at].special_tokens_mask) == 0)
                    tokens[at] = row[own]

        def embed_alone(batch: list[int]) -> None:
            feed = self._feed([encodings[at].ids for at in batch])
            with self._lock:
                keep(batch, self._single.infer(feed))

        def embed_beside_others(batch: list[int]) -> None:
            feed = self._feed([encodings[at].ids for at in batch])
            request = requests.get()
            try:
                keep(batch, request.infer(feed))
            finally:
                requests.put(request)

        least = _LEAST_TOKENS if self._quantised else 0
        alone = [batch for batch in batches if len(batches) == 1 or len(encodings[batch[0]].ids) < least]
        for batch in alone:
            embed_alone(batch)
        if len(alone) < len(batches):
            requests = self._requests()
            with ThreadPoolExecutor(self._streams) as threads:
                for _ in threads.map(embed_beside_others, batches[len(alone) :]):
                    pass
        return Embedded(to_unit_length(vectors), tuple(tokens))

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
