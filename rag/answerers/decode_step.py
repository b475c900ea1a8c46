"""One step of greedy decoding over buffers that stay where they are, so that a GPU can replay it as one graph."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from transformers import StaticCache

from rag.answerers.grouped_attention import NAME as GROUPED
from rag.answerers.model_settings import Pace

Layers = Sequence[tuple[torch.Tensor, torch.Tensor]]
"""Keys and values of each layer, (1, groups, tokens, width)."""

_LOGGER = logging.getLogger(__name__)
_WARM_UPS = 2


class DecodeStep:
    """Reads the newest token of each row and scores what may follow. It serves batch after batch of its size.

    A row's tokens stand at the right end of what all rows have, so that all write their next one into the same slot;
    where a row begins is its `start`, and nothing before that is read. Keys are turned by their token's own position,
    which is not the slot's, and a row's scores are the same whatever the others hold.
    """

    def __init__(self, model: Any, like: Layers, vocabulary: int, rows: int, slots: int, pace: Pace) -> None:
        """Set up buffers for `rows` rows of `slots` tokens, with layers like those given, and record the step.

        A step that cannot be compiled is recorded as it is, and one that cannot be recorded is called each time; a
        warning says so.
        """
        device, dtype = like[0][0].device, like[0][0].dtype
        self.rows = rows
        self.slots = slots
        self.pace: Pace = "stepwise"
        self.scores = torch.zeros(rows, vocabulary, device=device)
        """Of the next token, (rows, vocabulary), as the last step left them."""
        self._best = torch.zeros(rows, dtype=torch.long, device=device)
        self._model = model
        self._cache: Any = StaticCache(config=model.config, max_cache_len=slots)
        self._cache.early_initialization(
            rows, [keys.shape[1] for keys, _ in like], [keys.shape[3] for keys, _ in like], dtype, device
        )
        self._tokens = torch.zeros(rows, 1, dtype=torch.long, device=device)
        self._positions = torch.zeros(rows, 1, dtype=torch.long, device=device)
        self._starts = torch.zeros(rows, 1, dtype=torch.long, device=device)
        self._places = torch.arange(slots, device=device)
        self._known: list[int] | None = None
        self._graph: torch.cuda.CUDAGraph | None = None
        if device.type == "cuda" and pace != "stepwise":
            self._prepare(pace)

    @property
    def best(self) -> list[int]:
        """The token with the highest score in each row."""
        if self._known is None:  # the only value of a step that the processor waits for
            self._known = self._best.tolist()
        return self._known

    def begin(self, width: int) -> None:
        """Begin a batch whose longest prompt has `width` tokens: all rows write their first new one behind it."""
        self._starts.fill_(width)
        self._positions.fill_(0)
        for layer in self._cache.layers:
            layer.cumulative_length.fill_(width)

    def put(self, row: int, width: int, layers: Layers, scores: torch.Tensor) -> None:
        """Put a prompt that was read into its row: its keys and values, and the scores, (1, vocabulary), behind it."""
        length = layers[0][0].shape[2]
        for held, (keys, values) in zip(self._cache.layers, layers, strict=True):
            held.keys[row, :, width - length : width] = keys[0]
            held.values[row, :, width - length : width] = values[0]
        self._starts[row] = width - length
        self._positions[row] = length
        self.scores[row] = scores[0]
        self._best[row] = self.scores[row].argmax()
        self._tokens[row] = self._best[row]
        self._known = None

    def advance(self, tokens: Sequence[int]) -> None:
        """Go on with these tokens, one a row, from the first row on."""
        if list(tokens) != self.best[: len(tokens)]:
            # The step itself writes its best tokens here for the next: only other ones have to be sent to the GPU.
            self._tokens[: len(tokens), 0] = torch.tensor(tokens, device=self._tokens.device)
        if self._graph is not None:
            self._graph.replay()
        else:
            with attention(self._model.config, GROUPED):
                self.compute()
        self._known = None

    def compute(self) -> None:
        """Compute one step: nothing in it depends on values that the processor would have to wait for."""
        written = self._cache.layers[0].cumulative_length
        readable = (self._places >= self._starts) & (self._places <= written)
        logits = self._model(
            input_ids=self._tokens,
            position_ids=self._positions,
            attention_mask=readable[:, None, None, :],
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        ).logits
        self.scores.copy_(logits[:, -1])
        self._best.copy_(self.scores.argmax(dim=-1))
        self._tokens.copy_(self._best[:, None])
        self._positions.add_(1)

    def _prepare(self, pace: Pace) -> None:
        """Record the step, compiled if that is asked for. What the warming up writes, `begin` takes back."""
        attempts: tuple[Pace, ...] = ("compiled", "graph") if pace == "compiled" else ("graph",)
        for attempt in attempts:
            step: Callable[[], object] = self.compute
            if attempt == "compiled":
                # Each step's buffers are compiled in; without those of former steps no limit on their number is met.
                torch.compiler.reset()
                step = torch.compile(self.compute, fullgraph=True, dynamic=False)
            try:
                with attention(self._model.config, GROUPED):
                    self._graph = _record(step, self.scores.device)
            except torch.OutOfMemoryError:
                raise
            except Exception as fault:  # compilers and drivers raise what they like; the step can do without them
                reason = " ".join(str(fault).split())[:200]
                _LOGGER.warning(f"decoding more slowly: a step could not be {_DONE[attempt]} ({reason})")
                continue
            self.pace = attempt
            return


_DONE: dict[Pace, str] = {"graph": "recorded", "compiled": "compiled and recorded"}


def _record(step: Callable[[], object], device: torch.device) -> torch.cuda.CUDAGraph:
    """Return a step as one CUDA graph; it is warmed up on a stream of its own, as torch asks."""
    # A stream is of one GPU: on another than the model's nothing would be recorded.
    with torch.cuda.device(device):
        side: Any = torch.cuda.Stream()  # type: ignore[no-untyped-call]
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(_WARM_UPS):
                step()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        # Other threads, such as one that embeds a question, may go on using the GPU.
        with torch.cuda.graph(graph, capture_error_mode="thread_local"):
            step()
    return graph


@contextmanager
def attention(config: Any, name: str) -> Iterator[None]:
    """Let a model attend by another of transformers' functions for a while."""
    own = config._attn_implementation
    config._attn_implementation = name
    try:
        yield
    finally:
        config._attn_implementation = own
