"""Which guidelines of a set are replaced by newer editions in it. Pure."""

from collections.abc import Mapping, Sequence

Replaces = Mapping[str, Sequence[str]]
"""By each guideline's id, the ids of those that it supersedes."""


def find_superseding(replaces: Replaces) -> dict[str, tuple[str, ...]]:
    """Return for each id that some guideline supersedes the ids of all that do, in their order."""
    found: dict[str, tuple[str, ...]] = {}
    for newer, older in replaces.items():
        for each in dict.fromkeys(older):
            found[each] = (*found.get(each, ()), newer)
    return found


def find_all_superseded(replaces: Replaces, newest: str) -> tuple[str, ...]:
    """Return the ids that an edition supersedes itself or through those that it supersedes, nearest first.

    An edition replaces what its predecessor replaced, also where the predecessor itself is in no set.
    """
    found: dict[str, None] = {}
    waiting = list(replaces.get(newest, ()))
    while waiting:
        older = waiting.pop(0)
        if older not in found and older != newest:
            found[older] = None
            waiting += replaces.get(older, ())
    return tuple(found)


def find_circle(replaces: Replaces, newer: str, older: Sequence[str]) -> str | None:
    """Return the id among `older` that supersedes `newer`, itself or through others; None if none does.

    Were `newer` to supersede it, both would be hidden.
    """
    return next((each for each in older if newer in find_all_superseded(replaces, each)), None)


def inherit(replaces: Replaces, removed: str) -> dict[str, tuple[str, ...]]:
    """Return by id what those that supersede a guideline supersede once it is removed: also what it superseded itself.

    Of three editions the oldest does not become current because the second is removed.
    """
    handed_on = replaces.get(removed, ())
    return {
        newer: tuple(dict.fromkeys([*older, *(each for each in handed_on if each != newer)]))
        for newer, older in replaces.items()
        if removed in older and newer != removed
    }
