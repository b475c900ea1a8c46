"""Where guideline sets lie: $FIELDGUIDE_HOME, or the user's data folder."""

import os
import re
from pathlib import Path

import platformdirs

from indexes.embedder import load_embedder
from indexes.errors import LibraryError
from indexes.library import Library
from indexes.planned import PlannedLibrary
from indexes.types import Embedder

DEFAULT_SET = "default"
RESEARCH_ONLY = "For research. Fieldguide is not a medical device: read the cited page before acting on an answer."

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def home_folder() -> Path:
    """Return the folder of all sets; it need not exist yet."""
    named = os.environ.get("FIELDGUIDE_HOME")
    return Path(named).expanduser() if named else platformdirs.user_data_path("fieldguide")


def set_folder(name: str) -> Path:
    """Return a set's folder. Raises LibraryError if the name could not be a folder's."""
    if not _NAME.fullmatch(name):
        raise LibraryError(f"{name!r} cannot name a set: use letters, digits, '.', '-' and '_'")
    return home_folder() / name


def open_set(name: str, embedder: Embedder | None = None) -> Library:
    """Open a set that is there. Raises LibraryError if there is none, naming those that there are."""
    folder = set_folder(name)
    if not _is_there(folder):
        known = list_sets()
        there = f"there are: {', '.join(known)}" if known else "there is none yet"
        raise LibraryError(
            f"there is no guideline set {name!r} in {home_folder()} ({there}); make it with fieldguide add"
        )
    return Library.open(folder, embedder)


def create_set(name: str, embedder: Embedder | None = None) -> Library:
    """Open a set, made first if it is not there."""
    folder = set_folder(name)
    if embedder is None and not _is_there(folder):
        embedder = load_embedder()  # before there is a folder, so that none is left if this fails
    return Library.create(folder, embedder)


def prepare_set(name: str, embedder: Embedder | None = None, language: str | None = None) -> Library | PlannedLibrary:
    """Open a set, or plan one that is made when the first guideline comes; a set in another language is refused."""
    folder = set_folder(name)
    if _is_there(folder):
        return Library.open(folder, embedder, language)
    return PlannedLibrary(folder, embedder, language)


def _is_there(folder: Path) -> bool:
    return (folder / "library.sqlite").exists()


def list_sets() -> list[str]:
    """Return the names of all sets."""
    try:
        return sorted(path.parent.name for path in home_folder().glob("*/library.sqlite"))
    except OSError as fault:
        raise LibraryError(f"{home_folder()} cannot be read ({fault.strerror})") from fault


def guideline_titles(library: Library) -> dict[str, str]:
    """Return each guideline's title by its id."""
    return {stored.guideline.id: stored.guideline.title for stored in library.guidelines()}
