"""The group `fieldguide evaluate`, whose commands measure a set or a model."""

import click

from ui.evaluation_answers import answers
from ui.evaluation_mcq import mcq
from ui.evaluation_retrieval import retrieval


@click.group()
def evaluate() -> None:
    """Measure what a set finds and what a model knows."""


for command in (retrieval, answers, mcq):
    evaluate.add_command(command)
