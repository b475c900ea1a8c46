"""Which pieces may answer a question: those on the medicine and the patient that it names. Pure."""

import re
from collections.abc import Mapping, Sequence

from indexes.bands import find_bands, find_measures, find_row_bands, fits
from rag.answerers.pieces import Piece, by_passage, find_lead, titles_above
from rag.checks.medicines import asked_medicines, asks_dose, find_aliases, find_medicines, names_medicine
from rag.checks.silence import is_on_both
from rag.types import Request

Passages = Mapping[int, Sequence[Piece]]
"""All pieces of each passage, by the number of its evidence."""

_POPULATIONS = {
    "adults": re.compile(r"\b(?:adults?|m[ae]n|wom[ae]n)\b", re.IGNORECASE),
    "children": re.compile(
        r"\b(?:child(?:ren)?|infants?|bab(?:y|ies)|newborns?|neonates?|paediatric)\b", re.IGNORECASE
    ),
}


def applying_pieces(request: Request, pieces: Sequence[Piece]) -> list[Piece]:
    """Return those of all pieces that are on the medicine and the patient that the question names.

    A quote on another medicine or on another patient reads like an answer, and is the wrong dose. A piece is on a
    medicine if it names it, or if it names no other and stands below what names it: a title, the line that announces
    its list, the table's header, the sentence before it. If the question names an illness too, the passage must be on
    both. A piece on a patient of another weight or age, or below words on children where an adult is asked for or the
    other way round, is left out. Where no piece names the medicine of a question that is not on a dose, all stay: it
    may be called something else there.
    """
    passages = by_passage(pieces)
    return _on_patient(request, _on_medicine(request, passages), passages)


def _on_medicine(request: Request, passages: Passages) -> list[Piece]:
    asked = asked_medicines(request.question)
    if asked:
        passages = {
            number: beside
            for number, beside in passages.items()
            if is_on_both(request.question, request.evidence[number].hit)
        }
    pieces = [piece for beside in passages.values() for piece in beside]
    if not asked:
        return pieces
    names = frozenset(asked) | find_aliases(asked, (evidence.quote for evidence in request.evidence))
    kept = [piece for piece in pieces if _names_one(piece, passages[piece.evidence], request, names)]
    return kept if kept or asks_dose(request.question) else pieces


def _names_one(piece: Piece, beside: Sequence[Piece], request: Request, names: frozenset[str]) -> bool:
    evidence = request.evidence[piece.evidence]
    own = evidence.quote[piece.start : piece.end]
    if _holds(own, names):
        return True
    if find_medicines(own):
        return False
    hit = evidence.hit
    above = [hit.guideline.title, *hit.passage.heading]
    if piece.rows:
        above.append(evidence.quote[: piece.start])
    else:
        at = beside.index(piece)
        lead = find_lead(piece, beside, evidence.quote)
        nearest = lead or (beside[at - 1] if at else None)
        if nearest is not None:
            above.append(evidence.quote[nearest.start : nearest.end])
    return any(_holds(text, names) for text in above)


def _holds(text: str, names: frozenset[str]) -> bool:
    return any(names_medicine(text, name) for name in names)


def _on_patient(request: Request, pieces: list[Piece], passages: Passages) -> list[Piece]:
    measures = find_measures(request.question)
    asked = _populations(request.question)
    if not measures and len(asked) != 1:
        return pieces
    fitting = []
    for piece in pieces:
        evidence = request.evidence[piece.evidence]
        quote = evidence.quote[piece.start : piece.end]
        lead = find_lead(piece, passages[piece.evidence], evidence.quote)
        announced = evidence.quote[lead.start : lead.end] if lead else ""
        bands = find_row_bands(quote) if piece.rows else find_bands(quote)
        if fits(measures, bands) is False or fits(measures, find_bands(announced)) is False:
            continue
        said = _populations(quote) or _populations("\n".join([announced, *titles_above(piece, evidence)]))
        if len(asked) == 1 and said and not asked & said:
            continue
        fitting.append(piece)
    return fitting if fitting or asks_dose(request.question) else pieces


def _populations(text: str) -> frozenset[str]:
    """Return whether a text speaks of adults, of children, or of both."""
    return frozenset(name for name, pattern in _POPULATIONS.items() if pattern.search(text))
