"""The things that one question asks."""

import pytest

from rag.checks.parts import asking_parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Which drug is given, how much, and must she fast?", ("Which drug is given", "how much, and must she fast?")),
        ("How many days, and from what age?", ("How many days", "and from what age?")),
        ("A child of 9 kg has malaria. What dose?", ()),
        ("What dose of zinc and iron?", ()),
        (
            "Chloroquine: what is the total, and how is it split?",
            ("Chloroquine: what is the total", "and how is it split?"),
        ),
    ],
)
def test_parts(question: str, parts: tuple[str, ...]) -> None:
    """What tells of the patient asks for nothing; two words stay with their neighbour."""
    assert asking_parts(question) == parts
