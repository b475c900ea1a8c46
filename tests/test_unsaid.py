"""What a question lacks to choose among lines: severity and pregnancy, beside weight and age."""

import pytest

from rag.answerers.quote import QuoteAnswerer
from rag.checks.missing import order_facts
from rag.checks.patients import check_patient, find_missing
from rag.checks.unsaid import find_levels, find_unsaid
from rag.citations import cite
from rag.types import Request, Statement
from tests.conftest import WordEmbedder
from tests.factories import make_passage, make_request

DEHYDRATION = ["Some dehydration | ORS: 75 ml/kg in 4 hours", "Severe dehydration | Ringer's lactate: 100 ml/kg in all"]
CROUP = ["• mild croup: dexamethasone 0.15 mg/kg once", "• severe croup: dexamethasone 0.6 mg/kg once"]
IRON = ["Pregnant women | Iron: 60 mg daily", "Other adults | Iron: 120 mg daily"]


@pytest.mark.parametrize(
    ("question", "lines", "unsaid"),
    [
        ("How much dexamethasone for croup?", CROUP, {"severity"}),
        ("How much dexamethasone for severe croup?", CROUP, set()),
        ("How much fluid for a child with dehydration?", DEHYDRATION, {"severity"}),
        ("How much iron?", IRON, {"pregnancy"}),
        ("How much iron for a woman?", IRON, {"pregnancy"}),
        ("How much iron for a pregnant woman?", IRON, set()),
        ("How much iron for a man?", IRON, set()),
        ("How much iron for a 70-year-old woman?", IRON, set()),
        ("How much iron for a 30-year-old woman?", IRON, {"pregnancy"}),
        ("How much iron for a child of 9 kg?", IRON, set()),
        ("How much iron for a non-pregnant woman?", IRON, set()),
        (
            "How much ceftriaxone?",
            ["• ceftriaxone 1 g", "• alternative (e.g. in pregnancy): ceftriaxone 250 mg"],
            set(),
        ),
        ("How much zinc?", ["Mild pain | Zinc: none", "Severe pain | Zinc: 20 mg"], set()),
    ],
)
def test_what_is_not_said(question: str, lines: list[str], unsaid: set[str]) -> None:
    """Two lines that begin with different degrees, or one with pregnancy and one without, both with an amount."""
    assert find_unsaid(question, lines[0], lines) == unsaid


def test_degrees() -> None:
    """Of an illness, and not of evidence; severe acute malnutrition is the illness itself."""
    assert find_levels("uncomplicated malaria") == {"mild"}
    assert find_levels("complicated malaria") == {"severe"}
    assert find_levels("non-severe pneumonia") == {"mild"}
    assert find_levels("severe acute malnutrition") == set()
    assert find_levels("strong recommendation, moderate certainty") == set()


def state(request: Request, line: str) -> Statement:
    """Return a statement that quotes one line of the first passage."""
    evidence = request.evidence[0]
    start = evidence.quote.index(line)
    return Statement(line, cite(evidence, (start, start + len(line))), "supported", ())


def test_the_reader_is_told() -> None:
    """As a problem of the statement, and as what the answer lacks."""
    request = make_request("How much dexamethasone for croup?", ["Croup:", *CROUP])
    statement = state(request, CROUP[1])
    assert check_patient(request, statement).problems == (
        "how severe the illness is is not given, and these lines differ by it",
    )
    assert find_missing(request, statement) == {"severity"}
    told = make_request("How much dexamethasone for mild croup?", ["Croup:", *CROUP])
    assert find_missing(told, state(told, CROUP[0])) == set()
    iron = make_request("How much iron?", make_passage(["Iron by mouth", *IRON], kind="table"))
    assert "whether the patient is pregnant or breastfeeding is not given, and these lines differ by it" in (
        check_patient(iron, state(iron, IRON[0])).problems
    )


def test_another_medicine_s_lines_do_not_count() -> None:
    """What is asked of one medicine does not depend on who gets another."""
    lines = ["Adults | Iron: 120 mg daily", "Pregnant women | Folic acid: 400 micrograms daily"]
    request = make_request("How much iron?", make_passage(["Iron and folic acid", *lines], kind="table"))
    assert find_missing(request, state(request, lines[0])) == set()


def test_facts_in_order() -> None:
    """Each once, as they are told."""
    assert order_facts([frozenset(["severity", "age"]), frozenset(["weight", "age"])]) == ("weight", "age", "severity")


def test_all_rows_are_quoted() -> None:
    """None is picked where the question does not say how severe the illness is."""
    embedder = WordEmbedder()
    request = make_request("How much dexamethasone for croup?", ["Dexamethasone is given for croup:", *CROUP])
    (statements,) = QuoteAnswerer(embedder).answer([request])
    quoted = "\n".join(statement.text for statement in statements)
    assert all(line in quoted for line in CROUP)
