"""Reads gold questions: questions with the pages of a file that answer them."""

from pathlib import Path

from rag.evaluation.gold_rows import check_texts, read_each, read_pages
from rag.evaluation.retrieval import Gold, split_words
from rag.json_lines import Row


def read_gold(path: Path) -> tuple[Gold, ...]:
    """Return the answerable questions of a JSON Lines file, in its order.

    A line has `id`, `question`, `answerable` (true where it is not said), `file` (the PDF's name), `pages` (from 1, any
    of them will do) and `evidence` (texts, any of which answers) or `evidence_words`. Raises EvaluationError naming the
    line that is at fault, or if no question can be answered.
    """
    return read_each(path, _read_row, "answerable question")


def _read_row(row: Row) -> Gold | None:
    """Raises ValueError, in words, for a field that is not as it must be."""
    if row.get("answerable", True) is False:
        return None
    check_texts(row, ["id", "question", "file"])
    pages = read_pages(row)
    name = "evidence" if "evidence" in row else "evidence_words"
    texts = row.get(name)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"its {name!r} is no list of texts")
    told = texts if name == "evidence" else [" ".join(texts)]
    evidence = tuple(split_words(text) for text in told)
    return Gold(row["id"], row["question"], row["file"], pages, evidence)
