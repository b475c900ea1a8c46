"""How a local model is loaded and run, as the environment says it: precision, and the pace of decoding."""

import os
from typing import Literal, TypeVar, get_args

from rag.errors import AnswererError

Precision = Literal["bfloat16", "float16", "float32", "nf4"]
"""What weights are kept in. "nf4" is 4 bits with a scale for 64 at a time (Dettmers et al. 2023), by bitsandbytes."""

Pace = Literal["graph", "compiled", "stepwise"]
"""How steps run on a CUDA GPU: recorded once and replayed as one CUDA graph; compiled before that, which may take a
minute for each size of batch and fuses what a graph leaves apart; or called one by one, as always on a CPU."""

PRECISION_VARIABLE = "FIELDGUIDE_PRECISION"
PACE_VARIABLE = "FIELDGUIDE_PACE"

_Word = TypeVar("_Word", Precision, Pace)


def read_precision() -> Precision | None:
    """Return the precision that the environment names, or None. Raises AnswererError if there is none of that name."""
    return _read(PRECISION_VARIABLE, get_args(Precision))


def read_pace() -> Pace:
    """Return the pace that the environment names, or "graph". Raises AnswererError if there is none of that name."""
    return _read(PACE_VARIABLE, get_args(Pace)) or "graph"


def _read(variable: str, words: tuple[_Word, ...]) -> _Word | None:
    given = os.environ.get(variable, "").strip()
    if not given:
        return None
    for word in words:
        if word == given:
            return word
    raise AnswererError(f"{variable} is {given!r}: it must be one of {', '.join(words)}.")
