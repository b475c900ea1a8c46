"""`fieldguide evaluate mcq`, run as a user does, with a tiny model."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Fieldguide
from tests.mcq_files import write_medmcqa, write_medqa, write_pubmedqa
from tests.tiny_models import make_tiny_model


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random model."""
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


def count_right(out: Path) -> int:
    """Return how many rows of a results file are right."""
    return sum(json.loads(line)["right"] for line in out.read_text().splitlines()[1:])


def test_closed_book(fieldguide: Fieldguide, tiny: Path, tmp_path: Path) -> None:
    """The accuracy with its interval, the published figures, and in what the run differs from them."""
    file, out = write_medmcqa(tmp_path / "dev.jsonl", 12), tmp_path / "out.jsonl"
    outcome = fieldguide("evaluate", "mcq", file, "--task", "medmcqa", "--model", tiny, "--limit", 10, "--out", out)
    assert outcome.status == 0
    first, acc, acc_norm, title, *published, caveat = outcome.out.splitlines()
    assert first == f"medmcqa, 10 questions, no examples, {tiny} in float32"
    right = count_right(out)
    assert acc.startswith(f"  acc       {10 * right:.2f} % right (95% interval ")
    assert acc_norm.startswith(f"  acc_norm  {10 * right:.2f} % right by length (95% interval ")
    assert title == "published, acc:"
    assert published[0] == (
        "  55.56 %  EPFLiGHT/Meditron3-Qwen2.5-7B (the model's card; the number of examples is not said)"
    )
    assert caveat == "These are 10 questions; the published figures are over 4183."
    assert f"scoring with {tiny}, float32 on cpu\n" in outcome.err
    assert len(out.read_text().splitlines()) == 11


def test_as_json_and_gone_on_with(fieldguide: Fieldguide, tiny: Path, tmp_path: Path) -> None:
    """One object; going on with a finished file gives the same figures and leaves it as it is."""
    file, out = write_pubmedqa(tmp_path / "test_set.json", 9), tmp_path / "out.jsonl"
    truth = tmp_path / "truth.json"
    truth.write_text(json.dumps({"1002": "no", "1004": "maybe", "1008": "yes"}))
    command: tuple[Any, ...] = ("evaluate", "mcq", file, "--task", "pubmedqa", "--model", tiny, "--out", out, "--json")
    outcome = fieldguide(*command, "--ground-truth", truth)
    assert outcome.status == 0
    told = json.loads(outcome.out)
    assert (told["task"], told["questions"], told["shots"], told["library"], told["passages"]) == (
        "pubmedqa",
        3,
        0,
        None,
        0,
    )
    assert told["right"] == count_right(out)
    assert list(told["figures"]) == ["acc"]
    assert told["figures"]["acc"]["value"] == pytest.approx(told["right"] / 3)
    assert {one["model"]: one["acc"] for one in told["published"]}["epfl-llm/meditron-70b"] == 0.766
    assert told["caveats"] == ["These are 3 questions; the published figures are over 500."]
    content = out.read_bytes()
    again = fieldguide(*command, "--ground-truth", truth, "--resume")
    assert json.loads(again.out) == told
    assert out.read_bytes() == content
    other = fieldguide(*command, "--resume")
    assert (other.status, other.out) == (2, "")
    assert f"fieldguide: {out} holds results of another run (questions 3 instead of 9, questions_sha256 " in other.err
    assert fieldguide(*command).err == (
        f"fieldguide: {out} is there already; go on with it by --resume, or give another --out\n"
    )


def test_with_examples(fieldguide: Fieldguide, tiny: Path, tmp_path: Path) -> None:
    """They change what the model says, and the header tells of them."""
    file, train = write_medqa(tmp_path / "test.jsonl", 6), write_medqa(tmp_path / "train.jsonl", 20, first=50)
    command: tuple[Any, ...] = ("evaluate", "mcq", file, "--task", "medqa", "--model", tiny)
    assert fieldguide(*command, "--out", tmp_path / "none.jsonl").status == 0
    outcome = fieldguide(*command, "--out", tmp_path / "two.jsonl", "--shots", 2, "--few-shot-file", train)
    assert outcome.status == 0
    assert outcome.out.startswith(f"medqa, 6 questions, 2 examples, {tiny} in float32\n")
    none, two = (
        [json.loads(line) for line in (tmp_path / name).read_text().splitlines()]
        for name in ("none.jsonl", "two.jsonl")
    )
    assert (none[0]["shots"], none[0]["examples_sha256"]) == (0, None)
    assert (two[0]["shots"], len(two[0]["examples_sha256"])) == (2, 64)
    assert all(one["log_likelihoods"] != other["log_likelihoods"] for one, other in zip(none[1:], two[1:], strict=True))


def test_with_passages_of_a_set(fieldguide: Fieldguide, tiny: Path, tmp_path: Path, read_only: Path) -> None:  # noqa: ARG001
    """They change what the model says; the output tells that this is not the published setting."""
    file = write_medmcqa(tmp_path / "dev.jsonl", 5)
    command: tuple[Any, ...] = ("evaluate", "mcq", file, "--task", "medmcqa", "--model", tiny, "--json")
    closed = fieldguide(*command, "--out", tmp_path / "closed.jsonl")
    opened = fieldguide(*command, "--out", tmp_path / "opened.jsonl", "--set", "demonstration", "-k", 3)
    assert (closed.status, opened.status) == (0, 0)
    told = json.loads(opened.out)
    assert told["library"]["set"] == "demonstration"
    assert told["passages"] == 3
    assert told["caveats"][0] == (
        "Up to 3 passages of the set demonstration stood before each question: this is not the published setting."
    )
    assert json.loads(closed.out)["caveats"] == ["These are 5 questions; the published figures are over 4183."]
    rows = [(tmp_path / name).read_text().splitlines()[1:] for name in ("closed.jsonl", "opened.jsonl")]
    assert all(one != other for one, other in zip(*rows, strict=True))


def test_questions_that_are_too_long_are_counted(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """They lose their beginning, as with the harness, and that is said."""
    short = make_tiny_model(tmp_path / "short", max_position_embeddings=64)
    file = write_medmcqa(tmp_path / "dev.jsonl", 3)
    outcome = fieldguide("evaluate", "mcq", file, "--task", "medmcqa", "--model", short)
    assert outcome.status == 0
    assert outcome.out.endswith("\n3 questions were too long for the model and lost their beginning.\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--shots", "2"], "--shots and --few-shot-file go together"),
        (["--few-shot-file", "train.jsonl"], "--shots and --few-shot-file go together"),
        (["--resume"], "--resume goes with --out"),
        (["--batch-size", "0"], "Invalid value for '--batch-size': 0 is not in the range 1<=x<=256."),
    ],
)
def test_wrong_usage(fieldguide: Fieldguide, tmp_path: Path, options: list[str], sentence: str) -> None:
    """Status 2, before anything is read."""
    outcome = fieldguide("evaluate", "mcq", tmp_path / "none.jsonl", "--task", "medqa", *options)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == f"Error: {sentence}"


def test_faults_are_one_sentence(fieldguide: Fieldguide, tiny: Path, tmp_path: Path) -> None:
    """A file of another set, no such model, no such guideline set, too few examples; nothing is written."""
    file, out = write_medqa(tmp_path / "test.jsonl", 3), tmp_path / "out.jsonl"
    command: tuple[Any, ...] = ("evaluate", "mcq", file, "--out", out, "--task")
    for arguments, sentence in [
        (("medmcqa",), f"{file}, line 1: its 'cop' is no number from 1 to 4, so its right option is not known; "),
        (("medqa", "--model", tmp_path / "none"), f"There is no folder {tmp_path / 'none'}: "),
        (("medqa", "--model", tiny, "--set", "nowhere"), "there is no guideline set 'nowhere' in "),
        (
            ("medqa", "--model", tiny, "--shots", 3, "--few-shot-file", file),
            "3 examples a question are too many: there are 2 that are not itself\n",
        ),
    ]:
        outcome = fieldguide(*command, *arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.startswith(f"fieldguide: {sentence}")
        assert not out.exists()
