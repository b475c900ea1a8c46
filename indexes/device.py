"""Whether a GPU is there, asked cheaply: importing torch costs seconds, so the driver is looked for first."""

import shutil
from functools import cache
from pathlib import Path

_DRIVERS = ("/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/dxg", "/dev/kfd")


def may_have_gpu() -> bool:
    """Whether a driver for NVIDIA, Windows Subsystem for Linux or AMD GPUs shows itself."""
    return any(Path(driver).exists() for driver in _DRIVERS) or shutil.which("nvidia-smi") is not None


@cache
def has_cuda() -> bool:
    """Whether torch can use a CUDA GPU on this machine."""
    if not may_have_gpu():
        return False
    import torch

    return bool(torch.cuda.is_available())
