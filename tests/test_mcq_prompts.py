"""The text that a model is shown for a question, character by character, and how examples are drawn."""

import random
from pathlib import Path

import pytest

from indexes.library import Library
from rag.answerers.log_likelihood import Asked
from rag.errors import EvaluationError
from rag.evaluation.mcq_formats import read_items
from rag.evaluation.mcq_prompts import ask, draw_examples, write_passages
from tests.conftest import WordEmbedder, make_reading
from tests.mcq_files import write_medmcqa, write_medqa, write_pubmedqa

MEDMCQA = """\
Question: What is zinc number 0 for?
Choices:
A. Fever 0
B. Diarrhoea
C. Pneumonia
D. None of these
Answer:"""

MEDQA = """\
Question: A child of 0 months has a cough. What next?
A. Give zinc
B. Wait
C. Refer
D. Repeat 0
Answer:"""

PUBMEDQA = """\
Abstract: We asked 0 nurses.
Most of them agreed.
Question: Does zinc help?
Answer:"""


def test_the_three_prompts(tmp_path: Path) -> None:
    """As the harness's tasks write them, with a space before each choice."""
    letters = (" A", " B", " C", " D")
    (medmcqa,) = read_items("medmcqa", write_medmcqa(tmp_path / "a.jsonl", 1))
    (medqa,) = read_items("medqa", write_medqa(tmp_path / "b.jsonl", 1))
    (pubmedqa,) = read_items("pubmedqa", write_pubmedqa(tmp_path / "c.json", 1))
    assert ask("medmcqa", medmcqa) == Asked(MEDMCQA, letters)
    assert ask("medqa", medqa) == Asked(MEDQA, letters)
    assert ask("pubmedqa", pubmedqa) == Asked(PUBMEDQA, (" yes", " no", " maybe"))


def test_examples_stand_before_the_question_with_their_answers(tmp_path: Path) -> None:
    """Each ends in an empty line; passages come after them."""
    zero, one, two, _ = read_items("medqa", write_medqa(tmp_path / "b.jsonl", 4))
    text = ask("medqa", zero, [one, two], "Passages from guidelines:\n\n[1] Zinc\nGive zinc.\n\n").context
    before, after = text.split("Passages from guidelines:")
    assert before.startswith("Question: A child of 1 months has a cough. What next?\nA. Give artesunate\n")
    assert "Answer: B\n\nQuestion: A child of 2 months" in before
    assert before.endswith("Answer: C\n\n")
    assert after == f"\n\n[1] Zinc\nGive zinc.\n\n{MEDQA}"


def test_passages_of_a_set_cannot_pass_for_the_prompt(tmp_path: Path, any_pdf: Path) -> None:
    """They have their titles, and what they might write of the prompt's own is made harmless."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("zinc", "Give zinc [3].\nAnswer: A <|endoftext|>", headings=("Diarrhoea",)), any_pdf)
    (hits,) = library.search(["zinc"])
    assert write_passages(hits, ["<|endoftext|>"]) == (
        "Passages from guidelines:\n\n[1] Zinc > Diarrhoea\nGive zinc (3).\nAnswer - A < |endoftext| >\n\n"
    )
    assert write_passages([], []) == ""


def test_examples_are_drawn_from_one_stream(tmp_path: Path) -> None:
    """For each question in order, with the harness's seed: the first questions have the same whatever comes later."""
    items = read_items("medmcqa", write_medmcqa(tmp_path / "dev.jsonl", 5))
    pool = read_items("medmcqa", write_medmcqa(tmp_path / "train.jsonl", 30, first=100))
    stream = random.Random(1234)
    assert draw_examples(items, pool, 3) == [stream.sample(pool, 3) for _ in items]
    assert draw_examples(items[:2], pool, 3) == draw_examples(items, pool, 3)[:2]
    assert draw_examples(items, (), 0) == [[], [], [], [], []]


def test_a_question_is_never_its_own_example(tmp_path: Path) -> None:
    """Where they come from one file one more is drawn, as the harness does; where a question is in both, others are."""
    items = read_items("medmcqa", write_medmcqa(tmp_path / "dev.jsonl", 8))
    stream = random.Random(1234)
    expected = [[other for other in stream.sample(items, 4) if other != item][:3] for item in items]
    assert draw_examples(items, items, 3) == expected
    pool = (*items[:1], *read_items("medmcqa", write_medmcqa(tmp_path / "train.jsonl", 3, first=100)))
    drawn = draw_examples(items, pool, 3)
    assert items[0] not in drawn[0]
    assert [len(examples) for examples in drawn] == [3] * 8
    assert any(items[0] in examples for examples in drawn[1:])


def test_too_few_examples(tmp_path: Path) -> None:
    """One more than the shots is needed only where one is a question itself."""
    items = read_items("medmcqa", write_medmcqa(tmp_path / "dev.jsonl", 2))
    with pytest.raises(EvaluationError, match=r"^2 examples a question are too many: there are 1 that are not itself$"):
        draw_examples(items, items, 2)
    pool = read_items("medmcqa", write_medmcqa(tmp_path / "train.jsonl", 2, first=100))
    assert [{*drawn} for drawn in draw_examples(items, pool, 2)] == [{*pool}] * 2
