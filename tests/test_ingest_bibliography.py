"""Reference lists are found by their title and by how they cite, and left out of what is searched."""

from pathlib import Path

import pytest

from ingest.bibliography import find_bibliography
from ingest.headings import heading_paths
from ingest.layout import Block, PlacedLine
from ingest.pdf import PrintedLine
from ingest.read import read_guideline
from tests.pdf_factory import Text, make_pdf

ENTRIES = [
    "1. Adams B, Cole D. Zinc in diarrhoea. J Trop Med. 2005;61(3):189-93.",
    "2. Handbook of fluids, second edition. Geneva, 2014.",
    "3. Eze F, et al. Salts by mouth.",
    "4. Salts for all (https://example.org/salts).",
]
"""Entries of a reference list, made up."""


def make_blocks(*texts: str) -> tuple[Block, ...]:
    """Make a block of one line for each text; a text in capitals is a heading, of one rank."""
    lines = [
        PrintedLine(text, (50, 20 * at, 400, 20 * at + 10), 10, text.isupper(), 1) for at, text in enumerate(texts)
    ]
    return tuple(
        Block("heading" if line.bold else "prose", (PlacedLine(1, at, line),), 14.0 if line.bold else 0.0)
        for at, line in enumerate(lines)
    )


def find(*texts: str) -> list[int]:
    """Find the reference lists among blocks of these texts."""
    blocks = make_blocks(*texts)
    return sorted(find_bibliography(blocks, heading_paths(blocks, ())))


@pytest.mark.parametrize(
    "title",
    ["REFERENCES", "8. REFERENCES", "REFERENCES2", "BIBLIOGRAPHY", "RÉFÉRENCES", "REFERENCIAS"],
)
def test_a_titled_list_is_found_whole(title: str) -> None:
    """Its title goes with it, and the sections before and after it stay."""
    assert find("Give zinc.", title, *ENTRIES, "ANNEX 1", "Give salts.") == [1, 2, 3, 4, 5]


def test_text_after_a_list_without_a_title_stays() -> None:
    """A list ends with its last entry, not with the section."""
    assert find("REFERENCES", *ENTRIES, "Give zinc for 10 days.", "Give salts.", "Give water.", "Give milk.") == [
        0,
        1,
        2,
        3,
        4,
    ]


def test_an_entry_may_run_on_in_blocks_of_its_own() -> None:
    """The rest of an entry, after a page's end for instance, stands between two that cite."""
    assert find("REFERENCES", ENTRIES[0], "and what came of it.", "Website", ENTRIES[1]) == [0, 1, 2, 3, 4]


def test_entries_without_a_title_stay() -> None:
    """A sentence that cites a work is text."""
    assert find("EVIDENCE", "Zinc helps (Adams et al. 2005).", *ENTRIES) == []


def test_a_chapter_of_another_kind_stays() -> None:
    """Its title alone does not make a reference list."""
    assert find("REFERENCES", "Normal weights of children.", "At 1 year: 10 kg.", "At 2 years: 12 kg.") == []


def test_a_reference_list_is_shown_and_not_searched(tmp_path: Path) -> None:
    """Its lines are on the page, in no passage, and the reading says so."""
    page = [
        Text("5 Zinc", baseline=80, size=16, font="Helvetica-Bold"),
        Text("Give zinc 20 mg a day for 10 days.", baseline=110),
        Text("References", baseline=150, size=16, font="Helvetica-Bold"),
        *(Text(entry, baseline=180 + 20 * at) for at, entry in enumerate(ENTRIES)),
    ]
    path = make_pdf(tmp_path / "zinc.pdf", [page])
    reading = read_guideline(path, "zinc")
    assert ENTRIES[1] in [line.text for line in reading.pages[0].lines]
    assert [passage.text for passage in reading.passages] == ["5 Zinc\nGive zinc 20 mg a day for 10 days."]
    assert reading.problems == ("page 1 with reference lists: those are shown, not searched",)
