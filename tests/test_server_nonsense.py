"""What a server sends that is no sane reply: it costs a sentence, never a traceback, the memory or the evening."""

import json
import threading
from typing import Any

import pytest

from rag.answerers.parse import parse_completion
from rag.answerers.server import ServerAnswerer
from rag.answerers.server_client import MOST_BYTES
from rag.errors import AnswererError
from tests.model_server import ModelServer, Sent, completion, in_turn, refusal
from tests.server_asking import DOSE, SAID, ask, read_fault

NO_JSON = (
    "What the server at {host} answers is not JSON: check the address in --server-url or FIELDGUIDE_SERVER, "
    "which mostly ends in /v1, as http://127.0.0.1:8000/v1 does."
)


def test_a_reply_that_drips(server: ModelServer) -> None:
    """A byte now and then does not make the time allowed begin anew."""
    dripping = completion(SAID)
    server.complete = lambda _: Sent(200, dripping.content, pause=0.05)
    assert read_fault(server, seconds=0.3).startswith(
        f"The server at {server.host} gave no answer within 0.3 s: allow it longer"
    )
    assert len(server.prompts) == 1


def test_a_reply_without_an_end(server: ModelServer) -> None:
    """It is not read into memory, and not asked for again."""
    server.complete = lambda _: Sent(200, " " * (MOST_BYTES + 1))
    assert read_fault(server) == (
        f"The server at {server.host} answers with more than 8 MB: check the address in --server-url or "
        "FIELDGUIDE_SERVER, which mostly ends in /v1, as http://127.0.0.1:8000/v1 does."
    )
    assert len(server.prompts) == 1
    server.complete = lambda _: completion(" Give it [1]." * 2000)
    assert read_fault(server) == (
        f"The server at {server.host} wrote 26000 characters where 256 tokens were asked for: look at its log."
    )


@pytest.mark.parametrize("content", ["[" * 100_000, '{"choices": ' + "[" * 100_000 + "]" * 100_000 + "}", '{"a": 1'])
def test_json_that_cannot_be_read(server: ModelServer, content: str) -> None:
    """Deeper than can be read, or cut."""
    server.complete = lambda _: Sent(200, content)
    assert read_fault(server) == NO_JSON.format(host=server.host)


def test_characters_that_are_none(server: ModelServer) -> None:
    """Neither an answer nor a fault commands the terminal or breaks the file that it is written to."""
    server.complete = lambda _: completion(" Give adults \x1b[31martesunate\ud83d 2.4 mg/kg IV [1].")
    (said,) = ask(server, DOSE)
    assert not isinstance(said, AnswererError)
    assert [statement.text for statement in said] == ["Give adults \ufffd[31martesunate\ufffd 2.4 mg/kg IV."]
    server.complete = lambda _: refusal(400, "\x1b[2J no \ud83d")
    assert "(400: \ufffd[2J no \ufffd; BadRequestError)" in read_fault(server)


@pytest.mark.parametrize("reason", ["abort", "content_filter", "error"])
def test_an_answer_that_the_server_broke_off_is_flagged(server: ModelServer, reason: str) -> None:
    """As one that the length allowed cut off: its last number may be half of one."""
    server.complete = lambda _: completion(" Give adults artesunate 2", reason)
    assert ask(server, DOSE) == [parse_completion(" Give adults artesunate 2", DOSE, finished=False)]


@pytest.mark.parametrize("ids", [[["x"], {}, None, 4], ["x" * 1000, "", "a\x1b[2J"]])
def test_names_that_are_none(server: ModelServer, ids: list[Any]) -> None:
    """What nobody could read or send is no model's name."""
    server.models = lambda _: Sent(200, {"data": [{"id": given} for given in ids]})
    assert read_fault(server) == (
        f"The server at {server.host} lists no model: load one there, or name one with --server-model."
    )
    server.models = lambda _: Sent(200, {"data": [{"id": given} for given in [*ids, "tiny"]]})
    assert ask(server, DOSE) == [parse_completion(SAID, DOSE)]


def test_a_count_that_is_none(server: ModelServer) -> None:
    """True is no number of tokens."""
    whole = completion(SAID)
    server.complete = lambda _: Sent(200, json.dumps({**whole.content, "usage": {"prompt_tokens": True}}))
    assert ask(server, DOSE) == [parse_completion(SAID, DOSE)]


def test_one_question_is_asked_in_the_callers_thread(server: ModelServer) -> None:
    """Then Ctrl-C ends the waiting at once; several are asked in others."""
    threads = []
    answerer = ServerAnswerer(server.settings(), sleep=lambda _: threads.append(threading.current_thread()))
    server.complete = in_turn([refusal(503, "loading"), completion(SAID)])
    answerer.answer([DOSE])
    server.complete = in_turn([refusal(503, "loading"), completion(SAID)])
    answerer.answer([DOSE, DOSE])
    assert [thread is threading.current_thread() for thread in threads] == [True, False]
