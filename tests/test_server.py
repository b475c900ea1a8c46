"""The server answerer against a real HTTP server that answers as a test writes."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from rag.answerers import server_client
from rag.answerers.guided import form_grammar, form_regex
from rag.answerers.parse import parse_completion
from rag.answerers.prompt import build_prompt
from rag.answerers.server import ServerAnswerer
from rag.answerers.server_model import PROMPT_ROOM, estimate_tokens
from rag.answerers.server_settings import read_settings
from rag.errors import AnswererError
from rag.types import Request, Said
from tests.factories import make_request
from tests.model_server import Heard, ModelServer, Sent, completion, in_turn, listing, refusal, run_server

DOSE = make_request(
    "What dose of artesunate?", ["Artesunate IV or IM", "Adults: artesunate 2.4 mg/kg IV."], ["Quinine is second."]
)
SAID = " Give adults artesunate 2.4 mg/kg IV [1]."
KEY = "sk-very-secret"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A running server that gives a good answer."""
    with run_server(ModelServer(complete=lambda _: completion(SAID))) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget a key that the environment of the tests may hold."""
    monkeypatch.delenv("FIELDGUIDE_SERVER_KEY", raising=False)
    monkeypatch.delenv("FIELDGUIDE_SERVER_MODEL", raising=False)


def pass_no_time(_: float) -> None:
    """Try again at once."""


def ask(server: ModelServer, *requests: Request, **settings: Any) -> list[Said]:
    """Ask without a pause between tries."""
    return ServerAnswerer(server.settings(**settings), sleep=pass_no_time).answer(requests)


def read_fault(server: ModelServer, **settings: Any) -> str:
    """Return the fault that one question meets."""
    (said,) = ask(server, DOSE, **settings)
    assert isinstance(said, AnswererError)
    return str(said)


def test_statements_are_those_of_the_local_path(server: ModelServer) -> None:
    """The same prompt, stop strings and length go out, greedily; the same statements are made of what comes back."""
    answerer = ServerAnswerer(server.settings())
    assert answerer.name == f"server ({server.host})"
    (statements,) = answerer.answer([DOSE])
    assert statements == parse_completion(SAID, DOSE)
    assert answerer.name == f"server (tiny at {server.host})"
    assert server.prompts == [
        {
            "model": "tiny",
            "prompt": build_prompt(DOSE).text,
            "max_tokens": 256,
            "temperature": 0,
            "stop": ["\n\n", "\nQuestion:", "\nPassages:"],
            "repetition_penalty": 1.0,
            "repeat_penalty": 1.0,
        }
    ]
    assert [heard.path for heard in server.heard] == ["/v1/models", "/v1/completions"]
    assert {heard.key for heard in server.heard} == {None}


def test_a_refusal_or_no_evidence_is_silence(server: ModelServer) -> None:
    """Neither is a fault, and without evidence the server is not asked."""
    server.complete = lambda _: completion(" These guidelines do not answer this question.")
    assert ask(server, DOSE, make_request("Why?")) == [(), ()]
    assert len(server.prompts) == 1
    heard = len(server.heard)
    assert ask(server, make_request("Why?")) == [()]
    assert ask(server) == []
    assert len(server.heard) == heard


def test_an_answer_cut_off_at_the_length_is_flagged(server: ModelServer) -> None:
    """Its last number may be half of one."""
    server.complete = lambda _: completion(" Give adults artesunate 2", "length")
    (said,) = ask(server, DOSE)
    assert not isinstance(said, AnswererError)
    assert [statement.problems for statement in said] == [("was cut off before its end",)]


def test_a_named_model_is_not_looked_for(server: ModelServer) -> None:
    """Servers may serve more names than they list."""
    answerer = ServerAnswerer(server.settings(model="alias"))
    assert answerer.name == f"server (alias at {server.host})"
    assert answerer.answer([DOSE]) == [parse_completion(SAID, DOSE)]
    assert [heard.path for heard in server.heard] == ["/v1/completions"]
    assert server.prompts[0]["model"] == "alias"


def test_the_key_goes_out_in_the_header_alone(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is in no address, body or name; a login in the address serves where there is no key."""
    login = f"http://nurse:word@{server.host}/v1"
    ServerAnswerer(read_settings(login)).answer([DOSE])
    assert {heard.key for heard in server.heard} == {"Basic bnVyc2U6d29yZA=="}
    server.heard.clear()
    monkeypatch.setenv("FIELDGUIDE_SERVER_KEY", KEY)
    answerer = ServerAnswerer(read_settings(login))
    answerer.answer([DOSE])
    assert {heard.key for heard in server.heard} == {f"Bearer {KEY}"}
    assert KEY not in str([heard.body for heard in server.heard])
    assert answerer.name == f"server (tiny at {server.host})"


# --- many at once ---


def test_answers_come_in_order_and_one_fault_costs_its_own_question(server: ModelServer) -> None:
    """Several are asked at the same time; each answer is its own question's, and a fault is nobody else's."""
    requests = [make_request(f"Which drug is number {number}?", ["Quinine is second."]) for number in range(6)]
    together = threading.Barrier(6, timeout=10)

    def complete(heard: Heard) -> Sent:
        together.wait()  # passes only when all six are asked at a time
        number = heard.body["prompt"].rsplit("number ", 1)[1][0]
        if number == "3":
            return refusal(400, "bad luck")
        return completion(f" Quinine is number {number} [1].", seconds=0.02 * (6 - int(number)))

    server.complete = complete
    said = ask(server, *requests, at_once=6)
    texts = [item if isinstance(item, AnswererError) else item[0].text for item in said]
    assert texts[:3] + texts[4:] == [f"Quinine is number {number}." for number in (0, 1, 2, 4, 5)]
    assert str(texts[3]) == (
        f"The server at {server.host} refused the prompt (400: bad luck; BadRequestError): check how it was started."
    )


def test_no_more_are_asked_at_once_than_allowed(server: ModelServer) -> None:
    """A small server is not flooded."""
    running, most, lock = 0, 0, threading.Lock()

    def complete(_: Heard) -> Sent:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.03)
        with lock:
            running -= 1
        return completion(SAID)

    server.complete = complete
    ask(server, *[DOSE] * 6, at_once=2)
    assert most == 2
    assert len(server.prompts) == 6


# --- trying again ---


@pytest.mark.parametrize("busy", [*(refusal(status, "wait") for status in (429, 500, 502, 503, 504)), Sent(None)])
def test_a_busy_server_is_asked_again(server: ModelServer, busy: Sent) -> None:
    """After 429, the faults of servers under load, and a connection that was dropped."""
    server.complete = in_turn([busy, busy, completion(SAID)])
    assert ask(server, DOSE) == [parse_completion(SAID, DOSE)]
    assert len(server.prompts) == 3


def test_tries_are_bounded(server: ModelServer) -> None:
    """A server that stays busy is a fault, and what it said is shown."""
    server.complete = lambda _: refusal(503, "loading")
    assert read_fault(server) == (
        f"The server at {server.host} failed, and again when it was asked again (503: loading; BadRequestError): "
        "look at its log."
    )
    assert len(server.prompts) == server_client.TRIES
    server.complete = lambda _: Sent(None)
    assert read_fault(server).startswith(f"The connection to the server at {server.host} was lost (")
    assert len(server.prompts) == 2 * server_client.TRIES


def test_what_retry_after_asks_for_is_waited(server: ModelServer) -> None:
    """In seconds or as a date; otherwise pauses grow. A server that asks for more than a minute is reported at once."""
    waited: list[float] = []
    answerer = ServerAnswerer(server.settings(model="tiny"), sleep=waited.append)
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    busy = [refusal(429, "slowly", **{"Retry-After": value}) for value in ("7", soon, "soon")]
    server.complete = in_turn([*busy, completion(SAID)])
    assert answerer.answer([DOSE]) == [parse_completion(SAID, DOSE)]
    assert waited[0] == 7
    assert 20 < waited[1] <= 30
    assert 2 <= waited[2] <= 2.5
    server.heard.clear()
    server.complete = lambda _: refusal(429, "slowly", **{"Retry-After": "61"})
    (said,) = answerer.answer([DOSE])
    assert str(said) == (
        f"The server at {server.host} is busy (429: slowly; BadRequestError): "
        "ask again later, or less at once with --server-at-once."
    )
    assert (len(waited), len(server.prompts)) == (3, 1)


# --- room ---


def test_too_long_for_the_server_drops_evidence(server: ModelServer, caplog: pytest.LogCaptureFixture) -> None:
    """The least useful goes first, and that is logged as where the model runs here; it cannot be cited any more."""
    server.complete = in_turn(
        [
            refusal(400, "This model's maximum context length is 700 tokens. However, you requested 750."),
            completion(SAID),
        ]
    )
    assert ask(server, DOSE) == [parse_completion(SAID, Request(DOSE.question, DOSE.evidence[:1]))]
    shown = [body["prompt"] for body in server.prompts]
    assert shown == [build_prompt(DOSE).text, build_prompt(Request(DOSE.question, DOSE.evidence[:1])).text]
    assert caplog.messages == ["no room in the prompt of 'What dose of artesunate?' for the passages [2]"]


@pytest.mark.parametrize(
    "too_long",
    [
        refusal(400, "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens"),
        refusal(400, "The decoder prompt (length 9000) is longer than the maximum model length of 8192."),
        Sent(400, {"object": "error", "message": "'max_tokens' or 'max_completion_tokens' is too large: 256."}),
        refusal(400, "request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it"),
        Sent(400, {"error": {"code": 400, "message": "no", "type": "exceed_context_size_error", "n_ctx": 8192}}),
        Sent(400, {"error": {"message": "Too many.", "code": "context_length_exceeded"}}),
        Sent(422, {"error": "Input validation error: `inputs` must have less than 1024 tokens. Given: 2000"}),
        Sent(413, "too large"),
    ],
)
def test_how_servers_say_that_a_prompt_is_too_long(server: ModelServer, too_long: Sent) -> None:
    """When not even the best passage fits, that is the fault."""
    server.complete = lambda _: too_long
    assert read_fault(server) == (
        f"The question with its best passage is too long for tiny at {server.host}: "
        "start the server with a longer context, or ask a shorter question."
    )
    assert len(server.prompts) == 2


def test_tokens_are_counted_by_the_server_where_the_estimate_is_too_high(
    server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    """What seems too long is counted at /tokenize; without it the careful estimate decides."""
    long = make_request("What dose?", ["Adults: artesunate 2.4 mg/kg IV."], ["x" * 3 * PROMPT_ROOM])
    assert estimate_tokens(build_prompt(long).text) > PROMPT_ROOM
    server.tokenize = lambda heard: Sent(200, {"tokens": [1] * (len(heard.body["prompt"]) // 4)})
    ask(server, long)
    (counted,) = [heard.body for heard in server.heard if heard.path == "/tokenize"]
    assert counted == {
        "model": "tiny",
        "prompt": build_prompt(long).text,
        "content": build_prompt(long).text,
        "add_special_tokens": True,
        "add_special": True,
    }
    assert server.prompts[-1]["prompt"] == build_prompt(long).text
    assert caplog.messages == []
    server.tokenize = lambda _: Sent(404, "no such path")
    ask(server, long)
    assert "[2]" not in server.prompts[-1]["prompt"].rsplit("Passages:", 1)[1]
    assert caplog.messages == ["no room in the prompt of 'What dose?' for the passages [2]"]


def test_the_estimate_counts_digits_singly() -> None:
    """As Qwen's tokenizer does; the rest is three bytes a token."""
    assert estimate_tokens("1234567890") == 10
    assert estimate_tokens("abcdef") == 2
    assert estimate_tokens("°°°12") == 4


def test_a_prompt_that_the_server_cut_is_a_fault(server: ModelServer) -> None:
    """Ollama answers from what is left of it, where the instructions may be gone."""
    whole = completion(SAID)
    tokens = len(build_prompt(DOSE).text) // 4
    server.complete = lambda _: Sent(200, {**whole.content, "usage": {"prompt_tokens": tokens}})
    assert ask(server, DOSE) == [parse_completion(SAID, DOSE)]
    server.complete = lambda _: Sent(200, {**whole.content, "usage": {"prompt_tokens": 64}})
    assert read_fault(server) == (
        f"The server at {server.host} read only 64 tokens of a prompt of {len(build_prompt(DOSE).text)} characters: "
        "give the model a context of 8192 tokens there (in Ollama, num_ctx)."
    )


# --- faults ---


def test_which_model(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """None or several are one sentence; one that is not there names those that are."""
    server.models = lambda _: listing()
    assert read_fault(server) == (
        f"The server at {server.host} lists no model: load one there, or name one with --server-model."
    )
    server.models = lambda _: listing(*"abcdefghij")
    assert read_fault(server) == (
        f"The server at {server.host} lists 10 models: name one with --server-model or FIELDGUIDE_SERVER_MODEL, "
        "of a, b, c, d, e, f, g, h, and 2 more."
    )
    server.models = lambda _: listing("tiny")
    server.complete = lambda _: refusal(404, "The model `small` does not exist.")
    monkeypatch.setenv("FIELDGUIDE_SERVER_MODEL", "small")
    assert read_fault(server) == (
        f"There is no model small on the server at {server.host}, which lists tiny: "
        "name another with --server-model or FIELDGUIDE_SERVER_MODEL."
    )
    server.models = lambda _: refusal(404, "no list")
    assert read_fault(server) == (
        f"There is no model small on the server at {server.host}: "
        "name another with --server-model or FIELDGUIDE_SERVER_MODEL."
    )


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_lacks_or_is_wrong(server: ModelServer, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """The sentence says where to put it, and never repeats it, though the server does."""
    server.models = server.complete = lambda _: refusal(status, f"Incorrect API key provided: {KEY}.")
    assert read_fault(server) == (
        f"The server at {server.host} wants a key ({status}): put it into FIELDGUIDE_SERVER_KEY."
    )
    monkeypatch.setenv("FIELDGUIDE_SERVER_KEY", KEY)
    assert read_fault(server) == (
        f"The server at {server.host} refuses the key ({status}): check what FIELDGUIDE_SERVER_KEY holds."
    )
    server.complete = lambda _: refusal(400, f"bad {KEY}")
    assert KEY not in read_fault(server, model="tiny")
    assert "(400: bad ***;" in read_fault(server, model="tiny")


@pytest.mark.parametrize("status", [404, 405])
def test_a_wrong_path(server: ModelServer, status: int) -> None:
    """The address mostly ends in /v1."""
    server.complete = lambda _: Sent(status, {"detail": "Not Found"})
    assert read_fault(server) == (
        f"The server at {server.host} has no completions below {server.url} ({status}): check the address in "
        "--server-url or FIELDGUIDE_SERVER, which mostly ends in /v1, as http://127.0.0.1:8000/v1 does."
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (
            Sent(200, "<!DOCTYPE html><title>Welcome</title>"),
            "What the server at {host} answers is not JSON: check the address in --server-url or FIELDGUIDE_SERVER, "
            "which mostly ends in /v1, as http://127.0.0.1:8000/v1 does.",
        ),
        (Sent(200, {"choices": []}), "The server at {host} answered without a completion: look at its log."),
        (
            Sent(200, {"choices": [{"message": {"content": "Hello"}}]}),
            "The server at {host} answered without a completion: look at its log.",
        ),
        (Sent(200, ["x"]), "The server at {host} answered without a completion: look at its log."),
        (Sent(200, {"choices": "x"}), "The server at {host} answered without a completion: look at its log."),
        (
            Sent(200, {"error": {"message": "No backend."}}),
            "The server at {host} answered without a completion (No backend.): look at its log.",
        ),
        (
            Sent(307, "", {"Location": "https://elsewhere/v1"}),
            "The server at {host} sends on to another address (307): name that one.",
        ),
        (
            Sent(422, {"detail": [{"loc": ["body", "stop"], "msg": "too many", "type": "value_error"}]}),
            "The server at {host} refused the prompt (422: too many; value_error): check how it was started.",
        ),
    ],
)
def test_what_is_no_completion(server: ModelServer, sent: Sent, sentence: str) -> None:
    """Pages, other JSON, a chat's answer, a fault under another name, a redirection: a sentence each."""
    server.complete = lambda _: sent
    assert read_fault(server) == sentence.format(host=server.host)


def test_no_answer_in_time(server: ModelServer) -> None:
    """A slow answer is not asked for again: that would make the server slower."""
    server.complete = lambda _: completion(SAID, seconds=0.5)
    assert read_fault(server, seconds=0.1) == (
        f"The server at {server.host} gave no answer within 0.1 s: allow it longer with --server-seconds, "
        "or ask fewer questions at once with --server-at-once."
    )
    assert len(server.prompts) == 1


def test_no_server_at_all(server: ModelServer) -> None:
    """Nothing listens, no such name, no https: each says what to check, for every question."""
    address = "check the address in --server-url or FIELDGUIDE_SERVER"

    def read(url: str) -> str:
        first, second = ServerAnswerer(read_settings(url), sleep=pass_no_time).answer([DOSE, DOSE])
        assert str(first) == str(second)
        return str(first)

    assert read("http://127.0.0.1:1/v1") == (
        "There is no server at 127.0.0.1:1, or it has not started yet: start it, or "
        "check the address in --server-url or FIELDGUIDE_SERVER."
    )
    assert read("http://ward.invalid/v1") == (
        f"The name of the server at ward.invalid is not known here: {address}, and the network."
    )
    assert read(f"https://{server.host}/v1") == (
        f"The server at {server.host} does not speak https as asked: check whether its address begins with http://."
    )


def test_penalties_are_left_out_for_a_strict_server(server: ModelServer, caplog: pytest.LogCaptureFixture) -> None:
    """One that takes OpenAI's own fields only is asked without others, and that is said once."""

    def complete(heard: Heard) -> Sent:
        if "repetition_penalty" in heard.body:
            return Sent(422, {"detail": "Unexpected fields in the request: {'repetition_penalty'}"})
        return completion(SAID)

    server.complete = complete
    assert ask(server, DOSE, DOSE, at_once=1) == [parse_completion(SAID, DOSE)] * 2
    assert ["repetition_penalty" in body for body in server.prompts] == [True, False, False]
    assert caplog.messages == [
        f"the server at {server.host} takes no repetition_penalty: if the model's settings have one, it stays in force"
    ]


def test_the_form_is_asked_for_in_the_servers_own_way(server: ModelServer, caplog: pytest.LogCaptureFixture) -> None:
    """vLLM's structured outputs or llama.cpp's grammar; a server that did not keep to it is told of."""
    prompt = build_prompt(DOSE)
    ask(server, DOSE, guided="vllm")
    ask(server, DOSE, guided="llamacpp")
    assert server.prompts[0]["structured_outputs"] == {"regex": form_regex(prompt)}
    assert server.prompts[1]["grammar"] == form_grammar(prompt)
    assert ("grammar" in server.prompts[0], "structured_outputs" in server.prompts[1]) == (False, False)
    assert caplog.messages == []
    server.complete = lambda _: completion(" Give artesunate.")
    ask(server, DOSE, guided="vllm")
    assert caplog.messages == [
        f"the server at {server.host} did not keep to the form that --server-guided vllm asks for: does it know it?"
    ]
