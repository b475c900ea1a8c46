"""Opens sets that a search can find something in."""

from indexes.library import Library
from indexes.types import Filter
from ingest.errors import FieldguideError
from ui.options import say
from ui.sets import open_set


def open_filled(set_name: str, where: Filter = Filter()) -> Library:  # noqa: B008 (frozen, so safe to share)
    """Open a set of which the filter leaves something, and say what must be said of that.

    Raises FieldguideError if there is no such set, or if it is empty, and LibraryError if the filter leaves nothing.
    """
    library = open_set(set_name)
    if not library.guidelines():
        raise FieldguideError(f"the set {set_name!r} is empty; put PDFs into it with fieldguide add")
    for note in library.check_filter(where):
        say(note)
    return library
