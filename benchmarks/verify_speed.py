"""Times the check of answers of three statements, each on a passage that was not read before.

    .venv/bin/python -m benchmarks.verify_speed [--set NAME]

The statements are the paraphrases, and the set holds the PDFs that benchmarks/README.md names.
"""

import statistics
import time

import click

from benchmarks.machine import print_machine
from benchmarks.paraphrases import find_passage, load_paraphrases, read_guidelines
from indexes.library import Library
from rag.verify import GivenAnswer, verify_answer
from ui.sets import set_folder

_AN_ANSWER = 3


@click.command()
@click.option("--set", "set_name", default="default", help="The set that has the passages.")
def main(set_name: str) -> None:
    """Verify the answers one after another, and print what one takes."""
    print_machine("pint")
    guidelines = read_guidelines(Library.open(set_folder(set_name)))
    items = {}
    for paraphrase in load_paraphrases():
        _, passage, _ = find_passage(guidelines, paraphrase)
        items[passage.text] = paraphrase.text
    passages = list(items)
    answers = [
        GivenAnswer(None, " ".join(f"{items[text]} [{at}]" for at, text in enumerate(group, start=1)), tuple(group))
        for start in range(0, len(passages) - _AN_ANSWER + 1, _AN_ANSWER)
        for group in [passages[start : start + _AN_ANSWER]]
    ]
    verify_answer(
        GivenAnswer(None, "Give 5 mg for 2 weeks, at 38 °C [1].", ("Give 5 mg for 2 weeks, at 38 °C or 1 l.",))
    )
    wall, processor = [], []
    for answer in answers:
        start, start_processor = time.perf_counter(), time.process_time()
        verify_answer(answer)
        wall.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - start_processor))
    for name, found in (("wall", sorted(wall)), ("processor", sorted(processor))):
        slow = found[int(0.95 * len(found))]
        click.echo(f"{name:<9} p50 {statistics.median(found):.1f} ms, p95 {slow:.1f} ms, {len(found)} answers")


if __name__ == "__main__":
    main()
