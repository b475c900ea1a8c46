"""A passage with the titles that it stands under, as it is embedded and as its words are counted. Pure."""

import re

from ingest.marks import without_marks
from ingest.table_passages import without_labels
from ingest.types import Passage

_CONTEXT_WORDS = 8
_WITHOUT_MEANING = re.compile(r"(?<!\d)[,:–—]|[,:–—](?!\d)|[()\[\]|•;،؛“”‘’«»›\"'_*…©®]|(?<!\d)\s?>(?!\s?\d)")
"""Marks that an embedder would spend a twelfth of its tokens on. What stands between digits is kept, and so are points,
strokes and comparators."""


def embedding_text(passage: Passage) -> str:
    """Return what is embedded for a passage: the titles right above it, then its own text.

    Titles that open the text anyway are not said twice, and of each only the first words: a long one would drown a
    short passage. Marks that say nothing are left out.
    """
    titles = [embedding_title(part) for part in passage.heading[-2:] if part not in passage.text]
    return _without_marks("\n".join([*titles, searched_text(passage)]))


def embedding_title(title: str) -> str:
    """Return what is embedded of a title: its first words."""
    return _without_marks(" ".join(title.split()[:_CONTEXT_WORDS]))


def searched_text(passage: Passage) -> str:
    """Return a passage's own words as they are searched: without raised marks, and a table's header once."""
    return without_marks(without_labels(passage.text) if passage.kind == "table" else passage.text)


def all_text(title: str, passage: Passage) -> str:
    """Return a passage's words with all titles above it."""
    return without_marks(" ".join([title, *passage.heading, passage.text]))


def _without_marks(text: str) -> str:
    return " ".join(_WITHOUT_MEANING.sub(" ", text).split())
