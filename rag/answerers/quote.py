"""Answers with the guidelines' own lines: no model writes anything."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexes.types import Embedder
from ingest.sentences import find_sentences
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.numbers import missing_numbers
from rag.checks.support import content_words
from rag.citations import cite
from rag.types import Evidence, Request, Statement

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
_MEASURE = re.compile(r"\b(\d+(?:\.\d+)?)[\s-]?(kg|month|year)", re.IGNORECASE)
_BAND = re.compile(
    r"^\W{0,2}(?P<low>\d+(?:\.\d+)?)\s?(?:kg|months?|years?)?\s?(?:-|–|to)\s?"
    r"(?P<below>(?:<|less than|under)\s?)?(?P<high>\d+(?:\.\d+)?)"
    r"|^(?:<|under|below|less than)\s?(?P<under>\d+(?:\.\d+)?)"
    r"|^(?:>|≥|over|above|more than)\s?(?P<over>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_BAND_BONUS = 0.2
_LEAST_NEWS = 1
_ECHO_PENALTY = 1.0
"""A piece with fewer new words than this, and no new number, says only what the question said."""

_ITEM = re.compile(r"[•–-]|\(?(?:\d{1,2}|[a-z])[.)]\s")
_ROW_WORDS = 14
_MOST_ROWS = 14


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a passage that can be quoted: quote[start:end] of evidence number `evidence`."""

    evidence: int
    start: int
    end: int
    rows: bool
    """Whether it is a run of rows or cells, as of a table."""


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
        pieces = [
            piece
            for number, evidence in enumerate(request.evidence[:_PASSAGES_READ])
            for piece in _cut(number, evidence)
        ]
        if not pieces:
            return ()
        scores = self._score(request, pieces)
        chosen = _choose(pieces, scores)
        statements: dict[str, Statement] = {}
        for number, ranges in _widen(chosen, pieces, request.evidence).items():
            evidence = request.evidence[number]
            for start, end in ranges:
                statement = Statement(evidence.quote[start:end], cite(evidence, start, end), "supported", ())
                # The same words in the summary and in the chapter are one statement with both places.
                key = _plain(statement.text)
                first = statements.setdefault(key, statement)
                if first is not statement:
                    statements[key] = replace(first, citations=(*first.citations, *statement.citations))
        return tuple(statements.values())

    def _score(self, request: Request, pieces: Sequence[_Piece]) -> list[float]:
        question = self._embedder.embed_queries([request.question])[0]
        quotes = [request.evidence[piece.evidence].quote[piece.start : piece.end] for piece in pieces]
        texts = [
            "\n".join([*_titles(request.evidence[piece.evidence], piece), quote])
            for piece, quote in zip(pieces, quotes, strict=True)
        ]
        similarities = self._embedder.embed_passages(texts) @ question
        wanted = content_words(request.question)
        held = [wanted & content_words(text) for text in texts]
        weights = _rarity(wanted, held)
        whole = max(1e-9, sum(weights.values()))
        measures = [(float(value), unit.lower()) for value, unit in _MEASURE.findall(request.question)]
        asks_quantity = bool(_ASKS_QUANTITY.search(request.question))
        scores = []
        for piece, quote, shared, similarity in zip(pieces, quotes, held, similarities, strict=True):
            coverage = sum(weights[word] for word in shared) / whole
            has_number = bool(missing_numbers(quote, [request.question]))
            score = float(similarity) + 0.3 * coverage + 0.15 / (1 + piece.evidence)
            if piece.rows and any(_has_band(quote, value, unit) for value, unit in measures):
                score += _BAND_BONUS
            if asks_quantity and has_number:
                score += _QUANTITY_BONUS
            # A line that announces brings what it announces, so it need say nothing new by itself.
            if not (piece.rows or has_number or quote.endswith(":")) and (
                len(content_words(quote) - wanted) < _LEAST_NEWS
            ):
                score -= _ECHO_PENALTY
            scores.append(score)
        return scores


def _has_band(rows: str, value: float, unit: str) -> bool:
    """Whether rows in a unit (kg, month or year) have one that begins with a band that a value falls into.

    Bands are such as "9 to < 18", "33-39" and "Under 6"; the unit may stand in the row or in the header above it.
    """
    if unit not in rows.lower():
        return False
    # A row's first cell may bear its header: "Body weight (kg): 5 to < 15 | ...".
    names = (line.split(BETWEEN_CELLS)[0].rsplit(": ", 1)[-1] for line in rows.splitlines())
    for match in map(_BAND.match, names):
        if match is None:
            continue
        low = float(match["low"] or match["over"] or 0)
        high = float(match["high"] or match["under"] or math.inf)
        closed = not (match["below"] or match["under"])
        if low <= value and (value < high or (value == high and closed)):
            return True
    return False


def _rarity(wanted: frozenset[str], texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return each wanted word's inverse document frequency among the pieces; a word in none of them weighs nothing."""
    counts = {word: sum(word in text for text in texts) for word in wanted}
    return {word: float(np.log(1 + len(texts) / count)) if count else 0.0 for word, count in counts.items()}


def _cut(number: int, evidence: Evidence) -> list[_Piece]:
    """Return a passage's sentences and items, and its tables as one piece each: a row means nothing by itself."""
    titles = {_plain(title) for title in evidence.hit.passage.heading}
    pieces: list[_Piece] = []
    rows = 0
    for start, end in _find_pieces(evidence.quote):
        text = evidence.quote[start:end]
        if _plain(text) in titles or _is_header(text, evidence.quote[end:]):
            continue  # a title answers nothing by itself
        if BETWEEN_CELLS in text:
            pieces.append(_Piece(number, start, end, rows=True))  # it bears its header, so it needs no other row
            rows = _MOST_ROWS
            continue
        row = _is_row(text)
        if row and pieces and pieces[-1].rows and rows < _MOST_ROWS:
            pieces[-1] = _Piece(number, pieces[-1].start, end, rows=True)
            rows += 1
        else:
            pieces.append(_Piece(number, start, end, row))
            rows = 1
    return pieces


def _titles(evidence: Evidence, piece: _Piece) -> list[str]:
    """Return the title above a piece and, for a table's row, the table's caption: what the row is about."""
    titles = list(evidence.hit.passage.heading[-1:])
    above = evidence.quote[: piece.start].splitlines()
    first = next((at for at, line in enumerate(above) if BETWEEN_CELLS in line), 0)
    if piece.rows and first:
        titles.append(above[first - 1])
    return titles


def _find_pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of sentences, and of whole lines where these are a table's rows."""
    rows = [match.span() for match in re.finditer(r"[^\n]+", text) if BETWEEN_CELLS in match[0]]
    for start, end in find_sentences(text):
        row = next((row for row in rows if row[0] <= start < row[1]), None)
        if row is None:
            yield start, end
        elif start == row[0] or not text[row[0] : start].strip():
            yield row


def _is_header(text: str, below: str) -> bool:
    """Whether a line only names the columns that the next line's cells name again."""
    names = text.split(BETWEEN_CELLS)
    row = below.strip().split("\n", 1)[0]
    return len(names) > 1 and sum(f"{name}: " in row for name in names) >= (len(names) - 1) * 0.5 > 0


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _is_row(text: str) -> bool:
    return len(text.split()) <= _ROW_WORDS and not text.endswith((".", "!", "?", ":")) and text[0] not in "•-–"


def _choose(pieces: Sequence[_Piece], scores: Sequence[float]) -> list[_Piece]:
    """Return the best pieces, best first."""
    order = sorted(range(len(pieces)), key=lambda at: (-scores[at], at))
    best = scores[order[0]]
    chosen: list[int] = []
    for at in order:
        passages = {pieces[other].evidence for other in chosen}
        if scores[at] < _CLOSE_ENOUGH * best or len(chosen) == MOST_QUOTES:
            break
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


def _widen(
    chosen: Sequence[_Piece], pieces: Sequence[_Piece], evidence: Sequence[Evidence]
) -> dict[int, list[tuple[int, int]]]:
    """Return the ranges to quote from each evidence, best evidence first and each in reading order.

    An item is widened to the line above that announces it with a colon, and such a line to what it announces.
    """
    ranges: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for piece in chosen:
        beside = [other for other in pieces if other.evidence == piece.evidence]
        at = beside.index(piece)
        first = last = at
        quote = evidence[piece.evidence].quote
        if quote[: piece.end].endswith(":"):
            while last + 1 < len(beside) and last - first < _MOST_ROWS and _is_listed(quote, beside[last + 1]):
                last += 1
        lead = next((i for i in range(first - 1, -1, -1) if not _ITEM.match(quote[beside[i].start :])), None)
        if _ITEM.match(quote[beside[first].start :]) and lead is not None and quote[: beside[lead].end].endswith(":"):
            if lead == first - 1:
                first = lead
            else:
                ranges[piece.evidence].append((beside[lead].start, beside[lead].end))
        ranges[piece.evidence].append((beside[first].start, beside[last].end))
    return {number: _merge(found, evidence[number].quote) for number, found in ranges.items()}


def _is_listed(quote: str, piece: _Piece) -> bool:
    """Whether a piece is a row or begins as a list item does."""
    return piece.rows or bool(_ITEM.match(quote[piece.start : piece.end]))


def _merge(ranges: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the ranges in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
