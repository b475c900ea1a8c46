"""Tables that are quoted with all their rows, because the question does not say which is the patient's. Pure."""

from collections.abc import Sequence

from indexes.bands import find_measures
from rag.answerers.pieces import Piece, is_listed, table_opening, words_of
from rag.checks.line_bands import find_needed
from rag.checks.unsaid import Fact, find_unsaid
from rag.types import Request


def with_whole_tables(request: Request, chosen: Sequence[Piece], kept: Sequence[Piece]) -> list[Piece]:
    """Return the chosen pieces, with the other rows of each table of which a row was chosen that needs a choice.

    A row for some weights reads like the answer where the question gives no weight, and is another patient's dose. So
    its table's rows are all there, out of the `kept` that may be quoted, and so are a list's items. Those of a table
    that goes on in another passage count too. Rows that differ by severity or pregnancy are such too.
    """
    measures = find_measures(request.question)
    listed = [piece for piece in kept if _is_one_of_some(piece, request)]
    beside = {
        number: [words_of(piece, request.evidence[number]) for piece in listed if piece.evidence == number]
        for number in {piece.evidence for piece in listed}
    }

    def needed(piece: Piece) -> frozenset[Fact]:
        words = words_of(piece, request.evidence[piece.evidence])
        unsaid = find_unsaid(request.question, words, beside.get(piece.evidence, ()))
        return frozenset(find_needed(measures, words, piece.rows)) | unsaid

    def table(piece: Piece) -> tuple[str, ...]:
        evidence = request.evidence[piece.evidence]
        passage = evidence.hit.passage
        opening = table_opening(piece, evidence.quote) if piece.rows else passage.id
        return (passage.guideline_id, *passage.heading, opening or passage.id)

    open_tables = {
        (table(piece), quantity) for piece in chosen if _is_one_of_some(piece, request) for quantity in needed(piece)
    }
    others = [
        piece
        for piece in listed
        if piece not in chosen and any((table(piece), quantity) in open_tables for quantity in needed(piece))
    ]
    return [*chosen, *others]


def _is_one_of_some(piece: Piece, request: Request) -> bool:
    """Whether a piece is a row of a table or an item of a list."""
    return is_listed(request.evidence[piece.evidence].quote, piece)
