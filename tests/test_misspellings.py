"""A name that is misspelt by one letter is read as the evidence spells it, and the reader is told."""

import pytest

from rag.assistant import make_request
from rag.checks.misspellings import correct_names
from rag.checks.patients import check_patient
from rag.citations import cite
from rag.types import Statement
from tests.factories import make_hit, make_passage

TEXT = "Meningitis in adults: ceftriaxone 2 g every 12 hours."


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("ceftriaxon for menengitis", "ceftriaxone for meningitis"),
        ("Ceftriaxoen in meninigtis", "ceftriaxone in meningitis"),
        ("ceftriaxonne, menigitis", "ceftriaxone, meningitis"),
        ("ceftriaxone for meningitis", "ceftriaxone for meningitis"),
        ("cefotaxime for meningitis", "cefotaxime for meningitis"),
        ("ceftrixon for encephalitis", "ceftrixon for encephalitis"),
        ("meninges", "meninges"),
    ],
)
def test_names_are_read_as_the_evidence_has_them(question: str, read: str) -> None:
    """One letter more, less, other or swapped; two are another word, and a known medicine is what it is."""
    assert correct_names(question, [TEXT])[0] == read


def test_what_may_be_either_of_two_is_left() -> None:
    """A wrong medicine would be worse than none."""
    assert correct_names("chloroquane", ["chloroquine and chloroquene"]) == ("chloroquane", ())


def test_the_reader_is_told() -> None:
    """Of every statement that is made of the question as it was read."""
    request = make_request("ceftriaxon dose for meningitis in adults", [make_hit(make_passage([TEXT]))], 1, "en")
    assert request.question == "ceftriaxone dose for meningitis in adults"
    evidence = request.evidence[0]
    made = check_patient(request, Statement(TEXT, cite(evidence, (0, len(TEXT))), "supported", ()))
    assert "“ceftriaxon” in the question was read as “ceftriaxone”" in made.problems
