"""What memory a local model takes, what there is, and whether a fault is for want of it."""

import os
from collections.abc import Mapping
from pathlib import Path

from rag.answerers.model_settings import Precision
from rag.answerers.weights import count_parameters

_BYTES: Mapping[Precision, float] = {"bfloat16": 2, "float16": 2, "float32": 4, "nf4": 0.8}
"""Of memory for each parameter; with NF4 embeddings and scores stay in 2 bytes: 0.73 in all for Meditron3's 7B."""


def count_bytes(folder: Path, precision: Precision) -> int:
    """Return about how many bytes of memory the weights in a folder take. Raises AnswererError if they are damaged."""
    return round(count_parameters(folder) * _BYTES[precision])


def describe_shortage(model: str, needed: int, free: int | None, device: str) -> str | None:
    """Return why weights of `needed` bytes do not go into `free` bytes of memory, or None if they do, or if unknown."""
    if free is None or needed <= free:
        return None
    return (
        f"{model} needs {needed / 1e9:.1f} GB of {name_memory(device)} and {free / 1e9:.1f} GB can be had: "
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


def name_memory(device: str) -> str:
    """Return what a device's memory is called."""
    return "memory" if device == "cpu" else "GPU memory"


def is_lack_of_memory(fault: Exception) -> bool:
    """Tell whether a fault of torch says that memory could not be had; for a CPU's there is no class but words."""
    import torch

    return isinstance(fault, torch.OutOfMemoryError) or "can't allocate memory" in str(fault)
