"""The file of a run's results: what it holds, and that a run that was cut off goes on to the same file."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.answerers.log_likelihood import Asked, LogLikelihoodModel
from rag.errors import EvaluationError
from rag.evaluation.fingerprints import hash_items, hash_model
from rag.evaluation.mcq import run_questions, summarise
from rag.evaluation.mcq_formats import LETTERS, read_items
from rag.evaluation.mcq_prompts import ask
from rag.evaluation.mcq_results import AT_ONCE, Header, ResultsFile, check_out
from rag.evaluation.mcq_types import Item, Scored
from tests.mcq_files import write_medmcqa
from tests.tiny_models import make_tiny_model

COUNT = 2 * AT_ONCE + 20


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> tuple[Item, ...]:
    """More questions than two groups."""
    return read_items("medmcqa", write_medmcqa(tmp_path_factory.mktemp("mcq") / "dev.jsonl", COUNT))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LogLikelihoodModel:
    """A tiny random model."""
    folder = make_tiny_model(tmp_path_factory.mktemp("tiny"))
    return LogLikelihoodModel.from_pretrained(str(folder), device="cpu", batch_size=16)


def make_header(items: Sequence[Item]) -> Header:
    """Return what a closed-book run of these questions says of itself."""
    return Header("medmcqa", "tiny", "00ff", "float32", len(items), hash_items(items), 0, None)


class InterruptionError(Exception):
    """The run is cut off."""


def run(items: Sequence[Item], model: LogLikelihoodModel, path: Path, *, groups: int | None = None) -> list[int]:
    """Run and write, or go on; stop after so many groups. Return where each group that was asked begins."""
    results = ResultsFile(path, make_header(items), items, LETTERS, resume=True)
    asked: list[int] = []

    def ask_items(group: Sequence[Item], first: int) -> list[Asked]:
        if len(asked) == groups:
            raise InterruptionError
        asked.append(first)
        return [ask("medmcqa", item) for item in group]

    progress: list[int] = []
    try:
        scored = run_questions(items, LETTERS, ask_items, model, results, progress.append)
    except InterruptionError:
        return asked
    assert [one.id for one in scored] == [item.id for item in items]
    assert sum(progress) == len(items)
    return asked


def test_a_run_that_was_cut_off_goes_on_to_the_same_file(
    items: tuple[Item, ...], model: LogLikelihoodModel, tmp_path: Path
) -> None:
    """Between groups, within a line, within the header, or with some lines of a group there."""
    whole = tmp_path / "whole.jsonl"
    assert run(items, model, whole) == [0, AT_ONCE, 2 * AT_ONCE]
    content = whole.read_bytes()
    assert content.count(b"\n") == 1 + COUNT

    part = tmp_path / "part.jsonl"
    assert run(items, model, part, groups=1) == [0]
    assert content.startswith(part.read_bytes())
    assert run(items, model, part) == [AT_ONCE, 2 * AT_ONCE]
    assert part.read_bytes() == content

    lines = content.splitlines(keepends=True)
    for kept, begins in [(1 + AT_ONCE, AT_ONCE), (1 + AT_ONCE + 7, AT_ONCE), (3, 0), (COUNT, 2 * AT_ONCE)]:
        part.write_bytes(b"".join(lines[:kept]) + lines[kept][:30])
        assert run(items, model, part)[0] == begins
        assert part.read_bytes() == content
    part.write_bytes(lines[0][:40])
    assert run(items, model, part)[0] == 0
    assert part.read_bytes() == content


def test_a_finished_run_asks_nothing_again(items: tuple[Item, ...], model: LogLikelihoodModel, tmp_path: Path) -> None:
    """Its figures are those of the file."""
    path = tmp_path / "whole.jsonl"
    run(items, model, path)
    content = path.read_bytes()
    assert run(items, model, path) == []
    assert path.read_bytes() == content


def test_what_a_line_says(items: tuple[Item, ...], tmp_path: Path) -> None:
    """The likeliest choice, the right one, and each choice's log-likelihood."""
    path = tmp_path / "out.jsonl"
    results = ResultsFile(path, make_header(items), items, LETTERS, resume=False)
    results.write([Scored("id-0", 0, (-3.5, -1.25, -1.25, -9.0), LETTERS, 4)])
    header, row = map(json.loads, path.read_text().splitlines())
    assert header == {
        "fieldguide": "evaluate mcq",
        "task": "medmcqa",
        "model": "tiny",
        "weights": "00ff",
        "precision": "float32",
        "questions": COUNT,
        "questions_sha256": hash_items(items),
        "shots": 0,
        "examples_sha256": None,
        "library": None,
        "generation": None,
        "passages": 0,
    }
    assert row == {
        "id": "id-0",
        "choice": "B",
        "answer": "A",
        "right": False,
        "log_likelihoods": {"A": -3.5, "B": -1.25, "C": -1.25, "D": -9.0},
        "cut": 4,
    }


def test_results_of_another_run_are_refused(items: tuple[Item, ...], tmp_path: Path) -> None:
    """The sentence names each difference, and the file stays as it is."""
    path = tmp_path / "out.jsonl"
    ResultsFile(path, make_header(items), items, LETTERS, resume=False)
    content = path.read_bytes()
    other = replace(make_header(items), weights="abcd", shots=5)
    with pytest.raises(EvaluationError) as refused:
        ResultsFile(path, other, items, LETTERS, resume=True)
    assert str(refused.value) == (
        f"{path} holds results of another run (weights '00ff' instead of 'abcd', shots 0 instead of 5); "
        "give another --out"
    )
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Dear diary\n", 1),
        ("Dear diary", 1),
        ('{"id": "1", "question": "What?"}\n', 1),
        ("[]\n", 1),
        ("{header}nonsense\n", 2),
        ('{header}{{"id": "id-0"}}\n', 2),
        (
            '{header}{{"id": "id-7", "choice": "A", "answer": "A", "right": true, "log_likelihoods": '
            '{{"A": -1.0, "B": -2.0, "C": -2.0, "D": -2.0}}, "cut": 0}}\n',
            2,
        ),
    ],
)
def test_what_no_evaluation_wrote_is_refused(items: tuple[Item, ...], tmp_path: Path, content: str, line: int) -> None:
    """It stays as it is."""
    header = tmp_path / "header.jsonl"
    ResultsFile(header, make_header(items), items, LETTERS, resume=False)
    path = tmp_path / "out.jsonl"
    path.write_text(content.format(header=header.read_text()) if "{header}" in content else content)
    before = path.read_bytes()
    with pytest.raises(EvaluationError) as refused:
        ResultsFile(path, make_header(items), items, LETTERS, resume=True)
    assert str(refused.value) == f"{path}, line {line}: no evaluation wrote this; give another --out"
    assert path.read_bytes() == before


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    """Unless the run is to go on with it; a folder never."""
    path = tmp_path / "out.jsonl"
    check_out(path, resume=False)
    path.write_text("mine")
    check_out(path, resume=True)
    with pytest.raises(EvaluationError, match=r"is there already; go on with it by --resume, or give another --out$"):
        check_out(path, resume=False)
    with pytest.raises(EvaluationError, match=r"is a folder; name a file as --out$"):
        check_out(tmp_path, resume=True)


def test_choices_and_figures() -> None:
    """Of equals the first; by length each is divided by its characters; PubMedQA has no figure by length."""
    scored = [
        Scored("1", 0, (-1.0, -1.0, -1.0), ("yes", "no", "maybe")),
        Scored("2", 2, (-3.0, -2.5, -4.0), ("yes", "no", "maybe")),
        Scored("3", 1, (-3.0, -2.5, -4.0), ("yes", "no", "maybe")),
    ]
    assert [one.choice for one in scored] == [0, 1, 1]
    assert [one.choice_by_length for one in scored] == [2, 2, 2]
    figures = summarise("pubmedqa", scored)
    assert list(figures) == ["acc"]
    assert str(figures["acc"]) == "0.667 (0.208-0.939)"
    assert str(summarise("medqa", scored)["acc_norm"]) == "0.333 (0.061-0.792)"


def test_fingerprints(tmp_path: Path, items: tuple[Item, ...]) -> None:
    """Another weight, another setting or another answer is another hash; what else is in the folder does not count."""
    folder = make_tiny_model(tmp_path / "one")
    first = hash_model(folder)
    assert len(first) == 64
    assert hash_model(make_tiny_model(tmp_path / "same")) == first
    assert hash_model(make_tiny_model(tmp_path / "other", seed=1)) != first
    (folder / "README.md").write_text("of no weight")
    assert hash_model(folder) == first
    (folder / "config.json").write_text("{}")
    assert hash_model(folder) != first
    assert hash_items(items) != hash_items([*items[:-1], replace(items[-1], answer=items[-1].answer - 1)])
