"""The table truth set is well formed, as large as it must be, and says of each file what the manifest says."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.table_truth import STYLES, TRUTH, load_truth
from corpus_manifests import manifest_path
from ingest.manifest import read_manifest
from ingest.read import make_id

RECORD = {
    "file": "a.pdf",
    "guideline": "a",
    "page": 3,
    "table": "",
    "style": ["ruled"],
    "cells": [{"row": ["4-7 kg"], "column": ["Dose"], "value": "1", "dose": True}],
}


def write(folder: Path, **changes: Any) -> Path:
    """Write a truth set of one record with some of its fields changed."""
    path = folder / "truth.jsonl"
    path.write_text(json.dumps(RECORD | changes) + "\n", encoding="utf-8")
    return path


def cell(**changes: Any) -> list[dict[str, Any]]:
    """Return the record's cell with some of its fields changed, as the only one."""
    return [RECORD["cells"][0] | changes]  # type: ignore[index,operator,list-item]


def test_size_and_spread_of_the_set() -> None:
    tables = load_truth()
    cells = [cell for table in tables for cell in table.cells]
    assert len(tables) == 89
    assert len(cells) == 929
    assert sum(cell.dose for cell in cells) == 252
    assert {style for table in tables for style in table.style} == set(STYLES)
    assert len({table.file for table in tables}) == 11


def test_no_table_twice() -> None:
    names = [(table.file, table.page, table.table) for table in load_truth()]
    assert len(set(names)) == len(names)


def test_pages_of_a_table_go_on() -> None:
    for table in load_truth():
        pages = [cell.page for cell in table.cells]
        assert pages == sorted(pages), table.table
        assert pages[0] == table.page, table.table
        assert len(set(pages)) == 1 or "continued" in table.style, table.table


def test_ids_are_those_of_the_manifest_or_made_from_the_file_name() -> None:
    manifest = read_manifest(manifest_path("open_guidelines"))
    known = {entry.file: entry.id for entry in manifest.entries}
    for table in load_truth():
        assert table.guideline == known.get(table.file, make_id(table.file))


def test_the_smallest_record_is_read(tmp_path: Path) -> None:
    (table,) = load_truth(write(tmp_path))
    assert (table.cells[0].page, table.cells[0].within) == (3, False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"style": ["pretty"]}, "its styles are"),
        ({"style": []}, "its styles are"),
        ({"style": ["ruled", "ruled"]}, "its styles are"),
        ({"note": "x"}, "its keys are"),
        ({"cells": []}, "no cells"),
        ({"page": 0}, "a page is 0"),
        ({"cells": cell(value="")}, "a text is ''"),
        ({"cells": cell(value="two  spaces")}, "a text is"),
        ({"cells": cell(value="word " * 30 + "word")}, "more than 30 words"),
        ({"cells": cell(dose="yes")}, "dose or within"),
        ({"cells": cell(within=False)}, "dose or within"),
        ({"cells": cell(colour="red")}, "a cell's keys are"),
        ({"cells": cell() * 2}, "a cell twice"),
    ],
)
def test_a_record_that_is_not_well_formed_is_refused(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=rf"^truth\.jsonl, line 1: .*{message}"):
        load_truth(write(tmp_path, **changes))


def test_every_line_is_as_it_would_be_written() -> None:
    for line in TRUTH.read_text(encoding="utf-8").splitlines():
        assert json.dumps(json.loads(line), ensure_ascii=False) == line
