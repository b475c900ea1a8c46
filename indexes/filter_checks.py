"""What is said of a filter that fits a set badly: values that no guideline has, nothing left, facts not known. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexes.errors import LibraryError
from indexes.matching import FIELDS, describe_filter, match_field, match_guideline
from indexes.stored import StoredGuideline
from indexes.types import Filter

_LISTED = 12
_NAMES = {"publisher": "publisher", "language": "language", "edition": "edition", "published": "date"}


def check_held(where: Filter, name: str, guidelines: Sequence[StoredGuideline]) -> None:
    """Raise LibraryError for the first value that no guideline of the set has; it lists what there is."""
    ids = [stored.guideline.id for stored in guidelines]
    for guideline_id in where.guidelines:
        if guideline_id not in ids:
            likest_first = sorted(ids, key=lambda held: guideline_id not in held)
            there = _list(likest_first)
            raise LibraryError(f"there is no guideline {guideline_id!r} in the set {name!r}; there are: {there}")
    for field, (known, _) in FIELDS.items():
        asked = getattr(where, field)
        if not asked or any(match_field(where, field, stored.guideline) for stored in guidelines):
            continue
        held = sorted({getattr(stored.guideline, known) for stored in guidelines} - {""})
        none = f"no guideline of the set {name!r} is left by {field.replace('_', ' ')} {asked!r}"
        if not held:
            raise LibraryError(f"{none}: none says its {_NAMES[known]}, as a manifest could")
        if known == "published":
            raise LibraryError(f"{none}; their dates are from {held[0]} to {held[-1]}")
        raise LibraryError(f"{none}; there are: {_list(held, '; ')}")


def say_nothing_left(where: Filter, name: str, guidelines: Sequence[StoredGuideline]) -> str:
    """Return that a filter leaves nothing of a set, and which superseded editions it would leave."""
    nothing = f"nothing in the set {name!r} is left by this filter ({describe_filter(where)})"
    old = [stored.guideline.id for stored in guidelines if match_guideline(replace(where, superseded=True), stored)]
    if where.superseded or where.population or not old:
        return nothing
    return f"{nothing}; superseded editions, which must be asked for, are left: {_list(old)}"


def list_silent(where: Filter, guidelines: Sequence[StoredGuideline]) -> Iterator[str]:
    """Yield which guidelines are left out only because they do not say what is asked for."""
    silent: dict[tuple[str, ...], list[str]] = {}
    for stored in guidelines:
        unsaid = [
            field
            for field, (known, _) in FIELDS.items()
            if getattr(where, field) and not getattr(stored.guideline, known)
        ]
        if unsaid and match_guideline(where, stored, unsaid):
            names = tuple(dict.fromkeys(_NAMES[FIELDS[field][0]] for field in unsaid))
            silent.setdefault(names, []).append(stored.guideline.id)
    for names, ids in silent.items():
        who = "1 guideline is" if len(ids) == 1 else f"{len(ids)} guidelines are"
        yield f"{who} left out for not saying the {' and '.join(names)}: {_list(ids)}"


def _list(values: Sequence[str], between: str = ", ") -> str:
    """Return the values, or the first of many."""
    more = [f"and {len(values) - _LISTED} more (see fieldguide list)"] if len(values) > _LISTED else []
    return between.join([*values[:_LISTED], *more])
