"""Any system's answers are held against the passages that they cite."""

import io
import json
from pathlib import Path

import pytest

from indexes.errors import LibraryError
from rag.checks.entailment import load_entailment
from rag.errors import VerifyError
from rag.verify import GivenAnswer, read_answer, verify_answer
from tests.conftest import Fieldguide
from tests.test_reranker import make_cross_encoder

LINE = "Artesunate 2.4 mg/kg IV, repeated every 12 hours."


def test_each_sentence_is_held_against_what_it_cites() -> None:
    """Verdict and problems are those of the checks; labels count the passages from 1."""
    answer = "Give artesunate 2.4 mg/kg IV [2]. Repeat every 24 h [1, 2]. Refer [3]. Rest."
    checked = verify_answer(GivenAnswer("a", answer, ("Keep dry.", LINE)))
    assert [(each.text, each.citations, each.verdict, each.problems) for each in checked] == [
        ("Give artesunate 2.4 mg/kg IV.", (2,), "supported", ()),
        (
            "Repeat every 24 h.",
            (1, 2),
            "unsupported",
            ("every 24 h in the answer, every 12 hours in the cited sentence",),
        ),
        ("Refer.", (3,), "unsupported", ("cites [3], which is not among the passages",)),
        ("Rest.", (), "uncited", ("cites no passage",)),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("x", "it is not JSON"),
        ("[1]", "it is no JSON object"),
        ('{"passages": []}', 'it has no "answer" that is a text'),
        ('{"answer": "a", "passages": "b"}', 'it has no "passages" that are a list of texts'),
        ('{"answer": "a", "passages": [1]}', 'it has no "passages" that are a list of texts'),
        ('{"answer": "a", "passages": [], "id": []}', 'its "id" is neither text nor a number'),
    ],
)
def test_a_line_that_is_no_answer(line: str, problem: str) -> None:
    """What is wrong with it is one sentence."""
    with pytest.raises(VerifyError) as fault:
        read_answer(line)
    assert str(fault.value).startswith(problem)


def test_blank_answers_and_passages() -> None:
    """An empty answer has no statements; a blank passage backs none."""
    assert verify_answer(read_answer('{"answer": " ", "passages": []}')) == ()
    (checked,) = verify_answer(read_answer('{"answer": "Give 5 mg [1].", "passages": [" "]}'))
    assert (checked.verdict, checked.problems) == ("unsupported", ("nothing like it is in the cited passage",))


def test_the_command(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """JSON Lines in and out; bad lines are told with their number and passed over, and the exit status is 1."""
    file = tmp_path / "answers.jsonl"
    good = json.dumps({"id": 7, "answer": "Repeat every 12 h [1].", "passages": [LINE]})
    file.write_bytes(f"{good}\nx\n\n".encode() + b"\xff\n")
    done = fieldguide("verify", file)
    assert json.loads(done.out) == {
        "id": 7,
        "statements": [{"text": "Repeat every 12 h.", "citations": [1], "verdict": "supported", "problems": []}],
    }
    assert done.status == 1
    assert "line 2: it is not JSON" in done.err
    assert "line 4: it is not UTF-8 text" in done.err
    file.write_text(good)
    assert fieldguide("verify", file).status == 0
    file.write_text("x")
    assert fieldguide("verify", file).status == 2
    file.write_text("")
    assert (nothing := fieldguide("verify", file)).status == 2
    assert "holds no answers" in nothing.err
    assert "there is no file" in fieldguide("verify", tmp_path / "none.jsonl").err


def test_standard_input(fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "-" reads it."""
    text = json.dumps({"answer": "Repeat every 24 h [1].", "passages": [LINE]})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    printed = json.loads(fieldguide("verify", "-").out)
    assert (printed["id"], printed["statements"][0]["verdict"]) == (None, "unsupported")


def make_entailment(folder: Path, names: list[str]) -> Path:
    """Save a tiny random cross-encoder whose outputs have these names, and return the folder."""
    make_cross_encoder(folder, labels=len(names))
    settings = json.loads((folder / "config.json").read_text("utf-8"))
    settings["id2label"] = {str(at): name for at, name in enumerate(names)}
    settings["label2id"] = {name: at for at, name in enumerate(names)}
    (folder / "config.json").write_text(json.dumps(settings), "utf-8")
    return folder


def test_an_entailment_model_says_what_follows(tmp_path: Path) -> None:
    """The output that counts is found by its name, wherever it stands: with the names turned, so is the answer."""
    names = ["contradiction", "ENTAILMENT", "neutral"]
    judges = [
        load_entailment(str(make_entailment(tmp_path / str(turn), [*names[turn:], *names[:turn]]))) for turn in range(3)
    ]
    for statement in ("give zinc", "a child of 9 kg", "water"):
        assert sorted(judge("Give zinc for a child.", statement) for judge in judges) == [False, False, True]


@pytest.mark.parametrize("names", [["LABEL_0", "LABEL_1"], ["entailment", "entailed"]])
def test_a_model_that_is_no_judge(tmp_path: Path, names: list[str]) -> None:
    """One whose outputs do not say which is which is refused, and so is a reranker."""
    folder = str(make_entailment(tmp_path / "model", names))
    with pytest.raises(LibraryError, match=f"is no entailment model: its outputs are named {names[0]}, {names[1]}"):
        load_entailment(folder)
    with pytest.raises(LibraryError, match="is no entailment model"):
        load_entailment(str(make_cross_encoder(tmp_path / "reranker")))
