"""Multiple-choice files are read as they are published, and a fault is named in one sentence."""

import json
from collections import Counter
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.mcq_formats import read_items
from rag.evaluation.mcq_types import Item, Task
from tests.mcq_files import medmcqa_row, medqa_row, pubmedqa_row, write_medmcqa, write_medqa, write_pubmedqa
from tests.pdf_factory import SHARED


def test_medmcqa(tmp_path: Path) -> None:
    """`cop` counts from 1; everything else is passed over."""
    items = read_items("medmcqa", write_medmcqa(tmp_path / "dev.json", 6))
    assert len(items) == 6
    assert items[5] == Item(
        "id-5", "What is vitamin A number 5 for?", ("Fever 5", "Diarrhoea", "Pneumonia", "None of these"), 1
    )


def test_medqa(tmp_path: Path) -> None:
    """It has no ids: a question is known by its line, from 1."""
    items = read_items("medqa", write_medqa(tmp_path / "test.jsonl", 3))
    assert [item.id for item in items] == ["1", "2", "3"]
    assert items[2] == Item(
        "3", "A child of 2 months has a cough. What next?", ("Give oxygen", "Wait", "Refer", "Repeat 2"), 2
    )


def test_pubmedqa(tmp_path: Path) -> None:
    """By its own answers, or by those of a file, which chooses the questions too."""
    path = write_pubmedqa(tmp_path / "test_set.json", 4)
    items = read_items("pubmedqa", path)
    assert [(item.id, item.answer) for item in items] == [("1000", 0), ("1001", 1), ("1002", 2), ("1003", 0)]
    assert items[0] == Item(
        "1000", "Does zinc help?", ("yes", "no", "maybe"), 0, ("We asked 0 nurses.", "Most of them agreed.")
    )
    truth = tmp_path / "truth.json"
    truth.write_text(json.dumps({"1003": "maybe", "1001": "no"}))
    chosen = read_items("pubmedqa", path, truth)
    assert [(item.id, item.answer) for item in chosen] == [("1001", 1), ("1003", 2)]


@pytest.mark.parametrize(
    ("task", "row", "sentence"),
    [
        (
            "medmcqa",
            medmcqa_row(9) | {"cop": 0},
            "its 'cop' is no number from 1 to 4, so its right option is not known",
        ),
        (
            "medmcqa",
            medmcqa_row(9) | {"cop": "1"},
            "its 'cop' is no number from 1 to 4, so its right option is not known",
        ),
        ("medmcqa", medmcqa_row(9) | {"opc": None}, "its 'opc' is no text"),
        ("medmcqa", medqa_row(9), "its 'cop' is no number from 1 to 4, so its right option is not known"),
        ("medqa", medqa_row(9) | {"answer_idx": "E"}, "its 'answer_idx' is none of A, B, C and D"),
        (
            "medqa",
            medqa_row(9) | {"options": dict.fromkeys("ABCDE", "Wait")},
            "its 'options' are not A, B, C and D",
        ),
        ("medqa", medqa_row(9) | {"question": 7}, "its 'question' is no text"),
    ],
)
def test_a_line_that_is_not_as_published(tmp_path: Path, task: Task, row: dict[str, object], sentence: str) -> None:
    """Its number, what is wrong, and the guess that it is another file."""
    write = write_medmcqa if task == "medmcqa" else write_medqa
    path = write(tmp_path / "test.jsonl", 2)
    path.write_text(path.read_text() + json.dumps(row) + "\n")
    with pytest.raises(EvaluationError) as refused:
        read_items(task, path)
    assert str(refused.value) == f"{path}, line 3: {sentence}; is it a file of {task}?"


def test_an_id_that_stands_twice(tmp_path: Path) -> None:
    """Two questions of one id could not be told apart in the results."""
    path = write_medmcqa(tmp_path / "dev.json", 2)
    path.write_text(path.read_text() * 2)
    with pytest.raises(EvaluationError, match=r"line 3: the id 'id-0' stands there twice$"):
        read_items("medmcqa", path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[", "{path} is not JSON (Expecting value: line 1 column 2 (char 1))"),
        ("[]", "{path} is not a JSON object of questions by their PubMed ids"),
        ("{}", "{path} holds no questions"),
        (
            json.dumps({"1": pubmedqa_row(0) | {"final_decision": None}}),
            "{path}: the 'final_decision' of 1 is none of yes, no and maybe; "
            "name the file of right answers with --ground-truth",
        ),
        (
            json.dumps({"1": pubmedqa_row(0) | {"CONTEXTS": "We asked."}}),
            "{path}: the 'CONTEXTS' of 1 are no list of texts; is it a file of pubmedqa?",
        ),
        (
            json.dumps({"1": pubmedqa_row(0) | {"QUESTION": None}}),
            "{path}: of 1, its 'QUESTION' is no text; is it a file of pubmedqa?",
        ),
    ],
)
def test_a_pubmedqa_file_that_is_not_as_published(tmp_path: Path, content: str, sentence: str) -> None:
    """The id stands for the line."""
    path = tmp_path / "test_set.json"
    path.write_text(content)
    with pytest.raises(EvaluationError) as refused:
        read_items("pubmedqa", path)
    assert str(refused.value) == sentence.format(path=path)


@pytest.mark.parametrize(
    ("truth", "sentence"),
    [
        ({"77": "yes"}, "{truth} names the question 77, which {path} lacks"),
        ({"1000": "perhaps"}, "{truth}: the answer to 1000 is none of yes, no and maybe"),
        ({}, "{path} holds no questions"),
    ],
)
def test_right_answers_that_do_not_fit(tmp_path: Path, truth: dict[str, str], sentence: str) -> None:
    """Answers of another file are not taken for these."""
    path, answers = write_pubmedqa(tmp_path / "test_set.json", 2), tmp_path / "truth.json"
    answers.write_text(json.dumps(truth))
    with pytest.raises(EvaluationError) as refused:
        read_items("pubmedqa", path, answers)
    assert str(refused.value) == sentence.format(path=path, truth=answers)


def test_files_that_are_not_there_or_empty(tmp_path: Path) -> None:
    """And right answers belong to PubMedQA alone."""
    with pytest.raises(EvaluationError, match=r"^there is no file "):
        read_items("medqa", tmp_path / "none.jsonl")
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    with pytest.raises(EvaluationError, match=r"empty\.jsonl holds no questions$"):
        read_items("medqa", empty)
    with pytest.raises(EvaluationError, match=r"^a file of right answers goes with pubmedqa, not with medqa$"):
        read_items("medqa", empty, empty)


@pytest.mark.parametrize(
    ("task", "name", "answers"),
    [
        ("medmcqa", "medmcqa_dev.jsonl", [1348, 1085, 925, 825]),
        ("medqa", "medqa_us_4_options_test.jsonl", [353, 309, 346, 265]),
        ("pubmedqa", "pubmedqa_test.json", [276, 169, 55]),
    ],
)
def test_the_published_files(task: Task, name: str, answers: list[int]) -> None:
    """All questions are read, each with its right answer."""
    path = SHARED / "mcq" / name
    if not path.exists():
        pytest.skip(f"the shared test data are not here: {path} is absent")
    truth = path.with_name("pubmedqa_test_ground_truth.json") if task == "pubmedqa" else None
    items = read_items(task, path, truth)
    counted = Counter(item.answer for item in items)
    assert [counted[place] for place in range(len(answers))] == answers
