"""The doses of a text, and whose they are."""

import pytest

from rag.checks.doses import find_doses, gives_dose, gives_quantity


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        (
            "Ceftriaxone 2 g every 12 hours Child: 100 mg/kg • Or chloramphenicol 1 g",
            [("2 g", "ceftriaxone"), ("100 mg/kg", "ceftriaxone"), ("1 g", "chloramphenicol")],
        ),
        ("If ceftriaxone is not there, chloramphenicol 1 g", [("1 g", "chloramphenicol")]),
        ("a single dose of 15 mg of primaquine after artesunate", [("15 mg", "primaquine")]),
        ("Give 500 mg amoxicillin and 5 mg/kg gentamicin.", [("500 mg", "amoxicillin"), ("5 mg/kg", "gentamicin")]),
        ("10 mg/kg once a day with pyridoxine", [("10 mg/kg", None)]),
        ("Apixaban, safer than warfarin: 10 mg", [("10 mg", "apixaban")]),
        ("Artesunate in glucose, 2.4 mg/kg", [("2.4 mg/kg", "artesunate")]),
        ("Oxygen at 5 L/min", [("5 L/min", "oxygen")]),
        ("three tablets of zinc for 14 days", [("three tablets", "zinc")]),
        ("Wash for 20 seconds.", []),
        (
            "Folic acid (0.4 mg) does not reduce the efficacy of SP, whereas higher doses (5 mg daily) do",
            [("0.4 mg", "folic acid"), ("5 mg", "folic acid")],
        ),
        ("Enoxaparin (low molecular weight heparin - LMWH) 1 mg/kg", [("1 mg/kg", "enoxaparin")]),
        ("Unfractionated heparin 5000 units", [("5000 units", "heparin")]),
        ("Give ReSoMal, not standard ORS, by mouth or tube: 5 ml/kg", [("5 ml/kg", "resomal")]),
    ],
)
def test_whose_dose_it_is(text: str, doses: list[tuple[str, str | None]]) -> None:
    """That which it is "of", that right behind it, or the nearest before; never one that is only compared."""
    found = [
        (text[dose.start : dose.end], "+".join(sorted(dose.of.medicine)) if dose.of else None)
        for dose in find_doses(text)
    ]
    assert found == doses


def test_quantities() -> None:
    """A dose is a quantity, and so are times; a row's number is a dose by its header."""
    assert gives_dose("15 mg")
    assert gives_dose("Weight: 9 kg | Tablets: 2")
    assert not gives_dose("STEP 5 | Add Group D2")
    assert not gives_dose("for 14 days")
    assert gives_quantity("for 14 days")
    assert gives_quantity("given twice")
    assert not gives_quantity("Two new medicines are expected.")


def test_the_same_dose_as_another_s_is_one() -> None:
    """It is all that some guidelines say of infants."""
    assert gives_dose("Treat infants below 5 kg at the same mg/kg bw target dose as children of 5 kg.")
    assert not gives_dose("Treat infants below 5 kg on the same day as children of 5 kg.")
