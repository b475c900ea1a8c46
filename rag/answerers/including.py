"""Brings the line that takes the patient in beside a dose that holds for her because of it. Pure."""

from collections.abc import Sequence

from rag.answerers.pieces import Piece, words_of
from rag.checks.included import asks_for_mother, find_includers, takes_in
from rag.checks.on_topic import is_on_both
from rag.types import Request


def with_including(request: Request, chosen: list[Piece], kept: Sequence[Piece]) -> list[Piece]:
    """Return the chosen pieces, with what takes the patient in where a chosen one holds for her because of that.

    "Adults 2.4 mg/kg" must not be read for a pregnant woman without "including pregnant women".
    """
    if not asks_for_mother(request.question):
        return chosen
    hits = [evidence.hit for evidence in request.evidence]
    includers = find_includers(request.question, hits, [is_on_both(request.question, hit) for hit in hits])
    wanted = {includers[piece.evidence] for piece in chosen}
    missing = [
        piece
        for piece in kept
        if piece.evidence in wanted
        and piece not in chosen
        and takes_in(request.question, words_of(piece, request.evidence[piece.evidence]))
    ]
    return [*missing[:1], *chosen]
