"""Answers with the guidelines' own lines: no model writes anything."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from indexes.types import Embedder
from ingest.table_passages import BETWEEN_CELLS
from rag.answerers.applying import Passages, applying_pieces
from rag.answerers.including import with_including
from rag.answerers.picking import choose_pieces, find_beside_the_point
from rag.answerers.pieces import (
    Piece,
    begins_item,
    by_passage,
    cut_pieces,
    find_caption,
    find_lead,
    plain,
    titles_above,
    widen_pieces,
    words_of,
)
from rag.answerers.row_parts import is_part
from rag.answerers.scoring import Scores, find_patients_rows, gives_asked, is_on_amount, score_pieces
from rag.answerers.whole_tables import with_whole_tables
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.background import background_conditions
from rag.checks.conditions import find_conditions
from rag.checks.doses import gives_dose
from rag.checks.exclusions import find_excluding
from rag.checks.studies import asks_of_review, is_background, is_on_study
from rag.checks.units import asked_units
from rag.citations import Range, cite
from rag.types import Evidence, Request, Statement

_PASSAGES_READ = 5


class QuoteAnswerer:
    """Picks the sentences, list items and rows that answer, verbatim and in reading order, each with its citation.

    `scoring` says how well each answers. What only repeats the question is passed over. A row brings the caption of its
    table, an item the line that announces it.
    """

    name = "quote"

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def answer(self, requests: Sequence[Request]) -> list[tuple[Statement, ...]]:
        """Return the best quotes for each request, and what must be read with them.

        The best are at most MOST_QUOTES, from at most MOST_PASSAGES passages. Beyond these there may be a line for each
        part of the question, the dose that holds without condition, who is left out, and what the patient has besides.
        """
        return [self._answer_one(request) for request in requests]

    def _answer_one(self, request: Request) -> tuple[Statement, ...]:
        # What may be quoted for a dose is so little that all passages are read for it.
        read = len(request.evidence) if is_on_amount(request.question) else _PASSAGES_READ
        pieces = [
            piece for number, evidence in enumerate(request.evidence[:read]) for piece in cut_pieces(number, evidence)
        ]
        passages = by_passage(pieces)
        kept = _without_bare_leads(request, _without_questions(request, applying_pieces(request, pieces)), passages)
        if not kept:
            return ()
        scores = score_pieces(request, kept, passages, self._embedder)
        chosen = choose_pieces(
            kept,
            [words_of(piece, request.evidence[piece.evidence]) for piece in kept],
            scores,
            find_patients_rows(request, kept),
            find_beside_the_point(request, kept),
        )
        chosen = _with_unconditional(request, chosen, kept, scores)
        chosen = with_including(request, chosen, kept)
        chosen = _with_exclusion(request, chosen, kept, scores)
        chosen = _with_background(request, chosen, kept, scores)
        if not _is_answered(request, chosen):
            return ()
        chosen = with_whole_tables(request, chosen, kept)
        statements: dict[str, Statement] = {}
        for number, ranges in widen_pieces(chosen, kept, pieces, request.evidence).items():
            for key, statement in _quote(request.evidence[number], ranges):
                # The same words in the summary and in the chapter are one statement with both places.
                first = statements.setdefault(key, statement)
                if first is not statement:
                    statements[key] = replace(first, citations=(*first.citations, *statement.citations))
        return _without_contained(list(statements.values()))


def _without_questions(request: Request, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without those that state what a review asked; a question on studies may want them."""
    if is_on_study(request.question):
        return list(pieces)
    return [
        piece
        for piece in pieces
        if not asks_of_review(
            words_of(piece, request.evidence[piece.evidence]), titles_above(piece, request.evidence[piece.evidence])
        )
    ]


def _without_bare_leads(request: Request, kept: Sequence[Piece], passages: Passages) -> list[Piece]:
    """Return the pieces that were kept without lines that lead up to nothing that was: "Additional comments:"."""
    leads = set()
    for at, piece in enumerate(kept):
        quote = request.evidence[piece.evidence].quote
        lead = find_lead(piece, passages[piece.evidence], quote)
        before = kept[at - 1] if at and kept[at - 1].evidence == piece.evidence else None
        # What follows at once may be what is announced, though it is no item.
        if before is not None and not quote[before.end : piece.start].strip():
            leads.add(before)
        if lead is not None:
            leads.add(lead)
    return [
        piece
        for piece in kept
        if piece in leads
        or not (words := words_of(piece, request.evidence[piece.evidence])).endswith(":")
        or any(character.isdigit() for character in words)
    ]


def _without_contained(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements without those that another says word for word, and more; it then has their places too."""
    texts = [plain(statement.text) for statement in statements]
    holders = {
        at: next((other for other, whole in enumerate(texts) if text in whole and len(text) < len(whole)), at)
        for at, text in enumerate(texts)
    }
    kept = {at: statement for at, statement in enumerate(statements) if holders[at] == at}
    for at, holder in holders.items():
        if holder in kept and holder != at:
            cited = kept[holder].citations
            places = {(citation.guideline, citation.page) for citation in cited}
            more = [each for each in statements[at].citations if (each.guideline, each.page) not in places]
            kept[holder] = replace(kept[holder], citations=(*cited, *more))
    return tuple(kept.values())


def _is_answered(request: Request, chosen: Sequence[Piece]) -> bool:
    """Whether the chosen pieces have what the question wants a number of, or say that the patient is left out.

    Tablets can be counted from the dose in the row for the patient's weight.
    """
    quotes = [words_of(piece, request.evidence[piece.evidence]) for piece in chosen]
    if any(find_excluding(request.question, quote) for quote in quotes):
        return True
    in_pieces = is_on_amount(request.question) and asked_units(request.question) == {"pieces"}
    rows = find_patients_rows(request, chosen) if in_pieces else set()
    return any(
        gives_asked(request, piece) or (at in rows and gives_dose(quote))
        for at, (piece, quote) in enumerate(zip(chosen, quotes, strict=True))
    )


def _quote(evidence: Evidence, ranges: Sequence[Range]) -> Iterator[tuple[str, Statement]]:
    """Yield a statement for each range, with what tells it from others; rows of a table are one, below its caption."""
    rows = [
        one for one in ranges if BETWEEN_CELLS in evidence.quote[slice(*one)] and not is_part(evidence.quote, one[0])
    ]
    texts = [evidence.quote[slice(*one)] for one in rows]
    # A row that the next one says again, and more, is no other.
    rows = [
        one
        for one, text in zip(rows, texts, strict=True)
        if not any(other != text and other.startswith(text) for other in texts)
    ]
    joined: list[Range] = []
    for at, one in enumerate(ranges):
        if one in rows[1:] or one in joined:
            continue
        quoted = rows if one in rows else [one]
        if evidence.quote[slice(*one)].endswith(":"):
            # What announces a list says nothing without the items of it that are quoted.
            items = takewhile(lambda each: begins_item(evidence.quote, each[0]), ranges[at + 1 :])
            quoted = [one, *(each for each in items if each not in rows)]
            joined += quoted
        caption = find_caption(evidence.quote, one[0]) if one in rows else None
        quoted = [caption, *quoted] if caption is not None else quoted
        text = "\n".join(evidence.quote[slice(*each)] for each in quoted)
        statement = Statement(text, cite(evidence, *quoted), "supported", ())
        # A part of a row is for what its row is for.
        yield f"{evidence.label} {one[0]}" if is_part(evidence.quote, one[0]) else plain(text), statement


def _with_unconditional(request: Request, chosen: list[Piece], kept: Sequence[Piece], scored: Scores) -> list[Piece]:
    """Return the chosen pieces, the best dose that holds without condition first: of all pieces, if none chosen does.

    A dose before referral or by another route, quoted alone, reads like the dose of the whole treatment.
    """
    conditional = {kept[at] for at in scored.conditional}
    if not is_on_amount(request.question) or not chosen or chosen[0] not in conditional:
        return chosen
    others = [at for at, piece in enumerate(kept) if piece not in conditional and gives_asked(request, piece)]
    there = [at for at in others if kept[at] in chosen]
    if not others or (not there and any(piece not in conditional for piece in chosen)):
        return chosen
    first = kept[max(there or others, key=lambda at: scored.whole[at])]
    return [first, *(piece for piece in chosen if piece is not first)]


def _with_exclusion(request: Request, chosen: list[Piece], kept: Sequence[Piece], scored: Scores) -> list[Piece]:
    """Return the chosen pieces, with the best that leaves out the patient of the question, if none of them does.

    What is said for all must not be read without it. How a recommendation came about leaves nobody out.
    """
    if not dosed_medicines(request.question):
        return chosen
    excluding = [
        at
        for at, piece in enumerate(kept)
        if find_excluding(request.question, words_of(piece, request.evidence[piece.evidence]))
        and not is_background(request.evidence[piece.evidence].hit.passage.heading)
    ]
    if not excluding or any(kept[at] in chosen for at in excluding):
        return chosen
    return [*chosen, kept[max(excluding, key=lambda at: scored.whole[at])]]


def _with_background(request: Request, chosen: list[Piece], kept: Sequence[Piece], scored: Scores) -> list[Piece]:
    """Return the chosen pieces, with the best that names what the patient has besides, if none of them does.

    "With caution in renal disease" must be read with a dose for a patient whose kidneys fail.
    """
    besides = background_conditions(request.question)
    if not besides or not dosed_medicines(request.question):
        return chosen
    naming = [
        at
        for at, piece in enumerate(kept)
        if besides & find_conditions(words_of(piece, request.evidence[piece.evidence]))
    ]
    if not naming or any(kept[at] in chosen for at in naming):
        return chosen
    return [*chosen, kept[max(naming, key=lambda at: scored.whole[at])]]
