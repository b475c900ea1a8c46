"""The manifests that are shipped with Fieldguide; `example.toml` explains every key."""

from importlib.resources import files
from pathlib import Path

from ingest.errors import ManifestError


def manifest_path(name: str) -> Path:
    """Find a shipped manifest by its name, such as "demonstration"; raises ManifestError, naming those that exist."""
    folder = Path(str(files(__name__)))
    paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if name not in paths:
        raise ManifestError(f'No manifest is shipped as "{name}"; the shipped ones are: {", ".join(paths)}.')
    return paths[name]
