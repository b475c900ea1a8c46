"""Runs a causal language model of transformers: many prompts in, one completion each out, greedily and in batches.

torch and transformers take seconds to import, so each function imports what it uses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from rag.answerers.loading import Precision, load_model
from rag.answerers.prompt import Prompt, cut_at_stop
from rag.answerers.token_table import TokenTable
from rag.errors import AnswererError

CONTEXT_TOKENS = 8192
"""Prompt and answer together: the length that the Meditron models were trained at."""

ANSWER_TOKENS = 256
"""How long an answer may be, unless told otherwise."""

_SHORT: Mapping[str, str] = {"bfloat16": "bf16", "float16": "fp16", "float32": "fp32"}
_TURN_ENDS = ("<|im_end|>", "<|eot_id|>")
"""Tokens that end a turn in chat templates, which not every model's settings name as an end."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote after a prompt."""

    text: str
    """Without the stop string or end token."""
    tokens: tuple[int, ...]
    """All that was decoded before the end token, with the stop string."""
    finished: bool
    """False where the length allowed cut it off."""
    swaps: tuple[int, ...] = ()
    """Where in the text the evidence lock made the model write another number than its own."""


class CompletionModel:
    """A causal language model with its tokenizer. Greedy: the same prompts give the same completions."""

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        *,
        name: str,
        max_new_tokens: int = ANSWER_TOKENS,
        batch_size: int = 8,
        context_tokens: int = CONTEXT_TOKENS,
    ) -> None:
        """Take a loaded transformers model and tokenizer; `name` is shown to the user.

        A batch holds at most `batch_size` prompts. Raises ValueError if a size is not positive, or if the context
        leaves no room for a prompt.
        """
        import transformers

        make_settings: Any = transformers.GenerationConfig
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
        self._ends = _find_end_tokens(model.generation_config, tokenizer, self._vocabulary)
        self._pad = _choose_pad_token(tokenizer, self._ends, self._vocabulary)
        self._filler = {*self._ends, self._pad} if self._pad == tokenizer.pad_token_id else {*self._ends}
        # A fresh configuration: transformers fills what a call leaves open from the model's own, which may sample or
        # penalise repetition, and both would change what greedy decoding writes.
        model.generation_config = make_settings(
            do_sample=False,
            max_new_tokens=max_new_tokens,
            eos_token_id=self._ends or None,
            pad_token_id=self._pad,
        )

    @classmethod
    def from_pretrained(
        cls,
        model: str,
        *,
        device: str | None = None,
        dtype: Precision | None = None,
        max_new_tokens: int = ANSWER_TOKENS,
        batch_size: int = 8,
        context_tokens: int = CONTEXT_TOKENS,
    ) -> Self:
        """Load a Hugging Face name or a folder, from safetensors only and without running code that comes with it.

        `device` is a torch device, by default the CUDA GPU, or the CPU where there is none. `dtype` is by default
        bfloat16 on a GPU and float32 on a CPU, where bfloat16 is slow and rounds differently from batch to batch.
        Raises AnswererError if the weights are not found, cannot be fetched or loaded, or do not fit into memory.
        """
        loaded, tokenizer = load_model(model, device=device, precision=dtype)
        return cls(
            loaded,
            tokenizer,
            name=model,
            max_new_tokens=max_new_tokens,
            batch_size=batch_size,
            context_tokens=context_tokens,
        )

    @property
    def device(self) -> str:
        """Where it runs, such as "cuda" or "cpu"."""
        return str(self.model.device.type)

    @property
    def description(self) -> str:
        """Name, precision and device, such as "EPFLiGHT/Meditron3-Qwen2.5-7B, bf16 on cuda"."""
        precision = str(self.model.dtype).removeprefix("torch.")
        return f"{self.name}, {_SHORT.get(precision, precision)} on {self.device}"

    @property
    def special_tokens(self) -> tuple[str, ...]:
        """The tokens that a text must not be able to write."""
        return tuple(dict.fromkeys([*self.tokenizer.all_special_tokens, *self.tokenizer.get_added_vocab()]))

    @cached_property
    def token_table(self) -> TokenTable:
        """What each token writes, for the evidence lock. Raises AnswererError if the tokenizer does not say."""
        return TokenTable(self.tokenizer, self._vocabulary, self._ends)

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a prompt takes."""
        return len(self.tokenizer(text)["input_ids"])

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
        self, prompts: Sequence[str], stop: Sequence[str] = (), *, locked_to: Sequence[Prompt] = ()
    ) -> list[Completion]:
        """Do as `complete` does, and say as well whether each completion came to its end.

        `locked_to` has for each prompt the one that it was rendered from: each completion is then held to that one's
        labels and numbers by an `EvidenceLock`. Raises ValueError if there are not as many.
        """
        if locked_to and len(locked_to) != len(prompts):
            raise ValueError(f"{len(prompts)} prompts cannot be locked to {len(locked_to)}")
        stop = [string for string in stop if string]
        tokens = [self._encode(prompt) for prompt in prompts]
        # Prompts of like length pad each other least; the longest go first, so that memory runs out early or never.
        order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]), reverse=True)
        completions: dict[int, Completion] = {}
        for start in range(0, len(order), self.batch_size):
            places = order[start : start + self.batch_size]
            locked = [locked_to[place] for place in places] if locked_to else ()
            batch = self._generate_batch([tokens[place] for place in places], stop, locked)
            completions.update(zip(places, batch, strict=True))
        return [completions[place] for place in range(len(prompts))]

    def _encode(self, prompt: str) -> list[int]:
        # A chat template writes its own beginning-of-text token: it must not be there twice.
        beginning = self.tokenizer.bos_token
        templated = bool(beginning) and prompt.startswith(beginning)
        tokens: list[int] = self.tokenizer(prompt, add_special_tokens=not templated)["input_ids"]
        if not tokens:
            raise AnswererError("A prompt is empty: there is nothing to complete.")
        if len(tokens) > self.room:
            raise AnswererError(
                f"A prompt takes {len(tokens)} tokens and {self.name} has room for {self.room}: shorten it."
            )
        if max(tokens) >= self._vocabulary:
            raise AnswererError(
                f"The tokenizer of {self.name} knows more tokens than the model: take both from one model."
            )
        return tokens

    def _generate_batch(
        self, batch: Sequence[Sequence[int]], stop: Sequence[str], locked_to: Sequence[Prompt]
    ) -> list[Completion]:
        """Complete prompts, given as token ids, in one call."""
        import torch

        width = max(len(tokens) for tokens in batch)
        ids = torch.tensor([[self._pad] * (width - len(tokens)) + list(tokens) for tokens in batch])
        mask = torch.tensor([[0] * (width - len(tokens)) + [1] * len(tokens) for tokens in batch])
        lock = None
        options: dict[str, Any] = {"stop_strings": list(stop), "tokenizer": self.tokenizer} if stop else {}
        if locked_to:
            from rag.answerers.evidence_lock import EvidenceLock

            lock = EvidenceLock(locked_to, self.token_table)
            options["logits_processor"] = [lock]
        try:
            with torch.inference_mode():
                output = self.model.generate(
                    input_ids=ids.to(self.model.device), attention_mask=mask.to(self.model.device), **options
                )
        except torch.OutOfMemoryError as fault:
            raise AnswererError(
                f"The GPU has too little free memory to answer {len(batch)} questions at once with {self.name}: "
                "use a smaller batch size, or close other programs that use the GPU."
            ) from fault
        completions = [self._read_row(row, stop) for row in output[:, width:].tolist()]
        if lock is None:
            return completions
        return [replace(completion, swaps=swaps) for completion, swaps in zip(completions, lock.swaps, strict=True)]

    def _read_row(self, row: list[int], stop: Sequence[str]) -> Completion:
        """Decode the new tokens of one row up to the end token or stop string; what follows is padding."""
        ends = [place for place, token in enumerate(row) if token in self._filler]
        tokens = row[: ends[0]] if ends else row
        # The embedding may have more rows than there are tokens, and stop strings may be special tokens themselves.
        known = [token for token in tokens if token < len(self.tokenizer)]
        whole: str = self.tokenizer.decode(known, skip_special_tokens=False, clean_up_tokenization_spaces=False)
        text = cut_at_stop(whole, stop)
        finished = len(tokens) < self.max_new_tokens or len(text) < len(whole)
        for token in self.tokenizer.all_special_tokens:
            # Not by nothing: a model may spell one letter by letter, and "1</s>0" is no 10.
            text = text.replace(token, "\ufffd")
        return Completion(text, tuple(tokens), finished)


def _find_end_tokens(settings: Any, tokenizer: Any, vocabulary: int) -> list[int]:
    """Return the ids that end a completion: the model's, the tokenizer's and those that end a turn."""
    given = settings.eos_token_id
    ends = list(given) if isinstance(given, (list, tuple)) else [given]
    known = tokenizer.get_vocab()
    ends += [tokenizer.eos_token_id, *(known.get(token) for token in _TURN_ENDS)]
    return [end for end in dict.fromkeys(ends) if end is not None and end < vocabulary]


def _choose_pad_token(tokenizer: Any, ends: Sequence[int], vocabulary: int) -> int:
    """Return an id to pad with; some tokenizers have none, or one that the model's vocabulary does not reach."""
    pad: int | None = tokenizer.pad_token_id
    if pad is not None and pad < vocabulary:
        return pad
    return ends[0] if ends else 0
