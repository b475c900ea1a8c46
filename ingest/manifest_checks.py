"""The rules of a manifest, checked on its plain values. Each fault is one sentence: where, what and what to do."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ingest.errors import ManifestError

SET_KEYS = ("name", "title", "description", "language")
REQUIRED_SET_KEYS = ("name", "title")
ENTRY_KEYS = (
    "id",
    "file",
    "title",
    "publisher",
    "edition",
    "published",
    "language",
    "licence",
    "url",
    "sha256",
    "supersedes",
)
"""In the order in which they are written."""
REQUIRED_ENTRY_KEYS = ("id", "file", "title", "sha256")

Fault = Callable[[str], ManifestError]
"""Makes the error from what is wrong; it knows the file."""

_ID = re.compile(r"[a-z0-9][a-z0-9.-]*")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*", re.IGNORECASE
)


def check_manifest(values: Mapping[str, Any], file: str) -> None:
    """Check a manifest's tables, as plain values; raises ManifestError, naming the file, for the first fault."""

    def fault(text: str) -> ManifestError:
        return ManifestError(f"{file}: {text}")

    _check_table(values["set"], "[set]", SET_KEYS, REQUIRED_SET_KEYS, fault)
    _check_id(values["set"]["name"], '"name" of [set]', fault)
    language = values["set"].get("language")
    if language and not _LANGUAGE.fullmatch(language):
        raise fault('"language" of [set] is not a language tag; write it as en, fr or ar.')
    entries = values.get("guideline", [])
    for number, entry in enumerate(entries, start=1):
        _check_entry(entry, number, fault)
    _check_together(entries, fault)


def check_keys(
    table: Mapping[str, Any], whose: str, known: Sequence[str], required: Sequence[str], fault: Fault
) -> None:
    """Check that a table has every required key and no unknown one."""
    for key in table:
        if key not in known:
            raise fault(f'{whose} has the unknown key "{key}"; remove it or use one of: {", ".join(known)}.')
    for key in required:
        if key not in table:
            raise fault(f'{whose} has no "{key}"; add it.')


def _check_entry(entry: Mapping[str, Any], number: int, fault: Fault) -> None:
    id = entry.get("id")
    whose = f'guideline "{id}"' if isinstance(id, str) and id.strip() else f"guideline number {number}"
    _check_table(entry, whose, ENTRY_KEYS, REQUIRED_ENTRY_KEYS, fault)
    _check_id(entry["id"], f'"id" of {whose}', fault)
    if "/" in entry["file"] or "\\" in entry["file"]:
        raise fault(f'"file" of {whose} has a folder in it; give the PDF\'s file name alone.')
    if not _SHA256.fullmatch(entry["sha256"]):
        raise fault(f'"sha256" of {whose} is not 64 hexadecimal digits; give the SHA-256 of the PDF\'s bytes.')
    if entry.get("published") and not is_date(entry["published"]):
        raise fault(f'"published" of {whose} is not a date; write it as 2023-10-16, 2023-10 or 2023.')
    if entry.get("language") and not _LANGUAGE.fullmatch(entry["language"]):
        raise fault(f'"language" of {whose} is not a language tag; write it as en, fr or pt-BR.')
    if entry.get("url") and not entry["url"].startswith(("https://", "http://")):
        raise fault(f'"url" of {whose} is not a web address; begin it with https:// or leave the key out.')
    for old in entry.get("supersedes", []):
        _check_id(old, f'an id in "supersedes" of {whose}', fault)
        if old == id:
            raise fault(f'{whose} supersedes itself; take its own id out of its "supersedes".')


def _check_together(entries: Sequence[Mapping[str, Any]], fault: Fault) -> None:
    for id, count in Counter(entry["id"] for entry in entries).items():
        if count > 1:
            raise fault(f'{count} guidelines have the id "{id}"; give each edition an id of its own.')
    for sha256, count in Counter(entry["sha256"].lower() for entry in entries).items():
        if count > 1:
            same = _join_quoted([entry["id"] for entry in entries if entry["sha256"].lower() == sha256])
            raise fault(f"the guidelines {same} have the same sha256; keep one entry for each PDF.")
    try:
        TopologicalSorter({entry["id"]: entry.get("supersedes", []) for entry in entries}).prepare()
    except CycleError as error:
        # Were it let through, every edition in the circle would be hidden as superseded.
        circle = _join_quoted(sorted(set(error.args[1])))
        raise fault(f'the guidelines {circle} supersede one another; keep "supersedes" in the newest only.') from None


def _check_table(
    table: Mapping[str, Any], whose: str, known: Sequence[str], required: Sequence[str], fault: Fault
) -> None:
    check_keys(table, whose, known, required, fault)
    for key, value in table.items():
        if key == "supersedes":
            if not isinstance(value, list) or not all(isinstance(old, str) for old in value):
                raise fault(f'"supersedes" of {whose} must be a list of ids; write it as ["old-id"].')
        elif not isinstance(value, str):
            raise fault(f'"{key}" of {whose} is {_name_kind(value)}; it must be text in quotes.')
        elif key in required and not value.strip():
            raise fault(f'"{key}" of {whose} is empty; fill it in.')
        elif value and value.splitlines() != [value]:
            raise fault(f'"{key}" of {whose} has more than one line; write it on one.')


def _check_id(value: str, what: str, fault: Fault) -> None:
    if not _ID.fullmatch(value):
        raise fault(f'{what} is "{value}"; begin it with a letter or digit and use only a to z, 0 to 9, "-" and ".".')


def is_date(value: str) -> bool:
    """Whether a text is a date of ISO 8601, or its year or year and month alone."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def _name_kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, date | time):
        return "a date or time"
    return "a list" if isinstance(value, list) else "a table"


def _join_quoted(ids: Sequence[str]) -> str:
    return " and ".join(f'"{id}"' for id in ids)
