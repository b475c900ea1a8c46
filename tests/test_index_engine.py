"""OpenVINO sends nothing to anyone."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_telemetry_is_never_loaded(tmp_path: Path) -> None:
    """In a process of its own, with a home of its own: no telemetry module, and no id written."""
    program = (
        "import sys; import indexes.conversion; "
        "print([name for name, module in sys.modules.items() if name.startswith('openvino_telemetry') and module])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.rglob("openvino_ga_cid")) == []


def test_nothing_else_imports_openvino() -> None:
    """An import elsewhere could come first, and with its telemetry."""
    importers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("ingest", "indexes", "rag", "ui")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "openvino" for alias in node.names)
    }
    assert importers == {"indexes/engine.py"}
