"""Answers with the guidelines' own lines: no model writes anything."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from indexes.types import Embedder
from ingest.table_passages import BETWEEN_CELLS
from rag.answerers.applying import applying_pieces
from rag.answerers.pieces import Piece, by_passage, cut_pieces, find_caption, plain, widen_pieces, words_of
from rag.answerers.row_parts import is_part
from rag.answerers.scoring import Scores, find_patients_rows, gives_asked, is_on_amount, score_pieces
from rag.checks.background import check_background
from rag.checks.exclusions import check_exclusions, find_excluding
from rag.citations import Range, cite
from rag.types import Evidence, Request, Statement

MOST_QUOTES = 5
MOST_PASSAGES = 4

_PASSAGES_READ = 5
_BEST = 3
_CLOSE_ENOUGH = 0.2
"""A further quote may score at most so much less than the mean of the best three."""

_BESIDE_ENOUGH = 0.35
"""A sentence right beside a chosen one may score so much less: together they are one quote."""


class QuoteAnswerer:
    """Picks the sentences, list items and rows that answer, verbatim and in reading order, each with its citation.

    `scoring` says how well each answers. What only repeats the question is passed over. A row brings the caption of its
    table, an item the line that announces it.
    """

    name = "quote"

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def answer(self, requests: Sequence[Request]) -> list[tuple[Statement, ...]]:
        """Return at most MOST_QUOTES quotes for each request, from at most MOST_PASSAGES passages."""
        return [self._answer_one(request) for request in requests]

    def _answer_one(self, request: Request) -> tuple[Statement, ...]:
        # What may be quoted for a dose is so little that all passages are read for it.
        read = len(request.evidence) if is_on_amount(request.question) else _PASSAGES_READ
        pieces = [
            piece for number, evidence in enumerate(request.evidence[:read]) for piece in cut_pieces(number, evidence)
        ]
        kept = applying_pieces(request, pieces)
        if not kept:
            return ()
        scores = score_pieces(request, kept, by_passage(pieces), self._embedder)
        chosen = _choose(
            kept,
            [words_of(piece, request.evidence[piece.evidence]) for piece in kept],
            scores,
            find_patients_rows(request, kept),
        )
        if not _is_answered(request, chosen):
            return ()
        statements: dict[str, Statement] = {}
        for number, ranges in widen_pieces(chosen, kept, pieces, request.evidence).items():
            for key, statement in _quote(request.question, request.evidence[number], ranges):
                # The same words in the summary and in the chapter are one statement with both places.
                first = statements.setdefault(key, statement)
                if first is not statement:
                    statements[key] = replace(first, citations=(*first.citations, *statement.citations))
        return tuple(statements.values())


def _is_answered(request: Request, chosen: Sequence[Piece]) -> bool:
    """Whether the chosen pieces have what the question wants a number of, or say that the patient is left out."""
    quotes = [words_of(piece, request.evidence[piece.evidence]) for piece in chosen]
    return any(find_excluding(request.question, quote) for quote in quotes) or any(
        gives_asked(request, piece) for piece in chosen
    )


def _quote(question: str, evidence: Evidence, ranges: Sequence[Range]) -> Iterator[tuple[str, Statement]]:
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
    for one in ranges:
        if one in rows[1:]:
            continue
        quoted = rows if one in rows else [one]
        caption = find_caption(evidence.quote, one[0]) if one in rows else None
        quoted = [caption, *quoted] if caption is not None else quoted
        text = "\n".join(evidence.quote[slice(*each)] for each in quoted)
        problems = (*check_exclusions(question, text), *check_background(question, text))
        statement = Statement(text, cite(evidence, *quoted), "supported", problems)
        # A part of a row is for what its row is for.
        yield f"{evidence.label} {one[0]}" if is_part(evidence.quote, one[0]) else plain(text), statement


def _choose(
    pieces: Sequence[Piece], quotes: Sequence[str], scored: Scores, patients_rows: Container[int]
) -> list[Piece]:
    """Return the best pieces, best first.

    Two tables may each have the patient's row, for two routes or two steps of the care: one quoted alone would hide the
    other. So the best such row of each passage is there, however close to the best of all.
    """
    scores = scored.whole
    order = sorted(range(len(pieces)), key=lambda at: (-scores[at], at))
    # One line far ahead of all others must not hide them: it may be but a title.
    best = sum(scores[at] for at in order[:_BEST]) / len(order[:_BEST])
    chosen: list[int] = []
    texts: dict[str, int] = {}
    for at in order:
        passages = {pieces[other].evidence for other in texts.values()}
        if len(texts) == MOST_QUOTES:
            break
        patients = at in patients_rows and pieces[at].evidence not in passages
        if at != order[0] and scores[at] < best - _CLOSE_ENOUGH and not patients:
            continue
        # The same words in the summary and in the chapter are one quote.
        if plain(quotes[at]) in texts:
            chosen.append(at)
            continue
        if pieces[at].evidence in passages or len(passages) < MOST_PASSAGES:
            chosen.append(at)
            texts[plain(quotes[at])] = at
    # A question that asks several things has a line for each.
    for part in scored.parts:
        at = max(range(len(pieces)), key=lambda at: (part[at], -at))
        if at not in chosen:
            chosen.append(at)
    for at in list(chosen):
        for beside in (at - 1, at + 1):
            if (
                0 <= beside < len(pieces)
                and beside not in chosen
                and pieces[beside].evidence == pieces[at].evidence
                and scores[beside] >= best - _BESIDE_ENOUGH
            ):
                chosen.append(beside)
    return [pieces[at] for at in chosen]
