"""Embeds on a CPU through OpenVINO: the sentence-transformers model, converted once and kept in the cache."""

import json
import shutil
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray
from tokenizers import Tokenizer

from indexes.embedder_torch import load_sentence_transformer
from indexes.files import read_record, write_record
from indexes.model_files import cache_folder
from indexes.types import EmbedderIdentity, Vectors

FORMAT = 1
LEAST_COSINE = 0.999
"""A conversion counts only if its vectors are this close to torch's."""

_BATCH = 16
_SAMPLE = (
    "Give artesunate 2.4 mg/kg IV at 0, 12 and 24 hours.",
    "oral rehydration",
    "Children under five years of age with severe acute malnutrition and medical complications are admitted, fed with "
    "F-75 every three hours day and night, kept warm, and given a broad spectrum antibiotic from the first day.",
    "",
)


class OpenVINOEmbedder:
    """A converted model on the CPU, in bfloat16 where the processor has it."""

    def __init__(self, folder: Path, identity: EmbedderIdentity) -> None:
        record = read_record(folder / "converted.json")
        assert record is not None, "made by convert_model, which writes it last"
        self.identity = identity
        self._inputs: list[str] = record["inputs"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(record["max_length"])
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


def convert_model(folder: Path, weights: str) -> Path | None:
    """Return the cached conversion of a model, made now if it is not there; None if this model cannot be converted.

    A conversion counts only if its vectors agree with torch's to a cosine of LEAST_COSINE on sample texts. That a
    model cannot be converted is recorded as well, so that it is tried once only.
    """
    target = cache_folder() / f"openvino-{FORMAT}-{weights[:32]}"
    record = read_record(target / "converted.json")
    if record is not None:
        return target if record["usable"] else None
    if target.exists():
        shutil.rmtree(target)  # a conversion that was cut off
    target.mkdir(parents=True)
    usable, facts = _convert(folder, target)
    write_record(target / "converted.json", {"usable": usable, **facts})
    return target if usable else None


def _convert(folder: Path, target: Path) -> tuple[bool, dict[str, Any]]:
    import torch

    model = load_sentence_transformer(folder, "cpu")
    tokenizer_file = folder / "tokenizer.json"
    if not tokenizer_file.exists():
        return False, {"why": "it has no tokenizer.json"}
    shutil.copyfile(tokenizer_file, target / "tokenizer.json")
    features = model.preprocess(["one", "and another one"])
    inputs = [name for name, value in features.items() if isinstance(value, torch.Tensor) and value.dim() == 2]
    if not set(inputs) <= {"input_ids", "attention_mask", "token_type_ids"} or "attention_mask" not in inputs:
        return False, {"why": f"it takes {', '.join(inputs)}"}

    class Whole(torch.nn.Module):
        """All modules from token ids to the sentence's vector, with named tensors in and one tensor out."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            vector: torch.Tensor = self.model(dict(zip(inputs, tensors, strict=True)))["sentence_embedding"]
            return vector

    try:
        with warnings.catch_warnings():
            # Tracing warns of every branch on a shape. Whether a branch mattered is settled below, on vectors.
            warnings.simplefilter("ignore")
            converted = openvino.convert_model(Whole().eval(), example_input=tuple(features[name] for name in inputs))
    except (RuntimeError, ValueError, TypeError) as fault:
        return False, {"why": str(fault).splitlines()[0][:200]}
    for port, name in zip(converted.inputs, inputs, strict=True):
        port.get_tensor().set_names({name})
    openvino.save_model(converted, target / "model.xml", compress_to_fp16=False)
    facts = {"inputs": inputs, "max_length": int(model.max_seq_length or 512)}
    write_record(target / "converted.json", {"usable": True, **facts})
    dimension = int(np.asarray(model.encode(["one"])).shape[1])
    ours = OpenVINOEmbedder(target, EmbedderIdentity("", "", dimension, "", "")).embed_queries(_SAMPLE)
    theirs = np.asarray(model.encode(list(_SAMPLE), prompt="", normalize_embeddings=True, show_progress_bar=False))
    worst = float((ours * theirs).sum(axis=1).min())
    if worst < LEAST_COSINE:
        return False, {"why": f"its vectors differ from torch's (cosine {worst:.4f})"}
    return True, facts | {"dimension": dimension, "cosine": worst}


def converted_dimension(target: Path) -> int:
    """Return the length of a conversion's vectors."""
    return int(json.loads((target / "converted.json").read_text(encoding="utf-8"))["dimension"])
