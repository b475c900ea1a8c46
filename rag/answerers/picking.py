"""Which of the scored pieces are quoted: the best, what stands right beside them, and one for each part asked. Pure."""

from collections.abc import Container, Sequence

from rag.answerers.pieces import Piece, plain, words_of
from rag.answerers.scoring import Scores, gives_asked, is_on_amount
from rag.checks.doses import gives_schedule
from rag.checks.exclusions import find_excluding
from rag.types import Request

MOST_QUOTES = 5
MOST_PASSAGES = 4

_BEST = 3
_CLOSE_ENOUGH = 0.25
"""A further quote may score at most so much less than the mean of the best three."""

_BESIDE_ENOUGH = 0.4
"""A sentence right beside a chosen one may score so much less: together they are one quote."""


def choose_pieces(
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
    return [pieces[at] for at in (*chosen, *_find_gaps(pieces, chosen, beside_the_point))]


def _find_gaps(pieces: Sequence[Piece], chosen: Sequence[int], beside_the_point: Container[int]) -> list[int]:
    """Return the sentences that stand alone between two chosen ones: a quote reads on over them."""

    def is_chosen(at: int, passage: int) -> bool:
        return at in chosen and pieces[at].evidence == passage

    return [
        at
        for at, piece in enumerate(pieces)
        if at not in chosen
        and at not in beside_the_point
        and not piece.rows
        and is_chosen(at - 1, piece.evidence)
        and is_chosen(at + 1, piece.evidence)
    ]


def find_beside_the_point(request: Request, pieces: Sequence[Piece]) -> set[int]:
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
