"""Options and output that several commands share."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from rag.answerers.choose import ANSWERERS
from ui.sets import DEFAULT_SET

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


def print_json(value: Any) -> None:
    """Print one JSON value on one line, unescaped."""
    click.echo(json.dumps(value, ensure_ascii=False))


def say(text: str) -> None:
    """Tell the user something that is not a result, on standard error."""
    click.echo(text, err=True)
