"""The server answerer against a real HTTP server that answers as a test writes."""

import threading

import pytest

from rag.answerers.guided import form_grammar, form_regex
from rag.answerers.parse import parse_completion
from rag.answerers.prompt import build_prompt
from rag.answerers.server import ServerAnswerer
from rag.answerers.server_model import PROMPT_ROOM, estimate_tokens
from rag.answerers.server_settings import read_settings
from rag.errors import AnswererError
from rag.types import Request
from tests.factories import make_request
from tests.model_server import Heard, ModelServer, Sent, completion, in_turn, refusal
from tests.server_asking import DOSE, KEY, SAID, ask, read_fault


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
