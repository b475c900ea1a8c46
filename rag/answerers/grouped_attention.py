"""Attention of one new token a row over a static cache, without a copy of the keys for each group of heads."""

import torch
from transformers import AttentionInterface

NAME = "fieldguide_grouped"
"""What transformers knows it by."""

SLOTS_PER_PART = 256
"""Values are summed in parts of so many slots, all parts at once: one row alone then keeps a whole GPU busy."""


def attend_grouped(
    module: torch.nn.Module,  # noqa: ARG001 (transformers gives it)
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor,
    scaling: float,
    **_: object,
) -> tuple[torch.Tensor, None]:
    """Return what each head reads, (rows, 1, heads, width), and None for the weights.

    `query` is (rows, heads, 1, width), `key` and `value` (rows, groups, slots, width), where each group serves as many
    heads in a row; `attention_mask`, (rows, 1, 1, slots), is True where a slot may be read. transformers' own copies
    keys and values for each head when it is compiled, and else leaves a row's groups to one multiprocessor each.
    Scores and sums are float32, as in flash attention.
    """
    rows, heads, _one, width = query.shape
    groups, slots = key.shape[1], key.shape[2]
    shared = heads // groups
    asked = query.reshape(rows * groups, shared, width)
    scores = _multiply(asked, key.reshape(rows * groups, slots, width).transpose(1, 2)) * scaling
    readable = attention_mask.expand(rows, groups, 1, slots).reshape(rows * groups, 1, slots)
    weights = scores.masked_fill(~readable, -torch.inf).softmax(dim=-1).to(value.dtype)
    parts = slots // SLOTS_PER_PART if slots % SLOTS_PER_PART == 0 else 1
    weights = weights.reshape(rows * groups, shared, parts, slots // parts).transpose(1, 2)
    values = value.reshape(rows * groups * parts, slots // parts, width)
    sums = _multiply(weights.reshape(rows * groups * parts, shared, slots // parts), values)
    read = sums.reshape(rows, groups, parts, shared, width).sum(dim=2).to(value.dtype)
    return read.reshape(rows, 1, heads, width), None


def _multiply(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Return the products of two batches of matrices in float32, whatever they are in."""
    if left.dtype == torch.float32:
        return torch.bmm(left, right)
    if left.is_cuda:
        return torch.bmm(left, right, out_dtype=torch.float32)
    return torch.bmm(left.float(), right.float())


AttentionInterface.register(NAME, attend_grouped)
