"""Manifests that cannot be used: each fault is one sentence that says what is wrong and what to do."""

from pathlib import Path

import pytest

from ingest.errors import ManifestError
from ingest.manifest import (
    read_manifest,
)
from tests.ward_manifest import FIRST_SHA256, SECOND_SHA256, change

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
            '{path}: [set] has the unknown key "more"; remove it or use one of: name, title, description, language.',
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
