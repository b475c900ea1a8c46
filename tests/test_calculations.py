"""The worked line: so much for each kilogram times the patient's kilograms, or none where it is not sure."""

from collections.abc import Sequence

import pytest

from rag.checks.calculations import calculate
from rag.checks.patients import check_patient
from rag.citations import cite
from rag.types import Calculation, Request, Statement
from tests.factories import make_passage, make_request

ARTESUNATE = (
    "Children weighing < 20 kg should receive a higher dose of artesunate (3 mg/kg bw per dose) than larger children "
    "and adults (2.4 mg/kg bw per dose)."
)
UNSURE = "not a quote; check it"
IN_WHAT = "each dose or the whole day's: see the quoted line"
"""What is said where the lines do not say in what a dose is given."""


def work(question: str, *lines: str, heading: Sequence[str] = ("5 Treatment",)) -> tuple[Calculation, ...]:
    """Return the worked lines for an answer that quotes all these lines of one passage, as one statement."""
    passage = make_passage(lines, kind="list", heading=heading)
    request = make_request(question, passage)
    return calculate(request, [quote(request)])


def quote(request: Request, number: int = 0) -> Statement:
    """Return a statement that quotes one passage, checked for the patient."""
    evidence = request.evidence[number]
    made = Statement(evidence.quote, cite(evidence, (0, len(evidence.quote))), "supported", ())
    return check_patient(request, made)


def texts(question: str, *lines: str, heading: Sequence[str] = ("5 Treatment",)) -> list[str]:
    """Return the worked lines alone."""
    return [each.text for each in work(question, *lines, heading=heading)]


def test_a_worked_line_and_its_parts() -> None:
    """What is multiplied, the product, and the lines that it is from."""
    (line,) = work("What dose of artesunate for a child of 9 kg?", ARTESUNATE)
    assert line.text == f"artesunate 3 mg/kg × 9 kg = 27 mg per dose ({UNSURE})"
    assert (line.statement, line.medicine, line.dose, line.weight) == (0, "artesunate", "3 mg/kg", "9 kg")
    assert (line.result, line.capped) == ("27 mg per dose", False)
    assert (line.citation.label, line.citation.quote) == (1, ARTESUNATE)


@pytest.mark.parametrize(
    ("question", "lines", "expected"),
    [
        ("artesunate dose for an adult of 60 kg", [ARTESUNATE], "artesunate 2.4 mg/kg × 60 kg = 144 mg per dose"),
        ("artesunate dose for a newborn of 3200 g", [ARTESUNATE], "artesunate 3 mg/kg × 3.2 kg = 9.6 mg per dose"),
        (
            "isoniazid dose for a child of 7 kg",
            ["Isoniazid (H) | Daily doses: 10 mg/kg (range 7–15 mg/kg)"],
            "isoniazid 10 mg/kg (range 7–15) × 7 kg = 70 mg (range 49–105 mg) per day",
        ),
        (
            "furosemide dose for a child of 10 kg",
            ["Furosemide 40-80 mg IM or IV. Child: 0.5-1.5 mg/kg every 8-12 hours"],
            "furosemide 0.5–1.5 mg/kg × 10 kg = 5–15 mg per dose",
        ),
        (
            "digoxin dose for a child of 15 kg",
            ["Digoxin 125-250 micrograms/daily Child: 15 micrograms/kg daily"],
            "digoxin 15 micrograms/kg × 15 kg = 225 micrograms per day",
        ),
        (
            "paracetamol dose for a child of 3.333 kg",
            ["Give paracetamol 15 mg/kg."],
            "paracetamol 15 mg/kg × 3.333 kg = about 50 mg",
        ),
        (
            "gentamicin dose for a child of 3.333 kg",
            ["Give gentamicin 5-7.5 mg/kg once a day."],
            "gentamicin 5–7.5 mg/kg × 3.333 kg = about 16.67–24.99 mg per day",
        ),
        (
            "benzylpenicillin dose for a child of 12.5 kg",
            ["Give benzylpenicillin 50 000 IU/kg per dose."],
            "benzylpenicillin 50,000 IU/kg × 12.5 kg = 625,000 IU per dose",
        ),
        (
            "paracetamol dose for a child of 10 kg",
            ["Give paracetamol 15 mg/kg per dose as syrup.", "The syrup holds 120 mg/5 ml."],
            "paracetamol 15 mg/kg × 10 kg = 150 mg per dose, or 6.25 ml at 120 mg/5 ml",
        ),
        (
            "artesunate dose for a baby of 4 kg",
            ["Under 5 kg | Artesunate: 3 mg/kg | Into a vein: 0.3 ml/kg"],
            "artesunate 3 mg/kg × 4 kg = 12 mg",
        ),
    ],
)
def test_worked_lines(question: str, lines: list[str], expected: str) -> None:
    """By band and age group, with ranges, rounding within the range, and millilitres where the strength is stated."""
    in_what = "" if " per d" in expected else f"{IN_WHAT}; "
    assert texts(question, *lines) == [f"{expected} ({in_what}{UNSURE})"]


@pytest.mark.parametrize(
    ("given", "result"),
    [
        ("100,000-150,000 IU/kg every 6 hours", "1,200,000–1,800,000 IU per dose"),
        ("10 mg/kg single dose", "120 mg per dose"),
        ("10 mg/kg as a single dose", "120 mg per dose"),
        ("1 mg/kg IV every 8 hours for 2 weeks", "12 mg per dose"),
        ("2 mg/kg 8 hourly", "24 mg per dose"),
        ("50 mg/kg daily every 8 hours", "600 mg"),
        ("1 mg/kg oral or IV daily or every 12 hours", "12 mg"),
        ("50 mg/kg every 24 hours", "600 mg per dose"),
        ("5 mg/kg per week", "60 mg per week"),
        ("0.3 mg/kg/week", "3.6 mg per week"),
        ("5 mg/kg once weekly", "60 mg per week"),
        ("10 mg/kg once a month", "120 mg per month"),
    ],
)
def test_the_result_says_in_what_the_dose_is_given(given: str, result: str) -> None:
    """An interval right behind an amount is of each dose; "daily every 8 hours" leaves it open."""
    (line,) = work("What dose of benzylpenicillin for a child of 12 kg?", f"Give benzylpenicillin {given}.")
    assert line.result == result
    assert (IN_WHAT in line.text) is (" per " not in result)


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ("15 mg/kg (max 500 mg)", "15 mg/kg × 50 kg = 500 mg (capped at the stated maximum of 500 mg"),
        ("15mg/kg body wt.-(max.600mg)", "15 mg/kg × 50 kg = 600 mg (capped at the stated maximum of 600 mg"),
        ("15 mg/kg (maximum 1 g)", "15 mg/kg × 50 kg = 750 mg (the line states a maximum of 1 g"),
        ("30 mg/kg (maximum 1 g)", "30 mg/kg × 50 kg = 1,000 mg (capped at the stated maximum of 1,000 mg"),
        (
            "1-2 mg/kg (not more than 60 mg/day)",
            "1–2 mg/kg × 50 kg = 50–60 mg (capped at the stated maximum of 60 mg",
        ),
        (
            "50 mg/kg/day (max 500 mg per dose)",
            "50 mg/kg × 50 kg = 2,500 mg per day (the line states a maximum of 500 mg per dose",
        ),
        ("15 mg/kg (≤ 500 mg)", "15 mg/kg × 50 kg = 500 mg (capped at the stated maximum of 500 mg"),
        ("15 mg/kg (limit 500 mg)", "15 mg/kg × 50 kg = 500 mg (capped at the stated maximum of 500 mg"),
        (
            "15 mg/kg/day up to a maximum of 200 mg twice a day",
            "15 mg/kg × 50 kg = 750 mg per day (the line states a maximum of 200 mg twice a day",
        ),
        (
            "10 mg/kg every 12 hours, max 2 g/day",
            "10 mg/kg × 50 kg = 500 mg per dose (the line states a maximum of 2 g/day",
        ),
        (
            "15 mg/kg every 4-6 hours, max 3 g/day",
            "15 mg/kg × 50 kg = 750 mg per dose (the line states a maximum of 3 g/day",
        ),
        ("15 –  20 mg/kg", "15–20 mg/kg × 50 kg = 750–1,000 mg ("),
        ("10 mg/kg (max 6 mg/kg daily)", "10 mg/kg × 50 kg = 500 mg (the line states a maximum of 6 mg/kg daily"),
    ],
)
def test_a_highest_dose_bounds_the_product(dose: str, expected: str) -> None:
    """Where it is in the same, and it is told in any case."""
    (line,) = work("What dose of paracetamol for an adult of 50 kg?", f"Give paracetamol {dose}.")
    in_what = "" if " per d" in expected.split("(")[0] else f"; {IN_WHAT}"
    assert line.text == f"paracetamol {expected}{in_what}; {UNSURE})".replace("(; ", "(")
    assert line.capped is ("capped" in expected)


@pytest.mark.parametrize(
    ("patient", "line", "given"),
    [
        ("child of 10 kg", "Gentamicin 5 mg/kg daily in adults, 7.5 mg/kg daily in children.", "7.5 mg/kg"),
        ("man of 60 kg", "Gentamicin 5 mg/kg daily in adults, 7.5 mg/kg daily in children.", "5 mg/kg"),
        (
            "child of 9 kg",
            "Gentamicin 5 mg/kg for children over 20 kg and adults, 7 mg/kg for children < 20 kg.",
            "7 mg/kg",
        ),
        (
            "child of 25 kg",
            "Gentamicin 5 mg/kg for children over 20 kg and adults, 7 mg/kg for children < 20 kg.",
            "5 mg/kg",
        ),
        ("child of 9 kg", "Gentamicin: 7 mg/kg (children below 20 kg), 5 mg/kg (adults)", "7 mg/kg"),
        ("child of 10 kg", "Gentamicin 240 mg daily in adults, 7.5 mg/kg daily in children.", "7.5 mg/kg"),
        ("man of 60 kg", "Gentamicin 5 mg/kg; in children 7.5 mg/kg.", "5 mg/kg"),
        ("man of 60 kg", "Gentamicin 5 mg/kg and in children 7.5 mg/kg.", "5 mg/kg"),
        ("man of 60 kg", "Gentamicin 5 mg/kg to adults. Children: 7.5 mg/kg.", "5 mg/kg"),
        ("child of 10 kg", "Gentamicin 5 mg/kg, for children: 7.5 mg/kg.", None),
        ("child of 25 kg", "Gentamicin 5 mg/kg (7.5 mg/kg in larger children and adults).", None),
        ("man of 60 kg", "Gentamicin 5 mg/kg daily for children.", None),
        ("man of 60 kg", "Gentamicin 5 mg/kg daily in newborns.", None),
        ("child of 10 kg", "Gentamicin 5 mg/kg daily in newborns.", None),
        ("child of 10 kg", "Neonates: gentamicin 5 mg/kg daily.", None),
        ("child of 10 kg", "Gentamicin 5 mg/kg daily in newborns and infants.", "5 mg/kg"),
        ("newborn of 3 kg", "Gentamicin 5 mg/kg daily in newborns.", "5 mg/kg"),
        ("man of 60 kg", "Gentamicin 5 mg/kg daily in pregnancy.", None),
        ("child of 9 kg", "Gentamicin 5 mg/kg once a day (if 20 kg or more).", None),
        ("man of 60 kg", "Adults: gentamicin 5 mg/kg. Children: gentamicin, vials of 80 mg, 7.5 mg/kg.", "5 mg/kg"),
        ("man of 60 kg", "For children under 10 years: dapsone 2 mg/kg daily; gentamicin 5 mg/kg daily.", None),
    ],
)
def test_for_whom_a_dose_is_may_stand_behind_it(patient: str, line: str, given: str | None) -> None:
    """What stands behind one dose is not of the next, and what stands before the first holds for the others."""
    found = [each.dose for each in work(f"What dose of gentamicin for a {patient}?", line)]
    assert found == ([] if given is None else [given])


@pytest.mark.parametrize(
    "dose",
    [
        "15 mg/kg every 12 hours (maximum 1 g/day)",
        "15 mg/kg every 4-6 hours (maximum 2 g/day)",
        "15 mg/kg three times daily (maximum 1.2 g daily)",
        "15 mg/kg (maximum 500 mg; 1 g in severe pain)",
        "15 mg/kg (maximum 1.000 mg)",
        "15 mg/kg every 8 hours, maximum 2 g in 24 hours",
        "15 mg/kg every 8 hours, total daily dose not above 2 g",
        "15 mg/kg every 4 hours, maximum 60 mg/kg/day",
        "15 mg/kg every 12 hours. The maximum is 1 g a day",
        ".5 mg/kg",
        "0·5 mg/kg",
        "1.000 mg/kg",
        "15 mg/kg of ideal body weight",
        "≥ 15 mg/kg",
        "at doses above 15 mg/kg for severe pain",
    ],
)
def test_no_worked_line_where_it_might_be_too_much(dose: str) -> None:
    """Nor where a bound, a number or a weight may mean two things."""
    assert texts("What dose of paracetamol for an adult of 50 kg?", f"Give paracetamol {dose}.") == []


def test_what_is_not_to_be_given_is_not_worked_out() -> None:
    """In its own sentence."""
    question = "What dose of paracetamol for an adult of 50 kg?"
    assert texts(question, "Do not give paracetamol 15 mg/kg.") == []
    assert texts(question, "Paracetamol 15 mg/kg should not be given.") == []
    assert texts(question, "Paracetamol 15 mg/kg is too little.") == []
    assert len(texts(question, "Give paracetamol 15 mg/kg; aspirin is too little.")) == 1
    assert len(texts(question, "Aspirin is not given. Give paracetamol 15 mg/kg.")) == 1


def test_another_medicine_s_highest_dose_bounds_nothing() -> None:
    """It stands behind another dose, or in a sentence of its own."""
    line = "Give paracetamol 15 mg/kg; ibuprofen 10 mg/kg (max 400 mg)."
    assert texts("What dose of paracetamol for an adult of 50 kg?", line) == [
        f"paracetamol 15 mg/kg × 50 kg = 750 mg (the line states a maximum of 400 mg; {IN_WHAT}; {UNSURE})"
    ]
    lines = "Give paracetamol 15 mg/kg.", "Ibuprofen must not exceed 400 mg."
    assert len(texts("What dose of paracetamol for an adult of 50 kg?", *lines)) == 1


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("artesunate dose for a child", ARTESUNATE),
        ("artesunate dose for a child of 20 lb", ARTESUNATE),
        ("artesunate dose for a child of 9-10 kg", ARTESUNATE),
        ("artesunate dose for children of 9 kg and 12 kg", ARTESUNATE),
        ("quinine dose for a child of 9 kg", ARTESUNATE),
        ("dose of artesunate-amodiaquine for a child of 9 kg", "Artesunate-amodiaquine 4 mg/kg a day."),
        ("artesunate dose for a child of 9 kg", "Artesunate-amodiaquine 4 mg/kg a day."),
        ("artesunate dose for a child of 9 kg", "Give artesunate 30 mg."),
        ("artesunate dose for a child of 9 kg", "Weight: 9 to 10 kg | Artesunate: 30 mg"),
        ("artesunate dose for a child of 9 kg", "Give artesunate 30 mg (3 mg/kg)."),
        ("artemether dose for a child of 9 kg", "Artemether 3.2 mg/kg first, and 1.6 mg/kg a day thereafter."),
        ("artesunate dose for a child of 9 kg", "Children > 20 kg: artesunate 2.4 mg/kg."),
        ("ceftriaxone dose for a man of 60 kg", "Ceftriaxone 2 g a day. Child: 100 mg/kg daily"),
        ("ceftriaxone dose for a patient of 60 kg", "Children: ceftriaxone 100 mg/kg daily"),
        ("ceftriaxone dose for a child of 12 kg", "Adults: ceftriaxone 30 mg/kg daily"),
        ("primaquine dose for a man of 60 kg", "The previously recommended dose of primaquine was 0.75 mg/kg."),
        ("primaquine dose for a man of 60 kg", "In a trial, primaquine 0.5 mg/kg was given."),
        ("quinine dose for a man of 60 kg", "If there is no improvement, quinine 10 mg/kg every 12 h."),
        ("artesunate IV dose for a child of 9 kg", "Artesunate 10 mg/kg rectally."),
        ("artesunate IV dose for a child of 9 kg", "Artesunate 2.4 mg/kg IM."),
        ("rectal artesunate for a child of 9 kg", "Children < 6 years: rectal artesunate 10 mg/kg."),
        ("primaquine dose for a pregnant woman of 60 kg", "Primaquine 0.25 mg/kg, except in pregnancy."),
        ("gentamicin dose for a man of 60 kg", "Pregnant women: gentamicin 5 mg/kg daily."),
        ("gentamicin dose for a man of 60 kg", "Gentamicin 5 mg/kg daily in renal failure."),
        ("artemether dose for a man of 60 kg", "5 mg/kg of artemether and 29 mg/kg of lumefantrine"),
        ("paracetamol dose for a man of 60 kg", "Paracetamol 15 mg/kg (max 4 doses a day)."),
    ],
)
def test_no_worked_line(question: str, line: str) -> None:
    """Where the weight is not one, or the dose not exactly one of this medicine for this patient as asked."""
    assert texts(question, line) == []


def test_a_highest_dose_in_million_units() -> None:
    """Bounds one in units."""
    line = "Give benzylpenicillin 50 000 IU/kg per dose (max 4 MU per dose)."
    assert texts("benzylpenicillin dose for a man of 90 kg", line) == [
        "benzylpenicillin 50,000 IU/kg × 90 kg = 4,000,000 IU per dose "
        f"(capped at the stated maximum of 4,000,000 IU; {UNSURE})"
    ]


def test_a_dose_in_two_statements() -> None:
    """Each has its line; a doubt about one of them takes both."""
    request = make_request(
        "What dose of rifampicin for a child of 25 kg?",
        ["Give rifampicin 10 mg/kg once a month."],
        ["Rifampicin 10 mg/kg once a month."],
    )
    both = [quote(request, 0), quote(request, 1)]
    assert [line.statement for line in calculate(request, both)] == [0, 1]
    doubtful = make_request(
        "What dose of rifampicin for a child of 25 kg?",
        ["Give rifampicin 10 mg/kg once a month."],
        ["Children 10–14 years: rifampicin 450 mg once a month."],
    )
    assert calculate(doubtful, [quote(doubtful, 0), quote(doubtful, 1)]) == ()


def test_what_holds_for_others_than_the_chapter_says() -> None:
    """A dose below titles on drug resistance is none for who does not ask of it, and evidence gives no dose."""
    line = "Give isoniazid 5 mg/kg daily."
    question = "What dose of isoniazid for a man of 60 kg?"
    assert len(texts(question, line)) == 1
    assert texts(question, line, heading=("2 MDR-TB", "2.6 Regimens")) == []
    assert texts(question, line, heading=("Annexes", "PICO question")) == []


def test_a_model_s_words_are_not_multiplied() -> None:
    """The line is from what is cited, and there is none for a statement without support."""
    request = make_request("What dose of artesunate for a child of 9 kg?", ["Give artesunate 3 mg/kg per dose."])
    cited = cite(request.evidence[0], (0, len(request.evidence[0].quote)))
    said = Statement("Artesunate 4 mg/kg is given.", cited, "supported", ())
    assert [line.text for line in calculate(request, [said])] == [
        f"artesunate 3 mg/kg × 9 kg = 27 mg per dose ({UNSURE})"
    ]
    assert calculate(request, [Statement(said.text, cited, "unsupported", ())]) == ()
