"""Converts a sentence-transformers model for OpenVINO, once, and keeps it in the cache."""

import logging
import shutil
import warnings
from pathlib import Path
from typing import Any

from filelock import FileLock

from indexes.conversion_checks import SAMPLE, compare_speed, embed_sample, worst_cosines
from indexes.embedder_openvino import OpenVINOEmbedder
from indexes.embedder_torch import load_sentence_transformer
from indexes.engine import openvino
from indexes.errors import LibraryError
from indexes.files import read_record, write_record
from indexes.model_files import using_cache
from indexes.quantisation import quantise_weights
from indexes.types import EmbedderIdentity

_LOGGER = logging.getLogger(__name__)

FORMAT = 5
LEAST_COSINE = 0.999
"""A conversion counts only if its vectors are this close to torch's."""

LEAST_TOKEN_COSINE = 0.998
"""And so close the vectors of single tokens, which no mean evens out. Of these the signs are kept; at this angle about
one of fifty differs. The packaged model's worst is 0.9999 in bfloat16 and 0.9987 in 8 bits."""

QUANTISED_COSINE = 0.9993
"""What 8-bit weights must keep on the sample: more than LEAST_COSINE, as a sample is not every text."""

QUANTISED_GAIN = 1.05
"""They are taken only where the processor multiplies them so many times faster: not every one does."""


def load_converted(
    folder: Path, name: str, weights: str, query_prefix: str, passage_prefix: str
) -> OpenVINOEmbedder | None:
    """Return a model's embedder from its conversion, made now if there is none that works; None if it cannot be made.

    A conversion counts only if its vectors agree with torch's on sample texts, to a cosine of LEAST_COSINE for texts
    and LEAST_TOKEN_COSINE for tokens. That a model cannot be converted is logged as a warning and recorded, so that it
    is tried once only with each release of OpenVINO. The record is written last, and one process converts while others
    wait. Raises LibraryError if the cache cannot be used, or what was just converted cannot be loaded.
    """
    with using_cache() as cache:
        target = cache / f"openvino-{FORMAT}-{weights[:32]}"
        with FileLock(str(target.with_suffix(".lock"))):
            for attempt in range(2):
                record = read_record(target / "converted.json")
                if record is None or not (record["usable"] or record["openvino"] == openvino.__version__):
                    record = _make(folder, target)
                    if not record["usable"]:
                        _LOGGER.warning(
                            "%s cannot be converted for OpenVINO (%s) and is run by torch, which is slower; this is "
                            "tried again with another release of OpenVINO, or when %s is deleted",
                            name,
                            record["why"],
                            target,
                        )
                if not record["usable"]:
                    return None
                identity = EmbedderIdentity(name, weights, record["dimension"], query_prefix, passage_prefix)
                try:
                    return _open(target, identity, record)
                except RuntimeError as fault:
                    if attempt:
                        raise LibraryError(
                            f"the embedder {name} cannot be loaded from {target} ({_first_line(fault)})"
                        ) from fault
                    shutil.rmtree(target)  # damaged, by a full disk for instance: it is a cache, and is made again
    raise AssertionError("the second attempt returns or raises")


def _open(target: Path, identity: EmbedderIdentity, facts: dict[str, Any]) -> OpenVINOEmbedder:
    return OpenVINOEmbedder(target, identity, facts["inputs"], facts["max_length"], facts["quantised"])


def _make(folder: Path, target: Path) -> dict[str, Any]:
    if target.exists():
        shutil.rmtree(target)  # a conversion that was cut off
    target.mkdir(parents=True)
    try:
        usable, facts = _convert(folder, target)
    except (RuntimeError, MemoryError) as fault:
        # Torch and OpenVINO raise these for what they cannot trace or express, and also where memory or disk run out.
        usable, facts = False, {"why": _first_line(fault)}
    record = {"usable": usable, "openvino": openvino.__version__, **facts}
    write_record(target / "converted.json", record)
    return record


def _first_line(fault: BaseException) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0][:200]


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
        return False, {"why": f"it takes {', '.join(inputs) or 'no padded tokens'}"}

    class Whole(torch.nn.Module):
        """All modules from token ids to the sentence's vector, and the tokens' own, with named tensors in."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, ...]:
            features = self.model(dict(zip(inputs, tensors, strict=True)))
            return tuple(features[name] for name in ("sentence_embedding", "token_embeddings") if name in features)

    try:
        with warnings.catch_warnings():
            # Tracing warns of every branch on a shape. Whether a branch mattered is settled below, on vectors.
            warnings.simplefilter("ignore")
            converted = openvino.convert_model(Whole().eval(), example_input=tuple(features[name] for name in inputs))
    except (ValueError, TypeError) as fault:
        return False, {"why": _first_line(fault)}
    for port, name in zip(converted.inputs, inputs, strict=True):
        port.get_tensor().set_names({name})
    facts: dict[str, Any] = {"inputs": inputs, "max_length": int(model.max_seq_length or 512)}
    identity = EmbedderIdentity("", "", int(model.encode(["one"]).shape[1]), "", "")
    facts |= {"dimension": identity.dimension, "quantised": False}
    openvino.save_model(converted, target / "model.xml", compress_to_fp16=False)
    plain = _open(target, identity, facts)
    expected = embed_sample(model)
    text, token = worst_cosines(plain, expected)
    if text < LEAST_COSINE:
        return False, {"why": f"its vectors differ from torch's (cosine {text:.4f})"}
    if token < LEAST_TOKEN_COSINE:
        return False, {"why": f"its tokens' vectors differ from torch's (cosine {token:.4f})"}
    facts |= {"cosine": text, "token_cosine": token}
    samples = (model.preprocess([text]) for text in SAMPLE)
    if quantise_weights(converted, ({name: sample[name].numpy() for name in inputs} for sample in samples)):
        openvino.save_model(converted, target / "quantised.xml", compress_to_fp16=False)
        quantised = _open(target, identity, facts | {"quantised": True})
        text, token = worst_cosines(quantised, expected)
        agrees = text >= QUANTISED_COSINE and token >= LEAST_TOKEN_COSINE
        if agrees and compare_speed(quantised, plain) >= QUANTISED_GAIN:
            return True, facts | {"quantised": True, "cosine": text, "token_cosine": token}
    return True, facts
