"""Answers with the guidelines' own lines: no model writes anything."""

import re
from collections.abc import Container, Sequence
from dataclasses import replace

import numpy as np

from indexes.abbreviations import spell_out
from indexes.bands import find_measures, fits
from indexes.row_bands import find_row_bands
from indexes.types import Embedder
from rag.answerers.applying import applying_pieces
from rag.answerers.pieces import (
    Piece,
    cut_pieces,
    find_lead,
    plain,
    table_opening,
    titles_above,
    widen_pieces,
    words_of,
)
from rag.answerers.row_parts import is_part
from rag.checks.doses import gives_dose
from rag.checks.exclusions import check_exclusions, find_excluding, without_exclusions
from rag.checks.medicines import asked_medicines, asks_amount
from rag.checks.numbers import missing_numbers
from rag.checks.populations import MATERNAL, find_age_groups, find_groups
from rag.checks.support import content_words
from rag.checks.units import asked_units, counts_units
from rag.citations import cite
from rag.types import Request, Statement

MOST_QUOTES = 5
MOST_PASSAGES = 3

_PASSAGES_READ = 5
_CLOSE_ENOUGH = 0.88
"""A further quote must score at least this share of the best one."""

_BESIDE_ENOUGH = 0.75
"""A sentence right beside a chosen one need score only this share of the best one: together they are one quote."""

_ASKS_QUANTITY = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|how (?:much|many|long|often|far|old|soon|small|large|big|high|low|wide)|when|what age|"
    r"rate|ratio|threshold|minimum|maximum|limit|level|percentage|proportion|mg|ml|units?|tablets?|days?|weeks?|hours?)\b",
    re.IGNORECASE,
)
_QUANTITY_BONUS = 0.15
_BAND_BONUS = 0.2
_EXCLUSION_BONUS = 0.2
"""Whoever asks about a patient must see first that the patient is left out."""

_AGE_BONUS = 0.1
_NO_DOSE_PENALTY = 0.1
_MATERNAL_BONUS = 0.15
"""What is said of pregnant women comes first where they are asked about, and after what is said of all elsewhere."""

_LEAST_NEWS = 1
_ECHO_PENALTY = 1.0
"""A piece with fewer new words than this, and no new number, says only what the question said."""


class QuoteAnswerer:
    """Picks the sentences, list items and rows that answer, verbatim and in reading order, each with its citation.

    A piece is scored by the embedder's cosine with the question, by the share of the question's words in it, by the
    rank of its passage and, where the question asks for a quantity, by whether it gives one. What only repeats the
    question is passed over. A table is quoted as one; an item brings the line that announces it.
    """

    name = "quote"

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def answer(self, requests: Sequence[Request]) -> list[tuple[Statement, ...]]:
        """Return at most MOST_QUOTES quotes for each request, from at most MOST_PASSAGES passages."""
        return [self._answer_one(request) for request in requests]

    def _answer_one(self, request: Request) -> tuple[Statement, ...]:
        # What may be quoted for a dose is so little that all passages are read for it.
        read = len(request.evidence) if _is_on_amount(request) else _PASSAGES_READ
        pieces = [
            piece for number, evidence in enumerate(request.evidence[:read]) for piece in cut_pieces(number, evidence)
        ]
        kept = applying_pieces(request, pieces)
        if not kept:
            return ()
        patients_rows = _find_patients_rows(request, kept)
        chosen = _choose(kept, self._score(request, kept, patients_rows), patients_rows)
        if not self._say_how_much(request, chosen):
            return ()
        statements: dict[str, Statement] = {}
        for number, ranges in widen_pieces(chosen, kept, pieces, request.evidence).items():
            evidence = request.evidence[number]
            for start, end in ranges:
                text = evidence.quote[start:end]
                statement = Statement(
                    text, cite(evidence, start, end), "supported", check_exclusions(request.question, text)
                )
                # The same words in the summary and in the chapter are one statement with both places; a part of a row
                # is for what its row is for.
                key = f"{number} {start}" if is_part(evidence.quote, start) else plain(statement.text)
                first = statements.setdefault(key, statement)
                if first is not statement:
                    statements[key] = replace(first, citations=(*first.citations, *statement.citations))
        return tuple(statements.values())

    def _say_how_much(self, request: Request, chosen: Sequence[Piece]) -> bool:
        """Whether the chosen pieces have what the question wants a number of, or say that the patient is left out."""
        quotes = [words_of(piece, request.evidence[piece.evidence]) for piece in chosen]
        if any(find_excluding(request.question, quote) for quote in quotes):
            return True
        if _is_on_amount(request) and not any(gives_dose(quote) for quote in quotes):
            return False
        units = asked_units(request.question)
        return not units or any(self._counts(piece, request, units) for piece in chosen)

    @staticmethod
    def _opening(piece: Piece, request: Request) -> list[str]:
        """Return the beginning of the line that a piece is a further part of."""
        evidence = request.evidence[piece.evidence]
        beside = cut_pieces(piece.evidence, evidence) if is_part(evidence.quote, piece.start) else []
        lead = find_lead(piece, beside, evidence.quote) if beside else None
        return [words_of(lead, evidence)] if lead else []

    @staticmethod
    def _counts(piece: Piece, request: Request, units: frozenset[str]) -> bool:
        """Whether a piece counts what the question wants a number of."""
        evidence = request.evidence[piece.evidence]
        above = "\n".join([*titles_above(piece, evidence), table_opening(piece, evidence.quote) if piece.rows else ""])
        return counts_units(words_of(piece, evidence), above, units)

    def _score(self, request: Request, pieces: Sequence[Piece], patients_rows: Container[int]) -> list[float]:
        asked = spell_out(request.question)
        question = self._embedder.embed_queries([asked]).vectors[0]
        quotes = [words_of(piece, request.evidence[piece.evidence]) for piece in pieces]
        texts = [
            "\n".join([*titles_above(piece, request.evidence[piece.evidence]), *self._opening(piece, request), quote])
            for piece, quote in zip(pieces, quotes, strict=True)
        ]
        similarities = self._embedder.embed_passages(texts).vectors @ question
        wanted = content_words(asked)
        held = [wanted & content_words(text) for text in texts]
        weights = _rarity(wanted, held)
        whole = max(1e-9, sum(weights.values()))
        units = asked_units(request.question)
        asked_groups = find_groups(request.question) & MATERNAL
        on_medicine = bool(asked_medicines(request.question))
        on_amount = _is_on_amount(request)
        asked_ages = find_age_groups(request.question)
        asks_quantity = bool(_ASKS_QUANTITY.search(request.question))
        scores = []
        for at, (piece, quote) in enumerate(zip(pieces, quotes, strict=True)):
            text, shared, similarity = texts[at], held[at], similarities[at]
            coverage = sum(weights[word] for word in shared) / whole
            has_number = bool(missing_numbers(quote, [request.question]))
            score = float(similarity) + 0.3 * coverage + 0.15 / (1 + piece.evidence)
            if on_amount and asked_ages and asked_ages & find_age_groups(text):
                score += _AGE_BONUS
            if on_medicine and asked_groups & find_groups(quote):
                score += _MATERNAL_BONUS
            elif not asked_groups and find_groups(without_exclusions(quote)) & MATERNAL:
                score -= _MATERNAL_BONUS
            if on_medicine and find_excluding(request.question, quote):
                score += _EXCLUSION_BONUS
            if at in patients_rows:
                score += _BAND_BONUS
            if on_amount and not gives_dose(quote):
                score -= _NO_DOSE_PENALTY
            if asks_quantity and has_number and (not units or self._counts(piece, request, units)):
                score += _QUANTITY_BONUS
            # A line that announces brings what it announces, so it need say nothing new by itself.
            if not (piece.rows or has_number or quote.endswith(":")) and (
                len(content_words(quote) - wanted) < _LEAST_NEWS
            ):
                score -= _ECHO_PENALTY
            scores.append(score)
        return scores


def _is_on_amount(request: Request) -> bool:
    """Whether a question asks for the amount of a medicine that it names."""
    return bool(asked_medicines(request.question)) and asks_amount(request.question)


def _rarity(wanted: frozenset[str], texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return each wanted word's inverse document frequency among the pieces; a word in none of them weighs nothing."""
    counts = {word: sum(word in text for text in texts) for word in wanted}
    return {word: float(np.log(1 + len(texts) / count)) if count else 0.0 for word, count in counts.items()}


def _find_patients_rows(request: Request, pieces: Sequence[Piece]) -> set[int]:
    """Return which pieces are a table's row for the patient's weight or age."""
    measures = find_measures(request.question)
    quotes = [words_of(piece, request.evidence[piece.evidence]) for piece in pieces]
    return {
        at
        for at, (piece, quote) in enumerate(zip(pieces, quotes, strict=True))
        if piece.rows and fits(measures, find_row_bands(quote))
    }


def _choose(pieces: Sequence[Piece], scores: Sequence[float], patients_rows: Container[int]) -> list[Piece]:
    """Return the best pieces, best first.

    Two tables may each have the patient's row, for two routes or two steps of the care: one quoted alone would hide the
    other, so such rows need be less close to the best.
    """
    order = sorted(range(len(pieces)), key=lambda at: (-scores[at], at))
    best = scores[order[0]]
    chosen: list[int] = []
    for at in order:
        passages = {pieces[other].evidence for other in chosen}
        enough = _BESIDE_ENOUGH if at in patients_rows else _CLOSE_ENOUGH
        if len(chosen) == MOST_QUOTES:
            break
        if scores[at] < enough * best:
            continue
        if pieces[at].evidence in passages or len(passages) < MOST_PASSAGES:
            chosen.append(at)
    for at in list(chosen):
        for beside in (at - 1, at + 1):
            if (
                0 <= beside < len(pieces)
                and beside not in chosen
                and pieces[beside].evidence == pieces[at].evidence
                and scores[beside] >= _BESIDE_ENOUGH * best
            ):
                chosen.append(beside)
    return [pieces[at] for at in chosen]
