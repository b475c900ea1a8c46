"""Commands that ask: search, ask, batch."""

import json
from pathlib import Path

import click
from tqdm import tqdm

from indexes.reranker import Reranker, load_reranker
from indexes.types import Filter
from ingest.errors import FieldguideError
from rag.answerers.absent import AbsentAnswerer
from rag.answerers.choose import AnswererName, choose_answerer
from rag.answerers.meditron import MeditronAnswerer
from rag.answerers.server_settings import ServerSettings
from rag.assistant import Assistant
from rag.batch import AT_ONCE, answer_batch
from rag.batch_types import BatchError, Question, RowWriter
from rag.errors import AnswererError
from rag.parquet import ParquetWriter, check_parquet
from rag.question_files import read_questions, rename_columns
from rag.rows import CsvWriter, JsonLinesWriter, growing_batch
from rag.types import Answer
from ui.contract import ANSWER_FIELDS, Json, answer_json, batch_row, hits_json
from ui.filled_sets import open_filled
from ui.options import (
    answerer_option,
    filter_options,
    json_option,
    judged_answerer,
    print_json,
    reranker_option,
    say,
    set_option,
)
from ui.page_reading import grid_text
from ui.resuming import RunCheck
from ui.server_options import server_options
from ui.sets import RESEARCH_ONLY, guideline_titles
from ui.table_rows import TABLE_COLUMNS, WHOLE, table_row
from ui.text import answer_text, hits_text, question_language_text
from ui.whole_tables import find_whole_tables, lacks_rows

_SEARCH_AT_ONCE = 32


@click.command()
@click.argument("question", required=False)
@click.option("--questions", type=click.Path(path_type=Path), help="A csv, jsonl or parquet file: id, question.")
@set_option
@click.option("-k", type=click.IntRange(1, 1000), default=10, show_default=True, help="Hits for each question.")
@filter_options
@reranker_option
@json_option
def search(
    question: str | None,
    questions: Path | None,
    set_name: str,
    k: int,
    where: Filter,
    reranker: str | None,
    as_json: bool,
) -> int:
    """Find the passages nearest to a question; with --questions, JSON Lines for a whole file."""
    if (question is None) == (questions is None):
        raise click.UsageError("give one question, or a file of them with --questions")
    if question is not None and not question.strip():
        raise FieldguideError("the question is empty")
    if question is not None:
        library = open_filled(set_name, where)
        reader = _load_reader(reranker)
        hits = library.search([question], k, where, reranker=reader)[0]
        if as_json:
            print_json(hits_json(question, hits, where, reranker))
        else:
            click.echo(hits_text(hits, where))
            if reader is not None:
                say(f"ordered by {reader.name}")
        return 0
    assert questions is not None
    asked = read_questions(questions)
    library = open_filled(set_name, where)
    reader = _load_reader(reranker)
    for start in range(0, len(asked), _SEARCH_AT_ONCE):
        group = asked[start : start + _SEARCH_AT_ONCE]
        found = library.search([item.question for item in group], k, where, reranker=reader)
        for item, hits in zip(group, found, strict=True):
            print_json({"id": item.id} | hits_json(item.question, hits, where, reranker))
    return 0


@click.command()
@click.argument("question")
@set_option
@answerer_option
@judged_answerer
@server_options
@filter_options
@reranker_option
@json_option
def ask(
    question: str,
    set_name: str,
    answerer: AnswererName,
    server: ServerSettings | None,
    entailment: str | None,
    where: Filter,
    reranker: str | None,
    as_json: bool,
) -> int:
    """Answer one question, each statement with the page that it rests on.

    If the answerer cannot be loaded or fails, the passages found are shown with the reason, and the exit status is 1.
    """
    library = open_filled(set_name, where)
    reader = _load_reader(reranker)
    try:
        spoken = choose_answerer(answerer, library.embedder, say, server, entailment)
    except AnswererError as fault:
        spoken = AbsentAnswerer("meditron" if answerer == "auto" else answerer, fault)
    answer = Assistant(library, spoken, where=where, reranker=reader).ask(question)
    if as_json:
        print_json(answer_json("1", answer))
    else:
        found = (grid for grids in find_whole_tables(library, answer).values() for grid in grids)
        tables = [grid_text(grid) for grid in found if lacks_rows(grid, answer)]
        if (told := question_language_text(question, library.language)) is not None:
            say(told)
        click.echo(answer_text(answer, guideline_titles(library), tables))
        say(RESEARCH_ONLY)
    return 1 if answer.error is not None else 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@set_option
@answerer_option
@judged_answerer
@server_options
@filter_options
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Output, .jsonl, .csv or .parquet.")
@click.option("--resume", is_flag=True, help="Go on with an output that was interrupted.")
def batch(
    file: Path,
    set_name: str,
    answerer: AnswererName,
    server: ServerSettings | None,
    entailment: str | None,
    where: Filter,
    out: Path,
    resume: bool,
) -> int:
    """Answer every question of a csv, jsonl or parquet file (columns id, question; others are carried through).

    With --resume, questions whose rows hold an error are asked again. It goes on only with the set, the answerer and
    the filter that the output was begun with.
    """
    kind = out.suffix.lower()
    own = {".csv": TABLE_COLUMNS, ".parquet": [*TABLE_COLUMNS, WHOLE]}.get(kind, ANSWER_FIELDS)
    questions, renamed = rename_columns(read_questions(file), own)
    library = open_filled(set_name, where)
    _check_output(out, resume)  # before a model of many GB is loaded
    spoken = choose_answerer(answerer, library.embedder, say, server, entailment)
    check = RunCheck(out, questions, library.name, library.generation, spoken.name, where)
    writer = _open_writer(out, resume, questions, check)
    for name, carried in renamed.items():
        say(f"the column {name!r} is carried through as {carried!r}: the output has one of that name itself")
    if (changed := check.describe_change()) is not None:
        say(changed)
    titles = guideline_titles(library)

    def render(question: Question, outcome: Answer | FieldguideError) -> Json:
        row = batch_row(question, outcome, library, spoken.name, where)
        if kind == ".jsonl":
            return question.extra | row
        whole = {WHOLE: json.dumps(row, ensure_ascii=False)} if kind == ".parquet" else {}
        return question.extra | table_row(row, outcome, titles, where) | whole

    # The last of a group leave places at the server free, so that a group is two rounds at least.
    at_once = max(AT_ONCE, 2 * server.at_once) if server else AT_ONCE
    if isinstance(spoken, MeditronAnswerer):
        at_once = max(AT_ONCE, spoken.model.batch_size)
    assistant = Assistant(library, spoken, where=where)
    with tqdm(total=len(questions), unit="question", dynamic_ncols=True) as bar:
        failed = answer_batch(questions, assistant, writer, render, bar.update, at_once)
    if failed:
        say(f"{failed} of {len(questions)} questions failed; their rows say why, and --resume asks them again")
    if not failed:
        return 0
    return 1 if failed < len(questions) else 2


def _load_reader(name: str | None) -> Reranker | None:
    return None if name is None else load_reranker(name)


def _check_output(out: Path, resume: bool) -> None:
    """Raises BatchError if the output is there and may not be gone on with, or could never be written."""
    if out.suffix.lower() not in (".jsonl", ".csv", ".parquet"):
        raise BatchError(f"{out} must end in .jsonl, .csv or .parquet")
    if out.suffix.lower() == ".parquet":
        check_parquet(out, resume)
    else:
        growing_batch(out).check(resume)


def _open_writer(out: Path, resume: bool, questions: list[Question], check: RunCheck) -> RowWriter:
    if out.suffix.lower() == ".jsonl":
        return JsonLinesWriter(out, resume, check)
    if out.suffix.lower() == ".parquet":
        return ParquetWriter(out, resume, check)
    extra = list(dict.fromkeys(name for question in questions for name in question.extra))
    return CsvWriter(out, resume, [*extra, *TABLE_COLUMNS], check)
