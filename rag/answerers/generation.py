"""Runs a causal language model of transformers: many prompts in, one completion each out, greedily and in batches.

torch and transformers take seconds to import, so each function imports what it uses.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from rag.answerers.completions import Batch, Completion
from rag.answerers.encoding import PromptEncoder, choose_pad_token, find_end_tokens
from rag.answerers.loading import load_model, precision_of
from rag.answerers.memory import is_lack_of_memory, name_memory
from rag.answerers.model_settings import Pace, Precision, read_pace
from rag.answerers.prompt import Prompt
from rag.answerers.stopping import StopStrings
from rag.answerers.token_table import TokenTable
from rag.errors import AnswererError

if TYPE_CHECKING:
    from rag.answerers.evidence_lock import EvidenceLock

_LOGGER = logging.getLogger(__name__)

CONTEXT_TOKENS = 8192
"""Prompt and answer together: the length that the Meditron models were trained at."""

ANSWER_TOKENS = 256
"""How long an answer may be, unless told otherwise."""

BATCH_SIZES: Mapping[str, int] = {"cuda": 32, "cpu": 8}
"""How many prompts are completed together, unless told otherwise, by the kind of device. A GPU reads its weights once a
step for all of them; what its memory has no room for is halved."""

_STREAMS = 4
"""How many answers may be written at a time, token by token in turn, to readers who each ask one question."""

_SHORT: Mapping[Precision, str] = {"bfloat16": "bf16", "float16": "fp16", "float32": "fp32", "nf4": "NF4"}


class CompletionModel:
    """A causal language model with its tokenizer. Greedy: the same prompts give the same completions."""

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        *,
        name: str,
        max_new_tokens: int = ANSWER_TOKENS,
        batch_size: int | None = None,
        context_tokens: int = CONTEXT_TOKENS,
        pace: Pace | None = None,
    ) -> None:
        """Take a loaded transformers model and tokenizer; `name` is shown to the user.

        A batch holds at most `batch_size` prompts, by default what BATCH_SIZES has for the device; `pace` says how its
        steps run on a GPU. Raises ValueError if a size is not positive, or if the context leaves no room for a prompt.
        """
        import transformers

        from rag.answerers.decoding import Decoder

        make_settings: Any = transformers.GenerationConfig
        batch_size = BATCH_SIZES.get(model.device.type, BATCH_SIZES["cpu"]) if batch_size is None else batch_size
        context_tokens = min(context_tokens, getattr(model.config, "max_position_embeddings", context_tokens))
        if batch_size < 1 or max_new_tokens < 1 or context_tokens <= max_new_tokens:
            raise ValueError("batch size, new tokens and the room for a prompt must be at least 1")
        self.name = name
        self.max_new_tokens = max_new_tokens
        self.batch_size = batch_size
        self.room = context_tokens - max_new_tokens
        """How many tokens a prompt may take."""
        self.model = model
        self.tokenizer = tokenizer
        self._vocabulary: int = model.get_input_embeddings().num_embeddings
        self._ends = find_end_tokens(model.generation_config, tokenizer, self._vocabulary)
        pad = choose_pad_token(tokenizer, self._ends, self._vocabulary)
        self.ends = frozenset({*self._ends, pad} if pad == tokenizer.pad_token_id else self._ends)
        """The tokens that end a completion; only some may end one under the lock."""
        # For who calls the model's own `generate`: transformers fills what a call leaves open from these settings,
        # which may sample or penalise repetition.
        model.generation_config = make_settings(
            do_sample=False,
            max_new_tokens=max_new_tokens,
            eos_token_id=self._ends or None,
            pad_token_id=pad,
        )
        self.decoder = Decoder(model, pad, pace or read_pace())
        self._encoder = PromptEncoder(tokenizer, name=name, vocabulary=self._vocabulary, room=self.room)

    @classmethod
    def from_pretrained(
        cls,
        model: str,
        *,
        device: str | None = None,
        dtype: Precision | None = None,
        max_new_tokens: int = ANSWER_TOKENS,
        batch_size: int | None = None,
        context_tokens: int = CONTEXT_TOKENS,
        pace: Pace | None = None,
    ) -> Self:
        """Load a Hugging Face name or a folder, from safetensors only and without running code that comes with it.

        `device` is a torch device, by default the CUDA GPU, or the CPU where there is none. `dtype` is by default
        bfloat16 on a GPU and float32 on a CPU, where bfloat16 is slow and rounds differently from batch to batch.
        FIELDGUIDE_PRECISION and FIELDGUIDE_PACE name others than these and `pace` "graph".
        Raises AnswererError if the weights are not found, cannot be fetched or loaded, or do not fit into memory.
        """
        pace = pace or read_pace()  # a word that is none is told before a model of many GB is fetched
        loaded, tokenizer = load_model(model, device=device, precision=dtype)
        return cls(
            loaded,
            tokenizer,
            name=model,
            max_new_tokens=max_new_tokens,
            batch_size=batch_size,
            context_tokens=context_tokens,
            pace=pace,
        )

    @property
    def device(self) -> str:
        """Where it runs, such as "cuda" or "cpu"."""
        return str(self.model.device.type)

    @property
    def streams(self) -> int:
        """How many answers may be written at a time by several threads: as many as a batch may hold, or four.

        Each has buffers of its own, and where a step is compiled for them, which takes a minute, there is room for one.
        """
        return 1 if self.decoder.pace == "compiled" else min(_STREAMS, self.batch_size)

    @property
    def description(self) -> str:
        """Name, precision and device, such as "EPFLiGHT/Meditron3-Qwen2.5-7B, bf16 on cuda"."""
        kept = precision_of(self.model)
        return f"{self.name}, {_SHORT.get(kept, kept)} on {self.device}"

    @property
    def special_tokens(self) -> tuple[str, ...]:
        """The tokens that a text must not be able to write."""
        return tuple(dict.fromkeys([*self.tokenizer.all_special_tokens, *self.tokenizer.get_added_vocab()]))

    @cached_property
    def token_table(self) -> TokenTable:
        """What each token writes, for the evidence lock. Raises AnswererError if the tokenizer does not say."""
        return TokenTable(self.tokenizer, self._vocabulary, self._ends)

    def make_lock(self, prompts: Sequence[Prompt]) -> "EvidenceLock":
        """Return the lock for a batch of these prompts. Raises AnswererError if it cannot hold one of them."""
        from rag.answerers.evidence_lock import EvidenceLock

        return EvidenceLock(prompts, self.token_table)

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a prompt takes."""
        return self._encoder.count(text)

    def render_chat(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return the prompt that the tokenizer's chat template makes of the messages.

        Raises AnswererError if the tokenizer has no chat template.
        """
        if not self.tokenizer.chat_template:
            raise AnswererError(f"{self.name} has no chat template: use the completion style.")
        return str(self.tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=True))

    def complete(self, prompts: Sequence[str], stop: Sequence[str] = ()) -> list[str]:
        """Return the text that follows each prompt, in the order given, up to the first of the stop strings.

        Raises AnswererError if a prompt is too long or the memory runs out.
        """
        return [completion.text for completion in self.generate(prompts, stop)]

    def generate(
        self,
        prompts: Sequence[str],
        stop: Sequence[str] = (),
        *,
        locked_to: Sequence[Prompt] = (),
        head: str = "",
    ) -> list[Completion]:
        """Do as `complete` does, and say as well whether each completion came to its end.

        `locked_to` has for each prompt the one that it was rendered from: each completion is then held to that one's
        labels and numbers by an `EvidenceLock`. `head` is what the prompts begin with, or most of them: it is read
        once. A batch that the memory has no room for is halved until it has, and so are those that follow, which is
        logged as a warning. Raises ValueError if there are not as many to be locked to.
        """
        if locked_to and len(locked_to) != len(prompts):
            raise ValueError(f"{len(prompts)} prompts cannot be locked to {len(locked_to)}")
        stops = StopStrings(self.tokenizer, stop)
        tokens = [self._encoder.encode(prompt) for prompt in prompts]
        shared = self._encoder.encode_head(head)
        # Prompts of like length pad each other least; the longest go first, so that memory runs out early or never.
        order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]), reverse=True)
        completions: dict[int, Completion] = {}
        while order:
            places = order[: self.batch_size]
            locked = [locked_to[place] for place in places] if locked_to else ()
            writing = self._begin([tokens[place] for place in places], stops, locked, shared)
            if not self._write(writing):
                self._halve(len(places))
                continue
            completions.update(zip(places, writing.read(), strict=True))
            del order[: len(places)]
        return [completions[place] for place in range(len(prompts))]

    def stream(
        self, prompt: str, stop: Sequence[str] = (), *, locked_to: Prompt | None = None, head: str = ""
    ) -> Iterator[Completion]:
        """Yield what follows a prompt as it grows, token by token; the last is what `generate` returns.

        Raises what `generate` raises.
        """
        locked = () if locked_to is None else (locked_to,)
        stops = StopStrings(self.tokenizer, stop)
        writing = self._begin([self._encoder.encode(prompt)], stops, locked, self._encoder.encode_head(head))
        lacking = False
        try:
            for _ in writing.steps():
                yield writing.read()[0]
        except RuntimeError as fault:
            if not is_lack_of_memory(fault):
                raise
            lacking = True
        if lacking:  # here, where the fault no longer holds on to what the step had in memory
            self._halve(1)

    def _begin(
        self, prompts: Sequence[Sequence[int]], stops: StopStrings, locked_to: Sequence[Prompt], head: Sequence[int]
    ) -> Batch:
        """Return a batch of prompts, given as token ids, of which nothing is computed yet."""
        return Batch(
            self.decoder,
            prompts,
            stops,
            head=head,
            most=self.max_new_tokens,
            ends=self.ends,
            hidden=self.tokenizer.all_special_tokens,
            lock=self.make_lock(locked_to) if locked_to else None,
        )

    def _write(self, writing: Batch) -> bool:
        """Write a batch to its end, and return whether the memory had room for it."""
        try:
            for _ in writing.steps():
                pass
        except RuntimeError as fault:
            if not is_lack_of_memory(fault):
                raise
            return False
        return True

    def _halve(self, size: int) -> None:
        """Take half of a batch's size from now on, which the memory may have room for.

        Raises AnswererError if that was one.
        """
        self.decoder.forget()
        memory = name_memory(self.device)
        if size == 1:
            raise AnswererError(
                f"There is too little free {memory} to answer even one question at a time with {self.name}: "
                "close other programs that use it, or take fewer or shorter passages."
            )
        self.batch_size = size // 2
        _LOGGER.warning(
            f"too little free {memory} to answer {size} questions at once with {self.name}: going on with {size // 2}"
        )
