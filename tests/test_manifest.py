"""Reading, checking and editing manifests."""

import os
from dataclasses import fields, replace
from pathlib import Path

import pytest

from ingest.errors import ManifestError
from ingest.manifest import (
    Manifest,
    ManifestEntry,
    add_entry,
    entry_for,
    read_manifest,
    remove_entry,
    update_entry,
)
from ingest.manifest_checks import ENTRY_KEYS

FIRST_SHA256, SECOND_SHA256, THIRD_SHA256 = "a" * 64, "b" * 64, "c" * 64

MANIFEST = f"""\
# Kept by the pharmacy.

[set]  # the ward's set
name = "ward"
title = "Guidelines of the ward"

# The old edition, kept for audits.
[[guideline]]
id = "malaria-2019"  # asked for in May
file = "malaria-2019.pdf"
title = "Malaria"
sha256 = "{FIRST_SHA256}"

# The edition in use.
[[guideline]]
# Bought in print too.
id = "malaria-2023"
file = "malaria-2023.pdf"
title = "Malaria"  # as on the cover
published = "2023-10-16"
sha256 = "{SECOND_SHA256}"
supersedes = [
    "malaria-2019",  # checked by the pharmacist
]
# The end.
"""
SECOND = ManifestEntry(
    id="malaria-2023",
    file="malaria-2023.pdf",
    title="Malaria",
    sha256=SECOND_SHA256,
    published="2023-10-16",
    supersedes=("malaria-2019",),
)
THIRD = ManifestEntry(id="cholera", file="cholera.pdf", title="Cholera", sha256=THIRD_SHA256, language="en")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Give a manifest of two entries, with comments."""
    path = tmp_path / "ward.toml"
    path.write_text(MANIFEST)
    return path


def change(path: Path, old: str, new: str) -> None:
    """Replace a piece of a manifest that stands in it once."""
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


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
    manifest.write_bytes(b"\xef\xbb\xbf" + manifest.read_bytes())
    assert read_manifest(manifest).name == "ward"


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


KNOWN = "id, file, title, publisher, edition, published, language, licence, url, sha256, supersedes"
ID_RULE = 'begin it with a letter or digit and use only a to z, 0 to 9, "-" and "."'


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'title = "Guidelines of the ward"',
            'title = "Guidelines of the ward',
            "{path} is not TOML at line 5; look there for a missing quote or bracket, or a key that is given twice.",
        ),
        (
            '[set]  # the ward\'s set\nname = "ward"\ntitle = "Guidelines of the ward"\n',
            "",
            '{path}: the file has no "set"; add it.',
        ),
        (
            '[set]  # the ward\'s set\nname = "ward"\ntitle = "Guidelines of the ward"\n',
            'set = "ward"\n',
            '{path}: "set" must be a table; begin it with a line [set].',
        ),
        (
            "[set]  # the ward's set",
            "[colours]\n[set]",
            '{path}: the file has the unknown key "colours"; remove it or use one of: set, guideline.',
        ),
        ('name = "ward"\n', "", '{path}: [set] has no "name"; add it.'),
        ('name = "ward"', 'name = "../ward"', '{path}: "name" of [set] is "../ward"; ' + ID_RULE + "."),
        (
            "# The old edition, kept for audits.\n[[guideline]]",
            "[set.more]",
            '{path}: [set] has the unknown key "more"; remove it or use one of: name, title, description.',
        ),
        ('file = "malaria-2019.pdf"\n', "", '{path}: guideline "malaria-2019" has no "file"; add it.'),
        ('id = "malaria-2019"  # asked for in May\n', "", '{path}: guideline number 1 has no "id"; add it.'),
        (
            'title = "Malaria"  # as on',
            'title = " "  # as on',
            '{path}: "title" of guideline "malaria-2023" is empty; fill it in.',
        ),
        (
            'title = "Malaria"  # as on',
            'titel = "Malaria"  # as on',
            '{path}: guideline "malaria-2023" has the unknown key "titel"; remove it or use one of: ' + KNOWN + ".",
        ),
        (
            '"2023-10-16"',
            "2023-10-16",
            '{path}: "published" of guideline "malaria-2023" is a date or time; it must be text in quotes.',
        ),
        (
            '"2023-10-16"',
            "2023",
            '{path}: "published" of guideline "malaria-2023" is a number; it must be text in quotes.',
        ),
        (
            '"2023-10-16"',
            "true",
            '{path}: "published" of guideline "malaria-2023" is true or false; it must be text in quotes.',
        ),
        (
            '"2023-10-16"',
            '["2023"]',
            '{path}: "published" of guideline "malaria-2023" is a list; it must be text in quotes.',
        ),
        (
            '"2023-10-16"',
            '"2023-02-30"',
            '{path}: "published" of guideline "malaria-2023" is not a date; write it as 2023-10-16, 2023-10 or 2023.',
        ),
        (
            '"2023-10-16"',
            '"October 2023"',
            '{path}: "published" of guideline "malaria-2023" is not a date; write it as 2023-10-16, 2023-10 or 2023.',
        ),
        (
            'title = "Malaria"  # as on',
            'title = "Mal\\naria"  # as on',
            '{path}: "title" of guideline "malaria-2023" has more than one line; write it on one.',
        ),
        (
            'published = "2023-10-16"',
            'language = "English"',
            '{path}: "language" of guideline "malaria-2023" is not a language tag; write it as en, fr or pt-BR.',
        ),
        (
            'published = "2023-10-16"',
            'url = "javascript:alert(1)"',
            '{path}: "url" of guideline "malaria-2023" is not a web address; '
            "begin it with https:// or leave the key out.",
        ),
        (
            "malaria-2023.pdf",
            "new/malaria-2023.pdf",
            '{path}: "file" of guideline "malaria-2023" has a folder in it; give the PDF\'s file name alone.',
        ),
        (
            SECOND_SHA256,
            SECOND_SHA256[1:],
            '{path}: "sha256" of guideline "malaria-2023" is not 64 hexadecimal digits; '
            "give the SHA-256 of the PDF's bytes.",
        ),
        (
            'id = "malaria-2023"',
            'id = "Malaria#2023"',
            '{path}: "id" of guideline "Malaria#2023" is "Malaria#2023"; ' + ID_RULE + ".",
        ),
        (
            'id = "malaria-2023"',
            'id = "malaria-2019"',
            '{path}: guideline "malaria-2019" supersedes itself; take its own id out of its "supersedes".',
        ),
        (
            '"malaria-2019",  # checked',
            '"malaria/2019",  # checked',
            '{path}: an id in "supersedes" of guideline "malaria-2023" is "malaria/2019"; ' + ID_RULE + ".",
        ),
        (
            '"malaria-2019",  # checked',
            "2019,  # checked",
            '{path}: "supersedes" of guideline "malaria-2023" must be a list of ids; write it as ["old-id"].',
        ),
        (
            SECOND_SHA256,
            FIRST_SHA256.upper(),
            '{path}: the guidelines "malaria-2019" and "malaria-2023" have the same sha256; '
            "keep one entry for each PDF.",
        ),
        (
            'file = "malaria-2019.pdf"',
            'file = "malaria-2019.pdf"\nsupersedes = ["malaria-2023"]',
            '{path}: the guidelines "malaria-2019" and "malaria-2023" supersede one another; '
            'keep "supersedes" in the newest only.',
        ),
    ],
)
def test_fault_is_one_clear_sentence(manifest: Path, old: str, new: str, sentence: str) -> None:
    """Each fault names the file, the entry, what is wrong and what to do."""
    change(manifest, old, new)
    with pytest.raises(ManifestError) as caught:
        read_manifest(manifest)
    assert str(caught.value) == sentence.format(path=manifest)


def test_two_guidelines_of_one_id_are_a_fault(manifest: Path) -> None:
    """An id is what passages are cited by."""
    change(manifest, '"malaria-2019",  # checked', "# checked")
    change(manifest, 'id = "malaria-2023"', 'id = "malaria-2019"')
    with pytest.raises(ManifestError) as caught:
        read_manifest(manifest)
    assert str(caught.value) == (
        f'{manifest}: 2 guidelines have the id "malaria-2019"; give each edition an id of its own.'
    )


@pytest.mark.parametrize("guidelines", ['guideline = [{id = "a"}]\n', 'guideline = "a"\n'])
def test_guidelines_that_are_not_tables_are_a_fault(tmp_path: Path, guidelines: str) -> None:
    """Entries in one line cannot be edited without losing comments."""
    path = tmp_path / "inline.toml"
    path.write_text(guidelines + '[set]\nname = "a"\ntitle = "A"\n')
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    assert str(caught.value) == f"{path}: each guideline must be a table; begin it with a line [[guideline]]."


def test_files_that_are_no_text_are_a_fault(tmp_path: Path) -> None:
    """A missing file, a folder and a file of bytes have their own sentences."""
    missing, damaged = tmp_path / "missing.toml", tmp_path / "damaged.toml"
    damaged.write_bytes(b"[set]\nname = \xff")
    sentences = {
        missing: f"There is no manifest {missing}; give the path of a TOML file.",
        tmp_path: f"{tmp_path} cannot be read (Is a directory); give the path of a TOML file.",
        damaged: f"{damaged} is not UTF-8 text; save it as UTF-8.",
    }
    for path, sentence in sentences.items():
        with pytest.raises(ManifestError) as caught:
            read_manifest(path)
        assert str(caught.value) == sentence


def test_add_entry_leaves_the_text_above_alone(manifest: Path) -> None:
    """The new entry stands at the end, with its known fields only."""
    add_entry(manifest, THIRD)
    assert manifest.read_text() == (
        f'{MANIFEST}\n[[guideline]]\nid = "cholera"\nfile = "cholera.pdf"\ntitle = "Cholera"\nlanguage = "en"\n'
        f'sha256 = "{THIRD_SHA256}"\n'
    )
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


def test_remove_entry_keeps_the_comments_of_others(manifest: Path) -> None:
    """What stands above the next entry is not taken for a part of the one that goes."""
    remove_entry(manifest, "malaria-2019")
    head, rest = MANIFEST.split("[[guideline]]\n", maxsplit=1)
    assert manifest.read_text() == head + rest[rest.index("\n# The edition in use.") :]
    remove_entry(manifest, "malaria-2023")
    assert manifest.read_text() == f"{head}\n# The edition in use.\n# The end.\n"
    assert read_manifest(manifest).entries == ()


def test_entry_can_be_added_after_the_last_was_removed(manifest: Path) -> None:
    """An emptied manifest is as good as a new one."""
    remove_entry(manifest, "malaria-2019")
    remove_entry(manifest, "malaria-2023")
    add_entry(manifest, THIRD)
    assert read_manifest(manifest).entries == (THIRD,)


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
    """Removing and updating name the id that they looked for."""
    sentence = f'{manifest} has no guideline "cholera"; give the id of one that stands in it.'
    with pytest.raises(ManifestError) as caught:
        remove_entry(manifest, "cholera")
    assert str(caught.value) == sentence
    with pytest.raises(ManifestError) as caught:
        update_entry(manifest, THIRD)
    assert str(caught.value) == sentence


def test_line_ends_and_mode_are_kept(manifest: Path) -> None:
    """A manifest that was made on Windows, or that a group may write, stays so."""
    manifest.write_bytes(MANIFEST.replace("\n", "\r\n").encode())
    manifest.chmod(0o664)
    add_entry(manifest, THIRD)
    update_entry(manifest, replace(SECOND, edition="2"))
    written = manifest.read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n") == MANIFEST.count("\n") + 8
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
    assert read_manifest(manifest).entries[2] == THIRD
