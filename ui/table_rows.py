"""A batch's answer as one row of a table, for csv and parquet."""

from indexes.matching import describe_filter
from indexes.types import Filter
from ingest.errors import FieldguideError
from rag.types import Answer
from ui.contract import Json
from ui.text import calculation_text, cited_at, conflict_text, labelled_text

TABLE_COLUMNS = [
    "id",
    "question",
    "outcome",
    "answer",
    "citations",
    "calculations",
    "conflicts",
    "problems",
    "answerer",
    "set",
    "generation",
    "error",
    "filter",
]

WHOLE = "json"
"""A column more that parquet has: the answer as JSON Lines would hold it, evidence, boxes and all."""


def table_row(row: Json, outcome: Answer | FieldguideError, titles: dict[str, str], where: Filter) -> Json:
    """Return a row for a table: the answer as text with its labels, and a line for each citation.

    `row` is what a line of JSON would hold.
    """
    statements = outcome.statements if isinstance(outcome, Answer) else ()
    said, cited = [], []
    for statement in statements:
        said.append(labelled_text(statement))
        cited += [cited_at(citation, titles) for citation in statement.citations]
    worked = outcome.calculations if isinstance(outcome, Answer) else ()
    conflicts = outcome.conflicts if isinstance(outcome, Answer) else ()
    return {
        "id": row["id"],
        "question": row["question"],
        "outcome": row["outcome"],
        "answer": "\n".join(said),
        "citations": "\n".join(dict.fromkeys(cited)),
        "calculations": "\n".join(calculation_text(calculation) for calculation in worked),
        "conflicts": "\n".join(conflict_text(conflict, titles) for conflict in conflicts),
        "problems": "\n".join(problem for statement in statements for problem in statement.problems),
        "answerer": row["answerer"],
        "set": row["library"]["set"],
        "generation": row["library"]["generation"],
        "error": row["error"] or "",
        "filter": describe_filter(where),
    }
