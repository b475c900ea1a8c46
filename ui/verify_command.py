"""The command that checks other systems' answers: verify."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ingest.errors import FieldguideError
from rag.checks.entailment import load_entailment
from rag.errors import VerifyError
from rag.verify import read_answer, verify_answer
from ui.contract import checked_json
from ui.options import entailment_option, print_json, say


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@entailment_option
def verify(file: Path, entailment: str | None) -> int:
    """Check any system's answers against the passages that they cite.

    FILE has JSON Lines, each with "id", "answer" and "passages"; "-" is standard input. The answer's labels [1], [2]
    count the line's passages. A line that cannot be read is told and passed over, and the exit status is then 1.
    """
    follows = None if entailment is None else load_entailment(entailment)
    done = refused = 0
    for number, line in enumerate(_read_lines(file), start=1):
        if not line.strip():
            continue
        try:
            given = read_answer(line.decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            say(f"line {number}: it is not UTF-8 text ({fault.reason})")
            refused += 1
            continue
        except VerifyError as fault:
            say(f"line {number}: {fault}")
            refused += 1
            continue
        print_json(checked_json(given.id, verify_answer(given, follows)))
        done += 1
    if not done and not refused:
        raise FieldguideError(f"{file} holds no answers")
    if not refused:
        return 0
    return 1 if done else 2


def _read_lines(file: Path) -> Iterator[bytes]:
    """Yield the lines of a file, or of standard input. Raises FieldguideError if it cannot be read."""
    if str(file) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with file.open("rb") as lines:
            yield from lines
    except FileNotFoundError as fault:
        raise FieldguideError(f"there is no file {file}") from fault
    except OSError as fault:
        raise FieldguideError(f"{file} cannot be read ({fault.strerror})") from fault
