"""Vaccines that a question asks about, and that no text speaks of."""

import pytest

from rag.checks.vaccines import missing_vaccines


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("On which days is the vaccine given against rabies?", "Rabies may follow a bite.", ("rabies vaccine",)),
        ("When is a tetanus booster due?", "Bites carry tetanus. Give the malaria vaccine.", ("tetanus vaccine",)),
        ("When is a tetanus booster due?", "Give a booster against tetanus.", ()),
        ("When is a tetanus booster due?", "Tetanus immunization is due.", ()),
        ("When is a tetanus booster due?", "Tetanus, or measles; vaccines are kept cold.", ("tetanus vaccine",)),
        ("When is a tetanus booster due?", "2 Tetanus. Wash the wound. The vaccine is given at once.", ()),
        ("How is rabies treated?", "Rabies may follow a bite.", ()),
        ("When is the measles vaccine given?", "Measles.", ()),
        ("Which vaccine is it?", "Measles.", ()),
    ],
)
def test_missing_vaccines(question: str, text: str, missing: tuple[str, ...]) -> None:
    """The words must stand together; one that is written as a name is a medicine."""
    assert missing_vaccines(question, [text]) == missing
    assert missing_vaccines(question, ["Wash hands.", text]) == missing
