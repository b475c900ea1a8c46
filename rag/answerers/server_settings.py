"""Which server of language models is asked, and how: by the caller's word, or else by the environment's."""

import os
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import unquote, urlsplit

from rag.errors import AnswererError

Guiding = Literal["none", "vllm", "llamacpp"]
"""Whose way of forcing the house form is sent along: vLLM's structured outputs, llama.cpp's grammar, or none."""

GUIDINGS: tuple[Guiding, ...] = get_args(Guiding)

URL_VARIABLE = "FIELDGUIDE_SERVER"
MODEL_VARIABLE = "FIELDGUIDE_SERVER_MODEL"
GUIDED_VARIABLE = "FIELDGUIDE_SERVER_GUIDED"
KEY_VARIABLE = "FIELDGUIDE_SERVER_KEY"
"""The only place for the key: a command line is seen by all who use the machine."""

EXAMPLE_URL = "http://127.0.0.1:8000/v1"
AT_ONCE = 8
"""Questions sent at a time, unless told otherwise."""

SECONDS = 300.0
"""How long one answer may take, unless told otherwise: a 7B model on a laptop's CPU takes minutes for a long prompt."""

LONGEST_SECONDS = 86_400.0

_LOOPBACK = frozenset(["127.0.0.1", "localhost", "::1", "0.0.0.0"])
"""Names of this machine; the last is the one that servers print when they start."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server's address without credentials, and what is sent to it."""

    url: str
    """The base address, such as "http://127.0.0.1:8000/v1", without a slash at its end."""
    host: str
    """What is shown of it, such as "127.0.0.1:8000"."""
    model: str | None = None
    """The model's name there; None for the only one that the server lists."""
    key: str | None = field(default=None, repr=False)
    login: tuple[str, str] | None = field(default=None, repr=False)
    """A user and password that the address held."""
    guided: Guiding = "none"
    at_once: int = AT_ONCE
    seconds: float = SECONDS

    @property
    def is_local(self) -> bool:
        """Whether the server runs on this machine, where no proxy stands before it."""
        return urlsplit(self.url).hostname in _LOOPBACK

    @property
    def root(self) -> str:
        """The address above "/v1", where servers have what is not OpenAI's."""
        return self.url.removesuffix("/v1")

    def hide_secrets(self, text: str) -> str:
        """Return a text that the server wrote without the key and the password, should it repeat them."""
        secrets = [self.key] if self.key else []
        if self.login:
            # As the password is sent, and as it was typed.
            secrets += [b64encode(":".join(self.login).encode()).decode(), self.login[1]]
        for secret in filter(None, secrets):
            text = text.replace(secret, "***")
        return text


def read_settings(
    url: str | None = None,
    model: str | None = None,
    guided: Guiding | None = None,
    at_once: int = AT_ONCE,
    seconds: float = SECONDS,
) -> ServerSettings:
    """Return the settings; what is not given is taken from the FIELDGUIDE_SERVER... variables.

    Raises AnswererError if there is no address, or if the address, the key, the guiding or the seconds cannot be one.
    """
    given = (url or os.environ.get(URL_VARIABLE) or "").strip()
    if not given:
        raise AnswererError(
            f"No server is named: give its address with --server-url or in {URL_VARIABLE}, as in {EXAMPLE_URL}."
        )
    key = os.environ.get(KEY_VARIABLE, "").strip() or None
    if key is not None and not (key.isascii() and key.isprintable()):
        raise AnswererError(f"The key in {KEY_VARIABLE} has characters that cannot be sent: copy it again.")
    guiding = guided or os.environ.get(GUIDED_VARIABLE) or "none"
    if guiding not in GUIDINGS:
        raise AnswererError(f"{GUIDED_VARIABLE} is {guiding!r}: it may be {', '.join(GUIDINGS)}.")
    if not 0 < seconds <= LONGEST_SECONDS:
        raise AnswererError(f"An answer may take up to {LONGEST_SECONDS:g} seconds: {seconds:g} cannot be waited for.")
    address, host, login = _split_url(given)
    return ServerSettings(
        url=address,
        host=host,
        model=model or os.environ.get(MODEL_VARIABLE) or None,
        key=key,
        login=login,
        guided=guiding,
        at_once=at_once,
        seconds=seconds,
    )


def _split_url(given: str) -> tuple[str, str, tuple[str, str] | None]:
    """Return an address without its credentials, the host with its port, and the credentials."""
    import httpx2

    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
        httpx2.URL(given)
        (host or "").encode("idna")  # as the look-up of the name does, which would fail with a traceback
    except (ValueError, httpx2.InvalidURL):
        parts, host, port = urlsplit(""), None, None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        # Not repeated here: what was meant as an address may hold a password.
        raise AnswererError(
            f"What --server-url or {URL_VARIABLE} gives is no address of a server: write it as in {EXAMPLE_URL}."
        )
    shown = f"[{host}]" if ":" in host else host
    if port is not None:
        shown = f"{shown}:{port}"
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return f"{parts.scheme}://{shown}{parts.path.rstrip('/')}", shown, login
