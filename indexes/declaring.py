"""What a manifest or the user says of editions, as PDFs are added: which older ones each supersedes."""

from collections.abc import Sequence

from indexes.editions import find_all_superseded, find_circle
from indexes.errors import LibraryError, supersedes_already
from indexes.stored import StoredGuideline
from ingest.manifest import Manifest, ManifestEntry
from ingest.types import Guideline


def declare_superseded(
    entry: ManifestEntry | None, manifest: Manifest | None, named: Sequence[str], held: Sequence[StoredGuideline]
) -> tuple[str, ...]:
    """Return what an edition supersedes by its manifest, there also through others, and what the user named besides.

    What the set holds already under another id than the manifest's is given by the id that it has there.
    """
    declared: Sequence[str] = ()
    if entry is not None and manifest is not None:
        by_hash = {stored.guideline.sha256: stored.guideline.id for stored in held}
        held_as = {each.id: by_hash.get(each.sha256, each.id) for each in manifest.entries}
        replaces = {each.id: each.supersedes for each in manifest.entries}
        declared = [held_as.get(older, older) for older in find_all_superseded(replaces, entry.id)]
    return tuple(dict.fromkeys([*declared, *named]))


def check_named(named: Sequence[str], files: int, held: Sequence[StoredGuideline]) -> None:
    """Raise LibraryError if the user names what is superseded for other than one PDF, or an id that is not there."""
    if not named:
        return
    if files != 1:
        raise LibraryError(f"what is superseded can be named for one PDF at a time, and these are {files}")
    ids = {stored.guideline.id for stored in held}
    for older in named:
        if older not in ids:
            raise LibraryError(f"there is no guideline {older!r} in this set to be superseded; see fieldguide list")


def find_refusal(newer: str, older: Sequence[str], held: Sequence[StoredGuideline]) -> str | None:
    """Return why a guideline cannot supersede these, or None."""
    if newer in older:
        return supersedes_already(newer, newer)
    circle = find_circle({stored.guideline.id: stored.guideline.supersedes for stored in held}, newer, older)
    return None if circle is None else supersedes_already(newer, circle)


def list_doubts(changed: Sequence[str], held: Sequence[StoredGuideline]) -> list[str]:
    """Return what should be looked at in what these guidelines supersede, one sentence each.

    An id that the set does not have may be mistyped, an edition that is newer than its successor the wrong one, and a
    file of the name of another a newer edition of it.
    """
    published = {stored.guideline.id: stored.guideline.published for stored in held}
    doubts = []
    for stored in held:
        newer = stored.guideline
        for older in newer.supersedes if newer.id in changed else ():
            if older not in published:
                doubts.append(f"{newer.id} supersedes {older}, which this set does not have")
            elif _is_before(newer.published, published[older]):
                doubts.append(
                    f"{newer.id} supersedes {older}, which was published later "
                    f"({published[older]}, and not {newer.published})"
                )
        doubts += _doubt_name(newer, held) if newer.id in changed else []
    return doubts


def _doubt_name(newer: Guideline, held: Sequence[StoredGuideline]) -> list[str]:
    """Return a sentence for each guideline before this one whose file has the same name, if both are current."""
    before = [stored.guideline for stored in held]
    before = before[: [each.id for each in before].index(newer.id)]
    return [
        f"{newer.id} has the same file name as {older.id}, and both are current; if it replaces that one, add it again "
        f"and name {older.id} as superseded"
        for older in before
        if older.file.casefold() == newer.file.casefold() and {older.status, newer.status} == {"current"}
    ]


def _is_before(first: str, second: str) -> bool:
    """Whether one date is before another, each ISO 8601 or its year or year and month; False where that is not sure."""
    known = min(len(first), len(second))
    return bool(known) and first[:known] < second[:known]
