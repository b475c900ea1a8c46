"""A patient whom a dose table leaves out at one of its ends."""

import pytest

from rag.checks.patients import check_patient
from rag.checks.table_ends import check_table_ends
from rag.citations import cite
from rag.types import Request, Statement
from tests.factories import make_request

LEAD = "Artesunate is given twice a day for 3 days."
ROWS = (
    "Body weight: 5 to < 15 kg | Dose: 20 mg",
    "Body weight: 15 to < 25 kg | Dose: 40 mg",
)
AGES = ("Age: 6 to 11 months | Dose: 20 mg", "Age: 1 to < 5 years | Dose: 40 mg")


def ask(question: str, *passages: tuple[str, ...]) -> tuple[Request, Statement]:
    """Return a request whose evidence is these passages, and a statement that quotes the first line of the first."""
    request = make_request(question, *map(list, passages))
    return request, Statement(LEAD, cite(request.evidence[0], (0, len(LEAD))), "supported", ())


@pytest.mark.parametrize(
    ("patient", "rows", "told"),
    [
        ("an infant of 4.5 kg", ROWS, "weight: it begins at 5 kg"),
        ("a child of 25 kg", ROWS, "weight: it ends at 25 kg"),
        ("an adult of 70 kg", ROWS, "weight: it ends at 25 kg"),
        ("a 3-month-old", AGES, "age: it begins at 6 months"),
        ("a 7-year-old", AGES, "age: it ends at 5 years"),
        ("a child of 5 kg", ROWS, None),
        ("a child of 24.9 kg", ROWS, None),
        ("a child", ROWS, None),
        ("a child of 4 kg", ROWS[:1], None),
    ],
)
def test_below_the_first_row_and_above_the_last(patient: str, rows: tuple[str, ...], told: str | None) -> None:
    """It is told where the table begins or ends; one row alone is no table of weights."""
    request, statement = ask(f"What dose of artesunate for {patient}?", (LEAD, *rows))
    problems = [f"no row of this table is for the patient's {told}"] if told else []
    assert list(check_table_ends(request, statement)) == problems
    assert set(problems) <= set(check_patient(request, statement).problems)


def test_a_table_that_goes_on_elsewhere() -> None:
    """Its row for the patient may be in another passage, and another medicine's rows are not its."""
    question = "What dose of artesunate for a child of 30 kg?"
    further, other = "Body weight: 25 to < 35 kg | Dose: 60 mg", "Body weight: 25 to < 35 kg | Quinine: 300 mg"
    assert list(check_table_ends(*ask(question, (LEAD, *ROWS), (further,)))) == []
    assert list(check_table_ends(*ask(question, (LEAD, *ROWS), (other,)))) == [
        "no row of this table is for the patient's weight: it ends at 25 kg"
    ]


def test_a_row_in_words_may_be_for_the_patient() -> None:
    """Adults have one, and the table has no end for them; a child who is too small is told."""
    rows = (LEAD, *AGES, "Age: Adults | Dose: 80 mg")
    assert list(check_table_ends(*ask("What dose of artesunate for a man of 30 years?", rows))) == []
    assert list(check_table_ends(*ask("What dose of artesunate for a 3-month-old?", rows))) == [
        "no row of this table is for the patient's age: it begins at 6 months"
    ]


def test_a_line_that_gives_no_schedule() -> None:
    """Nobody takes it for a dose."""
    request, _ = ask("What dose of artesunate for an infant of 4 kg?", (LEAD, *ROWS))
    statement = Statement("Artesunate is safe.", cite(request.evidence[0], (0, len(LEAD))), "supported", ())
    assert list(check_table_ends(request, statement)) == []
