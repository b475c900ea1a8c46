"""Citations: the page, how it was read, and what is told of a line that could not be read for certain."""

from dataclasses import replace

import pytest

from rag.checks.reading import check_reading
from rag.citations import cite
from rag.types import Statement
from tests.factories import make_evidence, make_hit, make_passage
from ui.contract import citation_json, hit_json
from ui.text import cited_at

PASSAGE = make_passage(["Repeat the test if the load is \ufffd 50 copies/ml.", "Give the same regimen for 6 months."])


def test_a_quote_of_an_unreadable_line_has_a_problem() -> None:
    """It keeps its verdict, for the words stand there, and says what to look at; its neighbour has none."""
    evidence = make_evidence(1, make_hit(PASSAGE))
    at = PASSAGE.text.index("Give")
    first = Statement(PASSAGE.text[: at - 1], cite(evidence, (0, at - 1)), "supported", ())
    second = Statement(PASSAGE.text[at:], cite(evidence, (at, len(PASSAGE.text))), "supported", ())
    told, untold = check_reading([first, second])
    assert (told.verdict, told.problems) == (
        "supported",
        (
            "unreadable glyph: a sign beside a number on PDF page 12 could not be read; look at the page before using "
            "the number",
        ),
    )
    assert untold == second
    assert [citation_json(statement.citations[0])["unreadable"] for statement in (told, untold)] == [True, False]
    assert hit_json(1, evidence.hit)["unreadable"] is True


def test_a_citation_says_that_its_lines_were_read_by_ocr() -> None:
    """In the JSON and in words; a line of the same page's text layer is cited as text."""
    hit = make_hit(make_passage(["Give zinc for ten days.", "Give iron."]))
    hit = replace(hit, places=tuple(replace(place, sources=("ocr", "text")) for place in hit.places))
    (citation,) = cite(make_evidence(1, hit), (0, 9))
    (other,) = cite(make_evidence(1, hit), (24, 34))
    assert (other.quote, other.source) == ("Give iron.", "text")
    assert citation_json(citation)["source"] == "ocr"
    assert hit_json(1, hit)["sources"] == ["ocr"]
    assert cited_at(citation, {"malaria": "Malaria"}) == (
        "[1] Malaria, page 10 (PDF page 12) read by OCR (malaria.pdf)"
    )


def test_a_row_is_cited_with_its_caption() -> None:
    """Two ranges of one page are one citation, with the lines of both and none between."""
    passage = make_passage(["Table 1: doses", "9 kg | 30 mg", "12 kg | 40 mg"], kind="table")
    evidence = make_evidence(1, make_hit(passage))
    (citation,) = cite(evidence, (0, 14), (28, 41))
    assert citation.quote == "Table 1: doses\n12 kg | 40 mg"
    assert citation.boxes == (evidence.boxes[0], evidence.boxes[2])
    with pytest.raises(ValueError, match="on no printed line"):
        cite(evidence, (0, 14), (500, 501))
