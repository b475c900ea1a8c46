"""Read and edit a manifest: the TOML that names the guidelines of one set, and what is known of each."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Comment, Item, Key, Table, Whitespace

from ingest.errors import ManifestError
from ingest.manifest_checks import ENTRY_KEYS, REQUIRED_ENTRY_KEYS, check_keys, check_manifest


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What a manifest says of one guideline. Text that it does not give is empty."""

    id: str
    file: str
    """The PDF's file name, without folders."""
    title: str
    sha256: str
    """In lower case, where it was read from a manifest."""
    publisher: str = ""
    edition: str = ""
    published: str = ""
    """ISO 8601 date, year and month, or year."""
    language: str = ""
    """BCP 47 tag, such as "en"."""
    licence: str = ""
    url: str = ""
    supersedes: tuple[str, ...] = ()
    """Ids of the guidelines that this edition replaces; they need not be in the manifest."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A guideline set and its entries, in the order of the file."""

    name: str
    """What `--set` calls it; made as an id is."""
    title: str
    description: str
    entries: tuple[ManifestEntry, ...]
    language: str = ""
    """That the set's words are searched in (ISO 639-1); empty if it says none."""


def read_manifest(path: Path) -> Manifest:
    """Read a manifest and check all of it; raises ManifestError for the first fault found."""
    return _make_manifest(_parse_document(_read_text(path), path))


def entry_for(manifest: Manifest, sha256: str) -> ManifestEntry | None:
    """Find the entry of a PDF by its content: one that only has the file name in common may be another edition."""
    return next((entry for entry in manifest.entries if entry.sha256 == sha256.lower()), None)


def add_entry(path: Path, entry: ManifestEntry) -> None:
    """Write an entry at the manifest's end; raises ManifestError, and leaves the file alone, if it does not fit in."""
    text = _read_text(path)
    _parse_document(text, path)
    addition = tomlkit.dumps({"guideline": [_list_values(entry)]})
    _write_text(path, f"{text.rstrip()}\n\n{addition}")


def update_entry(path: Path, entry: ManifestEntry) -> None:
    """Write the fields that differ into the entry of the same id; raises ManifestError, and leaves the file alone."""
    document = _parse_document(_read_text(path), path)
    table = _tables(document)[_find_index(document, entry.id, path)]
    trailer = _take_trailer(table)
    held = table.unwrap()
    wanted = _list_values(entry)
    for key in ENTRY_KEYS:
        if key in held and key not in wanted:
            table.remove(key)
        elif key in held and key == "supersedes":
            _update_list(cast(Array, table[key]), list(wanted[key]))
        elif key in wanted and wanted[key] != held.get(key):
            table[key] = wanted[key]
    table.value.body.extend(trailer)
    _write_text(path, tomlkit.dumps(document))


def _read_text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ManifestError(f"There is no manifest {path}; give the path of a TOML file.") from None
    except UnicodeDecodeError:
        raise ManifestError(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise ManifestError(f"{path} cannot be read ({error.strerror}); give the path of a TOML file.") from None
    return text.replace("\r\n", "\n").rstrip("\n") + "\n"


def _parse_document(text: str, path: Path) -> tomlkit.TOMLDocument:
    """Parse a manifest's text and check it; raises ManifestError."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        place = f" at line {error.line}" if hasattr(error, "line") else ""
        raise ManifestError(
            f"{path} is not TOML{place}; look there for a missing quote or bracket, or a key that is given twice."
        ) from None

    def fault(text: str) -> ManifestError:
        return ManifestError(f"{path}: {text}")

    check_keys(document, "the file", ("set", "guideline"), ("set",), fault)
    if not isinstance(document["set"], Table):
        raise fault('"set" must be a table; begin it with a line [set].')
    if "guideline" in document and not isinstance(document["guideline"], AoT):
        raise fault("each guideline must be a table; begin it with a line [[guideline]].")
    check_manifest(document.unwrap(), str(path))
    return document


def _make_manifest(document: tomlkit.TOMLDocument) -> Manifest:
    values = document.unwrap()
    about = values["set"]
    entries = tuple(
        ManifestEntry(
            **{**entry, "sha256": entry["sha256"].lower(), "supersedes": tuple(entry.get("supersedes", ()))},
        )
        for entry in values.get("guideline", [])
    )
    return Manifest(about["name"], about["title"], about.get("description", ""), entries, about.get("language", ""))


def _list_values(entry: ManifestEntry) -> dict[str, str | list[str]]:
    """Give the keys and values to be written: those that are required, and of the others those that are not empty."""
    values: dict[str, str | list[str]] = {}
    for key in ENTRY_KEYS:
        value = getattr(entry, key)
        if value or key in REQUIRED_ENTRY_KEYS:
            values[key] = list(value) if key == "supersedes" else value
    return values


def _tables(document: tomlkit.TOMLDocument) -> AoT:
    return cast(AoT, document.get("guideline", AoT([])))


def _find_index(document: tomlkit.TOMLDocument, id: str, path: Path) -> int:
    for index, table in enumerate(_tables(document)):
        if table["id"] == id:
            return index
    raise ManifestError(f'{path} has no guideline "{id}"; give the id of one that stands in it.')


def _update_list(array: Array, wanted: list[str]) -> None:
    """Make a list's values those that are wanted, as a set: each that stays keeps its place and its comment."""
    for value in array.unwrap():
        if value not in wanted:
            array.remove(value)
    held = array.unwrap()
    array.extend(value for value in wanted if value not in held)


def _take_trailer(table: Table) -> list[tuple[Key | None, Item]]:
    """Cut off what follows a table's last key: the parser puts there the comments that stand above the next table."""
    body = table.value.body
    end = len(body)
    while end and isinstance(body[end - 1][1], Comment | Whitespace):
        end -= 1
    trailer = body[end:]
    del body[end:]
    return trailer


def _write_text(path: Path, text: str) -> None:
    """Check a text and put it in a manifest's place, whole or not at all, with the line ends that it had."""
    _parse_document(text, path)
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        line_end = b"\r\n" if b"\r\n" in target.read_bytes() else b"\n"
        with temporary.open("wb") as file:
            file.write(text.encode().replace(b"\n", line_end))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise ManifestError(f"{path} cannot be written ({error.strerror}); check its folder and the disk.") from None
