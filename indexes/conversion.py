"""Converts a sentence-transformers model for OpenVINO, once, and keeps it in the cache."""

import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from indexes.embedder_openvino import OpenVINOEmbedder
from indexes.embedder_torch import load_sentence_transformer
from indexes.engine import openvino
from indexes.files import read_record, write_record
from indexes.model_files import cache_folder
from indexes.types import EmbedderIdentity

FORMAT = 2
LEAST_COSINE = 0.999
"""A conversion counts only if its vectors are this close to torch's."""

_SAMPLE = (
    "Give artesunate 2.4 mg/kg IV at 0, 12 and 24 hours.",
    "oral rehydration",
    "Children under five years of age with severe acute malnutrition and medical complications are admitted, fed with "
    "F-75 every three hours day and night, kept warm, and given a broad spectrum antibiotic from the first day.",
    "",
)


def load_converted(
    folder: Path, name: str, weights: str, query_prefix: str, passage_prefix: str
) -> OpenVINOEmbedder | None:
    """Return a model's embedder from its conversion, made now if there is none that works; None if it cannot be made.

    A conversion counts only if its vectors agree with torch's to a cosine of LEAST_COSINE on sample texts. That a
    model cannot be converted is recorded as well, so that it is tried once only. The record is written last, and one
    process converts while others wait.
    """
    target = cache_folder() / f"openvino-{FORMAT}-{weights[:32]}"
    with FileLock(str(target.with_suffix(".lock"))):
        for attempt in range(2):
            record = read_record(target / "converted.json")
            if record is None or (record["usable"] and "dimension" not in record):
                record = _make(folder, target)
            if not record["usable"]:
                return None
            identity = EmbedderIdentity(name, weights, record["dimension"], query_prefix, passage_prefix)
            try:
                return _open(target, identity, record)
            except RuntimeError:
                if attempt:
                    raise
                shutil.rmtree(target)  # damaged, by a full disk for instance: it is a cache, and is made again
    raise AssertionError("the second attempt returns or raises")


def _open(target: Path, identity: EmbedderIdentity, facts: dict[str, Any]) -> OpenVINOEmbedder:
    return OpenVINOEmbedder(target, identity, facts["inputs"], facts["max_length"])


def _make(folder: Path, target: Path) -> dict[str, Any]:
    if target.exists():
        shutil.rmtree(target)  # a conversion that was cut off
    target.mkdir(parents=True)
    usable, facts = _convert(folder, target)
    record = {"usable": usable, **facts}
    write_record(target / "converted.json", record)
    return record


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
    facts: dict[str, Any] = {"inputs": inputs, "max_length": int(model.max_seq_length or 512)}
    dimension = int(np.asarray(model.encode(["one"])).shape[1])
    ours = _open(target, EmbedderIdentity("", "", dimension, "", ""), facts).embed_queries(_SAMPLE)
    theirs = np.asarray(model.encode(list(_SAMPLE), prompt="", normalize_embeddings=True, show_progress_bar=False))
    worst = float((ours * theirs).sum(axis=1).min())
    if worst < LEAST_COSINE:
        return False, {"why": f"its vectors differ from torch's (cosine {worst:.4f})"}
    return True, facts | {"dimension": dimension, "cosine": worst}
