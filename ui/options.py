"""Options and output that several commands share."""

import json
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from indexes.languages import ENGLISH, LANGUAGES
from indexes.model_files import PACKAGED_MODEL
from rag.answerers.choose import ANSWERERS
from ui.sets import DEFAULT_SET

_EMBEDDER_OPTIONS: dict[str, dict[str, Any]] = {
    "--embedder": {"metavar": "NAME", "help": f"A sentence-transformers name or folder (default {PACKAGED_MODEL})."},
    "--query-prefix": {"default": "", "help": "What the embedder wants before a question, such as 'query: '."},
    "--passage-prefix": {"default": "", "help": "What it wants before a passage, such as 'passage: '."},
}

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
        help="quote: the guidelines' own lines; meditron: Meditron3; auto: Meditron3 where its weights and a GPU are.",
    )(command)


def jobs_option(command: _Command) -> _Command:
    """Add `--jobs`."""
    usual = min(4, os.cpu_count() or 1)
    return click.option("--jobs", type=click.IntRange(1, 64), default=usual, help="PDFs read at a time.")(command)


def embedder_options(command: _Command) -> _Command:
    """Add `--embedder`, `--query-prefix` and `--passage-prefix`."""
    for name, settings in reversed(_EMBEDDER_OPTIONS.items()):
        command = click.option(name, **settings)(command)
    return command


def language_option(command: _Command) -> _Command:
    """Add `--language`."""
    return click.option(
        "--language",
        metavar="CODE",
        help=f"The language that a new set's words are searched in: {', '.join(LANGUAGES)} (default {ENGLISH}).",
    )(command)


def print_json(value: Any) -> None:
    """Print one JSON value on one line, unescaped."""
    click.echo(json.dumps(value, ensure_ascii=False))


def say(text: str) -> None:
    """Tell the user something that is not a result, on standard error."""
    click.echo(text, err=True)
