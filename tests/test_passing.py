"""Evidence that only names an illness, and says nothing of what is asked about it, answers nothing."""

from collections.abc import Sequence

import pytest

from indexes.types import Coverage, Hit
from rag.checks.passing import named_in_passing
from rag.checks.silence import decide
from tests.factories import make_guideline, make_hit, make_passage

OUTBREAK = "Driven by the Ebola outbreak, countries asked for guidance on infection prevention for patients and staff."
LEAVING = "When can a patient with Ebola leave isolation?"


def make_hits(text: str, *heading: str) -> list[Hit]:
    """Make a hit for a text, near in meaning, below these titles."""
    return [make_hit(make_passage([text], heading=heading), make_guideline("guide", "Guide"), similarity=0.8)]


@pytest.mark.parametrize(
    ("question", "text", "heading", "found"),
    [
        (LEAVING, OUTBREAK, (), ("ebola",)),
        (LEAVING, "Patients with Ebola stay in isolation until two tests are negative.", (), ()),
        (LEAVING, "Of Ebola much is unknown. Isolation ends after two negative tests.", (), ()),
        (LEAVING, OUTBREAK, ("Ebola",), ()),
        (LEAVING, f"EBOLA VIRUS DISEASE\n{OUTBREAK}", (), ()),
        (LEAVING, f"• Ebola\n{OUTBREAK}", (), ("ebola",)),
        (LEAVING, "Isolation ends when the rash is dry.", (), ()),
        ("Ebola?", OUTBREAK, (), ()),
        ("When can a patient with Ebola and malaria leave?", OUTBREAK, (), ()),
        ("Meningococcal meningitis: who must be told?", "Meningococcal A is one.", ("Meningitis",), ()),
    ],
)
def test_an_illness_is_named_in_passing(question: str, text: str, heading: Sequence[str], found: Sequence[str]) -> None:
    """Where no title has it, and no sentence with it, nor the next, has another word of the question."""
    assert named_in_passing(question, make_hits(text, *heading)) == found


def test_what_is_named_in_passing_is_silence() -> None:
    """However near the passages are in meaning."""
    assert decide(LEAVING, make_hits(OUTBREAK), Coverage(1.0, ())).silence == (
        "the passages found name ebola in passing only"
    )
