"""A passage with the titles that it stands under, as it is embedded and as its words are counted. Pure."""

from ingest.marks import without_marks
from ingest.table_passages import without_labels
from ingest.types import Passage

_CONTEXT_WORDS = 8


def embedding_text(title: str, passage: Passage) -> str:
    """Return what is embedded for a passage: its guideline's title and the titles right above it, then its own text.

    Titles that open the text anyway are not said twice, and of each only the first words: a long one would drown a
    short passage.
    """
    context = [title, *(part for part in passage.heading[-2:] if part not in passage.text)]
    return "\n".join([" > ".join(" ".join(part.split()[:_CONTEXT_WORDS]) for part in context), searched_text(passage)])


def searched_text(passage: Passage) -> str:
    """Return a passage's own words as they are searched: without raised marks, and a table's header once."""
    return without_marks(without_labels(passage.text) if passage.kind == "table" else passage.text)


def all_text(title: str, passage: Passage) -> str:
    """Return a passage's words with all titles above it."""
    return without_marks(" ".join([title, *passage.heading, passage.text]))
