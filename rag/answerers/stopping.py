"""Sees when what a model writes holds a stop string, by looking at few of its tokens. Pure but for the tokenizer."""

from collections.abc import Sequence
from typing import Any

from rag.answerers.prompt import cut_at_stop

_MARGIN = 4
"""Tokens decoded before those that could hold a stop string: some decoders take the space from the first."""


class StopStrings:
    """Stop strings, looked for behind each token that may end one."""

    def __init__(self, tokenizer: Any, stops: Sequence[str]) -> None:
        self._tokenizer = tokenizer
        self._stops = tuple(stop for stop in stops if stop)
        # A token writes a byte or more.
        self._reach = max((len(stop.encode()) for stop in self._stops), default=0) + _MARGIN
        self._words_end = any(stop[-1].isalpha() or stop[-1] == " " for stop in self._stops)
        self._is_word: dict[int, bool] = {}

    def end(self, tokens: Sequence[int]) -> bool:
        """Return whether the last of a completion's tokens completes a stop string."""
        if not self._stops or (not self._words_end and self._writes_word(tokens[-1])):
            return False
        text = self.decode(tokens[-self._reach :])
        return any(stop in text for stop in self._stops)

    def cut(self, text: str) -> str:
        """Return a completion up to the first stop string in it."""
        return cut_at_stop(text, self._stops)

    def decode(self, tokens: Sequence[int]) -> str:
        """Return what tokens write, special ones too; an embedding may have rows that no token has."""
        known = [token for token in tokens if token < len(self._tokenizer)]
        return str(self._tokenizer.decode(known, skip_special_tokens=False, clean_up_tokenization_spaces=False))

    def _writes_word(self, token: int) -> bool:
        """Whether a token is letters, with white space before them or none."""
        if token not in self._is_word:
            self._is_word[token] = self.decode([token]).lstrip(" ").isalpha()
        return self._is_word[token]
