"""Asks a small server one question that it has an answer for, or a fault."""

from typing import Any

from rag.answerers.server import ServerAnswerer
from rag.errors import AnswererError
from rag.types import Request, Said
from tests.factories import make_request
from tests.model_server import ModelServer

DOSE = make_request(
    "What dose of artesunate?", ["Artesunate IV or IM", "Adults: artesunate 2.4 mg/kg IV."], ["Quinine is second."]
)
SAID = " Give adults artesunate 2.4 mg/kg IV [1]."
KEY = "sk-very-secret"


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
