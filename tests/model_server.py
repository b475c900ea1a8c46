"""A small real HTTP server of OpenAI's completions interface, whose answers a test writes."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rag.answerers.server_settings import ServerSettings, read_settings


@dataclass(frozen=True)
class Heard:
    """A request that came in."""

    path: str
    body: Any
    key: str | None


@dataclass(frozen=True)
class Sent:
    """What goes out: JSON, or a text as it is; no status drops the connection."""

    status: int | None = 200
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """How long the answer takes."""
    pause: float = 0.0
    """Seconds between any two bytes of its body."""


Script = Callable[[Heard], Sent]


@dataclass
class ModelServer:
    """What a running server is to answer, and what it has heard."""

    port: int = 0
    complete: Script = lambda _: completion(" Nothing.")
    models: Script = lambda _: listing("tiny")
    tokenize: Script = lambda _: Sent(404, {"detail": "Not Found"})
    heard: list[Heard] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Where it is."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://{self.host}/v1"

    @property
    def prompts(self) -> list[dict[str, Any]]:
        """The completions that it was asked for."""
        return [heard.body for heard in self.heard if heard.path == "/v1/completions"]

    def settings(self, **more: Any) -> ServerSettings:
        """Return settings that ask this server."""
        return read_settings(self.url, **more)

    def answer(self, heard: Heard) -> Sent:
        """Answer a request."""
        self.heard.append(heard)
        known = {"/v1/completions": self.complete, "/v1/models": self.models, "/tokenize": self.tokenize}
        return known.get(heard.path, lambda _: Sent(404, {"detail": "Not Found"}))(heard)


def completion(text: str, finish_reason: str = "stop", seconds: float = 0.0) -> Sent:
    """Return a completion as vLLM sends it."""
    choices = [{"index": 0, "text": text, "finish_reason": finish_reason}]
    return Sent(200, {"object": "text_completion", "choices": choices}, seconds=seconds)


def listing(*names: str) -> Sent:
    """Return a list of models."""
    return Sent(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in names]})


def refusal(status: int, message: str, **headers: str) -> Sent:
    """Return a fault as OpenAI and vLLM send it."""
    return Sent(status, {"error": {"message": message, "type": "BadRequestError", "code": status}}, headers)


def in_turn(steps: Sequence[Sent]) -> Script:
    """Send one after the other, and the last one ever after."""
    left = list(steps)
    lock = threading.Lock()

    def send(_: Heard) -> Sent:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return send


@contextmanager
def run_server(server: ModelServer | None = None, tls: ssl.SSLContext | None = None) -> Iterator[ModelServer]:
    """Run a server on a free port of this machine, by https if `tls` holds its certificate."""
    scripted = server or ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            sent = scripted.answer(Heard(self.path, body, self.headers.get("Authorization")))
            time.sleep(sent.seconds)
            if sent.status is None:
                self.close_connection = True
                return
            content = sent.content if isinstance(sent.content, str) else json.dumps(sent.content)
            self.send_response(sent.status)
            for name, value in {"Content-Length": str(len(content.encode())), **sent.headers}.items():
                self.send_header(name, value)
            with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has given up waiting
                self.end_headers()
                for piece in [[byte] for byte in content.encode()] if sent.pause else [content.encode()]:
                    self.wfile.write(bytes(piece))
                    time.sleep(sent.pause)

        def log_message(self, format: str, *arguments: object) -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        scripted.port = http.server_address[1]
        if tls is not None:
            http.socket = tls.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield scripted
        finally:
            http.shutdown()
            thread.join()
