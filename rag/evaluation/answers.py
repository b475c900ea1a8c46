"""Whether answers are right, by gold questions: the pages that they cite, the values that they must state. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.checks.doses import gives_dose
from rag.evaluation.shares import Share, mean_of, share_of
from rag.types import Answer, Outcome

_NUMBERS = "zero one two three four five six seven eight nine ten"
_DIGITS = {word: str(number) for number, word in enumerate(_NUMBERS.split())}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b")
_DASHES = re.compile("[‐‑‒–—−]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """A question, and what an answer to it must have."""

    id: str
    question: str
    answerable: bool
    file: str | None
    pages: frozenset[int]
    """Of the file; any of them answers. None where the question is not answerable."""
    must_have: tuple[str, ...]
    """What an answer states in these words, but for white space, dashes and number words."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a system said, as far as it is measured."""

    outcome: Outcome
    text: str
    """Its statements, one a line."""
    cited: tuple[tuple[str, int], ...]
    """File and page of each citation, in order."""
    probability: float | None
    """How likely it said that an answer is; None if it did not."""


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """How good one answer is. What is on pages and values is None for a question without an answer."""

    answerable: bool
    answered: bool
    failed: bool
    precision: float | None
    """The share of its citations that are on a page that answers."""
    recalled: bool | None
    """Whether any is."""
    first: bool | None
    """Whether the first is."""
    values: bool | None
    """Whether it states all values that it must; None if there are none."""
    doses: tuple[bool, ...]
    """For each of these values that is a dose, whether it states it."""
    probability: float

    @property
    def right(self) -> bool:
        """Return whether it is an answer to cite: on a page that answers, with all values."""
        return bool(self.recalled) and self.values is not False


def read_answer(answer: Answer) -> GivenAnswer:
    """Return what is measured of an answer."""
    cited = [citation for statement in answer.statements for citation in statement.citations]
    return GivenAnswer(
        answer.outcome,
        "\n".join(statement.text for statement in answer.statements),
        tuple((citation.file, citation.page) for citation in cited),
        answer.probability,
    )


def score_answer(gold: GoldAnswer, given: GivenAnswer) -> AnswerScore:
    """Score one answer."""
    answered = given.outcome == "answered"
    probability = (1.0 if given.probability is None else given.probability) if answered else 0.0
    if not (answered and gold.answerable):
        failed = given.outcome == "error"
        return AnswerScore(gold.answerable, answered, failed, None, None, None, None, (), probability)
    right = [file == gold.file and page in gold.pages for file, page in given.cited]
    stated = [states(given.text, value) for value in gold.must_have]
    return AnswerScore(
        answerable=True,
        answered=True,
        failed=False,
        precision=sum(right) / len(right) if right else 0.0,
        recalled=any(right),
        first=bool(right) and right[0],
        values=all(stated) if stated else None,
        doses=tuple(said for said, value in zip(stated, gold.must_have, strict=True) if gives_dose(value)),
        probability=probability,
    )


def states(text: str, value: str) -> bool:
    """Return whether a text has a value in these words: "2 mg" is not in "12 mg".

    White space, case, dashes, commas of thousands and numbers up to ten in words do not count.
    """
    wanted = _squeeze(value)
    before = r"(?<!\d)(?<!\d\.)" if wanted[:1].isdigit() else ""
    after = r"(?!\d)(?!\.\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, _squeeze(text)) is not None


def _squeeze(text: str) -> str:
    text = _DASHES.sub("-", text.lower()).replace("µ", "u").replace("μ", "u")
    text = _THOUSANDS.sub("", _NUMBER_WORD.sub(lambda word: _DIGITS[word[0]], text))
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with its interval, and of how many it is."""

    share: Share
    count: int


def summarise_answers(scores: Sequence[AnswerScore]) -> Mapping[str, Figure]:
    """Return the figures by name, those that are of no question left out."""
    yes = [score for score in scores if score.answerable]
    no = [score for score in scores if not score.answerable]
    done = [score for score in yes if score.answered]
    given = [score for score in scores if score.answered]
    outcomes: dict[str, list[bool]] = {
        "answered": [score.answered for score in yes],
        "refused": [not score.answered and not score.failed for score in no],
        "failed": [score.failed for score in scores],
        "wrong answers": [not score.right for score in given],
        "citation recall": [bool(score.recalled) for score in done],
        "first citation": [bool(score.first) for score in done],
        "must-have values": [score.values for score in done if score.values is not None],
        "doses": [said for score in done for said in score.doses],
    }
    figures = {name: Figure(share_of(values), len(values)) for name, values in outcomes.items() if values}
    precisions = [score.precision for score in done if score.precision is not None]
    if precisions:
        figures["citation precision"] = Figure(mean_of(precisions), len(precisions))
    return figures
