"""Multiple-choice questions and what became of each."""

from dataclasses import dataclass
from typing import Literal, get_args

Task = Literal["medmcqa", "medqa", "pubmedqa"]
"""The sets whose formats are read and whose prompts are known."""

TASKS: tuple[Task, ...] = get_args(Task)


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its options, one of which is right."""

    id: str
    question: str
    options: tuple[str, ...]
    answer: int
    """The place of the right option, from 0."""
    abstract: tuple[str, ...] = ()
    """The paragraphs that PubMedQA asks about."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a model made of one question."""

    id: str
    answer: int
    likelihoods: tuple[float, ...]
    """The logarithm of each choice's probability."""
    choices: tuple[str, ...]
    """What was scored, such as "A"."""
    cut: int = 0
    """How many tokens the question lost at its beginning, because it is too long for the model."""

    @property
    def choice(self) -> int:
        """The place of the likeliest choice; of equals the first."""
        return max(range(len(self.likelihoods)), key=self.likelihoods.__getitem__)

    @property
    def choice_by_length(self) -> int:
        """The same with each logarithm divided by the choice's number of characters."""
        per_character = [
            likelihood / len(choice) for likelihood, choice in zip(self.likelihoods, self.choices, strict=True)
        ]
        return max(range(len(per_character)), key=per_character.__getitem__)
