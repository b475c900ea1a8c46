"""Imports point down: ui, rag, indexes, ingest; no module imports itself by a detour, and none imports from tests."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = {
    "ingest": {"ingest"},
    "corpus_manifests": {"corpus_manifests", "ingest"},
    "indexes": {"indexes", "ingest"},
    "rag": {"rag", "indexes", "ingest"},
    "ui": {"ui", "rag", "indexes", "ingest", "corpus_manifests"},
}
"""Each package, and those that it may import from."""
OTHERS = {"benchmarks", "scripts", "tests"}
"""Folders of Python that stand on the house but are no part of it."""


def name_of(path: Path) -> str:
    """Return the module that a file is."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for package in FLOORS for path in sorted((ROOT / package).rglob("*.py"))}


def imports_of(module: str) -> dict[str, int]:
    """Return the modules of this project that a module imports anywhere in it, and the line of each import.

    Importing a package's module runs the packages above it too, but those hold nothing; they are not counted.
    """
    found: dict[str, int] = {}
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, node.module] if node.module else above)
            names = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names]
        else:
            continue
        found |= {name: node.lineno for name in names if name.split(".")[0] in FLOORS.keys() | OTHERS}
    return found


def test_all_packages_are_walked() -> None:
    """Each package has modules, and the root has no other package: a new one must be given its floor here."""
    assert {module.split(".")[0] for module in MODULES} == set(FLOORS)
    folders = {path.parent.name for path in ROOT.glob("*/*.py") if not path.parent.name.startswith(".")}
    assert folders - OTHERS == set(FLOORS)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    """A module imports from its own floor and those below, and never from tests, scripts or benchmarks."""
    allowed = FLOORS[module.split(".")[0]]
    wrong = {name: line for name, line in imports_of(module).items() if name.split(".")[0] not in allowed}
    assert wrong == {}, f"{MODULES[module]} imports {wrong}"


def test_no_module_imports_itself_by_a_detour() -> None:
    """There are no circles among the modules, late imports inside functions counted too."""
    waiting = {module: set(imports_of(module)) & MODULES.keys() for module in MODULES}
    while free := [module for module, needed in waiting.items() if not needed]:
        for module in free:
            del waiting[module]
        for needed in waiting.values():
            needed.difference_update(free)
    assert waiting == {}


def test_the_walk_sees_every_form_of_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain, from, of a module by its package, relative, and inside a function."""
    source = tmp_path / "rag" / "answerers" / "made_up.py"
    source.parent.mkdir(parents=True)
    source.write_text(
        "import ingest.types\nfrom indexes import library\nfrom . import prompt\nfrom ..types import Answer\n"
        "def late():\n    from ui.cli import main\n    import json\n",
        encoding="utf-8",
    )
    monkeypatch.setitem(MODULES, "rag.answerers.made_up", source)
    assert imports_of("rag.answerers.made_up") == {
        "ingest.types": 1,
        "indexes.library": 2,
        "rag.answerers.prompt": 3,
        "rag.types": 4,
        "ui.cli": 6,
    }
