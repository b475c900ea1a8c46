"""What becomes of a server's faults: tried again where they may pass, else one sentence that says what to do."""

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rag.answerers import server_client
from rag.answerers.parse import parse_completion
from rag.answerers.server import ServerAnswerer
from rag.answerers.server_settings import read_settings
from tests.model_server import ModelServer, Sent, completion, in_turn, listing, refusal, run_server
from tests.server_asking import DOSE, KEY, SAID, ask, pass_no_time, read_fault


@pytest.mark.parametrize(
    "busy", [*(refusal(status, "wait") for status in (429, 500, 502, 503, 504, 501, 529)), Sent(None)]
)
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
    server.complete = lambda _: refusal(400, f"{'x' * 195} {KEY}")  # where its words are cut
    assert KEY[:4] not in read_fault(server, model="tiny")


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


def make_certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for this machine that no authority has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "certificate.pem"
    unlocked = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def test_a_certificate_that_is_not_trusted(tmp_path: Path) -> None:
    """It is not asked again, and nothing is sent."""
    with run_server(tls=make_certificate(tmp_path)) as server:
        (said,) = ServerAnswerer(read_settings(f"https://{server.host}/v1")).answer([DOSE])
        assert server.heard == []
    assert str(said).startswith(f"The certificate of the server at {server.host} is not trusted here (")
    assert str(said).endswith("): have this machine trust its authority, or use the name that the certificate is for.")


@pytest.mark.parametrize(
    ("variable", "value"),
    [("HTTPS_PROXY", "ftp://proxy"), ("ALL_PROXY", "socks5://proxy"), ("SSL_CERT_FILE", "/no/such/file")],
)
def test_an_environment_that_names_no_way_out(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """A proxy or certificates that cannot be used are one sentence."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, value)
    (said,) = ServerAnswerer(read_settings("https://ward.invalid/v1")).answer([DOSE])
    assert str(said) == (
        "The server at ward.invalid cannot be asked by way of the proxy or with the certificates that the environment "
        "names: correct ALL_PROXY, HTTP_PROXY, HTTPS_PROXY and SSL_CERT_FILE."
    )
