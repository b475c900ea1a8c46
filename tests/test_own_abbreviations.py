"""Abbreviations that the passages explain stand for the words of the question."""

import pytest

from rag.answerers.pieces import by_passage, cut_pieces
from rag.answerers.scoring import score_pieces
from rag.checks.own_abbreviations import find_own_abbreviations, spell_out_own
from tests.conftest import WordEmbedder
from tests.factories import make_request


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The sub-county health worker (SCHW) visits.", {"SCHW": "sub-county health worker"}),
        ("burns by white phosphorus (WP)", {"WP": "white phosphorus"}),
        ("the Department of Health (DH)", {"DH": "Department of Health"}),
        ("Community Health Workers (CHWs)", {"CHW": "Community Health Workers"}),
        ("give tablets (AM and PM)", {}),
        ("the ministry (WHO) says", {}),
        ("a table\n(TB)", {}),
    ],
)
def test_names_by_their_initials(text: str, found: dict[str, str]) -> None:
    """Small words may be left out; what does not fit the letters explains nothing."""
    assert find_own_abbreviations([text]) == found


def test_the_name_stands_behind_the_abbreviation() -> None:
    """As a word, also in the plural."""
    names = {"WP": "white phosphorus"}
    assert spell_out_own("WP burns; WPs; WPA", names) == "WP (white phosphorus) burns; WPs (white phosphorus); WPA"


def test_a_line_with_the_abbreviation_is_on_the_question() -> None:
    """It scores above what it would without the passage that explains it."""
    line = ["If burning WP strikes the skin, smother it with mud."]
    question = "White phosphorus is burning on his arm"

    def score(other: str) -> float:
        request = make_request(question, line, [other])
        pieces = [piece for at, each in enumerate(request.evidence) for piece in cut_pieces(at, each)]
        return score_pieces(request, pieces, by_passage(pieces), WordEmbedder()).whole[0]

    assert score("Smoke of white phosphorus (WP) is thick.") > score("Smoke of white phosphorus is thick.")
