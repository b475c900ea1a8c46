"""Regimens in one long line."""

from rag.answerers.pieces import cut_pieces, find_lead
from rag.answerers.row_parts import cut_parts, is_part
from tests.factories import make_evidence, make_hit, make_passage

CELL = (
    "Neisseria meningitidis, a course of 14 days • Benzylpenicillin 5 MU into a vein every 6 hours • Or ceftriaxone "
    "2 g into a vein every 12 hours Child: 100 mg/kg once a day. Close contacts: • Ciprofloxacin 500 mg once | LOC: H"
)


def test_each_regimen_is_a_part() -> None:
    """What a colon announces is not cut off, and the cell behind the list is of no part."""
    parts = [CELL[start:end] for start, end in cut_parts(CELL, 0, len(CELL))]
    assert parts == [
        "Neisseria meningitidis, a course of 14 days",
        "• Benzylpenicillin 5 MU into a vein every 6 hours",
        CELL[CELL.index("• Or ceftriaxone") : CELL.index(" | LOC")],
    ]
    assert not is_part(CELL, 0)
    assert is_part(CELL, CELL.index("• Or"))


def test_a_short_line_is_whole() -> None:
    """So is one whose bullets name no medicine."""
    assert cut_parts("a • Zinc 20 mg • Iron 60 mg", 0, 27) == [(0, 27)]
    plain = "Measures • " + " • ".join(["keep the patient warm and dry"] * 6)
    assert cut_parts(plain, 0, len(plain)) == [(0, len(plain))]


def test_a_part_is_led_by_what_it_is_for() -> None:
    """The line's beginning, unless that gives another's dose."""
    pieces = cut_pieces(0, make_evidence(1, make_hit(make_passage([CELL], kind="table"))))
    assert find_lead(pieces[1], pieces, CELL) == pieces[0]
    other = CELL.replace(
        "Neisseria meningitidis, a course of 14 days", "Child under 12 years: 10 mg/kg as a single dose"
    )
    pieces = cut_pieces(0, make_evidence(1, make_hit(make_passage([other], kind="table"))))
    assert find_lead(pieces[1], pieces, other) is None
