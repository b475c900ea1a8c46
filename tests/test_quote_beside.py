"""What is quoted with a line: its table's caption and other rows, what announces it, what it goes on from."""

import pytest

from rag.answerers.pieces import cut_pieces, words_of
from rag.checks.patients import check_patient
from tests.factories import make_passage, make_request
from tests.test_quote import answer


def test_a_row_brings_its_table() -> None:
    """A cell means nothing without its header; prose beside the table is left out."""
    passage = make_passage(
        [
            "Weigh every child before the first dose is drawn up and write the weight on the chart.",
            "Weight Artesunate dose",
            "5 to 8 kg 20 mg",
            "9 to 10 kg 30 mg",
            "11 to 13 kg 40 mg",
            "Draw up each dose only when it is given, and throw away what is left in the vial.",
        ],
        kind="table",
    )
    (statement,) = answer(make_request("artesunate dose 9 to 10 kg", passage))
    assert statement.text.splitlines() == [
        "Weight Artesunate dose",
        "5 to 8 kg 20 mg",
        "9 to 10 kg 30 mg",
        "11 to 13 kg 40 mg",
    ]
    assert [len(citation.boxes) for citation in statement.citations] == [4]


ITEMS = [
    "Every child has, once a day:",
    "• under six months half a tablet of zinc in breast milk",
    "• from six months one whole tablet of zinc in clean water",
    "Go on when diarrhoea has stopped.",
]


def test_an_item_brings_the_line_that_announces_it() -> None:
    """Right above it, and also further up: they are one quote, for neither says enough alone."""
    first = answer(make_request("under six months: half a tablet", ITEMS))
    assert first[0].text.splitlines()[:2] == ITEMS[:2]
    second = answer(
        make_request("from six months: one whole tablet", [*ITEMS[:1], "• older children none", *ITEMS[2:]])
    )
    assert [statement.text for statement in second] == [f"{ITEMS[0]}\n{ITEMS[2]}"]
    assert [len(citation.boxes) for citation in second[0].citations] == [2]


def test_an_item_is_quoted_whole() -> None:
    """Of two sentences in one item neither says enough."""
    item = "• In case of dental surgery in patients at risk. Give amoxicillin 2 g once."
    (statement,) = answer(make_request("amoxicillin dose before dental surgery?", [item, "• Keep teeth clean."]))
    assert statement.text == item


def test_rows_bring_the_line_that_announces_them() -> None:
    """It says for whom they are."""
    lines = ["The regimen for adults is:", "Rifampicin: 600 mg once a month", "Dapsone: 100 mg daily"]
    (statement,) = answer(make_request("dapsone dose for an adult?", ["Regimens follow.", *lines]))
    assert statement.text.splitlines() == lines


def test_a_sentence_that_points_back_brings_the_one_before() -> None:
    """ "This" says nothing by itself."""
    lines = ["Give zinc for ten days.", "This holds whether diarrhoea has stopped or not."]
    statements = answer(make_request("zinc: whether diarrhoea has stopped or not", lines))
    assert statements[0].text.splitlines() == lines


def test_the_row_for_children_goes_with_the_row_before() -> None:
    """It does not name the medicine, and the row before is not theirs."""
    rows = ["Give morphine 5 mg into a muscle | LOC: H", "Child: 0.1 mg/kg slowly | LOC: H", "Rest in bed | LOC: H"]
    (statement,) = answer(make_request("morphine dose for a child?", make_passage(rows, kind="table")))
    assert statement.text.splitlines() == rows[:2]


def test_an_announcement_brings_its_items() -> None:
    """A line that ends with a colon says nothing without what follows it."""
    statements = answer(make_request("What does every child have once a day?", ITEMS))
    assert statements[0].text.splitlines()[:3] == ITEMS[:3]


TABLE = [
    "Table 1: zinc in acute diarrhoea",
    "Age | Dose",
    "Age: 2 to 5 months | Dose: 10 mg",
    "Age: 1 year | Dose: 20 mg",
]


def test_a_row_brings_the_caption_of_its_table() -> None:
    """It reads on its own, and the caption's line is cited with it; the rows between are not quoted."""
    (statement,) = answer(make_request("zinc dose for a child aged 1 year?", make_passage(TABLE, kind="table")))
    assert statement.text.splitlines() == [TABLE[0], TABLE[3]]
    (citation,) = statement.citations
    assert citation.quote == statement.text
    assert len(citation.boxes) == 2


def test_how_strong_a_recommendation_is_goes_with_it() -> None:
    """It is a line by itself below."""
    lines = ["WHO recommends zinc in diarrhoea of all kinds.", "Strong recommendation, moderate certainty"]
    statements = answer(make_request("WHO recommends zinc in diarrhoea?", make_passage(lines, kind="list")))
    assert statements[0].text.splitlines() == lines


AL = [
    "Artemether-lumefantrine, twice a day for 3 days, by weight",
    "Weight (kg): 5 to < 15 | Dose of artemether-lumefantrine: 20 + 120 mg",
    "Weight (kg): 15 to < 25 | Dose of artemether-lumefantrine: 40 + 240 mg",
    "Weight (kg): 25 to < 35 | Dose of artemether-lumefantrine: 60 + 360 mg",
]


MORE_AL = [AL[0], "Weight (kg): ≥ 35 | Dose of artemether-lumefantrine: 80 + 480 mg"]


@pytest.mark.parametrize(
    "question", ["artemether-lumefantrine dose for a 4-year-old?", "artemether-lumefantrine dose?"]
)
def test_a_table_whose_row_is_not_known_is_quoted_whole(question: str) -> None:
    """Where no weight is given, one row would be another patient's dose: all are there, of its next passage too."""
    request = make_request(question, make_passage(AL, kind="table"), make_passage(MORE_AL, place=1, kind="table"))
    statements = [check_patient(request, each) for each in answer(request)]
    assert sorted(line for each in statements for line in each.text.splitlines()) == sorted([*AL, *MORE_AL])
    told = "the patient's weight is not given: these lines are for different weights, and the page may have more"
    assert all(told in each.problems for each in statements if len(each.text.splitlines()) > 2)


def test_only_the_row_of_a_known_weight() -> None:
    """No other is needed then."""
    request = make_request("artemether-lumefantrine dose for 18 kg?", make_passage(AL, kind="table"))
    (statement,) = answer(request)
    assert statement.text.splitlines() == [AL[0], AL[2]]


FIXED = [
    "Fixed-dose combinations for children, by weight",
    "Weight: 4-7 kg | Artesunate-amodiaquine, intensive phase: 1 | Later: 1",
    "Weight: 8-11 kg | Artesunate-amodiaquine, intensive phase: 2 | Later: 2",
]


@pytest.mark.parametrize(("table", "row"), [(FIXED, 2), (AL, 1)])
def test_tablets_are_asked_for(table: list[str], row: int) -> None:
    """Small numbers alone are tablets, though the table does not say so; a dose in mg can be counted in tablets."""
    medicine = "artesunate-amodiaquine" if table is FIXED else "artemether-lumefantrine"
    asked = f"How many tablets of {medicine} for a child of 9 kg?"
    (statement,) = answer(make_request(asked, make_passage(table, kind="table")))
    assert statement.text.splitlines() == [table[0], table[row]]
    without = make_request(f"How many tablets of {medicine} for a child 70 cm tall?", "Give 20 mg of " + medicine)
    assert answer(without) == ()


def test_a_row_that_goes_on_from_another_brings_it() -> None:
    """Its first cell says what both are for; a dose of the treatment is none for contacts."""
    rows = [
        "TREATMENT | LOC",
        "Meningococcus | • Ceftriaxone 2 g IV every 12 hours",
        "Prophylaxis of contacts of meningitis patients: | • Ciprofloxacin 500 mg once | LOC: H",
        "• Alternative: ceftriaxone 250 mg IM once | LOC: H",
    ]
    passage = make_passage(rows, heading=("Meningitis",), kind="table")
    (statement,) = answer(make_request("Ceftriaxone dose for contacts of meningitis patients?", passage))
    assert statement.text.splitlines() == rows[2:]


def test_how_strong_the_next_recommendation_is_says_nothing_of_this() -> None:
    """Such a line stands above its recommendation, and may end the passage before."""
    lines = ["Press the buttocks together for 10 minutes.", "Strong recommendation against , low certainty evidence"]
    request = make_request("How long to press the buttocks together?", lines)
    assert [words_of(piece, request.evidence[0]) for piece in cut_pieces(0, request.evidence[0])] == lines[:1]
    (statement,) = answer(request)
    assert statement.text == lines[0]
    below = [lines[0], "(Strong recommendation, low certainty evidence)"]
    (statement,) = answer(make_request("How long to press the buttocks together?", below))
    assert statement.text == "\n".join(below)


def test_a_sentence_between_two_quotes_is_quoted_too() -> None:
    """A gap of one sentence would hide what they are about."""
    lines = [
        "A mother with tuberculosis breastfeeds her baby and the baby stays with the mother.",
        "Isolation wards differ.",
        "A baby of a mother with tuberculosis who breastfeeds her is watched.",
    ]
    request = make_request("Does a mother with tuberculosis breastfeed her baby?", make_passage(lines))
    assert [statement.text for statement in answer(request)] == [" ".join(lines)]
