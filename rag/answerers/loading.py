"""Loads a causal language model of transformers onto a GPU or the CPU, or says in one sentence why that cannot be."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from rag.answerers.weights import count_parameters, find_weights
from rag.errors import AnswererError

Precision = Literal["bfloat16", "float16", "float32"]

_BYTES: Mapping[Precision, int] = {"bfloat16": 2, "float16": 2, "float32": 4}


def load_model(model: str, *, device: str | None, precision: Precision | None) -> tuple[Any, Any]:
    """Return the transformers model and tokenizer of a Hugging Face name or a folder, on their device.

    `device` is a torch device, by default the CUDA GPU, or the CPU where there is none; `precision` is by default
    bfloat16 on a GPU and float32 on a CPU. Only safetensors are read, and no code that comes with a model is run.
    Raises AnswererError if the weights are not found, cannot be fetched or loaded, or do not fit into memory.
    """
    folder = find_weights(model)
    import torch

    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        torch.device(device)
    except RuntimeError as fault:
        raise AnswererError(f"There is no device {device}: use cuda or cpu.") from fault
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise AnswererError(f"There is no CUDA GPU for {model} here: use another answerer, or the device cpu.")
    precision = precision or ("float32" if device == "cpu" else "bfloat16")
    needed = count_parameters(folder) * _BYTES[precision]
    if shortage := describe_shortage(model, needed, free_memory(device), device):
        raise AnswererError(shortage)
    return _load(model, folder, device, getattr(torch, precision))


def describe_shortage(model: str, needed: int, free: int | None, device: str) -> str | None:
    """Return why weights of `needed` bytes do not go into `free` bytes of memory, or None if they do, or if unknown."""
    if free is None or needed <= free:
        return None
    memory = "memory" if device == "cpu" else "GPU memory"
    return (
        f"{model} needs {needed / 1e9:.1f} GB of {memory} and {free / 1e9:.1f} GB can be had: "
        "close other programs, or use a larger machine or another answerer."
    )


def free_memory(device: str) -> int | None:
    """Return the bytes that weights may take: what is free on a CUDA GPU, all of the machine's memory for the CPU."""
    if device.startswith("cuda"):
        import torch

        return int(torch.cuda.mem_get_info(device)[0])
    if device == "cpu" and hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _load(name: str, folder: Path, device: str, dtype: Any) -> tuple[Any, Any]:
    """Load the model onto its device, and its tokenizer."""
    import torch
    import transformers
    from safetensors import SafetensorError

    # Any: the declared types do not know that a loading report may come with the model.
    models: Any = transformers.AutoModelForCausalLM
    tokenizers: Any = transformers.AutoTokenizer
    try:
        tokenizer = tokenizers.from_pretrained(folder, trust_remote_code=False, local_files_only=True)
        model, report = models.from_pretrained(
            folder,
            dtype=dtype,
            attn_implementation="sdpa",
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
            output_loading_info=True,
        )
        model = model.to(device).eval()
    except torch.OutOfMemoryError as fault:
        raise AnswererError(
            f"The GPU has too little free memory to load {name}: close other programs that use it."
        ) from fault
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as fault:
        reason = " ".join(str(fault).split())[:200]
        raise AnswererError(f"{name} cannot be loaded ({reason}): copy or download the model again.") from fault
    if report["missing_keys"]:
        # transformers fills missing tensors with random numbers and only warns.
        raise AnswererError(
            f"The weights of {name} lack {len(report['missing_keys'])} of the tensors that its config.json asks for: "
            "copy or download the model again."
        )
    return model, tokenizer
