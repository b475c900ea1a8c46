"""Answers with the guidelines' own lines: no model writes anything."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from indexes.types import Embedder
from ingest.table_passages import BETWEEN_CELLS
from rag.answerers.applying import Passages, applying_pieces
from rag.answerers.pieces import Piece, by_passage, cut_pieces, find_caption, find_lead, plain, widen_pieces, words_of
from rag.answerers.row_parts import is_part
from rag.answerers.scoring import Scores, find_patients_rows, gives_asked, is_on_amount, score_pieces
from rag.answerers.whole_tables import with_whole_tables
from rag.checks.background import background_conditions
from rag.checks.conditions import find_conditions
from rag.checks.doses import gives_dose, gives_schedule
from rag.checks.exclusions import find_excluding
from rag.checks.medicines import dosed_medicines
from rag.checks.units import asked_units
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
        passages = by_passage(pieces)
        kept = _without_bare_leads(request, applying_pieces(request, pieces), passages)
        if not kept:
            return ()
        scores = score_pieces(request, kept, passages, self._embedder)
        chosen = _choose(
            kept,
            [words_of(piece, request.evidence[piece.evidence]) for piece in kept],
            scores,
            find_patients_rows(request, kept),
            _find_beside_the_point(request, kept),
        )
        chosen = _with_unconditional(request, chosen, kept, scores)
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
    for one in ranges:
        if one in rows[1:]:
            continue
        quoted = rows if one in rows else [one]
        caption = find_caption(evidence.quote, one[0]) if one in rows else None
        quoted = [caption, *quoted] if caption is not None else quoted
        text = "\n".join(evidence.quote[slice(*each)] for each in quoted)
        statement = Statement(text, cite(evidence, *quoted), "supported", ())
        # A part of a row is for what its row is for.
        yield f"{evidence.label} {one[0]}" if is_part(evidence.quote, one[0]) else plain(text), statement


def _find_beside_the_point(request: Request, pieces: Sequence[Piece]) -> set[int]:
    """Return which pieces give nothing of the dose that is asked, where others give it.

    How often and for how long belongs to it, and so does that the patient is left out.
    """
    if not is_on_amount(request.question) or not any(gives_asked(request, piece) for piece in pieces):
        return set()
    quotes = [words_of(piece, request.evidence[piece.evidence]) for piece in pieces]

    def announces(at: int) -> bool:
        below = at + 1
        if not quotes[at].endswith(":") or below == len(pieces) or pieces[below].evidence != pieces[at].evidence:
            return False
        between = request.evidence[pieces[at].evidence].quote[pieces[at].end : pieces[below].start]
        return not between.strip() and gives_schedule(quotes[below])

    return {
        at
        for at, quote in enumerate(quotes)
        if not (gives_schedule(quote) or announces(at) or find_excluding(request.question, quote))
    }


def _with_unconditional(request: Request, chosen: list[Piece], kept: Sequence[Piece], scored: Scores) -> list[Piece]:
    """Return the chosen pieces, with the best dose that holds without condition first, if none of them does.

    A dose before referral or by another route, quoted alone, reads like the dose of the whole treatment.
    """
    conditional = {kept[at] for at in scored.conditional}
    if not is_on_amount(request.question) or not all(piece in conditional for piece in chosen):
        return chosen
    others = [at for at, piece in enumerate(kept) if piece not in conditional and gives_asked(request, piece)]
    return [kept[max(others, key=lambda at: scored.whole[at])], *chosen] if others else chosen


def _with_exclusion(request: Request, chosen: list[Piece], kept: Sequence[Piece], scored: Scores) -> list[Piece]:
    """Return the chosen pieces, with the best that leaves out the patient of the question, if none of them does.

    What is said for all must not be read without it.
    """
    if not dosed_medicines(request.question):
        return chosen
    excluding = [
        at
        for at, piece in enumerate(kept)
        if find_excluding(request.question, words_of(piece, request.evidence[piece.evidence]))
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


def _choose(
    pieces: Sequence[Piece],
    quotes: Sequence[str],
    scored: Scores,
    patients_rows: Container[int],
    beside_the_point: Container[int],
) -> list[Piece]:
    """Return the best pieces, best first.

    Two tables may each have the patient's row, for two routes or two steps of the care: one quoted alone would hide the
    other. So the best such row of each passage is there, however close to the best of all.
    """
    scores = scored.whole
    order = sorted((at for at in range(len(pieces)) if at not in beside_the_point), key=lambda at: (-scores[at], at))
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
                and beside not in beside_the_point
            ):
                chosen.append(beside)
    return [pieces[at] for at in chosen]
