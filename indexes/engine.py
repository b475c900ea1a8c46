"""OpenVINO without its telemetry, and ready for several threads: the only place that imports it."""

import sys

import numpy as np

# On import, OpenVINO sends an event to an analytics service and writes an id into the user's home. A module that is
# None cannot be imported, and OpenVINO then takes its own stand-in, which sends nothing. Nobody asked for either here.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]

import openvino  # noqa: E402 (after the line above, or it is too late)

# Its binding readies itself for arrays when it meets the first. Two threads that bring one each at that moment can wait
# for each other for ever: one holds that step and wants Python's lock, the other the lock and wants the step.
openvino.Tensor(np.zeros(1, dtype=np.int64))

__all__ = ["openvino"]
