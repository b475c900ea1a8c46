"""Where the evidence for a question disagrees with itself: two places, side by side. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rag.answerers.applying import applying_pieces
from rag.answerers.inner_titles import find_inner_titles
from rag.answerers.pieces import Piece, by_passage, cut_pieces, find_lead, table_opening, words_of
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.conflicts import find_difference
from rag.checks.medicine_mentions import Medicine
from rag.checks.regimens import Regimen, read_regimen
from rag.checks.studies import is_background
from rag.citations import cite
from rag.types import Citation, Conflict, Evidence, Request, Statement


@dataclass(frozen=True, slots=True)
class _Said:
    """What one piece of the evidence says of a medicine."""

    piece: Piece
    evidence: Evidence
    regimen: Regimen


def find_conflicts(request: Request, statements: Sequence[Statement]) -> tuple[Conflict, ...]:
    """Return the pairs of lines that give the asked medicine in different quantities for the same patients.

    Only what a statement cites is held against the rest of the evidence, and only current guidelines count. Of several
    pairs that differ in the same way one is returned.
    """
    cited = {citation.label for statement in statements for citation in statement.citations}
    medicines = dosed_medicines(request.question)
    if not cited or not medicines:
        return ()
    pieces = [
        piece
        for number, evidence in enumerate(request.evidence)
        if evidence.hit.guideline.status == "current"
        for piece in cut_pieces(number, evidence)
    ]
    passages = by_passage(pieces)
    kept = applying_pieces(request, pieces)
    found: dict[tuple[str, frozenset[str]], Conflict] = {}
    for medicine in medicines:
        said = list(_read_pieces(request, kept, passages, medicine))
        for one, other in combinations(said, 2):
            # Rows and items that stand together differ by something, whether it was understood or not.
            if one.evidence is other.evidence or not {one.evidence.label, other.evidence.label} & cited:
                continue
            difference = find_difference(one.regimen, other.regimen)
            if difference is not None:
                first, second = (_cite_piece(each) for each in (one, other))
                key = (difference.kind, frozenset([difference.first, difference.second]))
                found.setdefault(key, Conflict(difference.subject, first, second, difference.kind))
    return tuple(found.values())


def _read_pieces(
    request: Request, kept: Sequence[Piece], passages: Mapping[int, Sequence[Piece]], medicine: Medicine
) -> Iterator[_Said]:
    """Yield what the pieces that may answer say of a medicine, where they say it plainly."""
    for piece in kept:
        evidence = request.evidence[piece.evidence]
        hit = evidence.hit
        if is_background([hit.guideline.title, *hit.passage.heading]):
            continue
        lead = find_lead(piece, passages[piece.evidence], evidence.quote)
        above = [
            *([words_of(lead, evidence)] if lead is not None else []),
            *([table_opening(piece, evidence.quote)] if piece.rows else []),
            *find_inner_titles(piece, evidence.quote),
            *reversed(hit.passage.heading),
            hit.guideline.title,
        ]
        regimen = read_regimen(words_of(piece, evidence), above, medicine, piece.rows)
        if regimen is not None and not hit.passage.has_unreadable_line(piece.start, piece.end):
            yield _Said(piece, evidence, regimen)


def _cite_piece(said: _Said) -> Citation:
    return cite(said.evidence, (said.piece.start, said.piece.end))[0]
