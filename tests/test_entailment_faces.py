"""An entailment model named for `ask`, `batch`, the page and its start: it judges the words of what a model writes."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from rag.checks.entailment import load_entailment, name_judge
from tests.conftest import Fieldguide
from tests.model_server import ModelServer, completion, run_server
from tests.page_driver import ask, open_page, plain, read_captions
from tests.test_verify import make_entailment
from ui import cli

ZINC = "How long is the zinc given for?"
SAID = " Zinc is given by mouth [1]."
LABELS = ["contradiction", "entailment", "neutral"]


@pytest.fixture
def server(read_only: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:  # noqa: ARG001 (sets the home)
    """A running server that always says the same, which the environment names."""
    for name in ("FIELDGUIDE_SERVER_MODEL", "FIELDGUIDE_SERVER_GUIDED", "FIELDGUIDE_SERVER_KEY"):
        monkeypatch.delenv(name, raising=False)
    with run_server(ModelServer(complete=lambda _: completion(SAID))) as running:
        monkeypatch.setenv("FIELDGUIDE_SERVER", running.url)
        yield running


@pytest.fixture
def judges(tmp_path: Path) -> list[str]:
    """Three models of the same weights whose outputs have other names: one says that the statement follows."""
    return [str(make_entailment(tmp_path / f"judge{turn}", [*LABELS[turn:], *LABELS[:turn]])) for turn in range(3)]


def test_ask(fieldguide: Fieldguide, server: ModelServer, judges: list[str]) -> None:
    """Each judge's own verdict stands in the answer, which names the judge."""
    verdicts = []
    for judge in judges:
        outcome = fieldguide(
            "ask", ZINC, "--set", "demonstration", "--answerer", "server", "--entailment", judge, "--json"
        )
        assert outcome.status == 0
        answer = json.loads(outcome.out)
        assert answer["answerer"] == f"server (tiny at {server.host}; words judged by {judge})"
        verdicts.append(answer["statements"][0]["verdict"])
    assert sorted(verdicts) == ["supported", "unsupported", "unsupported"]


def test_batch(fieldguide: Fieldguide, server: ModelServer, judges: list[str], tmp_path: Path) -> None:  # noqa: ARG001
    """A batch goes on by the same judge only."""
    questions, out = tmp_path / "q.csv", tmp_path / "out.jsonl"
    questions.write_text(f"id,question\na,{ZINC}\n")
    arguments = ["batch", questions, "--set", "demonstration", "--answerer", "server", "--out", out, "--resume"]
    for more in (["--entailment", judges[0]], ["--entailment", judges[0]]):
        assert fieldguide(*arguments, *more).status == 0
    (row,) = map(json.loads, out.read_text().splitlines())
    assert f"; words judged by {judges[0]})" in row["answerer"]
    for more in ([], ["--entailment", judges[1]]):
        refused = fieldguide(*arguments, *more)
        assert (refused.status, "has answers by server (" in refused.err) == (2, True)


def test_the_page(server: ModelServer, judges: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the one that it was started with."""
    seen = []
    for judge in judges:
        monkeypatch.setenv("FIELDGUIDE_ENTAILMENT", judge)
        st.cache_resource.clear()
        page = open_page()
        page.selectbox(key="answerer").select("server")
        ask(page, ZINC)
        assert f"server (tiny at {server.host}; words judged by {judge})" in read_captions(page)
        seen += [plain(item.value) for item in page.markdown if "badge" in item.value]
    assert sorted(seen) == [
        ":green-badge[Supported by the cited lines]",
        ":red-badge[Not supported by the cited lines]",
        ":red-badge[Not supported by the cited lines]",
    ]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the server is a process of its own")
def test_the_page_is_started_with_it(fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that serves the page is told by its environment."""
    monkeypatch.setenv("FIELDGUIDE_ENTAILMENT", "another")
    started: list[tuple[str | None, list[str]]] = []

    def start(_: str, command: list[str]) -> None:
        started.append((os.environ.get("FIELDGUIDE_ENTAILMENT"), command))
        raise SystemExit(0)

    monkeypatch.setattr(cli.os, "execv", start)
    assert fieldguide("ui", "--entailment", "judge", "--port", 8123).status == 0
    ((judge, command),) = started
    assert judge == "judge"
    assert "--server.port=8123" in command


def test_where_there_is_nothing_to_judge(fieldguide: Fieldguide, read_only: Path, tmp_path: Path) -> None:  # noqa: ARG001
    """Quotes: asked for by name that is wrong usage, and where "auto" takes them it is said."""
    refused = fieldguide("ask", ZINC, "--set", "demonstration", "--answerer", "quote", "--entailment", "x")
    assert refused.status == 2
    assert refused.err.endswith(
        "Error: --entailment goes with an answerer that writes: quotes are the guidelines' words\n"
    )
    said = fieldguide("ask", ZINC, "--set", "demonstration", "--entailment", "x")
    assert said.status == 0
    assert "quotes are the guidelines' own words: the entailment model has nothing to judge\n" in said.err
    missing = fieldguide(
        "ask", ZINC, "--set", "demonstration", "--answerer", "server", "--server-url", "http://127.0.0.1:1/v1",
        "--entailment", tmp_path / "nowhere",
    )  # fmt: skip
    assert missing.status == 2
    assert missing.err.startswith("fieldguide: ")
    assert missing.err.count("\n") == 1


def test_a_judge_reads_each_pair_once(judges: list[str]) -> None:
    """An answer that grows is checked again with each statement; the model itself is asked once."""
    judge = load_entailment(judges[0])
    first = judge("Give zinc.", "Zinc is given.")
    assert judge("Give zinc.", "Zinc is given.") is first
    assert judge._judge.cache_info().misses == 1
    assert (name_judge(judge), name_judge(None)) == (f"; words judged by {judges[0]}", "")
