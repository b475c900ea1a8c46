"""What the README and the pages behind it show works as it stands there."""

import re
import shutil
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
PAGES = [README, *sorted((README.parent / "docs").glob("*.md"))]


def test_the_python_of_the_documents_runs(
    demonstration_home: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The LangChain example answers from the default set, and names the page."""
    shutil.copytree(demonstration_home / "demonstration", home / "default")
    code = README.parent / "docs" / "code.md"
    (example,) = re.findall(r"```python\n(.*?)```", code.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, code.name, "exec"), {})
    printed = capsys.readouterr().out
    assert "artesunate" in printed
    assert re.search(r", [1-5]\)\]?", printed)


def test_the_commands_of_make_are_there() -> None:
    """Each that a page names is a target of the Makefile."""
    targets = (README.parent / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for command in re.findall(r"^make ([\w-]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert re.search(rf"^{command}:", targets, re.MULTILINE), (page.name, command)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_files_that_a_page_links_to_are_there(page: Path) -> None:
    """And so are the headings that it links to."""
    text = page.read_text(encoding="utf-8")
    for link, heading in re.findall(r"\]\((?!http)([^)#]*)(?:#([^)]+))?\)", text):
        target = page.parent / link if link else page
        assert target.exists(), link
        if heading:
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles]


def test_each_page_can_be_reached_from_the_readme() -> None:
    """A page that nothing links to is not read."""
    text = README.read_text(encoding="utf-8")
    assert [page.name for page in PAGES[1:] if f"(docs/{page.name})" not in text] == []
