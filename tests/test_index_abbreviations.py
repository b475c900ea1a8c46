"""Medicines' abbreviations in a question get their full names."""

import pytest

from indexes.abbreviations import spell_out


@pytest.mark.parametrize(
    ("question", "spelled"),
    [
        ("Can the clinic give PZQ?", "Can the clinic give PZQ (praziquantel)?"),
        ("DHA-PPQ at 9 kg", "DHA (dihydroartemisinin)-PPQ (piperaquine) at 9 kg"),
        ("praziquantel (PZQ) dose", "praziquantel (PZQ) dose"),
        ("LPV/r in a child", "LPV/r (lopinavir ritonavir) in a child"),
        ("act now, in december", "act now, in december"),
        ("SPF 30 and ACTH", "SPF 30 and ACTH"),
        ("", ""),
    ],
)
def test_spell_out(question: str, spelled: str) -> None:
    """Whole words in their own case; a name that is there already is not repeated."""
    assert spell_out(question) == spelled
