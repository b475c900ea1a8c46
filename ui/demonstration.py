"""The shipped demonstration guidelines, ready to be added."""

from pathlib import Path

from corpus_manifests import manifest_path
from indexes.adding import match_manifest
from ingest.manifest import Manifest, read_manifest

DEMONSTRATION = "demonstration"
"""The name of their set, of their manifest, and of the folder of their PDFs beside it."""


def find_demonstration() -> tuple[Manifest, list[Path]]:
    """Return their manifest, and their PDFs in its order."""
    file = manifest_path(DEMONSTRATION)
    manifest = read_manifest(file)
    found, _ = match_manifest(manifest, file.parent / DEMONSTRATION)
    return manifest, found
