"""Reads gold questions: questions with the pages of a file that answer them."""

from pathlib import Path

from rag.errors import EvaluationError
from rag.evaluation.retrieval import Gold, split_words
from rag.json_lines import Row, parse_rows, read_text


def read_gold(path: Path) -> tuple[Gold, ...]:
    """Return the answerable questions of a JSON Lines file, in its order.

    A line has `id`, `question`, `answerable` (true where it is not said), `file` (the PDF's name), `pages` (from 1, any
    of them will do) and `evidence` (texts, any of which answers) or `evidence_words`. Raises EvaluationError naming the
    line that is at fault, or if no question can be answered.
    """
    gold: list[Gold] = []
    seen: set[str] = set()
    for line, row in parse_rows(path, read_text(path, EvaluationError), EvaluationError):
        if row.get("answerable", True) is False:
            continue
        try:
            one = _read_row(row)
        except ValueError as fault:
            raise EvaluationError(f"{path}, line {line}: {fault}") from fault
        if one.id in seen:
            raise EvaluationError(f"{path}, line {line}: the id {one.id!r} stands there twice")
        seen.add(one.id)
        gold.append(one)
    if not gold:
        raise EvaluationError(f"{path} holds no answerable question")
    return tuple(gold)


def _read_row(row: Row) -> Gold:
    """Raises ValueError, in words, for a field that is not as it must be."""
    for name in ("id", "question", "file"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise ValueError(f"its {name!r} is no text")
    pages = row.get("pages")
    if not isinstance(pages, list) or not pages or not all(type(page) is int and page > 0 for page in pages):
        raise ValueError("its 'pages' are no list of page numbers")
    name = "evidence" if "evidence" in row else "evidence_words"
    texts = row.get(name)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"its {name!r} is no list of texts")
    told = texts if name == "evidence" else [" ".join(texts)]
    evidence = tuple(split_words(text) for text in told)
    return Gold(row["id"], row["question"], row["file"], frozenset(pages), evidence)
