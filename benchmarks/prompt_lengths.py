"""Counts the tokens of real prompts: questions to a set, with all the evidence that Meditron3 is shown.

.venv/bin/python -m benchmarks.prompt_lengths QWEN_TIKTOKEN [--set NAME] [--gold FILE.jsonl]

QWEN_TIKTOKEN is Qwen's table of byte-pair ranks. Questions are the project's own, and further ones with `--gold`.
"""

import statistics
from pathlib import Path

import click

from benchmarks.asked import ANSWERABLE, UNANSWERABLE, read_rows
from benchmarks.lock import Keeper, load_tiktoken
from indexes.library import Library
from rag.answerers.prompt import HEAD, Prompt, build_prompt
from rag.answerers.server_model import PROMPT_ROOM
from rag.assistant import EVIDENCE, Assistant
from rag.types import Request
from ui.sets import set_folder


@click.command()
@click.argument("ranks", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--set", "set_name", default="default", help="The set that the questions are put to.")
@click.option("--gold", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Further questions.")
def main(ranks: Path, set_name: str, gold: Path | None) -> None:
    """Print how long prompts are, in tokens; a question that is refused without asking the model counts too."""
    tokenizer = load_tiktoken(ranks)
    library = Library.open(set_folder(set_name))
    asked = {"gold": [row["question"] for row in read_rows(gold)] if gold else []}
    asked["own"] = [row["question"] for path in (ANSWERABLE, UNANSWERABLE) for row in read_rows(path)]
    click.echo(f"the head, which is read once: {len(tokenizer(HEAD)['input_ids'])} tokens; room {PROMPT_ROOM}")
    for kind, questions in asked.items():
        if questions:
            prompts = [build_prompt(request) for request in find_evidence(library, questions)]
            click.echo(f"{kind}: {describe(sorted(len(tokenizer(prompt.text)['input_ids']) for prompt in prompts))}")
            click.echo(f"  passages shown: {describe_shown(prompts)}")


def find_evidence(library: Library, questions: list[str]) -> list[Request]:
    """Return the questions as an answerer is asked them, and those whose evidence is silent as it would be."""
    keeper = Keeper()
    answers = Assistant(library, keeper).ask_all(questions)
    kept = {request.question: request for request in keeper.requests}
    return [
        kept.get(answer.question, Request(answer.question, answer.evidence)) for answer in answers if answer.evidence
    ]


def describe(counts: list[int]) -> str:
    """Return the spread of counts, given in order, in words."""
    nearly_all = statistics.quantiles(counts, n=20)[-1]
    return (
        f"{len(counts)} prompts of {counts[0]} to {counts[-1]} tokens, "
        f"half at most {statistics.median(counts):.0f}, 95 % at most {nearly_all:.0f}"
    )


def describe_shown(prompts: list[Prompt]) -> str:
    """Return how many passages prompts show, in words."""
    full = sum(len(prompt.request.evidence) == EVIDENCE for prompt in prompts)
    return f"{EVIDENCE} in {full} of {len(prompts)}"


if __name__ == "__main__":
    main()
