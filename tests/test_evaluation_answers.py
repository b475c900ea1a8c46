"""Measuring answers: pages, values, doses and silence, and the command that does it."""

import builtins
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import FieldguideError
from rag.errors import EvaluationError
from rag.evaluation.answers import GivenAnswer, GoldAnswer, score_answer, states, summarise_answers
from rag.evaluation.gold_answers import read_given_answers, read_gold_answers
from rag.evaluation.shares import share_of
from rag.evaluation.silence import Bin, Risk, calibration_error, reliability, risk_curve
from tests.conftest import Fieldguide
from ui.risk_plot import draw_risk

GOLD = GoldAnswer("a", "How much?", True, "a.pdf", frozenset([3, 4]), ("2 mg", "twice"))
NO = GoldAnswer("n", "Who?", False, None, frozenset(), ())


def given(
    text: str = "", *cited: tuple[str, int], outcome: Any = "answered", probability: float | None = 0.8
) -> GivenAnswer:
    """Make an answer."""
    return GivenAnswer(outcome, text, cited, probability)


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("Give 2 mg.", "2mg", True),
        ("Give 12 mg.", "2 mg", False),
        ("Give 1.2 mg.", "2 mg", False),
        ("Give 2.5.", "2", False),
        ("Give 25.", "2", False),
        ("Give 2.", "2", True),
        ("12–18 months", "12-18 months", True),
        ("Every six months", "6 months", True),
        ("1,500 IU", "1500 IU", True),
        ("5 µg", "5 μg", True),
        ("ANNUALLY", "annually", True),
        ("Never", "annually", False),
    ],
)
def test_values_are_read_whole(text: str, value: str, said: bool) -> None:
    """A number is no part of a longer one; the rest is compared without white space, case and kinds of dash."""
    assert states(text, value) is said


def test_an_answer_is_scored_by_its_pages_and_values() -> None:
    """Citations on any page that answers count; the values all must be there, and doses are counted one by one."""
    score = score_answer(GOLD, given("2 mg once", ("a.pdf", 9), ("a.pdf", 3), ("b.pdf", 3), ("a.pdf", 4)))
    assert (score.precision, score.recalled, score.first) == (0.5, True, False)
    assert (score.values, score.doses, score.right) == (False, (True,), False)
    assert score_answer(GOLD, given("2 mg twice", ("a.pdf", 4))).right
    assert not score_answer(GOLD, given("2 mg twice", ("a.pdf", 5))).right
    nothing = score_answer(GOLD, given("2 mg twice"))
    assert (nothing.precision, nothing.recalled, nothing.first) == (0.0, False, False)


def test_a_question_without_an_answer_has_no_pages() -> None:
    """An answer to it is never right; a refusal or a fault has no likelihood."""
    assert not score_answer(NO, given("Anyone", ("a.pdf", 3))).right
    refused = score_answer(GOLD, given(outcome="not_in_guidelines"))
    assert (refused.answered, refused.precision, refused.values, refused.probability) == (False, None, None, 0.0)
    assert score_answer(GOLD, given(outcome="error")).failed
    assert score_answer(GOLD, given("2 mg twice", ("a.pdf", 4), probability=None)).probability == 1.0


def test_the_figures() -> None:
    """Each of the questions that it is about: a fault is neither an answer nor a refusal."""
    figures = summarise_answers(
        [
            score_answer(GOLD, given("2 mg twice", ("a.pdf", 3), ("a.pdf", 9))),
            score_answer(GOLD, given("2 mg", ("a.pdf", 3))),
            score_answer(GOLD, given(outcome="not_in_guidelines")),
            score_answer(NO, given("Anyone", ("a.pdf", 3))),
            score_answer(NO, given(outcome="error")),
            score_answer(NO, given(outcome="not_in_guidelines")),
        ]
    )
    assert {name: (round(figure.share.value, 4), figure.count) for name, figure in figures.items()} == {
        "answered": (0.6667, 3),
        "refused": (0.3333, 3),
        "failed": (0.1667, 6),
        "wrong answers": (0.6667, 3),
        "citation recall": (1.0, 2),
        "first citation": (1.0, 2),
        "must-have values": (0.5, 2),
        "doses": (1.0, 2),
        "citation precision": (0.75, 2),
    }
    assert list(summarise_answers([score_answer(NO, given(outcome="not_in_guidelines"))])) == ["refused", "failed"]


def test_reliability() -> None:
    """Bins of equal width, empty ones left out; the error is the weighted mean distance."""
    bins = reliability([0.05, 0.15, 0.5, 1.0], [False, True, True, True])
    assert bins == [
        Bin(pytest.approx(0.1), share_of([False, True]), 2),
        Bin(0.5, share_of([True]), 1),
        Bin(1.0, share_of([True]), 1),
    ]
    assert calibration_error(bins) == pytest.approx((2 * 0.4 + 0.5 + 0) / 4)
    assert calibration_error([]) == 0.0


def test_coverage_against_risk() -> None:
    """From the likeliest answer down; a question without an answer adds nothing."""
    assert risk_curve([0.9, 0.5, 0.7, 0.0], [True, True, False, True], [True, False, False, False]) == [
        Risk(0.9, pytest.approx(1 / 3), 0.0),
        Risk(0.7, pytest.approx(1 / 3), 0.5),
        Risk(0.5, pytest.approx(2 / 3), pytest.approx(2 / 3)),
    ]
    assert risk_curve([], [], []) == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"id": "b", "question": "B?", "pages": [1]}', "its 'file' is no text"),
        ('{"id": "b", "question": "B?", "file": "a.pdf", "pages": []}', "its 'pages' are no list of page numbers"),
        ('{"id": "b", "question": "B?", "file": "a.pdf", "pages": [true]}', "its 'pages' are no list of page numbers"),
        (
            '{"id": "b", "question": "B?", "file": "a.pdf", "pages": [1], "must_have": "5"}',
            "its 'must_have' is no list of texts",
        ),
        ('{"id": "a", "question": "B?", "answerable": false}', "the id 'a' stands there twice"),
    ],
)
def test_a_bad_line_of_gold_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    """One sentence with the line's number."""
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "question": "A?", "file": "a.pdf", "pages": [1]}\n' + line)
    with pytest.raises(EvaluationError) as refused:
        read_gold_answers(path)
    assert str(refused.value) == f"{path}, line 2: {sentence}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", ", line 1: it is no line of a batch of answers ('id')"),
        (
            '{"id": "a", "outcome": "maybe", "statements": []}',
            ", line 1: it is no line of a batch of answers (there is no outcome 'maybe')",
        ),
        (
            '{"id": "b", "outcome": "error", "statements": []}',
            " has no line for 2 of the questions, 'a' the first of them",
        ),
    ],
)
def test_bad_answers_are_named(tmp_path: Path, text: str, sentence: str) -> None:
    """One sentence: a line that is no answer's, or a question without one."""
    path = tmp_path / "answers.jsonl"
    path.write_text(text)
    with pytest.raises(EvaluationError) as refused:
        read_given_answers(path, [GOLD, NO])
    assert str(refused.value) == f"{path}{sentence}"


ASKED = """\
{"id": "a", "question": "What dose of artesunate does a child of 9 kg with severe malaria get?", "file": \
"severe-malaria.pdf", "pages": [1, 2, 3, 4, 5], "must_have": ["30 mg"]}
{"id": "c", "question": "What dose of warfarin does an adult get?", "answerable": false, "file": null, "pages": []}
"""


def test_evaluate_answers(read_only: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """A table with intervals, a plot, and the same from the answers of a batch."""
    path, out, plot = tmp_path / "gold.jsonl", tmp_path / "out.jsonl", tmp_path / "risk.svg"
    path.write_text(ASKED)
    options = ("--set", "demonstration", "--answerer", "quote")
    outcome = fieldguide("evaluate", "answers", path, *options, "--plot", plot)
    assert outcome.status == 0
    lines = outcome.out.splitlines()
    assert lines[:3] == [
        "2 questions to the set demonstration, answered by quote, with 95% intervals",
        "  answered            1.000 (0.207-1.000)  of    1  answerable questions that got an answer",
        "  refused             1.000 (0.207-1.000)  of    1  unanswerable questions that got none",
    ]
    assert lines[-2:] == [
        "  if only the likeliest are answered:",
        "    1.000 of the answerable, 0.000 of the answers wrong",
    ]
    assert plot.read_text().startswith("<?xml")
    assert fieldguide("batch", path, *options, "--out", out).status == 0
    again = fieldguide("evaluate", "answers", path, "--answers", out)
    assert again.out.splitlines()[1:] == lines[1:]


def test_evaluate_answers_as_json(read_only: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """One object, which names the questions that were answered wrongly or refused."""
    path, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    path.write_text(ASKED)
    cited = '{"text": "Give 5 mg.", "citations": [{"file": "other.pdf", "page": 1}]}'
    out.write_text(
        f'{{"id": "a", "outcome": "answered", "statements": [{cited}], "probability": 0.7}}\n'
        '{"id": "c", "outcome": "not_in_guidelines", "statements": []}\n'
    )
    outcome = fieldguide("evaluate", "answers", path, "--answers", out, "--json")
    told = json.loads(outcome.out)
    assert (told["questions"], told["wrong"], told["refused_answerable"]) == (2, ["a"], [])
    assert told["curve"] == [{"least": 0.7, "coverage": 1.0, "risk": 1.0}]
    assert told["figures"]["doses"] == pytest.approx({"value": 0.0, "low": 0.0, "high": 0.7935, "count": 1}, abs=1e-4)


def test_a_plot_that_cannot_be_drawn(tmp_path: Path, fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence for another ending, a folder that is not there, and where matplotlib is not."""
    path = tmp_path / "gold.jsonl"
    path.write_text(ASKED)
    outcome = fieldguide("evaluate", "answers", path, "--plot", "risk.png")
    assert (outcome.status, outcome.err) == (2, "fieldguide: risk.png must end in .svg\n")
    with pytest.raises(FieldguideError, match="cannot be written"):
        draw_risk([Risk(0.5, 1.0, 0.1)], tmp_path / "no" / "risk.svg")
    found = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(FieldguideError, match="drawing needs matplotlib"):
        draw_risk([], tmp_path / "risk.svg")
