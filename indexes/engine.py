"""OpenVINO without its telemetry: the only place that imports it."""

import sys

# On import, OpenVINO sends an event to an analytics service and writes an id into the user's home. A module that is
# None cannot be imported, and OpenVINO then takes its own stand-in, which sends nothing. Nobody asked for either here.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]

import openvino  # noqa: E402 (after the line above, or it is too late)

__all__ = ["openvino"]
