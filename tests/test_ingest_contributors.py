"""Sections that name who made a guideline are found by their titles, and left out of what is searched."""

from pathlib import Path

import pytest

from ingest.contributors import find_contributors
from ingest.headings import heading_paths
from ingest.layout import Block, PlacedLine
from ingest.pdf import PrintedLine
from ingest.read import read_guideline
from tests.pdf_factory import Text, make_pdf


def make_blocks(*texts: str) -> tuple[Block, ...]:
    """Make a block of one line for each text; one that begins with # is a heading, ## a lower one."""
    blocks = []
    for at, text in enumerate(texts):
        depth = len(text) - len(text.lstrip("#"))
        line = PrintedLine(text.lstrip("# "), (50, 20 * at, 400, 20 * at + 10), 10, bool(depth), 1)
        blocks.append(
            Block("heading" if depth else "prose", (PlacedLine(1, at, line),), {0: 0.0, 1: 18.0, 2: 14.0}[depth])
        )
    return tuple(blocks)


def find(*texts: str) -> list[int]:
    """Find the sections among blocks of these texts."""
    blocks = make_blocks(*texts)
    return sorted(find_contributors(blocks, heading_paths(blocks, ())))


@pytest.mark.parametrize(
    "title",
    [
        "Acknowledgements",
        "Acknowledgments2",
        "10. Contributors and interests",
        "Annex 2. Summary of declarations of interests and their management",
        "Contributors to the guidelines",
        "1.1 Assessment of conflicts of interest",
        "2.7 Managing conflicts of interest",
        "Declaration of interests (2022 & 2023)",
        "Remerciements",
        "Agradecimientos",
    ],
)
def test_a_section_is_found_whole(title: str) -> None:
    """With its title and what stands below its lower titles; the sections before and after it stay."""
    texts = [
        "# Zinc",
        "Give zinc.",
        f"# {title}",
        "Ann Ade, Bo",
        "## Reviewers",
        "Cy Di, Accra",
        "# Salts",
        "Give salts.",
    ]
    assert find(*texts) == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "title",
    [
        "Interest of zinc",
        "Contribution of zinc",
        "Patients who participate",
        "Reviews",
        "Contributors to mortality in severe malaria",
        "Participants in trials",
        "Acknowledgement of pain in children",
    ],
)
def test_other_sections_stay(title: str) -> None:
    """Titles that only hold such a word are others."""
    assert find(f"# {title}", "Ann Ade, Bo") == []


def test_doses_below_such_a_title_stay() -> None:
    """A treatment that only seems to stand below it stays, from its own title on."""
    for dose in ("Give 20 mg a day.", "Give 1 g.", "1.2 million units of benzathine", "20 mL/kg", "one tablet a day"):
        texts = ["# Acknowledgements", "Ann Ade", "## Treatment", "Zinc for all:", dose, "## Care", "Rest."]
        assert find(*texts) == [0, 1]
    assert find("# Acknowledgements", "Give 20 mg a day.", "Rest.") == []


def test_pages_show_what_is_not_searched(tmp_path: Path) -> None:
    """The page keeps its lines, no passage has them, and a problem tells of it."""
    lines = [Text("Acknowledgements", 72, 72, 18), Text("Ann Ade of Accra worked on malaria.", 72, 110)]
    path = make_pdf(tmp_path / "a.pdf", [[Text("Give zinc to every child with diarrhoea.")], lines])
    reading = read_guideline(path, "a")
    assert [passage.text for passage in reading.passages] == ["Give zinc to every child with diarrhoea."]
    assert [line.text for line in reading.pages[1].lines] == ["Acknowledgements", "Ann Ade of Accra worked on malaria."]
    assert reading.problems == ("page 2 with lists of contributors and interests: those are shown, not searched",)
