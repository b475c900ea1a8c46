"""The commands that ask: search, ask, batch and demo, with the JSON that other programs rely on."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from indexes.library import Library
from tests.conftest import Fieldguide, WordEmbedder, run_fieldguide

SET = ("--set", "demonstration")
ZINC = "How long is the zinc given for?"
VACCINE = "At what ages is the measles vaccine given?"
HIT = {"rank", "guideline", "file", "pages", "labels", "heading", "kind", "text", "score"}
ANSWER = {
    "id",
    "question",
    "outcome",
    "statements",
    "evidence",
    "conflicts",
    "answerer",
    "library",
    "timings",
    "error",
}
CITATION = {"label", "guideline", "file", "page", "page_label", "quote", "boxes"}


@pytest.fixture(autouse=True)
def _demonstration(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the demonstration; nothing here writes it."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))


def read_lines(text: str) -> list[dict[str, Any]]:
    """Read JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


def check_hits(hits: list[dict[str, Any]], count: int) -> None:
    """Check that hits have the contract's fields and are ranked."""
    assert [hit["rank"] for hit in hits] == list(range(1, count + 1))
    for hit in hits:
        assert set(hit) >= HIT
        assert hit["kind"] in ("prose", "list", "table")
        assert len(hit["pages"]) == len(hit["labels"]) >= 1
        assert all(isinstance(page, int) for page in hit["pages"])
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def check_answer(answer: dict[str, Any]) -> None:
    """Check that an answer has the contract's fields."""
    assert set(answer) >= ANSWER
    assert answer["outcome"] in ("answered", "not_in_guidelines")
    assert bool(answer["statements"]) is (answer["outcome"] == "answered")
    assert (answer["answerer"], answer["error"], answer["conflicts"]) == ("quote", None, [])
    assert answer["library"] == {"set": "demonstration", "generation": 3}
    check_hits(answer["evidence"], 8)
    for statement in answer["statements"]:
        assert set(statement) >= {"text", "citations", "verdict", "problems"}
        assert (statement["verdict"], statement["problems"]) == ("supported", [])
        for citation in statement["citations"]:
            assert set(citation) >= CITATION
            assert citation["guideline"] == answer["evidence"][citation["label"] - 1]["guideline"]
            assert citation["page"] in answer["evidence"][citation["label"] - 1]["pages"]
            assert all(len(box) == 4 and box[0] < box[2] and box[1] < box[3] for box in citation["boxes"])


# --- search ---


def test_search_as_json(fieldguide: Fieldguide) -> None:
    """One object, on standard output alone."""
    outcome = fieldguide("search", ZINC, *SET, "-k", 4, "--json")
    assert (outcome.status, outcome.err) == (0, "")
    found = json.loads(outcome.out)
    assert found["question"] == ZINC
    check_hits(found["hits"], 4)
    assert found["hits"][0]["file"] == "acute-diarrhoea-and-cholera.pdf"
    assert found["hits"][0]["pages"] == [3]


def test_search_as_text(fieldguide: Fieldguide) -> None:
    """Title, page and heading of each hit above its text."""
    outcome = fieldguide("search", ZINC, *SET, "-k", 2)
    assert outcome.status == 0
    first, second = (block for block in outcome.out.split("\n\n") if block.strip())
    assert first.startswith("1. Acute diarrhoea and cholera, page 3 > ")
    assert second.startswith("2. ")


@pytest.mark.parametrize("name", ["questions.jsonl", "questions.csv"])
def test_search_for_a_file(fieldguide: Fieldguide, tmp_path: Path, name: str) -> None:
    """JSON Lines in the order of the file under its ids, more than one batch, each as a single search gives it."""
    asked = [(f"q{number:02}", f"How is ORS made up, step {number}?") for number in range(70, 0, -2)]
    path = tmp_path / name
    if name.endswith(".csv"):
        path.write_text("id,question\n" + "".join(f'{row_id},"{question}"\n' for row_id, question in asked))
    else:
        path.write_text("".join(json.dumps({"id": row_id, "question": text}) + "\n" for row_id, text in asked))
    outcome = fieldguide("search", "--questions", path, *SET, "-k", 3)
    assert outcome.status == 0
    lines = read_lines(outcome.out)
    assert [(line["id"], line["question"]) for line in lines] == asked
    for line in lines:
        check_hits(line["hits"], 3)
    alone = json.loads(fieldguide("search", asked[-1][1], *SET, "-k", 3, "--json").out)
    assert [hit["text"] for hit in lines[-1]["hits"]] == [hit["text"] for hit in alone["hits"]]


def test_search_for_one_or_for_a_file(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Not for both, and not for neither."""
    for arguments in ([], [ZINC, "--questions", tmp_path / "q.csv"]):
        outcome = fieldguide("search", *arguments, *SET)
        assert (outcome.status, outcome.out) == (2, "")
        assert "give one question, or a file of them with --questions" in outcome.err


def test_search_for_nothing(fieldguide: Fieldguide) -> None:
    """An empty question finds nothing, as it is answered by nothing."""
    outcome = fieldguide("search", " ", *SET)
    assert (outcome.status, outcome.out, outcome.err) == (2, "", "fieldguide: the question is empty\n")


def test_an_empty_set(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """There is nothing to search or ask; the sentence says what to do, and no output is begun."""
    Library.create(home / "ward", WordEmbedder()).close()
    questions = tmp_path / "q.csv"
    questions.write_text("question\nzinc?\n")
    out = tmp_path / "out.jsonl"
    for arguments in (
        ["search", "zinc"],
        ["search", "--questions", questions],
        ["ask", "zinc"],
        ["batch", questions, "--out", out],
    ):
        outcome = fieldguide(*arguments, "--set", "ward")
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err == "fieldguide: the set 'ward' is empty; put PDFs into it with fieldguide add\n"
    assert not out.exists()
    assert fieldguide("list", "--set", "ward").out == "The set is empty.\n\nThe set ward is in English (en).\n"


# --- ask ---


def test_ask_as_json(fieldguide: Fieldguide) -> None:
    """An answer, and one that the guidelines do not give."""
    answered = json.loads(fieldguide("ask", ZINC, *SET, "--answerer", "quote", "--json").out)
    check_answer(answered)
    assert (answered["id"], answered["question"], answered["outcome"]) == ("1", ZINC, "answered")
    assert "10 to 14 days" in " ".join(statement["text"] for statement in answered["statements"])
    silent = json.loads(fieldguide("ask", VACCINE, *SET, "--answerer", "quote", "--json").out)
    check_answer(silent)
    assert silent["outcome"] == "not_in_guidelines"


def test_ask_as_text(fieldguide: Fieldguide) -> None:
    """Quotes with title, page and file; the warning goes to standard error."""
    outcome = fieldguide("ask", ZINC, *SET, "--answerer", "quote")
    assert outcome.status == 0
    assert "Acute diarrhoea and cholera, page 3 (acute-diarrhoea-and-cholera.pdf)\n" in outcome.out
    assert outcome.out.endswith("Answered by quote from the set demonstration.\n")
    assert "not a medical device" in outcome.err
    silent = fieldguide("ask", VACCINE, *SET, "--answerer", "quote")
    assert silent.status == 0
    assert silent.out.startswith(
        "These guidelines do not answer this: none of the passages found names measles vaccine.\n\n"
        "The nearest sections:\n  "
    )


def test_auto_says_which_answerer_it_took(fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the model's weights it quotes, and says why."""
    monkeypatch.setenv("FIELDGUIDE_MEDITRON", "/no/such/model")
    outcome = fieldguide("ask", ZINC, *SET, "--json")
    assert json.loads(outcome.out)["answerer"] == "quote"
    assert outcome.err.startswith("answering with quotes: ")


def test_the_evidence_is_shown_where_the_model_is_not(fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for a model that cannot be loaded, the command says why, and shows the passages found all the same."""
    monkeypatch.setenv("FIELDGUIDE_MEDITRON", "/no/such/model")
    said = (
        "There is no folder /no/such/model: name one that holds a model, "
        "or a Hugging Face model such as EPFLiGHT/Meditron3-Qwen2.5-7B."
    )
    outcome = fieldguide("ask", ZINC, *SET, "--answerer", "meditron", "--json")
    told = json.loads(outcome.out)
    assert outcome.status == 1
    assert (told["outcome"], told["error"], told["answerer"], told["statements"]) == ("error", said, "meditron", [])
    assert len(told["evidence"]) == 8
    shown = fieldguide("ask", ZINC, *SET, "--answerer", "meditron")
    assert shown.status == 1
    assert shown.out.startswith(f"No answer: {said}\n\nThe passages found:\n\n1. ")


@pytest.mark.parametrize("question", ["", "  "])
def test_ask_nothing(fieldguide: Fieldguide, question: str) -> None:
    """An empty question is refused."""
    outcome = fieldguide("ask", question, *SET, "--answerer", "quote")
    assert (outcome.status, outcome.out, outcome.err) == (2, "", "fieldguide: the question is empty\n")


# --- batch ---


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Five questions with a further column, one of them not answered by the guidelines."""
    path = tmp_path / "questions.csv"
    rows = [
        ZINC,
        VACCINE,
        "How is ORS made up?",
        "When is a patient with cholera discharged?",
        "Give artesunate how?",
    ]
    path.write_text("ward,id,question\n" + "".join(f"ward {n},q{n},{text}\n" for n, text in enumerate(rows)))
    return path


def test_batch_as_json_lines(fieldguide: Fieldguide, questions: Path, tmp_path: Path) -> None:
    """A line for each question in its order, as `ask` gives it, with the further column."""
    out = tmp_path / "out.jsonl"
    outcome = fieldguide("batch", questions, *SET, "--answerer", "quote", "--out", out)
    assert (outcome.status, outcome.out) == (0, "")
    rows = read_lines(out.read_text(encoding="utf-8"))
    assert [(row["id"], row["ward"]) for row in rows] == [(f"q{n}", f"ward {n}") for n in range(5)]
    for row in rows:
        check_answer(row)
    alone = json.loads(fieldguide("ask", ZINC, *SET, "--answerer", "quote", "--json").out)
    assert rows[0]["statements"] == alone["statements"]
    assert [row["outcome"] for row in rows][:2] == ["answered", "not_in_guidelines"]


def test_batch_as_table(fieldguide: Fieldguide, questions: Path, tmp_path: Path) -> None:
    """The further column first, then the answer with its labels and where it is cited, one line a row."""
    out = tmp_path / "out.csv"
    assert fieldguide("batch", questions, *SET, "--answerer", "quote", "--out", out).status == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:4] == ["ward", "id", "question", "outcome"]
    assert [row["id"] for row in rows] == ["q0", "q1", "q2", "q3", "q4"]
    assert rows[0]["ward"] == "ward 0"
    assert "10 to 14 days" in rows[0]["answer"]
    assert "Acute diarrhoea and cholera, page 3 (acute-diarrhoea-and-cholera.pdf)" in rows[0]["citations"]
    assert (rows[1]["outcome"], rows[1]["answer"], rows[1]["citations"]) == ("not_in_guidelines", "", "")
    assert {(row["answerer"], row["set"], row["generation"], row["error"]) for row in rows} == {
        ("quote", "demonstration", "3", "")
    }
    assert out.read_bytes().count(b"\n") == 6


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_resume_after_a_cut(fieldguide: Fieldguide, questions: Path, tmp_path: Path, name: str) -> None:
    """A last line that was cut off is answered again, whole lines are not touched, and a whole output is left alone."""
    out = tmp_path / name
    arguments = ["batch", questions, *SET, "--answerer", "quote", "--out", out]
    assert fieldguide(*arguments).status == 0
    whole = out.read_bytes()
    lines = whole.splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:3]) + lines[3][:40])
    refused = fieldguide(*arguments)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == f"fieldguide: {out} is there already; go on with it by --resume, or give another --out\n"
    assert fieldguide(*arguments, "--resume").status == 0
    resumed = out.read_bytes().splitlines(keepends=True)
    assert resumed[:3] == lines[:3]
    if name.endswith(".csv"):
        assert b"".join(resumed) == whole
    else:
        assert [row["statements"] for row in read_lines(out.read_text())] == [
            json.loads(line)["statements"] for line in lines
        ]
    before = out.read_bytes()
    assert fieldguide(*arguments, "--resume").status == 0
    assert out.read_bytes() == before


def test_batches_that_are_refused(fieldguide: Fieldguide, questions: Path, tmp_path: Path) -> None:
    """Twice the same id, no file, another ending: a sentence each, and no output is begun."""
    out = tmp_path / "out.jsonl"
    double = tmp_path / "double.csv"
    double.write_text("id,question\na,Zinc?\na,Salt?\n")
    other = tmp_path / "out.xlsx"
    for arguments, sentence in (
        ([double, "--out", out], f"{double}, line 3: the id 'a' stands there twice"),
        ([tmp_path / "gone.csv", "--out", out], f"there is no file {tmp_path / 'gone.csv'}"),
        ([questions, "--out", other], f"{other} must end in .jsonl, .csv or .parquet"),
    ):
        outcome = fieldguide("batch", *arguments, *SET, "--answerer", "quote")
        assert (outcome.status, outcome.out, outcome.err) == (2, "", f"fieldguide: {sentence}\n")
    assert not out.exists()
    assert not other.exists()


# --- demo, and a process ---


def test_demo(home: Path, fieldguide: Fieldguide) -> None:
    """It builds the set, answers two questions, is silent on the third, and warns."""
    outcome = fieldguide("demo")
    assert outcome.status == 0
    parts = outcome.out.split("\nQ: ")[1:]
    assert len(parts) == 3
    assert ["These guidelines do not answer this: " in part for part in parts] == [False, False, True]
    assert "Severe malaria, page " in parts[0]
    assert "Acute diarrhoea and cholera, page 3 " in parts[1]
    assert "for demonstration, not for care" in outcome.err
    assert (home / "demonstration" / "library.sqlite").exists()


def test_the_demonstration_of_another_version(home: Path, fieldguide: Fieldguide) -> None:
    """Its set is put aside, whole, and made again; so is one of a third version."""
    for aside in ("demonstration.older", "demonstration.older2"):
        assert fieldguide("demo").status == 0
        with closing(sqlite3.connect(home / "demonstration" / "library.sqlite")) as store, store:
            store.execute("UPDATE facts SET value = '5' WHERE name = 'format'")
        outcome = fieldguide("demo")
        assert outcome.status == 0
        kept = home / aside
        told = f"another version made the set 'demonstration': it is kept as {kept}, and made again here\n"
        assert told in outcome.err
        assert (kept / "library.sqlite").exists()
        assert outcome.out.count("\nQ: ") == 3


def test_streams_of_a_process(demonstration_home: Path, tmp_path: Path) -> None:
    """What a pipe gets is the results alone, and nothing of torch, OpenVINO or tantivy."""
    done = run_fieldguide("search", ZINC, *SET, "--json", home=demonstration_home)
    assert (done.returncode, done.stderr) == (0, "")
    check_hits(json.loads(done.stdout)["hits"], 10)
    path = tmp_path / "q.jsonl"
    path.write_text('{"question": ""}\n')
    fault = run_fieldguide("search", "--questions", path, *SET, home=demonstration_home)
    assert (fault.returncode, fault.stdout) == (2, "")
    assert fault.stderr == f"fieldguide: {path}, line 1: its question is empty\n"
