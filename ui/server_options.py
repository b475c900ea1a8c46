"""Options that say which server `--answerer server` asks."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click

from rag.answerers.choose import AnswererName
from rag.answerers.server_settings import (
    AT_ONCE,
    EXAMPLE_URL,
    GUIDED_VARIABLE,
    GUIDINGS,
    MODEL_VARIABLE,
    SECONDS,
    URL_VARIABLE,
    read_settings,
)

_OPTIONS: dict[str, dict[str, Any]] = {
    "url": {"metavar": "URL", "help": f"The server's address, such as {EXAMPLE_URL} (or {URL_VARIABLE})."},
    "model": {
        "metavar": "NAME",
        "help": f"The model's name there (or {MODEL_VARIABLE}), where the server lists more than one.",
    },
    "guided": {
        "type": click.Choice(GUIDINGS),
        "help": f"Have the server force sentences with labels, in its own way (or {GUIDED_VARIABLE}); default none.",
    },
    "at_once": {"type": click.IntRange(1, 256), "help": f"Questions sent at a time (default {AT_ONCE})."},
    "seconds": {"type": click.FloatRange(1), "help": f"How long an answer may take (default {SECONDS:g})."},
}
"""By the names of `read_settings`."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def server_options(command: _Command) -> _Command:
    """Add `--server-url` and its like, which arrive as `server`: settings, or None for another answerer.

    Such an option without `--answerer server` is wrong usage, for it would do nothing.
    """

    @functools.wraps(command)
    def with_server(*arguments: Any, answerer: AnswererName, **given: Any) -> Any:
        told = {name: given.pop(f"server_{name}") for name in _OPTIONS}
        told = {name: value for name, value in told.items() if value is not None}
        if answerer != "server" and told:
            raise click.UsageError(f"{_flag(next(iter(told)))} goes with --answerer server")
        server = read_settings(**told) if answerer == "server" else None
        return command(*arguments, answerer=answerer, server=server, **given)

    for name, details in reversed(_OPTIONS.items()):
        with_server = click.option(_flag(name), **details)(with_server)
    return with_server  # type: ignore[return-value]


def _flag(name: str) -> str:
    return f"--server-{name.replace('_', '-')}"
