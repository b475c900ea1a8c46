"""The server answerer as its users meet it: `ask`, `batch`, the page and the LangChain chain."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from indexes.library import Library
from rag.answerers.choose import choose_answerer
from rag.answerers.server import ServerAnswerer
from rag.assistant import Assistant
from rag.errors import AnswererError
from rag.langchain import guideline_chain
from tests.conftest import Fieldguide
from tests.model_server import Heard, ModelServer, Sent, completion, refusal, run_server
from tests.page_driver import ask, open_page, read_captions, read_errors, read_texts

ZINC = "How long is the zinc given for?"
SALT = "How is ORS made up?"
VACCINE = "At what ages is the measles vaccine given?"
SAID = " Give zinc for 10 to 14 days [1]."
KEY = "sk-very-secret"


def complete(heard: Heard) -> Sent:
    """Answer on zinc, and on nothing else."""
    asked = heard.body["prompt"].rsplit("Question: ", 1)[1]
    return completion(SAID) if asked.startswith(ZINC) else refusal(400, f"no luck with {KEY}")


@pytest.fixture
def server(read_only: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:  # noqa: ARG001 (sets the home)
    """A running server, which the environment names, and the demonstration as the set that is asked."""
    for name in ("FIELDGUIDE_SERVER_MODEL", "FIELDGUIDE_SERVER_GUIDED"):
        monkeypatch.delenv(name, raising=False)
    with run_server(ModelServer(complete=complete)) as running:
        monkeypatch.setenv("FIELDGUIDE_SERVER", running.url)
        monkeypatch.setenv("FIELDGUIDE_SERVER_KEY", KEY)
        yield running


def run_json(fieldguide: Fieldguide, *arguments: object, status: int = 0) -> dict[str, Any]:
    """Ask by the command and read what it prints."""
    outcome = fieldguide("ask", *arguments, "--set", "demonstration", "--json")
    assert (outcome.status, outcome.err) == (status, "")
    read: dict[str, Any] = json.loads(outcome.out)
    return read


def test_ask(fieldguide: Fieldguide, server: ModelServer) -> None:
    """The answer is cited and checked, and says which model spoke, and where."""
    answer = run_json(fieldguide, ZINC, "--answerer", "server")
    assert (answer["outcome"], answer["error"]) == ("answered", None)
    assert answer["answerer"] == f"server (tiny at {server.host})"
    (statement,) = answer["statements"]
    assert statement["text"] == "Give zinc for 10 to 14 days."
    assert {citation["label"] for citation in statement["citations"]} == {1}
    assert server.heard[-1].key == f"Bearer {KEY}"


def test_the_options_go_before_the_environment(
    fieldguide: Fieldguide, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Address, model and guiding."""
    monkeypatch.setenv("FIELDGUIDE_SERVER", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("FIELDGUIDE_SERVER_MODEL", "other")
    options = ["--server-url", server.url, "--server-model", "mine", "--server-guided", "vllm"]
    options += ["--server-at-once", 1, "--server-seconds", 30]
    answer = run_json(fieldguide, ZINC, "--answerer", "server", *options)
    assert answer["answerer"] == f"server (mine at {server.host})"
    assert server.prompts[0]["model"] == "mine"
    assert set(server.prompts[0]["structured_outputs"]) == {"regex"}


def test_a_fault_comes_with_the_passages_found(fieldguide: Fieldguide, server: ModelServer) -> None:
    """The exit status is 1, and the key that the server repeats is not shown."""
    fault = f"The server at {server.host} refused the prompt (400: no luck with ***; BadRequestError): "
    fault += "check how it was started."
    answer = run_json(fieldguide, SALT, "--answerer", "server", status=1)
    assert (answer["outcome"], answer["error"], answer["statements"]) == ("error", fault, [])
    assert len(answer["evidence"]) == 8
    outcome = fieldguide("ask", SALT, "--set", "demonstration", "--answerer", "server")
    assert outcome.status == 1
    assert outcome.out.startswith(f"No answer: {fault}\n\nThe passages found:\n\n1. ")
    assert outcome.out.count("\n\n") >= 8
    assert outcome.out.endswith(
        f"\n\nAsked of the set demonstration, with the answerer server (tiny at {server.host}).\n"
    )
    assert KEY not in outcome.out + outcome.err


def test_what_is_not_asked_of_the_server(fieldguide: Fieldguide, server: ModelServer) -> None:
    """Where the guidelines are silent the server is not asked, and "auto" never asks it."""
    silent = run_json(fieldguide, VACCINE, "--answerer", "server")
    assert (silent["outcome"], silent["answerer"]) == ("not_in_guidelines", f"server ({server.host})")
    outcome = fieldguide("ask", ZINC, "--set", "demonstration", "--json")
    assert "server" not in json.loads(outcome.out)["answerer"]
    assert server.heard == []


def test_wrong_usage(fieldguide: Fieldguide, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """An option for a server without the answerer, and no address at all."""
    outcome = fieldguide("ask", ZINC, "--set", "demonstration", "--server-at-once", 2, "--server-url", server.url)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.endswith("Error: --server-url goes with --answerer server\n")
    monkeypatch.delenv("FIELDGUIDE_SERVER")
    outcome = fieldguide("ask", ZINC, "--set", "demonstration", "--answerer", "server")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "fieldguide: No server is named: give its address with --server-url or in FIELDGUIDE_SERVER, "
        "as in http://127.0.0.1:8000/v1.\n"
    )


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_a_batch_goes_on_past_a_fault(fieldguide: Fieldguide, server: ModelServer, tmp_path: Path, name: str) -> None:
    """A fault costs its own row, each question is asked once, and --resume asks again what failed."""
    path, out = tmp_path / "q.csv", tmp_path / name
    path.write_text(f"id,question\na,{ZINC}\nb,{SALT}\nc,{ZINC}\n")
    arguments = ["batch", path, "--set", "demonstration", "--answerer", "server", "--out", out]
    outcome = fieldguide(*arguments)
    assert outcome.status == 1
    assert outcome.err.endswith("1 of 3 questions failed; their rows say why, and --resume asks them again\n")
    assert len(server.prompts) == 3
    text = out.read_text(encoding="utf-8")
    assert [row in text for row in ("Give zinc for 10 to 14 days", "no luck with ***", KEY)] == [True, True, False]
    server.complete = lambda _: completion(" Mix it with clean water [1].")
    assert fieldguide(*arguments, "--resume").status == 0
    assert len(server.prompts) == 4
    assert "no luck" not in out.read_text(encoding="utf-8")


def test_the_page(server: ModelServer) -> None:
    """The choice is there; an answer says who spoke, and a fault stands beside the passages found."""
    st.cache_resource.clear()
    page = open_page()
    page.selectbox(key="answerer").select("server")
    ask(page, ZINC)
    assert read_texts(page)[0] == "Give zinc for 10 to 14 days."
    assert f"Answered by server (tiny at {server.host}) from the set demonstration" in read_captions(page)
    ask(page, SALT)
    assert read_errors(page) == [
        f"The server at {server.host} refused the prompt (400: no luck with ***; BadRequestError): "
        "check how it was started."
    ]
    assert len(read_texts(page)) == 8
    assert "The passages found" in [item.value for item in page.header]
    assert f"No answer by server (tiny at {server.host}) from the set demonstration" in read_captions(page)


def test_the_chain(server: ModelServer, demonstration: Library) -> None:
    """A fault is raised, or stands in its place where faults are asked for."""
    answerer = choose_answerer("server", demonstration.embedder, lambda _: None)
    assert isinstance(answerer, ServerAnswerer)
    chain = guideline_chain(Assistant(demonstration, answerer))
    assert chain.invoke(ZINC).statements[0].text == "Give zinc for 10 to 14 days."
    with pytest.raises(AnswererError, match="no luck with"):
        chain.invoke(SALT)
    answer, fault = chain.batch([ZINC, SALT], return_exceptions=True)
    assert answer.outcome == "answered"
    assert isinstance(fault, AnswererError)
    assert len(server.prompts) == 4
