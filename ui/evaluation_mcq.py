"""The command `fieldguide evaluate mcq`."""

from collections.abc import Sequence
from pathlib import Path

import click
from tqdm import tqdm

from indexes.library import Library
from rag.answerers.log_likelihood import Asked, LogLikelihoodModel
from rag.answerers.weights import find_weights, meditron_model
from rag.evaluation.fingerprints import hash_items, hash_model
from rag.evaluation.mcq import run_questions, summarise
from rag.evaluation.mcq_formats import read_items
from rag.evaluation.mcq_prompts import ask, choices_of, draw_examples, write_passages
from rag.evaluation.mcq_results import Header, ResultsFile, check_out
from rag.evaluation.mcq_types import TASKS, Item, Scored, Task
from rag.evaluation.published import WHOLE, published_for
from rag.evaluation.shares import Share
from ui.filled_sets import open_filled
from ui.options import json_option, print_json, say

_NAMES = {"acc": "right", "acc_norm": "right by length"}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--task", type=click.Choice(TASKS), required=True, help="Which set FILE is, as its authors publish it.")
@click.option("--ground-truth", type=click.Path(path_type=Path), help="PubMedQA's file of right answers; only its ids.")
@click.option("--model", metavar="NAME", help="A Hugging Face name or a folder (default: Meditron3).")
@click.option(
    "--shots", type=click.IntRange(0, 32), default=0, show_default=True, help="Examples before each question."
)
@click.option("--few-shot-file", type=click.Path(path_type=Path), help="What examples are drawn from, such as train.")
@click.option("--set", "set_name", metavar="NAME", help="Put passages of this set before each question.")
@click.option("-k", type=click.IntRange(1, 50), default=5, show_default=True, help="How many passages, with --set.")
@click.option("--limit", type=click.IntRange(1), help="Only the first so many questions.")
@click.option("--batch-size", type=click.IntRange(1, 256), default=8, show_default=True, help="Questions run at once.")
@click.option("--out", type=click.Path(path_type=Path), help="Write each question's result here, as JSON Lines.")
@click.option("--resume", is_flag=True, help="Go on with an --out that was interrupted.")
@json_option
def mcq(
    file: Path,
    task: Task,
    ground_truth: Path | None,
    model: str | None,
    shots: int,
    few_shot_file: Path | None,
    set_name: str | None,
    k: int,
    limit: int | None,
    batch_size: int,
    out: Path | None,
    resume: bool,
    as_json: bool,
) -> int:
    """Measure how many multiple-choice questions a model gets right: MedMCQA, MedQA (US, four options) or PubMedQA.

    The model chooses the likeliest option, with the prompts and the scoring of lm-evaluation-harness. Intervals are
    Wilson's, at 95%.
    """
    if (shots > 0) != (few_shot_file is not None):
        raise click.UsageError("--shots and --few-shot-file go together")
    if resume and out is None:
        raise click.UsageError("--resume goes with --out")
    items = read_items(task, file, ground_truth)[:limit]
    pool = read_items(task, few_shot_file) if few_shot_file else ()
    examples = draw_examples(items, pool, shots)
    if out is not None:
        check_out(out, resume)
    library = None if set_name is None else open_filled(set_name)
    name = model or meditron_model()
    folder = find_weights(name)
    scorer = LogLikelihoodModel.from_pretrained(name, batch_size=batch_size, say=say)
    say(f"scoring with {name}, {scorer.precision} on {scorer.device}")
    header = Header(
        task=task,
        model=name,
        weights=hash_model(folder),
        precision=scorer.precision,
        questions=len(items),
        questions_sha256=hash_items(items),
        shots=shots,
        examples_sha256=hash_items(pool) if shots else None,
        library=None if library is None else library.name,
        generation=None if library is None else library.generation,
        passages=0 if library is None else k,
    )
    choices = choices_of(task)
    results = None if out is None else ResultsFile(out, header, items, choices, resume)

    def ask_items(group: Sequence[Item], first: int) -> list[Asked]:
        found = _find_passages(library, group, k, scorer.special_tokens)
        return [
            ask(task, item, examples[first + place], passages)
            for place, (item, passages) in enumerate(zip(group, found, strict=True))
        ]

    with tqdm(total=len(items), unit="question", dynamic_ncols=True) as bar:
        scored = run_questions(items, choices, ask_items, scorer, results, bar.update)
    figures = summarise(task, scored)
    if as_json:
        print_json(_outcome_json(header, scored, figures))
    else:
        click.echo(_outcome_text(header, scored, figures))
    return 0


def _find_passages(library: Library | None, items: Sequence[Item], k: int, special: Sequence[str]) -> list[str]:
    """Return for each question what a set says on it, to stand before it; nothing closed-book."""
    if library is None:
        return ["" for _ in items]
    return [write_passages(hits, special) for hits in library.search([item.question for item in items], k)]


def _caveats(header: Header, scored: Sequence[Scored]) -> list[str]:
    """Return in what the run differs from that of a published figure, each in a sentence."""
    told = []
    if header.library is not None:
        told.append(
            f"Up to {header.passages} passages of the set {header.library} stood before each question: "
            "this is not the published setting."
        )
    if header.questions != WHOLE[header.task]:
        told.append(f"These are {header.questions} questions; the published figures are over {WHOLE[header.task]}.")
    cut = sum(one.cut > 0 for one in scored)
    if cut:
        told.append(f"{cut} questions were too long for the model and lost their beginning.")
    return told


def _outcome_text(header: Header, scored: Sequence[Scored], figures: dict[str, Share]) -> str:
    shots = "no examples" if not header.shots else f"{header.shots} examples"
    lines = [f"{header.task}, {header.questions} questions, {shots}, {header.model} in {header.precision}"]
    for name, share in figures.items():
        low, high = 100 * share.low, 100 * share.high
        lines.append(f"  {name:8}  {100 * share.value:.2f} % {_NAMES[name]} (95% interval {low:.2f} to {high:.2f})")
    lines += ["published, acc:"]
    for one in published_for(header.task):
        lines.append(f"  {one.percent:.2f} %  {one.model} ({one.source})")
    return "\n".join([*lines, *_caveats(header, scored)])


def _outcome_json(header: Header, scored: Sequence[Scored], figures: dict[str, Share]) -> dict[str, object]:
    return {
        "task": header.task,
        "model": header.model,
        "weights": header.weights,
        "precision": header.precision,
        "questions": header.questions,
        "shots": header.shots,
        "library": None if header.library is None else {"set": header.library, "generation": header.generation},
        "passages": header.passages,
        "right": sum(one.choice == one.answer for one in scored),
        "figures": {
            name: {"value": share.value, "low": share.low, "high": share.high} for name, share in figures.items()
        },
        "published": [
            {"model": one.model, "acc": round(one.percent / 100, 4), "source": one.source}
            for one in published_for(header.task)
        ],
        "caveats": _caveats(header, scored),
    }
