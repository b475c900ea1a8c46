"""Editing manifests: entries come and change, and comments, line ends and links stay."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import ManifestError
from ingest.manifest import ManifestEntry, add_entry, read_manifest, update_entry
from tests.ward_manifest import FIRST_SHA256, MANIFEST, SECOND, THIRD, THIRD_SHA256

ADDED = f"""
[[guideline]]
id = "cholera"
file = "cholera.pdf"
title = "Cholera"
language = "en"
sha256 = "{THIRD_SHA256}"
"""
"""What THIRD is, written at a manifest's end."""


def test_add_entry_leaves_the_text_above_alone(manifest: Path) -> None:
    """The new entry stands at the end, with its known fields only."""
    add_entry(manifest, THIRD)
    assert manifest.read_text() == MANIFEST + ADDED
    assert read_manifest(manifest).entries[1:] == (SECOND, THIRD)


def test_entry_survives_being_written(manifest: Path) -> None:
    """Every field comes back, with quotes and accents in it."""
    entry = ManifestEntry(
        id="cholera-2",
        file="choléra.pdf",
        title='Le "choléra" \\ édition',
        sha256=THIRD_SHA256,
        publisher="Ministère de la Santé",
        edition="2e édition",
        published="2022-01",
        language="fr",
        licence="CC BY 4.0",
        url="https://sante.example/cholera.pdf#page=1",
        supersedes=("cholera-1", "cholera-0.9"),
    )
    add_entry(manifest, entry)
    assert read_manifest(manifest).entries[2] == entry


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (
            replace(THIRD, id="malaria-2019"),
            '{path}: 2 guidelines have the id "malaria-2019"; give each edition an id of its own.',
        ),
        (
            replace(THIRD, sha256=FIRST_SHA256),
            '{path}: the guidelines "malaria-2019" and "cholera" have the same sha256; keep one entry for each PDF.',
        ),
        (replace(THIRD, title=""), '{path}: "title" of guideline "cholera" is empty; fill it in.'),
    ],
)
def test_entry_that_does_not_fit_is_not_written(manifest: Path, entry: ManifestEntry, sentence: str) -> None:
    """The manifest stays as it was, and no other file is left behind."""
    with pytest.raises(ManifestError) as caught:
        add_entry(manifest, entry)
    assert str(caught.value) == sentence.format(path=manifest)
    assert manifest.read_text() == MANIFEST
    assert list(manifest.parent.iterdir()) == [manifest]


def test_update_entry_keeps_comments_and_order(manifest: Path) -> None:
    """Changed values keep their places; new keys come before the comments that follow the entry."""
    update_entry(
        manifest,
        replace(
            SECOND, title="Malaria, revised", published="", edition="2", supersedes=("malaria-2019", "malaria-2015")
        ),
    )
    expected = MANIFEST.replace('title = "Malaria"  # as', 'title = "Malaria, revised"  # as')
    expected = expected.replace('published = "2023-10-16"\n', "")
    expected = expected.replace("pharmacist\n]\n", 'pharmacist\n    "malaria-2015",\n]\nedition = "2"\n')
    assert manifest.read_text() == expected


def test_update_entry_without_a_difference_changes_nothing(manifest: Path) -> None:
    """Writing what is there already leaves every byte."""
    update_entry(manifest, SECOND)
    assert manifest.read_text() == MANIFEST


def test_id_that_is_not_there_is_a_fault(manifest: Path) -> None:
    """Updating names the id that it looked for."""
    with pytest.raises(ManifestError) as caught:
        update_entry(manifest, THIRD)
    assert str(caught.value) == f'{manifest} has no guideline "cholera"; give the id of one that stands in it.'


def test_line_ends_and_mode_are_kept(manifest: Path) -> None:
    """A manifest that was made on Windows, or that a group may write, stays so."""
    manifest.write_bytes(MANIFEST.replace("\n", "\r\n").encode())
    manifest.chmod(0o664)
    add_entry(manifest, THIRD)
    update_entry(manifest, replace(SECOND, edition="2"))
    edited = MANIFEST.replace("# The end.", 'edition = "2"\n# The end.') + ADDED
    assert manifest.read_bytes() == edited.replace("\n", "\r\n").encode()
    assert manifest.stat().st_mode & 0o777 == 0o664


def test_failed_write_leaves_the_manifest_whole(manifest: Path) -> None:
    """Where the new text cannot be put down, the old one stays."""
    manifest.with_name(f".ward.toml.{os.getpid()}.part").mkdir()
    with pytest.raises(ManifestError) as caught:
        add_entry(manifest, THIRD)
    assert str(caught.value) == f"{manifest} cannot be written (Is a directory); check its folder and the disk."
    assert manifest.read_text() == MANIFEST


def test_link_to_a_manifest_stays_a_link(manifest: Path) -> None:
    """Editing goes through to the file that the link names."""
    link = manifest.with_name("link.toml")
    link.symlink_to(manifest)
    add_entry(link, THIRD)
    assert link.is_symlink()
    assert manifest.read_text() == MANIFEST + ADDED
