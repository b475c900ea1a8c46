"""Brings a model's matrix products to 8 bits: SmoothQuant (Xiao and others, ICML 2023), weights and activations."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexes.engine import openvino

GROUP = 128
"""So many weights share one scale, and so many activations: the unit in which OpenVINO multiplies 8 bits."""

Feed = Mapping[str, NDArray[Any]]
_Floats = NDArray[np.float32]
_SMALLEST = 1e-5
"""No channel's peak counts for less: one that is always zero would be divided by."""


def quantise_weights(model: openvino.Model, feeds: Iterable[Feed]) -> int:
    """Turn the weights of matrix products into signed 8-bit integers, in place; return how many products.

    A few channels of a transformer's activations are many times as large as the rest, and one scale for all of them
    would leave nothing of the small ones. So each channel is divided, and its weights multiplied, by the root of its
    largest activation over its largest weight. `feeds`, named token tensors, show how large these are. Weights are then
    rounded in groups along the summed dimension. Left as they are: weights that do not divide into whole groups,
    and the projections that make attention's values, whose errors no softmax softens.
    """
    products = _find_products(model)
    peaks = _find_peaks(model, feeds)
    by_source: dict[str, list[openvino.Node]] = {}
    for product in products:
        by_source.setdefault(_source_name(product), []).append(product)
    for name, fed in by_source.items():
        weights = [_weights(product) for product in fed]
        largest = np.max([np.abs(matrix).max(axis=0) for matrix in weights], axis=0)
        smoothing = np.sqrt(np.maximum(peaks[name], _SMALLEST) / np.maximum(largest, _SMALLEST)).astype(np.float32)
        smoothed = openvino.opset13.multiply(fed[0].input_value(0), openvino.opset13.constant(1 / smoothing))
        for product, matrix in zip(fed, weights, strict=True):
            product.input(0).replace_source_output(smoothed.output(0))
            product.input(1).replace_source_output(_in_groups(matrix * smoothing).output(0))
    model.validate_nodes_and_infer_types()
    return len(products)


def _find_products(model: openvino.Model) -> list[openvino.Node]:
    """Return the matrix products to be quantised: weights are (what comes out, what is summed)."""
    values = _find_value_projections(model)
    return [
        node
        for node in model.get_ordered_ops()
        if node.get_type_name() == "MatMul"
        and node.get_friendly_name() not in values
        and node.input_value(1).get_node().get_type_name() == "Constant"
        and node.get_attributes()["transpose_b"]
        and _weights(node).ndim == 2
        and _weights(node).shape[1] % GROUP == 0
    ]


def _find_value_projections(model: openvino.Model) -> set[str]:
    """Return the names of the matrix products that end in an attention's values."""
    names = set()
    for attention in model.get_ordered_ops():
        if attention.get_type_name() != "ScaledDotProductAttention":
            continue
        node = attention.input_value(2).get_node()
        while node.get_type_name() != "MatMul" and node.get_input_size():
            node = node.input_value(0).get_node()
        names.add(node.get_friendly_name())
    return names


def _find_peaks(model: openvino.Model, feeds: Iterable[Feed]) -> dict[str, _Floats]:
    """Return the largest activation of each channel, for each tensor that products are fed, by its node's name."""
    watched = model.clone()
    sources = {_source_name(product): product.input_value(0) for product in _find_products(watched)}
    first = len(watched.outputs)
    watched.add_outputs(list(sources.values()))
    request = openvino.Core().compile_model(watched, "CPU", {"INFERENCE_PRECISION_HINT": "f32"}).create_infer_request()
    peaks: dict[str, _Floats] = {}
    for feed in feeds:
        request.infer(feed)
        for at, name in enumerate(sources, start=first):
            activations = np.abs(request.get_output_tensor(at).data)
            peak = activations.reshape(-1, activations.shape[-1]).max(axis=0)
            peaks[name] = np.maximum(peaks[name], peak) if name in peaks else peak
    return peaks


def _source_name(product: openvino.Node) -> str:
    return str(product.input_value(0).get_node().get_friendly_name())


def _weights(product: openvino.Node) -> _Floats:
    return np.array(product.input_value(1).get_node().data, dtype=np.float32)


def _in_groups(weights: _Floats) -> openvino.Node:
    rows, columns = weights.shape
    groups = weights.reshape(rows, columns // GROUP, GROUP)
    scales = np.maximum(np.abs(groups).max(axis=2, keepdims=True) / 127, np.finfo(np.float32).tiny)
    whole = np.round(groups / scales).astype(np.int8)
    operators = openvino.opset13
    scaled = operators.multiply(operators.convert(operators.constant(whole), "f32"), operators.constant(scales))
    return operators.reshape(scaled, operators.constant(np.array([rows, columns], dtype=np.int64)), False)
