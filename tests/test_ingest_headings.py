"""Each block has the path of titles above it: by the outline, by section numbers, and by type size."""

from ingest.document import OutlineEntry
from ingest.headings import heading_paths
from ingest.layout import Block, PlacedLine
from ingest.pdf import PrintedLine


def paths_of(*titles: tuple[str, float], outline: tuple[OutlineEntry, ...] = ()) -> list[tuple[str, ...]]:
    """Return the paths of headings with these texts and ranks, all on page 1."""
    blocks = []
    for at, (text, rank) in enumerate(titles):
        line = PrintedLine(text, (50, 20 * at, 400, 20 * at + 10), rank, True, 1)
        blocks.append(Block("heading", (PlacedLine(1, at, line),), rank))
    return list(heading_paths(blocks, outline))


def test_titles_printed_larger_than_their_section_stay_in_it() -> None:
    """Without that, a dose below "Management" would have lost the illness that it is for."""
    found = paths_of(
        ("4 Heart", 50),
        ("4.1.1 Thrombosis", 10.6),
        ("Causes", 10.8),
        ("Management", 10.4),
        ("4.1.2 Endocarditis", 10.6),
        ("Management", 10.4),
        ("Prevention", 10.8),
    )
    assert found == [
        ("4 Heart",),
        ("4 Heart", "4.1.1 Thrombosis"),
        ("4 Heart", "4.1.1 Thrombosis", "Causes"),
        ("4 Heart", "4.1.1 Thrombosis", "Causes", "Management"),
        ("4 Heart", "4.1.2 Endocarditis"),
        ("4 Heart", "4.1.2 Endocarditis", "Management"),
        ("4 Heart", "4.1.2 Endocarditis", "Prevention"),
    ]


def test_a_number_ends_the_sections_that_it_is_not_in() -> None:
    """Whatever their sizes: "3.1" is neither in "2.4" nor in what stands there without a number."""
    assert paths_of(("2.4 Burns", 12), ("Notes", 11), ("3.1 Shock", 10)) == [
        ("2.4 Burns",),
        ("2.4 Burns", "Notes"),
        ("3.1 Shock",),
    ]


def test_a_much_larger_title_ends_a_numbered_section() -> None:
    """So does one as large as its chapter's, and where no chapter stands above, the larger one always does."""
    assert paths_of(("4 Heart", 20), ("4.1 Shock", 10), ("Glossary", 12)) == [
        ("4 Heart",),
        ("4 Heart", "4.1 Shock"),
        ("4 Heart", "Glossary"),
    ]
    assert paths_of(("4 Heart", 20), ("4.1 Shock", 10), ("Annex", 20))[-1] == ("Annex",)
    assert paths_of(("4.1 Shock", 10), ("Annex", 10.8))[-1] == ("Annex",)


def test_the_outline_comes_before_the_numbers() -> None:
    """What it lists is as deep as it says."""
    outline = (OutlineEntry(0, "4.1 Shock", 1), OutlineEntry(0, "4.1.1 Signs", 1))
    assert paths_of(("4.1 Shock", 12), ("4.1.1 Signs", 10), outline=outline)[-1] == ("4.1.1 Signs",)
