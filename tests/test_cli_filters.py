"""The options that restrict a search, on the commands that search: what they find, what they say, and what is kept."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from indexes.library import Library
from tests.conftest import Fieldguide, WordEmbedder, make_reading

SET = ("--set", "demonstration")
MALARIA = "demonstration-malaria-1"
ZINC = "How long is the zinc given for?"


@pytest.fixture(autouse=True)
def _demonstration(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the demonstration; nothing here writes it."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))


def search(fieldguide: Fieldguide, *options: object) -> dict[str, Any]:
    """Return what a search finds."""
    outcome = fieldguide("search", ZINC, *SET, *options, "--json")
    assert (outcome.status, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


@pytest.mark.parametrize(
    ("options", "found", "asked"),
    [
        ([], 3, {}),
        (["--guideline", MALARIA], 1, {"guidelines": [MALARIA]}),
        (
            ["--guideline", MALARIA, "--guideline", "demonstration-diarrhoea-1"],
            2,
            {"guidelines": [MALARIA, "demonstration-diarrhoea-1"]},
        ),
        (["--publisher", "fieldguide"], 3, {"publisher": "fieldguide"}),
        (["--language", "EN"], 3, {"language": "EN"}),
        (["--edition", "1"], 3, {"edition": "1"}),
        (
            ["--published-from", "2026", "--published-to", "2026-11"],
            3,
            {"published_from": "2026", "published_to": "2026-11"},
        ),
        (["--population", "newborns"], 3, {"population": "infants"}),
        (["--superseded"], 3, {"superseded": True}),
    ],
)
def test_search(fieldguide: Fieldguide, options: list[str], found: int, asked: dict[str, object]) -> None:
    """Each option reaches the search, and the JSON says what was asked for."""
    result = search(fieldguide, *options, "-k", 200)
    assert len({hit["guideline"] for hit in result["hits"]}) == found
    assert result["filter"] == asked


def test_a_population_leaves_sections_out(fieldguide: Fieldguide, demonstration: Library) -> None:
    """For the elderly all is found but what stands below a title on others."""
    hits = search(fieldguide, "--guideline", MALARIA, "--population", "elderly", "-k", 1000)["hits"]
    left = {hit["text"] for hit in hits}
    out = [passage for passage in demonstration.passages(MALARIA) if passage.text not in left]
    assert {passage.heading[-1] for passage in out} == {"7 Pregnant women and small infants"}
    assert len(hits) == len(demonstration.passages(MALARIA)) - len(out)


def test_a_file_of_questions(fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Each line is restricted and says so."""
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1, "question": "zinc"}\n{"id": 2, "question": "artesunate"}\n')
    lines = fieldguide("search", "--questions", path, *SET, "--guideline", MALARIA).out.splitlines()
    assert [json.loads(line)["filter"] for line in lines] == [{"guidelines": [MALARIA]}] * 2
    assert {hit["guideline"] for line in lines for hit in json.loads(line)["hits"]} == {MALARIA}


def test_text_says_what_was_searched(fieldguide: Fieldguide) -> None:
    """Below hits and answers, and below a refusal; nothing where all was."""
    words = "Searched in: guideline demonstration-malaria-1; population children."
    options = ("--guideline", MALARIA, "--population", "children")
    assert fieldguide("search", ZINC, *SET, *options).out.splitlines()[-1] == words
    answered = fieldguide("ask", "Dose of artesunate for 9 kg?", *SET, *options, "--answerer", "quote")
    assert answered.out.splitlines()[-2:] == ["Answered by quote from the set demonstration.", words]
    silent = fieldguide("ask", ZINC, *SET, *options, "--answerer", "quote")
    assert silent.out.splitlines()[0].startswith("These guidelines do not answer this: none of the passages found ")
    assert silent.out.splitlines()[-1] == words
    assert "Searched in" not in fieldguide("search", ZINC, *SET).out


def test_ask_as_json(fieldguide: Fieldguide) -> None:
    """The evidence is of what was asked for alone."""
    outcome = fieldguide("ask", ZINC, *SET, "--publisher", "fieldguide", "--guideline", MALARIA, "--json")
    answer = json.loads(outcome.out)
    assert answer["filter"] == {"guidelines": [MALARIA], "publisher": "fieldguide"}
    assert {hit["guideline"] for hit in answer["evidence"]} == {MALARIA}
    assert json.loads(fieldguide("ask", ZINC, *SET, "--json").out)["filter"] == {}


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_batch(fieldguide: Fieldguide, tmp_path: Path, name: str) -> None:
    """Every row is restricted and says so."""
    questions, out = tmp_path / "q.csv", tmp_path / name
    questions.write_text(f"id,question,filter\na,{ZINC},mine\n")
    options = ("--answerer", "quote", "--guideline", MALARIA, "--out", out)
    outcome = fieldguide("batch", questions, *SET, *options)
    assert outcome.status == 0
    assert "the column 'filter' is carried through as 'input_filter'" in outcome.err
    if name == "out.csv":
        with out.open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        asked: object = f"guideline {MALARIA}"
    else:
        row = json.loads(out.read_text())
        asked = {"guidelines": [MALARIA]}
    assert (row["filter"], row["input_filter"], row["outcome"]) == (asked, "mine", "not_in_guidelines")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--published-from", "2026-13"], "'2026-13' is not a date; write it as 2023-10-16, 2023-10 or 2023"),
        (
            ["--publisher", "WHO"],
            "no guideline of the set 'demonstration' is left by publisher 'WHO'; there are: Fieldguide project",
        ),
        (
            ["--published-to", "2025"],
            "no guideline of the set 'demonstration' is left by published to '2025'; "
            "their dates are from 2026-11-22 to 2026-11-22",
        ),
    ],
)
def test_what_leaves_nothing(fieldguide: Fieldguide, tmp_path: Path, options: list[str], sentence: str) -> None:
    """One sentence, on each command, before an output is begun."""
    questions, out = tmp_path / "q.csv", tmp_path / "out.jsonl"
    questions.write_text(f"id,question\na,{ZINC}\n")
    for arguments in (
        ["search", ZINC],
        ["search", "--questions", questions],
        ["ask", ZINC],
        ["batch", questions, "--out", out],
    ):
        outcome = fieldguide(*arguments, *SET, *options)
        assert (outcome.status, outcome.out, outcome.err) == (2, "", f"fieldguide: {sentence}\n")
    assert not out.exists()


def test_guidelines_that_say_no_date_are_named(
    home: Path, fieldguide: Fieldguide, any_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On standard error, beside the hits of those that do."""
    library = Library.create(home / "ward", WordEmbedder())
    library.add(make_reading("old", "Zinc.", published=""), any_pdf)
    library.add(make_reading("new", "Zinc.", published="2024"), any_pdf)
    library.close()
    monkeypatch.setenv("FIELDGUIDE_HOME", str(home))
    monkeypatch.setattr("ui.filled_sets.open_set", lambda name: Library.open(home / name, WordEmbedder()))
    outcome = fieldguide("search", "zinc", "--set", "ward", "--published-from", "2020", "--json")
    assert outcome.err == "1 guideline is left out for not saying the date: old\n"
    assert [hit["guideline"] for hit in json.loads(outcome.out)["hits"]] == ["new"]
