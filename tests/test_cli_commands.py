"""What all commands have in common: help, wrong usage, and sets and homes that cannot be used."""

import re
from pathlib import Path

import click
import pytest

from tests.conftest import MALARIA_PDF, Fieldguide
from ui.cli import cli

README = Path(__file__).parents[1] / "README.md"


def is_one_sentence(text: str) -> bool:
    """Whether an error is what the contract wants: one line, named, and no traceback."""
    return text.startswith("fieldguide: ") and text.count("\n") == 1 and "Traceback" not in text


def test_the_contract_s_commands_are_there() -> None:
    """Those of later issues may come."""
    wanted = {"add", "build", "list", "show", "remove", "search", "ask", "batch", "ui", "demo"}
    assert wanted <= set(cli.commands)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help(fieldguide: Fieldguide, name: str) -> None:
    """It says in a sentence what the command does, and lists its options."""
    command = cli.commands[name]
    assert command.help
    shown = fieldguide(name, "--help")
    assert (shown.status, shown.err) == (0, "")
    assert f"fieldguide {name} " in shown.out.splitlines()[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in shown.out


def test_every_option_has_help() -> None:
    """An option that says nothing is a riddle."""
    silent = [
        f"{name} {parameter.opts[0]}"
        for name, command in cli.commands.items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    """What cannot be found there is not used."""
    assert re.search(rf"\b{name}\b", README.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["add"],
        ["ask"],
        ["add", "x.pdf", "--jobs", "0"],
        ["search"],
        ["search", "zinc", "-k", "0"],
        ["ask", "zinc", "--answerer", "oracle"],
        ["batch", "q.csv"],
        ["add", "x.pdf", "--query-prefix", "query: "],
        ["list", "--color"],
    ],
)
def test_wrong_usage(home: Path, fieldguide: Fieldguide, arguments: list[str]) -> None:
    """Status 2, nothing on standard output, and no set is made."""
    outcome = fieldguide(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert "Error: " in outcome.err
    assert "Traceback" not in outcome.err
    assert not home.exists()


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["show", "a"], ["remove", "a"], ["search", "zinc"], ["ask", "zinc"], ["reembed"]],
    ids=lambda arguments: arguments[0],
)
def test_no_such_set(home: Path, fieldguide: Fieldguide, other_set: str, arguments: list[str]) -> None:
    """The sentence names those that there are; nothing is made."""
    outcome = fieldguide(*arguments, "--set", "ward")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f"fieldguide: there is no guideline set 'ward' in {home} (there are: {other_set}); "
        "make it with fieldguide add\n"
    )
    assert not (home / "ward").exists()


def test_no_set_at_all(home: Path, fieldguide: Fieldguide) -> None:
    """A home that is not there yet is an empty one."""
    outcome = fieldguide("list")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f"fieldguide: there is no guideline set 'default' in {home} (there is none yet); make it with fieldguide add\n"
    )
    assert not home.exists()


@pytest.mark.parametrize("name", ["../ward", "", "a/b", ".hidden", "a" * 65, "ward\n"])
def test_names_that_no_set_can_have(home: Path, fieldguide: Fieldguide, name: str) -> None:
    """A set is one folder in the home, never outside it."""
    for arguments in (["add", MALARIA_PDF], ["list"]):
        outcome = fieldguide(*arguments, "--set", name)
        assert outcome.status == 2
        assert outcome.err == f"fieldguide: {name!r} cannot name a set: use letters, digits, '.', '-' and '_'\n"
    assert not home.exists()


@pytest.mark.parametrize("where", ["file", "proc"])
def test_a_home_that_cannot_be_written(
    tmp_path: Path, fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Below a file, or where the system lets nobody write: one sentence, and nothing is done."""
    file = tmp_path / "file"
    file.write_text("in the way")
    home = file / "sets" if where == "file" else Path("/proc/sets")
    if where == "proc" and not Path("/proc/self").exists():
        pytest.skip("this system has no /proc")
    monkeypatch.setenv("FIELDGUIDE_HOME", str(home))
    outcome = fieldguide("add", MALARIA_PDF)
    assert (outcome.status, outcome.out) == (2, "")
    assert is_one_sentence(outcome.err)
    assert outcome.err.startswith(f"fieldguide: {home / 'default'} cannot be written (")
    assert outcome.err.endswith("); name another place in FIELDGUIDE_HOME\n")
    assert file.read_text() == "in the way"


def test_a_damaged_set(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """What is no library any more is said in one sentence, and left as it is."""
    path = home / other_set / "library.sqlite"
    path.write_bytes(b"not a database" * 500)
    outcome = fieldguide("search", "zinc", "--set", other_set)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"fieldguide: {path} cannot be opened as a library (file is not a database)\n"
    assert path.read_bytes() == b"not a database" * 500
