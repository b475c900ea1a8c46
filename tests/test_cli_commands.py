"""What all commands have in common: help, wrong usage, and sets and homes that cannot be used."""

import re
from pathlib import Path

import click
import pytest

from tests.conftest import MALARIA_PDF, Fieldguide
from ui.cli import cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


COMMANDS: dict[str, click.Command] = dict(cli.commands)
"""Every command as it is typed, those of a group too."""
COMMANDS |= {
    f"{name} {inner}": command
    for name, group in cli.commands.items()
    if isinstance(group, click.Group)
    for inner, command in group.commands.items()
}


def test_the_contract_s_commands_are_there() -> None:
    """No more and no fewer."""
    wanted = {
        "add",
        "build",
        "list",
        "show",
        "remove",
        "reembed",
        "search",
        "ask",
        "batch",
        "evaluate",
        "ui",
        "verify",
        "demo",
    }
    assert set(cli.commands) == wanted


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(fieldguide: Fieldguide, name: str) -> None:
    """It says how the command is called and what it does, and lists its options, each once."""
    command = COMMANDS[name]
    shown = fieldguide(*name.split(), "--help")
    assert (shown.status, shown.err) == (0, "")
    about, options = shown.out.split("\n\nOptions:\n")
    usage, purpose = about.split("\n\n", maxsplit=1)
    assert usage.startswith(f"Usage: fieldguide {name} [OPTIONS]")
    assert command.help
    assert "".join(purpose.split()) == "".join(command.help.split())
    listed = re.findall(r"^  (-[\w-]+)", options, re.MULTILINE)
    assert listed == [given.opts[0] for given in command.params if isinstance(given, click.Option)] + ["-h"]


def test_every_option_has_help() -> None:
    """An option that says nothing is a riddle."""
    silent = [
        f"{name} {parameter.opts[0]}"
        for name, command in COMMANDS.items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_documents(name: str) -> None:
    """What cannot be found there is not used: as it is typed, itself or through make."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert re.search(rf"\b(fieldguide|make) {name}\b", text)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["frobnicate"], "No such command 'frobnicate'."),
        (["add"], "Missing argument 'PATHS...'."),
        (["ask"], "Missing argument 'QUESTION'."),
        (["add", "x.pdf", "--jobs", "0"], "Invalid value for '--jobs': 0 is not in the range 1<=x<=64."),
        (["search"], "give one question, or a file of them with --questions"),
        (["search", "zinc", "-k", "0"], "Invalid value for '-k': 0 is not in the range 1<=x<=1000."),
        (
            ["ask", "zinc", "--answerer", "oracle"],
            "Invalid value for '--answerer': 'oracle' is not one of 'quote', 'meditron', 'server', 'auto'.",
        ),
        (["batch", "q.csv"], "Missing option '--out'."),
        (["add", "x.pdf", "--query-prefix", "query: "], "--query-prefix and --passage-prefix go with --embedder"),
        (["list", "--color"], "No such option '--color'."),
    ],
)
def test_wrong_usage(home: Path, fieldguide: Fieldguide, arguments: list[str], sentence: str) -> None:
    """Status 2, nothing on standard output, what is wrong below how it is called, and no set is made."""
    outcome = fieldguide(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    usage, _, _, fault = outcome.err.splitlines()
    assert usage.startswith("Usage: fieldguide ")
    assert fault == f"Error: {sentence}"
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
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err == f"fieldguide: {name!r} cannot name a set: use letters, digits, '.', '-' and '_'\n"
    assert not home.exists()


@pytest.mark.parametrize(
    ("where", "reason"), [("file", "Not a directory"), ("proc", "No such file or directory")], ids=["file", "proc"]
)
def test_a_home_that_cannot_be_written(
    tmp_path: Path, fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch, where: str, reason: str
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
    assert outcome.err == (
        f"fieldguide: {home / 'default'} cannot be written ({reason}); name another place in FIELDGUIDE_HOME\n"
    )
    assert file.read_text() == "in the way"


def test_a_damaged_set(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """What is no library any more is said in one sentence, and left as it is."""
    path = home / other_set / "library.sqlite"
    path.write_bytes(b"not a database" * 500)
    outcome = fieldguide("search", "zinc", "--set", other_set)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"fieldguide: {path} cannot be opened as a library (file is not a database)\n"
    assert path.read_bytes() == b"not a database" * 500
