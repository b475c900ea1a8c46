"""A passage with the titles that it stands under, as it is embedded and as its words are counted. Pure."""

import re

from ingest.marks import without_marks
from ingest.table_passages import without_labels
from ingest.types import Passage

_CONTEXT_WORDS = 8
_WITHOUT_MEANING = re.compile(r"(?<!\d)[,:–—]|[,:–—](?!\d)|[()\[\]|•;،؛“”‘’«»›\"'_*…©®]|(?<!\d)\s?>(?!\s?\d)")
"""Marks that an embedder would spend a twelfth of its tokens on. What stands between digits is kept, and so are points,
strokes and comparators."""


def embedding_text(title: str, passage: Passage) -> str:
    """Return what is embedded for a passage: its guideline's title and the titles right above it, then its own text.

    Titles that open the text anyway are not said twice, and of each only the first words: a long one would drown a
    short passage. Marks that say nothing are left out.
    """
    context = [title, *(part for part in passage.heading[-2:] if part not in passage.text)]
    titles = [" ".join(part.split()[:_CONTEXT_WORDS]) for part in context]
    return " ".join(_WITHOUT_MEANING.sub(" ", "\n".join([*titles, searched_text(passage)])).split())


def searched_text(passage: Passage) -> str:
    """Return a passage's own words as they are searched: without raised marks, and a table's header once."""
    return without_marks(without_labels(passage.text) if passage.kind == "table" else passage.text)


def all_text(title: str, passage: Passage) -> str:
    """Return a passage's words with all titles above it."""
    return without_marks(" ".join([title, *passage.heading, passage.text]))
