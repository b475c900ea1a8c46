"""Vectors of unit length."""

import numpy as np

from indexes.types import Vectors


def to_unit_length(vectors: Vectors) -> Vectors:
    """Return vectors, one a row, divided by their lengths; one of no length stays as it is."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
    return scaled
