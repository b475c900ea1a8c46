"""A local model's prompts as tokens, and which of its tokens end a completion or only fill a row. Needs no torch."""

from collections.abc import Sequence
from typing import Any

from rag.errors import AnswererError

_TURN_ENDS = ("<|im_end|>", "<|eot_id|>")
"""Tokens that end a turn in chat templates, which not every model's settings name as an end."""


class PromptEncoder:
    """Makes token ids of prompts that a model has room for."""

    def __init__(self, tokenizer: Any, *, name: str, vocabulary: int, room: int) -> None:
        """Take a model's tokenizer and name, its number of embeddings, and how many tokens a prompt may have."""
        self._tokenizer = tokenizer
        self._name = name
        self._vocabulary = vocabulary
        self._room = room
        self._heads: dict[str, tuple[int, ...]] = {"": ()}

    def encode(self, prompt: str) -> list[int]:
        """Return a prompt's tokens. Raises AnswererError if there are none, too many, or some that the model lacks."""
        tokens = self._tokenize(prompt)
        if not tokens:
            raise AnswererError("A prompt is empty: there is nothing to complete.")
        if len(tokens) > self._room:
            raise AnswererError(
                f"A prompt takes {len(tokens)} tokens and {self._name} has room for {self._room}: shorten it."
            )
        if max(tokens) >= self._vocabulary:
            raise AnswererError(
                f"The tokenizer of {self._name} knows more tokens than the model: take both from one model."
            )
        return tokens

    def count(self, prompt: str) -> int:
        """Return how many tokens a prompt takes."""
        return len(self._tokenize(prompt))

    def encode_head(self, head: str) -> tuple[int, ...]:
        """Return the tokens that prompts with this head begin with; its last may be another where a prompt goes on."""
        if head not in self._heads:
            self._heads[head] = tuple(self._tokenize(head)[:-1])
        return self._heads[head]

    def _tokenize(self, text: str) -> list[int]:
        # A chat template writes its own beginning-of-text token: it must not be there twice.
        beginning = self._tokenizer.bos_token
        templated = bool(beginning) and text.startswith(beginning)
        tokens: list[int] = self._tokenizer(text, add_special_tokens=not templated)["input_ids"]
        return tokens


def find_end_tokens(settings: Any, tokenizer: Any, vocabulary: int) -> list[int]:
    """Return the ids that end a completion: the model's, the tokenizer's and those that end a turn."""
    given = settings.eos_token_id
    ends = list(given) if isinstance(given, (list, tuple)) else [given]
    known = tokenizer.get_vocab()
    ends += [tokenizer.eos_token_id, *(known.get(token) for token in _TURN_ENDS)]
    return [end for end in dict.fromkeys(ends) if end is not None and end < vocabulary]


def choose_pad_token(tokenizer: Any, ends: Sequence[int], vocabulary: int) -> int:
    """Return an id to pad with; some tokenizers have none, or one that the model's vocabulary does not reach."""
    pad: int | None = tokenizer.pad_token_id
    if pad is not None and pad < vocabulary:
        return pad
    return ends[0] if ends else 0
