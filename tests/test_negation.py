"""What a statement says must not be the contrary of what its lines allow, forbid or except."""

import pytest

from rag.checks.negation import check_negation


@pytest.mark.parametrize(
    ("statement", "ground", "problems"),
    [
        (
            "Aspirin may be given to children under 16.",
            "Aspirin must not be given to children under 16.",
            ("does not say what the cited lines do: “Aspirin must not be given to children under 16”",),
        ),
        (
            "Aspirin must not be given to children under 16.",
            "Aspirin may be given to children.",
            ("says “not” or the like, and the cited lines do not",),
        ),
        ("Aspirin must not be given to children.", "Avoid aspirin in children.", ()),
        (
            "Give primaquine 0.25 mg/kg.",
            "Give primaquine 0.25 mg/kg to all patients, except pregnant women.",
            ("leaves out what the cited lines add: “except pregnant women”",),
        ),
        ("Give primaquine to all except pregnant women.", "Primaquine for all patients except pregnant women.", ()),
        ("Give quinine when artesunate is unavailable.", "Give quinine if artesunate is not available.", ()),
        ("Give ORS after each stool.", "Give ORS after each stool. Do not stop breastfeeding.", ()),
        ("Give it for no more than 7 days.", "Give it for at most 7 days.", ()),
        ("It kills if it is not treated.", "It may kill.", ()),
        ("Weight loss counts.", "Has there been weight loss Yes No", ()),
        ("Refer the child without delay.", "Refer the child at once.", ()),
        ("It comes with or without symptoms.", "It may be symptomatic or asymptomatic.", ()),
        ("See a nurse if the cramps do not stop.", "See a nurse should cramps continue.", ()),
        (
            "See a nurse if the cramps do not stop.",
            "See a nurse for cramps.",
            ("says “not” or the like, and the cited lines do not",),
        ),
        ("Ask about days without data.", "Ask about missing days of data.", ()),
        ("Ethionamide is rarely given with PAS.", "Ethionamide should not be given with PAS.", ()),
        (
            "Feeding should not be stopped.",
            "Feeding should be stopped.",
            ("says “not” or the like, and the cited lines do not",),
        ),
        ("Feeding should not be stopped.", "Do not stop feeding.", ()),
        (
            "Cure is above 95%, but children have a higher risk of failure.",
            "Cure is above 95%, except in children, who have a higher risk of failure.",
            (),
        ),
        (
            "Stop IPT when she is pregnant.",
            "Complete IPT when she is pregnant.",
            ("says “Stop”, and the cited lines do not",),
        ),
        (
            "Donner de l'aspirine aux enfants de 2 ans.",
            "L'aspirine ne doit pas être donnée aux enfants de 2 ans.",
            ("does not say what the cited lines do: “L'aspirine ne doit pas être donnée aux enfants de 2 ans”",),
        ),
    ],
)
def test_negation(statement: str, ground: str, problems: tuple[str, ...]) -> None:
    """What is forbidden stays so, and whom the lines except is not dropped."""
    assert check_negation(statement, ground) == problems


def test_what_is_denied_may_stand_elsewhere() -> None:
    """A prohibition counts from any sentence of the passage that has most words of it, and from no other."""
    lines, passage = "Smother the flame with water.", "Smother the flame with water.\nNever use grease.\nDo not run."
    assert check_negation("Smother the flame with water, never with grease.", lines, passage) == ()
    assert check_negation("Smother the flame with water, never with sand.", lines, passage) == (
        "says “not” or the like, and the cited lines do not",
    )


def test_what_is_denied_may_be_said_in_a_way_of_its_own() -> None:
    """The passage speaks of it, and affirms it nowhere."""
    lines = "Giardia lives in lakes far from towns. It comes from sewage too."
    assert check_negation("Giardia lives in lakes, even where no town drains sewage.", lines, lines) == ()
    assert check_negation("Giardia lives in lakes, but does not come from sewage.", lines, lines) == (
        "says “not” or the like, and the cited lines do not",
    )
