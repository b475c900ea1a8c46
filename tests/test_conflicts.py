"""Two lines that should say the same and give different quantities, and two that only seem to."""

import pytest

from rag.checks.conflicts import Difference, find_difference
from rag.checks.medicine_mentions import find_medicines
from rag.checks.regimens import read_regimen

TRUE = [
    (
        "Give artesunate 2.4 mg/kg IV per dose for severe malaria.",
        "Give artesunate 3 mg/kg IV per dose for severe malaria.",
    ),
    (
        "In severe malaria, quinine is given at 10 mg/kg IV every 8 hours.",
        "In severe malaria, quinine 15 mg/kg IV every 8 hours.",
    ),
    (
        "Cholera in adults: doxycycline 300 mg as a single dose.",
        "Cholera in adults: doxycycline 100 mg as a single dose.",
    ),
    (
        "Children with diarrhoea get zinc 20 mg daily for 10 days.",
        "Children with diarrhoea get zinc 20 mg daily for 14 days.",
    ),
    ("Children with diarrhoea get zinc 20 mg daily.", "Children with diarrhoea get zinc 10 mg daily."),
    (
        "Treat pneumonia in children with amoxicillin 40 mg/kg twice daily.",
        "Treat pneumonia in children with amoxicillin 25 mg/kg twice daily.",
    ),
    (
        "Treat pneumonia in children with amoxicillin for 3 days.",
        "Treat pneumonia in children with amoxicillin for 5 days.",
    ),
    (
        "Ceftriaxone 2 g IV every 12 hours treats meningitis in adults.",
        "Ceftriaxone 2 g IV every 24 hours treats meningitis in adults.",
    ),
    (
        "Adults with meningitis: ceftriaxone 2 g IV daily for 7 days.",
        "Adults with meningitis: ceftriaxone 2 g IV daily for 14 days.",
    ),
    (
        "For schistosomiasis, praziquantel 40 mg/kg is given once.",
        "For schistosomiasis, praziquantel 60 mg/kg is given once.",
    ),
    ("Prevent TB with isoniazid 5 mg/kg daily for 6 months.", "Prevent TB with isoniazid 10 mg/kg daily for 6 months."),
    ("Prevent TB with isoniazid 300 mg daily for 6 months.", "Prevent TB with isoniazid 300 mg daily for 9 months."),
    ("Gonorrhoea: ceftriaxone 250 mg IM once.", "Gonorrhoea: ceftriaxone 500 mg IM once."),
    ("Chlamydia: azithromycin 1 g by mouth once.", "Chlamydia: azithromycin 2 g by mouth once."),
    ("Chlamydia: doxycycline 100 mg twice daily for 7 days.", "Chlamydia: doxycycline 100 mg twice daily for 10 days."),
    ("In eclampsia, magnesium sulfate 4 g IV is given.", "In eclampsia, magnesium sulfate 6 g IV is given."),
    ("Leprosy in adults: dapsone 100 mg daily.", "Leprosy in adults: dapsone 50 mg daily."),
    ("Adults with anaphylaxis get adrenaline 0.5 mg IM.", "Adults with anaphylaxis get adrenaline 1 mg IM."),
    ("Typhoid in adults: ciprofloxacin 500 mg twice daily.", "Typhoid in adults: ciprofloxacin 750 mg twice daily."),
    ("Syphilis: benzathine penicillin 2.4 MU IM once.", "Syphilis: benzathine penicillin 1.2 MU IM once."),
    ("Syphilis: benzathine penicillin 2.4 million units IM once.", "Syphilis: benzathine penicillin 1.2 MU IM once."),
    ("Measles: vitamin A 200 000 IU on days 1 and 2.", "Measles: vitamin A 100 000 IU on days 1 and 2."),
    ("Prevent malaria with mefloquine 250 mg weekly.", "Prevent malaria with mefloquine 125 mg once a week."),
    ("Sepsis in newborns: gentamicin 5 mg/kg daily.", "Sepsis in neonates: gentamicin 3 mg/kg daily."),
    ("Hypertension in adults: amlodipine 5 mg once daily.", "Hypertension in adults: amlodipine 10 mg once daily."),
    ("Scabies: ivermectin 200 micrograms/kg once.", "Scabies: ivermectin 400 micrograms/kg once."),
    ("TB in children: isoniazid 10 mg/kg daily.", "TB in children: isoniazid 300 mg/kg per day."),
    (
        "Malaria in pregnancy: clindamycin 10 mg/kg twice daily.",
        "Malaria in pregnancy: clindamycin 5 mg/kg twice daily.",
    ),
    (
        "Pneumonia in children: gentamicin 7.5 mg/kg IM once a day.",
        "Pneumonia in children: gentamicin 2.5 mg/kg per dose IM twice daily.",
    ),
]

SEEMING = [
    # the same, said otherwise
    ("Pneumonia: amoxicillin 500 mg daily.", "Pneumonia: amoxicillin 0.5 g once a day."),
    ("Pneumonia: amoxicillin 20 mg/kg per dose twice daily.", "Pneumonia: amoxicillin 40 mg/kg per day."),
    ("Zinc 20 mg daily for 10-14 days in diarrhoea.", "Zinc 20 mg daily for 14 days in diarrhoea."),
    ("Leprosy: prednisolone 1-2 mg/kg daily.", "Leprosy: prednisolone 2 mg/kg per day."),
    (
        "Typhoid: ciprofloxacin 500 mg twice daily for 14 days.",
        "Typhoid: ciprofloxacin 500 mg twice daily for 2 weeks.",
    ),
    # other patients
    ("Children < 20 kg with malaria: artesunate 3 mg/kg.", "Malaria: artesunate 2.4 mg/kg."),
    ("Children 5-10 kg with malaria: quinine 5 mg/kg.", "Children 8-15 kg with malaria: quinine 10 mg/kg."),
    ("Adults with malaria: quinine 600 mg.", "Children with malaria: quinine 200 mg."),
    ("Pregnant women with malaria: quinine 300 mg daily.", "Women with malaria: quinine 600 mg daily."),
    ("Pneumonia in newborns: gentamicin 5 mg/kg daily.", "Pneumonia in children: gentamicin 7.5 mg/kg daily."),
    ("Pneumonia in infants: gentamicin 5 mg/kg daily.", "Pneumonia in children: gentamicin 7.5 mg/kg daily."),
    ("Sepsis in preterm newborns: gentamicin 3 mg/kg daily.", "Sepsis in newborns: gentamicin 5 mg/kg daily."),
    ("Pneumonia in elderly adults: amoxicillin 250 mg daily.", "Pneumonia in adults: amoxicillin 500 mg daily."),
    ("Pneumonia, outpatients: ampicillin 1 g IV daily.", "Pneumonia, in-patients: ampicillin 2 g IV daily."),
    ("Malaria: artesunate 2.4 mg/kg IV on day 1.", "Malaria: artesunate 1.2 mg/kg IV on days 2-5."),
    ("Latent TB: isoniazid 5 mg/kg daily for 9 months.", "TB treatment: isoniazid 5 mg/kg daily for 6 months."),
    ("TB: isoniazid 5 mg/kg daily.", "TB: isoniazid 10 mg/kg three times weekly."),
    # another purpose, illness, route, degree or step
    ("TB prevention: isoniazid 5 mg/kg daily.", "TB treatment: isoniazid 10 mg/kg daily."),
    ("Meningitis: ceftriaxone 2 g IV daily.", "Gonorrhoea: ceftriaxone 250 mg IV daily."),
    ("Malaria: artesunate 2.4 mg/kg IV.", "Malaria: artesunate 10 mg/kg rectally."),
    ("Severe malaria: quinine 20 mg/kg IV.", "Uncomplicated malaria: quinine 10 mg/kg IV."),
    ("Malaria: quinine loading dose 20 mg/kg IV.", "Malaria: quinine maintenance dose 10 mg/kg IV."),
    ("Eclampsia: magnesium sulfate 4 g IV, then 1 g each hour.", "Eclampsia: magnesium sulfate 5 g IV."),
    ("Multibacillary leprosy: dapsone 100 mg daily.", "Paucibacillary leprosy: dapsone 50 mg daily."),
    ("TB: rifampicin 600 mg daily in the intensive phase.", "TB: rifampicin 450 mg daily in the continuation phase."),
    ("TB with HIV: prednisolone 60 mg daily.", "TB: prednisolone 40 mg daily."),
    # not comparable
    ("Pneumonia: amoxicillin 40 mg/kg twice daily.", "Pneumonia: amoxicillin 1 g twice daily."),
    ("Pneumonia: amoxicillin 40 mg/kg.", "Pneumonia: amoxicillin 80 mg/kg per day."),
    ("Malaria: chloroquine 10 mg base/kg.", "Malaria: chloroquine 16 mg salt/kg."),
    ("Malaria: artemether-lumefantrine 20 mg twice daily.", "Malaria: artemether 80 mg twice daily."),
    ("Pneumonia: amoxicillin 2 tablets daily.", "Pneumonia: amoxicillin 4 tablets daily."),
    ("Pneumonia: amoxicillin 500 mg or 1 g daily.", "Pneumonia: amoxicillin 250 mg daily."),
    ("Fever: paracetamol up to 4 g daily.", "Fever: paracetamol 1 g daily."),
    ("A trial gave praziquantel 60 mg/kg for schistosomiasis.", "For schistosomiasis, praziquantel 40 mg/kg is given."),
    ("Give amoxicillin 500 mg daily.", "Give amoxicillin 250 mg daily."),
    ("Weeks 1-4 | Leprosy: prednisolone 40 mg daily", "Weeks 5-8 | Leprosy: prednisolone 30 mg daily"),
    ("Malaria: with doxycycline, quinine 10 mg/kg.", "Malaria: quinine 15 mg/kg."),
    ("TB: IPT 10 mg/kg with pyridoxine for 6 months.", "TB: pyridoxine 25 mg/kg for 6 months."),
]


def differ(first: str, second: str, above: tuple[str, ...] = ()) -> Difference | None:
    """Return in what two lines differ for the medicine that the second names first."""
    medicine = find_medicines(second)[0]
    regimens = [read_regimen(line, above, medicine, " | " in line) for line in (first, second)]
    return None if None in regimens else find_difference(*regimens)  # type: ignore[arg-type]


@pytest.mark.parametrize(("first", "second"), TRUE)
def test_a_conflict_is_found(first: str, second: str) -> None:
    """Either way round."""
    assert differ(first, second) is not None
    assert differ(second, first) is not None


@pytest.mark.parametrize(("first", "second"), SEEMING)
def test_what_only_seems_one(first: str, second: str) -> None:
    """Nothing is said where the lines agree, are for others, or cannot be compared."""
    assert differ(first, second) is None


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Standard treatment guidelines", True),
        ("Prevention, diagnosis and treatment of malaria", True),
        ("Field guide", True),
        ("Prevention of malaria", False),
    ],
)
def test_what_nothing_says_to_be_prevention_is_treatment(title: str, found: bool) -> None:
    """A ministry's treatment guidelines and a pocket book that does not say so give the same dose."""
    medicine = frozenset(["quinine"])
    first = read_regimen("Malaria: quinine 10 mg/kg every 8 hours.", (title,), medicine)
    second = read_regimen("Malaria: quinine 15 mg/kg every 8 hours.", ("Pocket book",), medicine)
    assert first is not None
    assert second is not None
    assert (find_difference(first, second) is not None) is found


def test_prevention_and_treatment_in_one_line_are_not_compared() -> None:
    """It is not known which of the two its dose is for."""
    mixed = "To prevent and treat malaria: quinine 10 mg/kg every 8 hours."
    assert differ(mixed, "Malaria: quinine 15 mg/kg every 8 hours.") is None


def test_what_stands_above_counts() -> None:
    """The nearest title that names an illness says what a line is for; a line's own words come first."""
    lines = ("Give zinc 20 mg daily.", "Give zinc 10 mg daily.")
    assert differ(*lines) is None
    assert differ(*lines, above=("3 Treatment", "2 Diarrhoea", "Malaria book")) == Difference(
        "dose", "dose of zinc for diarrhea: 20 mg or 10 mg", "20 mg", "10 mg"
    )
    first, second = (
        read_regimen(line, (title,), frozenset(["zinc"]))
        for line, title in zip(lines, ("1 Diarrhoea", "2 Malnutrition"), strict=True)
    )
    assert first is not None
    assert second is not None
    assert find_difference(first, second) is None


def test_a_row_whose_first_cell_says_neither_medicine_nor_illness() -> None:
    """What sets it apart from other rows is not known."""
    medicine = frozenset(["prednisolone"])
    assert read_regimen("Second line | Prednisolone: 40 mg daily", ("Leprosy",), medicine, rows=True) is None
    assert read_regimen("Prednisolone | Dose: 40 mg daily", ("Leprosy",), medicine, rows=True) is not None
