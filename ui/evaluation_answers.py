"""The command `fieldguide evaluate answers`."""

from collections.abc import Sequence
from pathlib import Path

import click
from tqdm import tqdm

from ingest.errors import FieldguideError
from rag.answerers.choose import AnswererName, choose_answerer
from rag.answerers.server_settings import ServerSettings
from rag.assistant import Assistant
from rag.batch import AT_ONCE
from rag.evaluation.answers import AnswerScore, GivenAnswer, GoldAnswer, read_answer, score_answer, summarise_answers
from rag.evaluation.gold_answers import read_given_answers, read_gold_answers
from rag.evaluation.silence import Risk, risk_curve
from ui.filled_sets import open_filled
from ui.options import answerer_option, json_option, print_json, say, set_option
from ui.risk_plot import draw_risk
from ui.server_options import server_options

_MEANINGS = {
    "answered": "answerable questions that got an answer",
    "refused": "unanswerable questions that got none",
    "failed": "questions whose answering failed",
    "wrong answers": "answers to an unanswerable question, off the pages that answer, or without a value",
    "citation precision": "mean share of an answer's citations that are on a page that answers",
    "citation recall": "answers that cite a page that answers",
    "first citation": "answers whose first citation is on one",
    "must-have values": "answers that state all values that they must",
    "doses": "of these values those that are doses, stated",
}
_COVERAGES = (0.95, 0.9, 0.8, 0.6)


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@set_option
@answerer_option
@server_options
@click.option("--answers", type=click.Path(path_type=Path), help="Answers of a batch (.jsonl) instead of asking now.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw coverage against risk into this SVG file.")
@json_option
def answers(
    gold: Path,
    set_name: str,
    answerer: AnswererName,
    server: ServerSettings | None,
    answers: Path | None,
    plot: Path | None,
    as_json: bool,
) -> int:
    """Measure answers on a JSON Lines file of gold questions.

    A line has id, question, and file (the PDF's name), pages (any of them answers) and must_have (texts that an answer
    must state), or "answerable": false. Intervals are 95%: Wilson's, and of the precision by bootstrap.
    """
    questions = read_gold_answers(gold)
    if plot is not None and plot.suffix.lower() != ".svg":
        raise FieldguideError(f"{plot} must end in .svg")
    if answers is not None:
        given, told = read_given_answers(answers, questions), f"answered in {answers}"
    else:
        given, told = _ask_all(questions, set_name, answerer, server)
    scores = [score_answer(one, said) for one, said in zip(questions, given, strict=True)]
    curve = _trace_risk(scores)
    if plot is not None:
        draw_risk(curve, plot)
    if as_json:
        _print_figures_as_json(questions, scores, curve, told)
        return 0
    click.echo(f"{len(questions)} questions {told}, with 95% intervals")
    for name, figure in summarise_answers(scores).items():
        click.echo(f"  {name:18}  {figure.share}  of {figure.count:4}  {_MEANINGS[name]}")
    click.echo("  if only the likeliest are answered:")
    for point in dict.fromkeys([*curve[-1:], *(_at_least(curve, share) for share in _COVERAGES)]):
        if point is not None:
            click.echo(f"    {point.coverage:.3f} of the answerable, {point.risk:.3f} of the answers wrong")
    return 0


def _at_least(curve: Sequence[Risk], coverage: float) -> Risk | None:
    return next((point for point in curve if point.coverage >= coverage), None)


def _ask_all(
    questions: Sequence[GoldAnswer], set_name: str, answerer: AnswererName, server: ServerSettings | None
) -> tuple[list[GivenAnswer], str]:
    library = open_filled(set_name)
    spoken = choose_answerer(answerer, library.embedder, say, server)
    assistant = Assistant(library, spoken)
    given: list[GivenAnswer] = []
    with tqdm(total=len(questions), unit="question", dynamic_ncols=True) as bar:
        for start in range(0, len(questions), AT_ONCE):
            group = questions[start : start + AT_ONCE]
            given += [read_answer(answer) for answer in assistant.ask_all([one.question for one in group])]
            bar.update(len(group))
    return given, f"to the set {library.name}, answered by {spoken.name}"


def _trace_risk(scores: Sequence[AnswerScore]) -> list[Risk]:
    return risk_curve(
        [score.probability for score in scores],
        [score.answerable for score in scores],
        [score.right for score in scores],
    )


def _print_figures_as_json(
    questions: Sequence[GoldAnswer], scores: Sequence[AnswerScore], curve: Sequence[Risk], told: str
) -> None:
    figures = {
        name: {
            "value": figure.share.value,
            "low": figure.share.low,
            "high": figure.share.high,
            "count": figure.count,
        }
        for name, figure in summarise_answers(scores).items()
    }
    print_json(
        {
            "questions": len(questions),
            "told": told,
            "figures": figures,
            "curve": [{"least": at.least, "coverage": at.coverage, "risk": at.risk} for at in curve],
            "wrong": [
                one.id for one, score in zip(questions, scores, strict=True) if score.answered and not score.right
            ],
            "refused_answerable": [
                one.id for one, score in zip(questions, scores, strict=True) if score.answerable and not score.answered
            ],
        }
    )
