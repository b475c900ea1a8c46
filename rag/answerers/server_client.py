"""Speaks HTTP with a model server: JSON in, a reply out, tried again where the server may only be busy.

httpx2 takes a while to import, so each function imports what it uses.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from rag.answerers.server_faults import describe_disconnection, describe_endless, find_causes
from rag.answerers.server_settings import ServerSettings
from rag.errors import AnswererError

CONNECT_SECONDS = 10.0
TRIES = 4
LONGEST_WAIT = 60.0
"""Seconds that are waited before another try at most; a server that asks for more is reported as busy."""

MOST_BYTES = 8 << 20
"""Of one reply. The longest that are meant, hundreds of models' names or a long prompt's tokens, take about one MB."""

_FIRST_WAIT = 0.5
_LAST_WAIT = 8.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    text: str
    body: Any
    """What the text says as JSON; None where it is none."""
    wait: float | None = None
    """Seconds that the server asks to be left alone."""


class ServerClient:
    """An open connection to one server; safe to share among threads."""

    def __init__(self, settings: ServerSettings, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """Open no connection yet; `sleep` lets the given seconds pass before another try.

        Raises AnswererError if the proxy or the certificates that the environment names cannot be used.
        """
        import httpx2

        self.settings = settings
        self._sleep = sleep
        try:
            self._http = httpx2.Client(
                headers={"Authorization": f"Bearer {settings.key}"} if settings.key else {},
                auth=None if settings.key else settings.login,
                timeout=httpx2.Timeout(settings.seconds, connect=CONNECT_SECONDS),
                limits=httpx2.Limits(max_connections=settings.at_once),
                # A proxy that the environment names for the web cannot reach a server on this machine.
                trust_env=not settings.is_local,
            )
        except (ImportError, OSError, ValueError, httpx2.InvalidURL) as fault:
            raise AnswererError(
                f"The server at {settings.host} cannot be asked by way of the proxy or with the certificates that the "
                "environment names: correct ALL_PROXY, HTTP_PROXY, HTTPS_PROXY and SSL_CERT_FILE."
            ) from fault

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, url: str) -> Reply:
        """Ask for what stands at an address. Raises what `post` raises."""
        return self._send("GET", url, None)

    def post(self, url: str, content: Mapping[str, Any]) -> Reply:
        """Send JSON; a lost connection, 429 and every 5xx are tried again, with growing pauses.

        Pauses grow exponentially, with jitter; what the server asks for by Retry-After is kept to. The last reply is
        returned, whatever its status. Raises AnswererError if there is no reply: no connection, none that is whole in
        time, or one without an end.
        """
        return self._send("POST", url, content)

    def _send(self, method: str, url: str, content: Mapping[str, Any] | None) -> Reply:
        import httpx2
        from tenacity import (
            RetryCallState,
            Retrying,
            retry_if_exception,
            retry_if_result,
            stop_after_attempt,
            wait_exponential_jitter,
        )

        grow = wait_exponential_jitter(multiplier=_FIRST_WAIT, max=_LAST_WAIT, jitter=_FIRST_WAIT)

        def wait(state: RetryCallState) -> float:
            outcome = state.outcome
            reply = outcome.result() if outcome is not None and not outcome.failed else None
            return max(grow(state), reply.wait or 0.0) if isinstance(reply, Reply) else grow(state)

        retrying = Retrying(
            retry=retry_if_exception(_is_passing) | retry_if_result(lambda reply: _is_busy(reply.status)),
            wait=wait,
            sleep=self._sleep,
            stop=lambda state: stop_after_attempt(TRIES)(state) or state.upcoming_sleep > LONGEST_WAIT,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        try:
            reply: Reply = retrying(self._send_once, method, url, content)
        except httpx2.RequestError as fault:
            raise AnswererError(describe_disconnection(fault, self.settings, CONNECT_SECONDS)) from fault
        return reply

    def _send_once(self, method: str, url: str, content: Mapping[str, Any] | None) -> Reply:
        with self._http.stream(method, url, json=content) as response:
            read = self._read_body(response)
        try:
            body = json.loads(read)
        except (ValueError, RecursionError):  # a page, or no text at all: what the status means the caller says
            body = None
        text = read.decode(errors="replace")
        return Reply(response.status_code, text, body, _read_wait(response.headers.get("Retry-After")))

    def _read_body(self, response: Any) -> bytes:
        """Read a reply to its end, which must come in time: the client's own time-out begins anew at every byte."""
        import httpx2

        started = time.monotonic()
        read = bytearray()
        for piece in response.iter_bytes():
            read += piece
            if len(read) > MOST_BYTES:
                raise AnswererError(describe_endless(self.settings, MOST_BYTES))
            if time.monotonic() - started > self.settings.seconds:
                raise httpx2.ReadTimeout("the reply takes too long", request=response.request)
        return bytes(read)


def _is_busy(status: int) -> bool:
    return status == 429 or status >= 500


def _is_passing(fault: BaseException) -> bool:
    """Whether a fault may pass by itself: a connection that is refused or lost, but not a certificate or a time-out."""
    import ssl

    import httpx2

    if not isinstance(fault, httpx2.ConnectTimeout | httpx2.NetworkError | httpx2.RemoteProtocolError):
        return False
    return not any(isinstance(cause, ssl.SSLError) for cause in find_causes(fault))


def _read_wait(given: str | None) -> float | None:
    """Read a Retry-After header, which holds seconds or a date (RFC 9110, 10.2.3); None where it holds neither."""
    if given is None:
        return None
    if given.strip().isdecimal():
        return float(given)
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
