"""Options and output that several commands share."""

import functools
import json
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from indexes.model_files import PACKAGED_MODEL
from rag.answerers.choose import ANSWERERS, AnswererName
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
from ui.sets import DEFAULT_SET

_EMBEDDER_OPTIONS: dict[str, dict[str, Any]] = {
    "--embedder": {"metavar": "NAME", "help": f"A sentence-transformers name or folder (default {PACKAGED_MODEL})."},
    "--query-prefix": {"default": "", "help": "What the embedder wants before a question, such as 'query: '."},
    "--passage-prefix": {"default": "", "help": "What it wants before a passage, such as 'passage: '."},
}

_SERVER_OPTIONS: dict[str, dict[str, Any]] = {
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


def set_option(command: _Command) -> _Command:
    """Add `--set`, which arrives as `set_name`."""
    return click.option("--set", "set_name", default=DEFAULT_SET, show_default=True, help="The guideline set.")(command)


def json_option(command: _Command) -> _Command:
    """Add `--json`, which arrives as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def answerer_option(command: _Command) -> _Command:
    """Add `--answerer`."""
    return click.option(
        "--answerer",
        type=click.Choice(ANSWERERS),
        default="auto",
        show_default=True,
        help="quote: the guidelines' own lines; meditron: Meditron3; server: a model on a server; "
        "auto: Meditron3 where its weights and a GPU are, else quote.",
    )(command)


def server_options(command: _Command) -> _Command:
    """Add what says which server `--answerer server` asks; it arrives as `server`, None for another answerer.

    An option for a server without `--answerer server` is wrong usage: it would say nothing.
    """

    @functools.wraps(command)
    def with_server(*arguments: Any, answerer: AnswererName, **given: Any) -> Any:
        told = {name: given.pop(f"server_{name}") for name in _SERVER_OPTIONS}
        if answerer != "server":
            for name, value in told.items():
                if value is not None:
                    raise click.UsageError(f"--server-{name.replace('_', '-')} goes with --answerer server")
            return command(*arguments, answerer=answerer, server=None, **given)
        settings = read_settings(**{name: value for name, value in told.items() if value is not None})
        return command(*arguments, answerer=answerer, server=settings, **given)

    for name, details in reversed(_SERVER_OPTIONS.items()):
        with_server = click.option(f"--server-{name.replace('_', '-')}", **details)(with_server)
    return with_server  # type: ignore[return-value]


def jobs_option(command: _Command) -> _Command:
    """Add `--jobs`."""
    usual = min(4, os.cpu_count() or 1)
    return click.option("--jobs", type=click.IntRange(1, 64), default=usual, help="PDFs read at a time.")(command)


def embedder_options(command: _Command) -> _Command:
    """Add `--embedder`, `--query-prefix` and `--passage-prefix`."""
    for name, settings in reversed(_EMBEDDER_OPTIONS.items()):
        command = click.option(name, **settings)(command)
    return command


def print_json(value: Any) -> None:
    """Print one JSON value on one line, unescaped."""
    click.echo(json.dumps(value, ensure_ascii=False))


def say(text: str) -> None:
    """Tell the user something that is not a result, on standard error."""
    click.echo(text, err=True)
