"""Whether a GPU is there, asked cheaply: importing torch costs seconds, so the driver is looked for first."""

import shutil
from functools import cache
from pathlib import Path


@cache
def has_cuda() -> bool:
    """Whether torch can use a CUDA GPU on this machine."""
    if not Path("/proc/driver/nvidia/version").exists() and shutil.which("nvidia-smi") is None:
        return False
    import torch

    return bool(torch.cuda.is_available())
