"""One model on a server: counts a prompt's tokens and completes it, greedily, as the model does that runs here."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from rag.answerers.generation import ANSWER_TOKENS, CONTEXT_TOKENS
from rag.answerers.guided import form_grammar, form_regex
from rag.answerers.legible import make_legible
from rag.answerers.prompt import Prompt
from rag.answerers.server_client import Reply, ServerClient
from rag.answerers.server_faults import describe_refusal, is_no_model, is_too_long
from rag.answerers.server_settings import MODEL_VARIABLE
from rag.errors import AnswererError

PROMPT_ROOM = CONTEXT_TOKENS - ANSWER_TOKENS
"""How many tokens a prompt may take, as when the model runs here."""

_LOGGER = logging.getLogger(__name__)

_BYTES_PER_TOKEN = 3.0
"""Of 105 prompts from English guidelines, Qwen's tokenizer had 3.4 to 5.2 bytes beside the digits for each token."""

_MOST_CHARACTERS_PER_TOKEN = 6
"""The same prompts had 2.9 to 4.9 characters a token in all: a server that counts more to one has not read them all."""

_MODELS_NAMED = 8
_LONGEST_NAME = 200
_MOST_CHARACTERS = 64 * ANSWER_TOKENS
"""Of a completion; a token writes about four, and none that words are made of writes more than 64."""

_CUT_SHORT = frozenset(["length", "abort", "content_filter", "error"])
"""What servers call an end that is not the model's own; vLLM says "abort"."""

_NO_PENALTY = {"repetition_penalty": 1.0, "repeat_penalty": 1.0}
"""vLLM's and llama.cpp's names for it: a model's own settings may set one, and doses are then copied less exactly."""


class PromptTooLongError(AnswererError):
    """A prompt that the server has no room for; one with less evidence may fit."""


@dataclass(frozen=True, slots=True)
class ServerCompletion:
    """What a model wrote after a prompt."""

    text: str
    finished: bool
    """False where the length allowed, or the server, cut it off."""


class ServerModel:
    """A model of a server, by its name there. Safe to share among threads."""

    def __init__(self, client: ServerClient, name: str) -> None:
        self.name = name
        self._client = client
        self._settings = client.settings
        self._extras: Mapping[str, Any] = _NO_PENALTY

    @classmethod
    def open(cls, client: ServerClient) -> Self:
        """Take the model that the settings name, or else the only one that the server lists.

        Raises AnswererError if the server cannot be asked, or lists none or several.
        """
        if client.settings.model is not None:
            return cls(client, client.settings.model)
        reply = _list_models(client)
        names = _read_models(reply)
        where = f"The server at {client.settings.host}"
        if names is None:
            raise AnswererError(describe_refusal(reply.status, reply.body, client.settings))
        if not names:
            raise AnswererError(f"{where} lists no model: load one there, or name one with --server-model.")
        if len(names) > 1:
            raise AnswererError(
                f"{where} lists {len(names)} models: name one with --server-model or {MODEL_VARIABLE}, "
                f"of {_name_some(names)}."
            )
        return cls(client, names[0])

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a prompt takes: by the estimate if it fits by that, else as the server counts them.

        The server is asked at /tokenize, which vLLM and llama.cpp have; where it has none, the estimate stands.
        Raises AnswererError if there is no connection to the server.
        """
        estimate = estimate_tokens(text)
        if estimate <= PROMPT_ROOM:
            return estimate
        # vLLM reads "prompt" and the first flag, llama.cpp "content" and the second, and each passes over the others.
        asked = {"model": self.name, "prompt": text, "add_special_tokens": True, "content": text, "add_special": True}
        reply = self._client.post(f"{self._settings.root}/tokenize", asked)
        tokens = reply.body.get("tokens") if reply.status == 200 and isinstance(reply.body, dict) else None
        return len(tokens) if isinstance(tokens, list) else estimate

    def complete(self, prompt: Prompt) -> ServerCompletion:
        """Complete a prompt greedily, up to a stop string or the length allowed.

        Raises PromptTooLongError if the server has no room for it, AnswererError if it cannot be reached, refuses, has
        no such model, or answers with no completion.
        """
        reply = self._post(prompt)
        if is_too_long(reply.status, reply.body):
            raise PromptTooLongError(
                f"The question with its best passage is too long for {self.name} at {self._settings.host}: start the "
                "server with a longer context, or ask a shorter question."
            )
        if is_no_model(reply.status, reply.body):
            names = _read_models(_list_models(self._client))
            listed = f", which lists {_name_some(names)}" if names else ""
            raise AnswererError(
                f"There is no model {self.name} on the server at {self._settings.host}{listed}: "
                f"name another with --server-model or {MODEL_VARIABLE}."
            )
        completion = _read_completion(reply)
        if completion is None:
            raise AnswererError(describe_refusal(reply.status, reply.body, self._settings))
        if len(completion.text) > _MOST_CHARACTERS:
            raise AnswererError(
                f"The server at {self._settings.host} wrote {len(completion.text)} characters where {ANSWER_TOKENS} "
                "tokens were asked for: look at its log."
            )
        self._check_whole(prompt, reply)
        if self._settings.guided != "none" and completion.finished:
            self._check_form(prompt, completion)
        return completion

    def _post(self, prompt: Prompt) -> Reply:
        content = {
            "model": self.name,
            "prompt": prompt.text,
            "max_tokens": ANSWER_TOKENS,
            "temperature": 0,
            "stop": list(prompt.stops),
        }
        if self._settings.guided == "vllm":
            content["structured_outputs"] = {"regex": form_regex(prompt)}
        elif self._settings.guided == "llamacpp":
            content["grammar"] = form_grammar(prompt)
        url = f"{self._settings.url}/completions"
        extras = self._extras
        reply = self._client.post(url, {**content, **extras})
        if reply.status in (400, 422) and any(name in reply.text for name in extras):
            # A strict server takes OpenAI's own fields only. Whoever of those that ask at a time learns it first tells.
            if self._extras:
                self._extras = {}
                _LOGGER.warning(
                    "the server at %s takes no repetition_penalty: if the model's settings have one, it stays in force",
                    self._settings.host,
                )
            reply = self._client.post(url, content)
        return reply

    def _check_whole(self, prompt: Prompt, reply: Reply) -> None:
        """Raise AnswererError if the server read less than the prompt, as Ollama does where its context is short."""
        usage = reply.body.get("usage")
        read = usage.get("prompt_tokens") if isinstance(usage, dict) else None
        if (
            isinstance(read, int)
            and not isinstance(read, bool)
            and 0 < read * _MOST_CHARACTERS_PER_TOKEN < len(prompt.text)
        ):
            raise AnswererError(
                f"The server at {self._settings.host} read only {read} tokens of a prompt of {len(prompt.text)} "
                f"characters: give the model a context of {CONTEXT_TOKENS} tokens there (in Ollama, num_ctx)."
            )

    def _check_form(self, prompt: Prompt, completion: ServerCompletion) -> None:
        if not re.fullmatch(form_regex(prompt), f" {completion.text.strip()}"):
            _LOGGER.warning(
                "the server at %s did not keep to the form that --server-guided %s asks for: does it know it?",
                self._settings.host,
                self._settings.guided,
            )


def estimate_tokens(text: str) -> int:
    """Return about how many tokens a prompt takes, rather too many than too few.

    One for each digit, as Qwen's tokenizer has them, and one for every three bytes of the rest.
    """
    digits = sum(character.isdigit() for character in text)
    return digits + round((len(text.encode()) - digits) / _BYTES_PER_TOKEN)


def _list_models(client: ServerClient) -> Reply:
    return client.get(f"{client.settings.url}/models")


def _read_models(reply: Reply) -> list[str] | None:
    """Return the names in a server's list of models, or None if it is no such list."""
    listed = reply.body.get("data") if reply.status == 200 and isinstance(reply.body, dict) else None
    if not isinstance(listed, list):
        return None
    names = [model.get("id") for model in listed if isinstance(model, dict)]
    given = dict.fromkeys(name for name in names if isinstance(name, str))
    return [name for name in given if 0 < len(name) <= _LONGEST_NAME and make_legible(name) == name]


def _name_some(names: Sequence[str]) -> str:
    more = len(names) - _MODELS_NAMED
    return ", ".join([*names[:_MODELS_NAMED], *([f"and {more} more"] if more > 0 else [])])


def _read_completion(reply: Reply) -> ServerCompletion | None:
    """Return the completion that a reply holds, or None if it holds none."""
    choices = reply.body.get("choices") if reply.status == 200 and isinstance(reply.body, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    text = choice.get("text") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(text, str):
        return None
    return ServerCompletion(text, choice.get("finish_reason") not in _CUT_SHORT)
