"""Commands that ask: search, ask, batch."""

from pathlib import Path

import click
from tqdm import tqdm

from indexes.library import Library
from indexes.types import Filter
from ingest.errors import FieldguideError
from rag.answerers.choose import AnswererName, choose_answerer
from rag.answerers.server_settings import ServerSettings
from rag.assistant import Assistant
from rag.batch import AT_ONCE, BatchError, Question, RowWriter, answer_batch, read_questions, rename_columns
from rag.rows import CsvWriter, JsonLinesWriter
from rag.types import Answer
from ui.contract import ANSWER_FIELDS, Json, answer_json, batch_row, hits_json
from ui.options import answerer_option, json_option, print_json, say, server_options, set_option
from ui.sets import RESEARCH_ONLY, guideline_titles, open_set
from ui.text import answer_text, cited_at, hits_text, labelled_text

_SEARCH_AT_ONCE = 32
_CSV_COLUMNS = [
    "id",
    "question",
    "outcome",
    "answer",
    "citations",
    "problems",
    "answerer",
    "set",
    "generation",
    "error",
]


@click.command()
@click.argument("question", required=False)
@click.option("--questions", type=click.Path(path_type=Path), help="A csv or jsonl file with the columns id, question.")
@set_option
@click.option("-k", type=click.IntRange(1, 1000), default=10, show_default=True, help="Hits for each question.")
@click.option("--superseded", is_flag=True, help="Search superseded editions as well.")
@json_option
def search(question: str | None, questions: Path | None, set_name: str, k: int, superseded: bool, as_json: bool) -> int:
    """Find the passages nearest to a question; with --questions, JSON Lines for a whole file."""
    if (question is None) == (questions is None):
        raise click.UsageError("give one question, or a file of them with --questions")
    if question is not None and not question.strip():
        raise FieldguideError("the question is empty")
    where = Filter(superseded=superseded)
    if question is not None:
        library = _open_filled(set_name)
        hits = library.search([question], k, where)[0]
        if as_json:
            print_json(hits_json(question, hits))
        else:
            click.echo(hits_text(hits))
        return 0
    assert questions is not None
    asked = read_questions(questions)
    library = _open_filled(set_name)
    for start in range(0, len(asked), _SEARCH_AT_ONCE):
        group = asked[start : start + _SEARCH_AT_ONCE]
        for item, hits in zip(group, library.search([item.question for item in group], k, where), strict=True):
            print_json({"id": item.id} | hits_json(item.question, hits))
    return 0


@click.command()
@click.argument("question")
@set_option
@answerer_option
@server_options
@json_option
def ask(question: str, set_name: str, answerer: AnswererName, server: ServerSettings | None, as_json: bool) -> int:
    """Answer one question, each statement with the page that it rests on.

    If a server fails, the passages found are shown with the reason, and the exit status is 1.
    """
    library = _open_filled(set_name)
    answer = Assistant(library, choose_answerer(answerer, library.embedder, say, server)).ask(question)
    if as_json:
        print_json(answer_json("1", answer))
    else:
        click.echo(answer_text(answer, guideline_titles(library)))
        say(RESEARCH_ONLY)
    return 1 if answer.outcome == "error" else 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@set_option
@answerer_option
@server_options
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Output, .jsonl or .csv.")
@click.option("--resume", is_flag=True, help="Go on with an output that was interrupted.")
def batch(
    file: Path, set_name: str, answerer: AnswererName, server: ServerSettings | None, out: Path, resume: bool
) -> int:
    """Answer every question of a csv or jsonl file (columns id, question; others are carried through).

    With --resume, questions whose rows hold an error are asked again.
    """
    as_table = out.suffix.lower() == ".csv"
    questions, renamed = rename_columns(read_questions(file), _CSV_COLUMNS if as_table else ANSWER_FIELDS)
    library = _open_filled(set_name)
    writer = _open_writer(out, resume, questions)
    for name, carried in renamed.items():
        say(f"the column {name!r} is carried through as {carried!r}: the output has one of that name itself")
    spoken = choose_answerer(answerer, library.embedder, say, server)
    titles = guideline_titles(library)

    def render(question: Question, outcome: Answer | FieldguideError) -> Json:
        row = batch_row(question, outcome, library, spoken.name)
        return question.extra | (_flat_row(row, outcome, titles) if as_table else row)

    # While the last of a group are answered some places are free: a group of two rounds keeps them busy for longer.
    at_once = max(AT_ONCE, 2 * server.at_once) if server else AT_ONCE
    with tqdm(total=len(questions), unit="question", dynamic_ncols=True) as bar:
        failed = answer_batch(questions, Assistant(library, spoken), writer, render, bar.update, at_once)
    if failed:
        say(f"{failed} of {len(questions)} questions failed; their rows say why, and --resume asks them again")
    if not failed:
        return 0
    return 1 if failed < len(questions) else 2


def _open_filled(set_name: str) -> Library:
    library = open_set(set_name)
    if not library.guidelines():
        raise FieldguideError(f"the set {set_name!r} is empty; put PDFs into it with fieldguide add")
    return library


def _open_writer(out: Path, resume: bool, questions: list[Question]) -> RowWriter:
    if out.suffix.lower() == ".jsonl":
        return JsonLinesWriter(out, resume)
    if out.suffix.lower() == ".csv":
        extra = list(dict.fromkeys(name for question in questions for name in question.extra))
        return CsvWriter(out, resume, [*extra, *_CSV_COLUMNS])
    raise BatchError(f"{out} must end in .jsonl or .csv")


def _flat_row(row: Json, outcome: Answer | FieldguideError, titles: dict[str, str]) -> Json:
    """Return a row for a table: the answer as text with its labels, and a line for each citation."""
    statements = outcome.statements if isinstance(outcome, Answer) else ()
    said, cited = [], []
    for statement in statements:
        said.append(labelled_text(statement))
        cited += [cited_at(citation, titles) for citation in statement.citations]
    return {
        "id": row["id"],
        "question": row["question"],
        "outcome": row["outcome"],
        "answer": "\n".join(said),
        "citations": "\n".join(dict.fromkeys(cited)),
        "problems": "\n".join(problem for statement in statements for problem in statement.problems),
        "answerer": row["answerer"],
        "set": row["library"]["set"],
        "generation": row["library"]["generation"],
        "error": row["error"] or "",
    }
