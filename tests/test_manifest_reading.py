"""Reading manifests: every field, as its author wrote it."""

from dataclasses import fields
from pathlib import Path

import pytest

from ingest.manifest import Manifest, ManifestEntry, entry_for, read_manifest
from ingest.manifest_checks import ENTRY_KEYS
from tests.ward_manifest import FIRST_SHA256, SECOND, SECOND_SHA256, THIRD_SHA256, change


def test_read_manifest_gives_every_field(manifest: Path) -> None:
    """Both entries come in order, and what is not given is empty."""
    first = ManifestEntry(id="malaria-2019", file="malaria-2019.pdf", title="Malaria", sha256=FIRST_SHA256)
    assert read_manifest(manifest) == Manifest("ward", "Guidelines of the ward", "", (first, SECOND))


def test_keys_are_the_fields_of_an_entry() -> None:
    """Every field of an entry can be written, and every known key read."""
    assert set(ENTRY_KEYS) == {field.name for field in fields(ManifestEntry)}


def test_manifest_without_guidelines_is_read(tmp_path: Path) -> None:
    """A set may be begun before its first PDF is at hand."""
    path = tmp_path / "new.toml"
    path.write_text('[set]\nname = "new"\ntitle = "New"\ndescription = "Empty so far."\n')
    assert read_manifest(path) == Manifest("new", "New", "Empty so far.", ())


def test_sha256_is_read_in_lower_case(manifest: Path) -> None:
    """PowerShell prints hashes in capitals."""
    change(manifest, FIRST_SHA256, FIRST_SHA256.upper())
    assert read_manifest(manifest).entries[0].sha256 == FIRST_SHA256


def test_byte_order_mark_is_passed_over(manifest: Path) -> None:
    """Some editors put one at the start of UTF-8 text."""
    plain = read_manifest(manifest)
    manifest.write_bytes(b"\xef\xbb\xbf" + manifest.read_bytes())
    assert read_manifest(manifest) == plain


@pytest.mark.parametrize("published", ["2023", "2023-10", "2023-10-16"])
def test_published_may_be_a_date_a_month_or_a_year(manifest: Path, published: str) -> None:
    """What is known of the date is kept as it was written."""
    change(manifest, '"2023-10-16"', f'"{published}"')
    assert read_manifest(manifest).entries[1].published == published


@pytest.mark.parametrize("language", ["en", "pt-BR", "zh-Hant", "es-419", "ca-valencia"])
def test_language_may_be_any_tag(manifest: Path, language: str) -> None:
    """A tag may have a script, a region and a variant."""
    change(manifest, 'published = "2023-10-16"', f'language = "{language}"')
    assert read_manifest(manifest).entries[1].language == language


def test_superseded_edition_need_not_be_in_the_manifest(manifest: Path) -> None:
    """The old edition may be in the set already."""
    change(manifest, '"malaria-2019",  # checked', '"malaria-2015",  # checked')
    assert read_manifest(manifest).entries[1].supersedes == ("malaria-2015",)


def test_entry_for_goes_by_content(manifest: Path) -> None:
    """The sha256 finds the entry in capitals too; that of no entry finds none."""
    read = read_manifest(manifest)
    assert entry_for(read, SECOND_SHA256.upper()) == SECOND
    assert entry_for(read, THIRD_SHA256) is None
