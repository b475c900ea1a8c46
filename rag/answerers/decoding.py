"""Decodes prompts of token ids greedily, in a batch: prompts are read one by one, then all rows go on together."""

import logging
from collections.abc import Sequence
from typing import Any, Protocol

import torch
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

from rag.answerers.decode_step import DecodeStep, Layers
from rag.answerers.model_settings import Pace
from rag.answerers.turns import Turns

_LOGGER = logging.getLogger(__name__)

_FAMILIES = frozenset(["llama", "phi3", "qwen2"])
"""Kinds of model whose attention is nothing but keys, values and a mask, as `grouped_attention` has it."""

_STATIC_ROPES = frozenset(["default", "linear", "llama3", "yarn"])
"""Kinds of position whose meaning does not change with a text's length: a head's keys then serve all prompts."""

_SLOTS = 1024
"""Caches are made in steps of so many tokens, so that one made for a batch mostly fits the next."""

_HEADS_KEPT = 4


class Session(Protocol):
    """A batch that is being decoded."""

    @property
    def best(self) -> list[int]:
        """The token with the highest score in each row."""
        ...

    @property
    def scores(self) -> torch.Tensor:
        """Of the next token, (rows, vocabulary)."""
        ...

    def advance(self, tokens: Sequence[int]) -> None:
        """Go on with these tokens, one a row."""
        ...

    def close(self) -> None:
        """Leave its buffers to others. Nothing can be asked of it any more."""
        ...


class Decoder:
    """Begins batches on one model, and keeps what they can share: heads of prompts, and the step with its buffers.

    Several may go on at once, turn by turn or in several threads: each has a step of its own while it is open.
    """

    def __init__(self, model: Any, pad: int, pace: Pace) -> None:
        self._model = model
        self._pad = pad
        self._pace: Pace = pace
        self._heads: dict[tuple[int, ...], Layers] = {}
        self._step: DecodeStep | None = None
        """That of the last batch which was closed: free to be taken."""
        self._last_pace: Pace = pace
        self._computing = Turns(1)
        """Taken while the model computes: a step has it attend in another way than a prompt's reading, and some kinds
        of position are set anew in the model for each text's length. All batches come to it in turn."""
        self._reason = _find_obstacle(model.config)
        if self._reason:
            _LOGGER.warning(f"decoding without a static cache, which is slower: {self._reason}")

    @property
    def pace(self) -> str:
        """How the last batch was decoded: a `Pace`, or "growing" where the model has no static cache."""
        return "growing" if self._reason else self._last_pace

    @torch.inference_mode()
    def begin(self, prompts: Sequence[Sequence[int]], new_tokens: int, head: Sequence[int] = ()) -> Session:
        """Read prompts, each of at least one token, and return them with the scores of what follows.

        At most `new_tokens` can follow. Where a prompt begins with the tokens of `head`, those are read once for all
        batches. Raises torch.OutOfMemoryError or RuntimeError if the memory runs out.
        """
        if self._reason:
            return GrowingSession(self._model, prompts, self._pad, self._computing)
        width = max(map(len, prompts))
        step: DecodeStep | None = None
        with self._computing.take():
            for row, tokens in enumerate(prompts):
                layers, scores = self._read(tokens, tuple(head))
                if step is None:
                    step = self._take_step(layers, scores.shape[-1], len(prompts), width + new_tokens)
                    step.begin(width)
                step.put(row, width, layers, scores)
                del layers
        assert step is not None
        return _StaticSession(self, step, len(prompts))

    @torch.inference_mode()
    def advance(self, step: DecodeStep, tokens: Sequence[int]) -> None:
        """Go on with these tokens, one a row."""
        with self._computing.take():
            step.advance(tokens)

    def take_back(self, step: DecodeStep) -> None:
        """Keep a step for the next batch. It takes no lock, for a batch may be closed wherever Python collects one."""
        self._step = step

    def forget(self) -> None:
        """Give back the memory of what is kept."""
        with self._computing.take():
            self._step = None
            self._heads.clear()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _take_step(self, like: Layers, vocabulary: int, rows: int, slots: int) -> DecodeStep:
        """Return a step that is large enough: the last one if it is and wastes no more than half of its rows.

        One that is compiled may waste more, for making another takes a minute.
        """
        kept, self._step = self._step, None
        if kept is None or not _fits(kept, rows, slots):
            kept = None  # its memory is free before the next is made
            rows = 1 << (rows - 1).bit_length()
            slots = -(-slots // _SLOTS) * _SLOTS
            kept = DecodeStep(self._model, like, vocabulary, rows, slots, self._pace)
        self._last_pace = kept.pace
        return kept

    def _read(self, tokens: Sequence[int], head: tuple[int, ...]) -> tuple[Layers, torch.Tensor]:
        """Return the keys and values of a prompt, and the scores, (1, vocabulary), of what follows.

        Rows are read one by one: a prompt of thousands of tokens fills a GPU, none is padded, and what is read of one
        does not depend on the others.
        """
        if not head or len(head) >= len(tokens) or tuple(tokens[: len(head)]) != head:
            return self._compute(tokens, ())
        if head not in self._heads:
            if len(self._heads) >= _HEADS_KEPT:
                self._heads.pop(next(iter(self._heads)))
            self._heads[head] = self._compute(head, ())[0]
        return self._compute(tokens[len(head) :], self._heads[head])

    def _compute(self, tokens: Sequence[int], behind: Layers) -> tuple[Layers, torch.Tensor]:
        cache: Any = DynamicCache(config=self._model.config)
        for number, (keys, values) in enumerate(behind):
            cache.update(keys, values, number)  # copies them
        start = cache.get_seq_length()
        device = self._model.device
        scores = self._model(
            input_ids=torch.tensor([list(tokens)], device=device),
            position_ids=torch.arange(start, start + len(tokens), device=device)[None],
            past_key_values=cache,
            use_cache=True,
            logits_to_keep=1,
        ).logits[:, -1]
        return [(layer.keys, layer.values) for layer in cache.layers], scores.float()


def _fits(step: DecodeStep, rows: int, slots: int) -> bool:
    return rows <= step.rows and slots <= step.slots and (step.rows <= 2 * rows or step.pace == "compiled")


class _StaticSession:
    """The rows of a `DecodeStep` that a batch fills."""

    def __init__(self, decoder: Decoder, step: DecodeStep, rows: int) -> None:
        self._decoder = decoder
        self._step = step
        self._rows = rows

    @property
    def best(self) -> list[int]:
        """The token with the highest score in each row."""
        return self._step.best[: self._rows]

    @property
    def scores(self) -> torch.Tensor:
        """Of the next token, (rows, vocabulary)."""
        return self._step.scores[: self._rows]

    def advance(self, tokens: Sequence[int]) -> None:
        """Go on with these tokens, one a row."""
        self._decoder.advance(self._step, tokens)

    def close(self) -> None:
        """Leave the step to the next batch."""
        self._decoder.take_back(self._step)


class GrowingSession:
    """A batch over a cache that grows, padded on the left: for whatever model of transformers."""

    @torch.inference_mode()
    def __init__(self, model: Any, prompts: Sequence[Sequence[int]], pad: int, computing: Turns) -> None:
        """Read prompts; `computing` is what all that compute with the model take turns at."""
        width = max(map(len, prompts))
        self._model = model
        self._computing = computing
        self._cache: Any = DynamicCache(config=model.config)
        self._mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in prompts], device=model.device)
        ids = torch.tensor([[pad] * (width - len(row)) + list(row) for row in prompts], device=model.device)
        self._positions = (self._mask.cumsum(dim=-1) - 1).clamp_min(0)
        self._compute(ids)

    @property
    def best(self) -> list[int]:
        """The token with the highest score in each row."""
        found: list[int] = self.scores.argmax(dim=-1).tolist()
        return found

    @torch.inference_mode()
    def advance(self, tokens: Sequence[int]) -> None:
        """Go on with these tokens, one a row."""
        self._mask = torch.nn.functional.pad(self._mask, (0, 1), value=1)
        self._positions = self._positions[:, -1:] + 1
        self._compute(torch.tensor(tokens, device=self._model.device)[:, None])

    def close(self) -> None:
        """Do nothing: no other batch has part in its buffers."""

    def _compute(self, ids: torch.Tensor) -> None:
        with self._computing.take():
            made = self._model(
                input_ids=ids,
                attention_mask=self._mask,
                position_ids=self._positions,
                past_key_values=self._cache,
                use_cache=True,
                logits_to_keep=1,
            )
        self.scores: torch.Tensor = made.logits[:, -1].float()


def _find_obstacle(config: Any) -> str | None:
    """Return why a model cannot be decoded over a static cache, in words, or None."""
    if config.model_type not in _FAMILIES:
        return f"models of the kind {config.model_type} are not known to it"
    if any(type(layer) is not DynamicLayer for layer in DynamicCache(config=config).layers):
        return "some of its layers read only the last tokens"
    ropes = getattr(config, "rope_parameters", None) or {}
    kind = ropes.get("rope_type", "default")
    return None if kind in _STATIC_ROPES else f"its positions ({kind}) depend on a text's length"
