"""Late interaction: a passage is held against a question token by token (Khattab and Zaharia, ColBERT, SIGIR 2020).

No other weights are needed: the tokens' vectors are those that the embedder pools into a text's one vector. Of a
passage's token vectors only the signs are kept, one bit a component; the question's are used as they are. Pure.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from indexes.types import Vectors

_AT_ONCE = 512
"""Tokens whose signs are unpacked at once: so many stay in the processor's cache."""

TokenSigns = NDArray[np.uint8]
"""Shape (tokens, bytes): the signs of one text's token vectors, eight a byte, 1 for positive."""


def pack_signs(tokens: Vectors) -> TokenSigns:
    """Return the signs of token vectors of shape (tokens, width)."""
    return np.packbits(tokens > 0, axis=1)


def match_tokens(question: Vectors, passages: Sequence[TokenSigns]) -> list[float]:
    """Return for each passage how well it holds the question's tokens: the mean of each token's best match in it.

    `question` has shape (tokens, width), its rows of unit length. A match is the cosine of a token's vector to the
    signs of another's, from -1 to 1. Where either side has no tokens, it is 0.
    """
    lengths = [len(signs) for signs in passages]
    if not len(question) or not sum(lengths):
        return [0.0] * len(lengths)
    width = question.shape[1]
    signs = np.concatenate([each for each in passages if len(each)])
    products = np.empty((len(signs), len(question)), dtype=np.float32)
    with _linear_algebra().limit(limits=1, user_api="blas"):
        for start in range(0, len(signs), _AT_ONCE):
            bits = np.unpackbits(signs[start : start + _AT_ONCE], axis=1, count=width)
            products[start : start + _AT_ONCE] = bits.astype(np.float32) @ question.T
    # A sign is 2 * bit - 1, so that the product with the signs is twice that with the bits, less the sum.
    products = 2 * products - question.sum(axis=1)
    starts = np.cumsum([0, *(length for length in lengths if length)])[:-1]
    best = np.maximum.reduceat(products, starts, axis=0).mean(axis=1) / np.sqrt(width)
    found = iter(best.tolist())
    return [next(found) if length else 0.0 for length in lengths]


@cache
def _linear_algebra() -> ThreadpoolController:
    """Return what holds numpy to one thread for a product this small.

    Its threads go on spinning for a while when they are done, and the embedder's next question waits for the cores.
    """
    return ThreadpoolController()
