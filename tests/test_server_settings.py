"""Which server is asked: by the caller's word or the environment's, and never with a secret in what is shown."""

from typing import Any

import pytest

from rag.answerers.server_settings import ServerSettings, read_settings
from rag.errors import AnswererError

VARIABLES = ("FIELDGUIDE_SERVER", "FIELDGUIDE_SERVER_MODEL", "FIELDGUIDE_SERVER_KEY", "FIELDGUIDE_SERVER_GUIDED")


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what the environment of the tests says of a server."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def read_fault(**given: Any) -> str:
    """Return why settings are refused."""
    with pytest.raises(AnswererError) as fault:
        read_settings(**given)
    return str(fault.value)


def test_the_environment_stands_in_for_what_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Address, model, key and guiding come from their variables; what is given goes before."""
    for name, value in zip(VARIABLES, ["https://ward.example/v1/", "tiny", " secret ", "vllm"], strict=True):
        monkeypatch.setenv(name, value)
    assert read_settings() == ServerSettings(
        "https://ward.example/v1", "ward.example", "tiny", key="secret", guided="vllm", at_once=8, seconds=300.0
    )
    given = read_settings("http://[::1]:8000", "other", "none", 2, 9.0)
    assert given == ServerSettings("http://[::1]:8000", "[::1]:8000", "other", key="secret", at_once=2, seconds=9.0)
    assert (given.root, given.is_local, read_settings().is_local) == ("http://[::1]:8000", True, False)
    assert read_settings().root == "https://ward.example"


def test_credentials_are_taken_out_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user and password are kept apart; neither they nor the key stand in anything that is shown."""
    monkeypatch.setenv("FIELDGUIDE_SERVER_KEY", "sk-12")
    settings = read_settings("http://nurse:p%40ss@ward:8000/v1")
    assert (settings.url, settings.host, settings.login) == ("http://ward:8000/v1", "ward:8000", ("nurse", "p@ss"))
    assert "sk-12" not in repr(settings)
    assert "p@ss" not in repr(settings)
    assert settings.hide_secrets("key sk-12 of p@ss, Basic bnVyc2U6cEBzcw==") == "key *** of ***, Basic ***"


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8000/v1",
        "ftp://ward/v1",
        "http://",
        "http://ward:port/v1",
        "http://[::1/v1",
        "http://xn--zzzzzzz--é/v1",
        "http://ward..example/v1",
        f"http://{'w' * 64}/v1",
        "http://u:pw@ward/v1?key=pw",
        "pw",
    ],
)
def test_what_is_no_address(url: str) -> None:
    """One sentence, which does not repeat what may be a password."""
    assert read_fault(url=url) == (
        "What --server-url or FIELDGUIDE_SERVER gives is no address of a server: "
        "write it as in http://127.0.0.1:8000/v1."
    )


def test_what_cannot_be_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address, a key that no header can hold, a guiding that is not known."""
    assert read_fault() == (
        "No server is named: give its address with --server-url or in FIELDGUIDE_SERVER, "
        "as in http://127.0.0.1:8000/v1."
    )
    monkeypatch.setenv("FIELDGUIDE_SERVER_GUIDED", "outlines")
    assert read_fault(url="http://ward") == "FIELDGUIDE_SERVER_GUIDED is 'outlines': it may be none, vllm, llamacpp."
    monkeypatch.setenv("FIELDGUIDE_SERVER_KEY", "a\nb")
    fault = read_fault(url="http://ward")
    assert fault == "The key in FIELDGUIDE_SERVER_KEY has characters that cannot be sent: copy it again."


@pytest.mark.parametrize("seconds", ["nan", "inf", "0", "-1", "1e9"])
def test_seconds_that_cannot_be_waited_for(seconds: str) -> None:
    """What no clock can count is told before anything is asked."""
    fault = read_fault(url="http://ward", seconds=float(seconds))
    assert fault == f"An answer may take up to 86400 seconds: {float(seconds):g} cannot be waited for."


def test_the_address_that_servers_print_is_this_machine() -> None:
    """No proxy stands before it."""
    assert read_settings("http://0.0.0.0:8000/v1").is_local
