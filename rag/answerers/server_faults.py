"""What went wrong with a model server, and what to do, in one sentence each. Pure."""

import re
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from rag.answerers.legible import make_legible
from rag.answerers.server_settings import EXAMPLE_URL, KEY_VARIABLE, URL_VARIABLE, ServerSettings

_ADDRESS = f"the address in --server-url or {URL_VARIABLE}"
_LONGEST = 200
"""Characters of a server's own words that are shown at most."""

_TOO_LONG = re.compile(
    # OpenAI, vLLM, SGLang; llama.cpp; vLLM again; text-generation-inference; LM Studio
    r"context[ _-]?(?:length|size|window)|exceed_context_size|max_model_len|maximum (?:model|allowed) length|"
    r"(?:prompt|inputs?)\b.{0,40}\btoo long|max_(?:total|input)_tokens|`inputs` (?:tokens|must have less than)|"
    r"max_tokens must be at least 1, got -|max_(?:completion_)?tokens' is too large",
    re.IGNORECASE | re.DOTALL,
)
_NO_MODEL = re.compile(
    r"model\b.{0,120}\b(?:not found|does(?: not|n't) exist|is not (?:available|loaded))|no such model|"
    r"model_not_found|unknown model|server is pinned to",
    re.IGNORECASE | re.DOTALL,
)


def describe_disconnection(fault: Exception, settings: ServerSettings, connect_seconds: float) -> str:
    """Return why there was no reply, from what the HTTP client raised."""
    import httpx2

    host = settings.host
    if isinstance(fault, httpx2.ConnectTimeout):
        return (
            f"The server at {host} took no connection within {connect_seconds:g} s: check {_ADDRESS}, and whether "
            "it can be reached from this machine."
        )
    if isinstance(fault, httpx2.TimeoutException):
        return (
            f"The server at {host} gave no answer within {settings.seconds:g} s: allow it longer with "
            "--server-seconds, or ask fewer questions at once with --server-at-once."
        )
    causes = list(find_causes(fault))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return f"The name of the server at {host} is not known here: check {_ADDRESS}, and the network."
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"The certificate of the server at {host} is not trusted here "
                f"({cause.verify_message or 'it cannot be verified'}): have this machine trust its authority, or use "
                "the name that the certificate is for."
            )
        if isinstance(cause, ssl.SSLError):
            return f"The server at {host} does not speak https as asked: check whether its address begins with http://."
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return f"There is no server at {host}, or it has not started yet: start it, or check {_ADDRESS}."
    reason = _shorten(settings.hide_secrets(str(fault))) or type(fault).__name__
    return f"The connection to the server at {host} was lost ({reason}): look at its log, and ask again."


def describe_endless(settings: ServerSettings, most_bytes: int) -> str:
    """Return what a reply means that is longer than any that was asked for."""
    return (
        f"The server at {settings.host} answers with more than {most_bytes >> 20} MB: check {_ADDRESS}, "
        f"which mostly ends in /v1, as {EXAMPLE_URL} does."
    )


def describe_refusal(status: int, body: Any, settings: ServerSettings) -> str:
    """Return what a reply means that does not hold what was asked for; `body` is its JSON, None where it has none."""
    host = settings.host
    said = _shorten(settings.hide_secrets(read_message(body)))
    because = f"{status}: {said}" if said else str(status)
    if status in (401, 403):
        # Its words are left out: some servers repeat the key in them.
        if settings.key is None and settings.login is None:
            return f"The server at {host} wants a key ({status}): put it into {KEY_VARIABLE}."
        return f"The server at {host} refuses the key ({status}): check what {KEY_VARIABLE} holds."
    if status == 429:
        return f"The server at {host} is busy ({because}): ask again later, or less at once with --server-at-once."
    if status >= 500:
        return f"The server at {host} failed, and again when it was asked again ({because}): look at its log."
    if status in (404, 405):
        return (
            f"The server at {host} has no completions below {settings.url} ({status}): check {_ADDRESS}, "
            f"which mostly ends in /v1, as {EXAMPLE_URL} does."
        )
    if 300 <= status < 400:
        return f"The server at {host} sends on to another address ({status}): name that one."
    if status == 200 and body is None:
        return (
            f"What the server at {host} answers is not JSON: check {_ADDRESS}, which mostly ends in /v1, "
            f"as {EXAMPLE_URL} does."
        )
    if status == 200:
        return f"The server at {host} answered without a completion{f' ({said})' if said else ''}: look at its log."
    return f"The server at {host} refused the prompt ({because}): check how it was started."


def is_too_long(status: int, body: Any) -> bool:
    """Return whether a server refuses a prompt because of its length."""
    return status == 413 or (status in (400, 422) and bool(_TOO_LONG.search(read_message(body))))


def is_no_model(status: int, body: Any) -> bool:
    """Return whether a server says that it has no model of the name it was given."""
    return status in (400, 404, 422) and bool(_NO_MODEL.search(read_message(body)))


def read_message(body: Any) -> str:
    """Return a server's own words on a fault, and the name it gives the fault: "" where it says nothing.

    OpenAI, vLLM and llama.cpp put both into "error", older vLLM at the top, FastAPI into "detail", or a list of them.
    """
    if not isinstance(body, dict):
        return ""
    found = body.get("error") or body.get("detail") or body
    if isinstance(found, list) and found:
        found = found[0]
    if isinstance(found, dict):
        found = {"message": found.get("msg"), **found}
        parts = [found.get(name) for name in ("message", "type", "code")]
        return "; ".join(part for part in parts if isinstance(part, str))
    return found if isinstance(found, str) else ""


def find_causes(fault: BaseException) -> Iterator[BaseException]:
    """Yield a fault and what it came from."""
    cause: BaseException | None = fault
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _shorten(text: str) -> str:
    text = make_legible(" ".join(text.split()))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
