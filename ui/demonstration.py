"""The shipped demonstration guidelines, ready to be added, and the set that they are added to."""

from pathlib import Path

from corpus_manifests import manifest_path
from indexes.adding import match_manifest
from indexes.errors import LibraryError, OtherFormatError
from indexes.library import Library
from ingest.manifest import Manifest, read_manifest
from ui.options import say
from ui.sets import create_set, set_folder

DEMONSTRATION = "demonstration"
"""The name of their set, of their manifest, and of the folder of their PDFs beside it."""


def find_demonstration() -> tuple[Manifest, list[Path]]:
    """Return their manifest, and their PDFs in its order."""
    file = manifest_path(DEMONSTRATION)
    manifest = read_manifest(file)
    found, _ = match_manifest(manifest, file.parent / DEMONSTRATION)
    return manifest, found


def create_demonstration() -> Library:
    """Open their set, made first if it is not there.

    One that another version made is put aside, which is said: whoever runs the demonstration again after an upgrade has
    not chosen its name and cannot give another. Raises LibraryError if it cannot be put aside.
    """
    try:
        return create_set(DEMONSTRATION)
    except OtherFormatError:
        folder = set_folder(DEMONSTRATION)
        names = (f"{DEMONSTRATION}.older{number}" for number in ("", *range(2, 1000)))
        aside = next(path for path in map(set_folder, names) if not path.exists())
        try:
            folder.rename(aside)
        except OSError as fault:
            raise LibraryError(
                f"{folder} was made by another version and cannot be put aside ({fault.strerror})"
            ) from fault
        say(f"another version made the set {DEMONSTRATION!r}: it is kept as {aside}, and made again here")
        return create_set(DEMONSTRATION)
