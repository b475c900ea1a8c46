"""Two doses in one line, for two kinds of patient, in many wordings: each patient's is worked out, or none."""

from itertools import product

from tests.test_calculations import work

KINDS = [
    ("adults", "children", ["an adult of 60 kg"], ["a child of 12 kg", "a 4-year-old of 15 kg"]),
    ("children", "adults", ["a child of 12 kg"], ["an adult of 60 kg"]),
    ("children under 20 kg", "larger children and adults", ["a child of 9 kg"], ["a man of 60 kg", "a child of 25 kg"]),
    ("children < 20 kg", "those of 20 kg and above", ["a child of 9 kg"], ["a man of 60 kg", "a child of 20 kg"]),
    ("patients of 20 kg or more", "patients of less than 20 kg", ["a man of 60 kg"], ["a child of 9 kg"]),
    ("newborns", "older infants and children", ["a newborn of 3 kg"], ["a child of 12 kg"]),
    ("children aged 2-11 months", "children aged 1-4 years", ["an 8-month-old of 8 kg"], ["a 3-year-old of 14 kg"]),
]
"""Each two kinds, and patients of the one and of the other."""

WORDINGS = [
    "Gentamicin 5 mg/kg in {one} and 7 mg/kg in {other}.",
    "Gentamicin 5 mg/kg for {one}; 7 mg/kg for {other}.",
    "Gentamicin: {one} 5 mg/kg, {other} 7 mg/kg.",
    "{one}: gentamicin 5 mg/kg. {other}: 7 mg/kg.",
    "Gentamicin 5 mg/kg ({one}) or 7 mg/kg ({other}).",
    "Give {one} gentamicin 5 mg/kg and {other} 7 mg/kg.",
    "Give gentamicin 5 mg/kg to {one} and 7 mg/kg to {other}.",
    "In {one}, gentamicin 5 mg/kg is given; in {other}, 7 mg/kg.",
    "The dose of gentamicin is 5 mg/kg in {one} but 7 mg/kg in {other}.",
    "The dose of gentamicin for {one} is 5 mg/kg and for {other} 7 mg/kg.",
    "Gentamicin 5 mg/kg (7 mg/kg in {other}).",
    "Gentamicin 5 mg/kg, but 7 mg/kg in {other}.",
    "Gentamicin 5 mg/kg in {one} (7 mg/kg in {other}).",
    "{one} should receive a higher dose of gentamicin (5 mg/kg) than {other} (7 mg/kg).",
    "Gentamicin 5 mg/kg IV once daily for 5 days in {one}, or 7 mg/kg IV once daily in {other}.",
    "Gentamicin | {one}: 5 mg/kg daily | {other}: 7 mg/kg daily",
    "Gentamicin 5 mg/kg if {one}, 7 mg/kg if {other}.",
]


def test_the_patient_s_own_dose_or_none() -> None:
    """Never the other's; and more often than not there is one."""
    asked = right = 0
    for (one, other, ones, others), wording in product(KINDS, WORDINGS):
        line = wording.format(one=one, other=other)
        for patients, dose in ((ones, "5 mg/kg"), (others, "7 mg/kg")):
            for patient in patients:
                doses = {each.dose for each in work(f"What dose of gentamicin for {patient}?", line)}
                assert doses <= {dose}, (patient, line)
                asked += 1
                right += bool(doses)
    assert right > asked / 2
