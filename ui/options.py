"""Options and output that several commands share."""

import json
import os
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from indexes.languages import ENGLISH, LANGUAGES
from indexes.matching import check_values
from indexes.model_files import PACKAGED_MODEL
from indexes.populations import POPULATIONS
from indexes.types import Filter
from rag.answerers.choose import ANSWERERS, AnswererName
from ui.sets import DEFAULT_SET

ENTAILMENT_VARIABLE = "FIELDGUIDE_ENTAILMENT"
"""By this the page, which is a process of its own, is told which entailment model to take."""

_EMBEDDER_OPTIONS: dict[str, dict[str, Any]] = {
    "--embedder": {"metavar": "NAME", "help": f"A sentence-transformers name or folder (default {PACKAGED_MODEL})."},
    "--query-prefix": {"default": "", "help": "What the embedder wants before a question, such as 'query: '."},
    "--passage-prefix": {"default": "", "help": "What it wants before a passage, such as 'passage: '."},
}

_FILTER_OPTIONS: dict[str, dict[str, Any]] = {
    "publisher": {"metavar": "NAME", "help": "Only by this publisher: words of its name, or its initials."},
    "language": {"metavar": "TAG", "help": "Only in this language, by tag or English name: en takes en-GB as well."},
    "edition": {"metavar": "WORDS", "help": "Only editions whose name has these words."},
    "published_from": {"metavar": "DATE", "help": "Only published then or later: 2022, 2022-06 or 2022-06-17."},
    "published_to": {"metavar": "DATE", "help": "Only published then or earlier."},
    "population": {
        "metavar": "GROUP",
        "help": f"Leave out what titles say is for others only. One of: {', '.join(POPULATIONS)}.",
    },
}

_Command = TypeVar("_Command", bound=Callable[..., Any])


def set_option(command: _Command) -> _Command:
    """Add `--set`, which arrives as `set_name`."""
    return click.option("--set", "set_name", default=DEFAULT_SET, show_default=True, help="The guideline set.")(command)


def json_option(command: _Command) -> _Command:
    """Add `--json`, which arrives as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def filter_options(command: _Command) -> _Command:
    """Add what restricts a search; it arrives as one Filter, `where`. Raises LibraryError for a value that is none."""

    @wraps(command)
    def with_filter(guidelines: tuple[str, ...], superseded: bool, *arguments: Any, **values: Any) -> Any:
        asked = {name: values.pop(name) for name in _FILTER_OPTIONS}
        where = check_values(Filter(guidelines=guidelines, superseded=superseded, **asked))
        return command(*arguments, where=where, **values)

    made: Any = click.option("--superseded", is_flag=True, help="Search superseded editions as well.")(with_filter)
    for name, settings in reversed(_FILTER_OPTIONS.items()):
        made = click.option(f"--{name.replace('_', '-')}", name, default="", **settings)(made)
    named = "Only this guideline, by its id; may be given again."
    finished: _Command = click.option("--guideline", "guidelines", multiple=True, metavar="ID", help=named)(made)
    return finished


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


def entailment_option(command: _Command) -> _Command:
    """Add `--entailment`."""
    return click.option(
        "--entailment",
        metavar="NAME",
        help="A sentence-transformers entailment cross-encoder, by name or folder: it judges the words of what a model "
        "writes, never the numbers.",
    )(command)


def judged_answerer(command: _Command) -> _Command:
    """Add `--entailment` to a command that has `--answerer`; with quotes it is wrong usage, for it would do nothing."""

    @wraps(command)
    def with_judge(*arguments: Any, answerer: AnswererName, entailment: str | None, **given: Any) -> Any:
        if entailment is not None and answerer == "quote":
            raise click.UsageError("--entailment goes with an answerer that writes: quotes are the guidelines' words")
        return command(*arguments, answerer=answerer, entailment=entailment, **given)

    judged: Any = entailment_option(with_judge)
    finished: _Command = judged
    return finished


def reranker_option(command: _Command) -> _Command:
    """Add `--reranker`."""
    return click.option(
        "--reranker",
        metavar="NAME",
        help="A sentence-transformers cross-encoder, by name or folder, that reads the first hits and orders them.",
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
