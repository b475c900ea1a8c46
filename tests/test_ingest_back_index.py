"""The index at a book's end is left out of what is searched."""

from ingest.back_index import find_back_index
from ingest.headings import heading_paths
from tests.test_ingest_bibliography import make_blocks

ENTRIES = ("snakebite, 6-1, 6-3 spider bite, 6-6, Table 6-1", "tourniquet application of, 2-20 marking, 2-20c(7)")


def find(*texts: str) -> list[int]:
    """Find the index among blocks of these texts."""
    blocks = make_blocks(*texts)
    return sorted(find_back_index(blocks, heading_paths(blocks, ())))


def test_an_index_is_found_whole() -> None:
    """Its title goes with it, the note before its entries too; what follows stays."""
    texts = ("BURNS", "Cool the burn.", "INDEX", "Numbers are of paragraphs.", *ENTRIES, "DISTRIBUTION", "To all.")
    assert find(*texts) == [2, 3, 4, 5]


def test_a_chapter_on_an_index_stays() -> None:
    """ "Index" is a title of other things too: without entries that refer to pages nothing is left out."""
    assert find("INDEX", "The body mass index is the weight divided by the square of the height.") == []
