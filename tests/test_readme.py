"""What the README shows works as it stands there."""

import re
import shutil
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def test_the_python_of_the_readme_runs(
    demonstration_home: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The LangChain example answers from the default set, and names the page."""
    shutil.copytree(demonstration_home / "demonstration", home / "default")
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "artesunate" in printed
    assert re.search(r", [1-5]\)\]?", printed)


def test_the_two_commands_and_the_files_it_names_are_there() -> None:
    """The README's two commands are targets of the Makefile, and each file that it links to exists."""
    text = README.read_text(encoding="utf-8")
    targets = (README.parent / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"^make (\w+)", text, re.MULTILINE):
        assert re.search(rf"^{command}:", targets, re.MULTILINE), command
    for link in re.findall(r"\]\(((?!http|#)[^)]+)\)", text):
        assert (README.parent / link).exists(), link
