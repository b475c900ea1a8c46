"""A word where the lines say its contrary is seen, and other words for the same are not taken for one."""

import pytest

from rag.checks.contraries import find_contraries
from rag.checks.past import check_past
from rag.checks.support import check_statement


def contraries(statement: str, line: str, around: str = "") -> list[tuple[str, str]]:
    """Return the words of a statement that have contraries in the line, with those, as they are written."""
    return [(pole.written, contrary.written) for pole, contrary in find_contraries(statement, line, around)]


@pytest.mark.parametrize(
    ("statement", "line", "found"),
    [
        ("Give it in the first trimester.", "Give it after the first trimester.", [("first", "after the first")]),
        ("It is for the third trimester.", "It is for the 2nd trimester.", [("third", "2nd")]),
        ("In the last 3 months of pregnancy.", "In the first trimester.", [("last 3 months of pregnancy", "first")]),
        ("Take it after meals.", "Take it before meals.", [("after", "before")]),
        (
            "Adults with severe malaria.",
            "Children with uncomplicated malaria.",
            [("Adults", "Children"), ("severe", "uncomplicated")],
        ),
        ("A tablet every evening.", "A tablet every morning.", [("evening", "morning")]),
        ("The left upper arm.", "The right upper arm.", [("left", "right")]),
        (
            "In high-transmission areas.",
            "In areas of low transmission; in low transmission settings.",
            [("high", "low")],
        ),
        ("It increases the risk.", "It reduces the risk.", [("increases", "reduces")]),
        ("Dextrose for hyperglycaemia.", "Dextrose for hypoglycaemia.", [("hyperglycaemia", "hypoglycaemia")]),
        ("Men who have sex with women.", "Men who have sex with men.", [("women", "Men")]),
    ],
)
def test_a_contrary_is_seen(statement: str, line: str, found: list[tuple[str, str]]) -> None:
    """Of time, group, severity and side; a word counts as often as it is said."""
    assert contraries(statement, line) == found


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("It is for the second and third trimesters.", "Give it after the first trimester."),
        ("It is for the third trimester.", "Give it in the second or third trimester."),
        ("In the first three months of pregnancy.", "In the first trimester."),
        ("Give it after meals, in small portions.", "Give it before sleep, following meals."),
        ("High doses are given.", "They are given where transmission is low."),
        ("Babies and children get half.", "Infants and children get half."),
        ("Adults get more than children.", "Children get less than adults."),
        ("Mild cases stay at home.", "Cases that are not severe stay at home."),
        ("No severe case stays at home.", "Mild cases stay at home."),
        ("Weigh the patient after treatment has begun.", "Weigh the patient during treatment."),
        ("It raises survival.", "It reduces deaths."),
        ("Adults are not given it.", "Not for adults: it is for children."),
    ],
)
def test_other_words_for_the_same(statement: str, line: str) -> None:
    """What is said of something else, denied, or named in the line as well is no contrary."""
    assert contraries(statement, line) == []


def test_what_stands_above_a_row_counts_too() -> None:
    """The caption may say for whom a table is."""
    assert contraries("Adults: 5 mg.", "Child dose: 2 mg; 5 mg") == [("Adults", "Child")]
    assert contraries("Adults: 5 mg.", "Child dose: 2 mg; 5 mg", "Doses of adults and children") == []


def test_a_statement_with_a_contrary_is_not_backed() -> None:
    """The problem names both words."""
    line = "Give primaquine to adults with latent infection."
    assert check_statement("Give primaquine to adults with active infection.", [line]) == (
        "unsupported",
        ("“active” in the answer, “latent” in the cited sentence",),
    )


def test_trimesters_are_no_counts_and_lists_of_ordinals_are_read() -> None:
    """ "Day 2 and day 3" are "the second and third days"."""
    later = "Artemether may be used in the second and third trimesters."
    assert check_statement("Artemether may be used after the first trimester.", [later]) == ("supported", ())
    assert check_statement("Artemether may be used in the third trimester.", [later]) == ("supported", ())
    days = "Give chloroquine on day 2 and day 3."
    assert check_statement("Chloroquine is given on the second and third days.", [days]) == ("supported", ())
    assert check_statement("Chloroquine is given on the second and fourth days.", [days])[0] == "unsupported"


SAFER = (
    "The previously recommended dose of primaquine of 0.75 mg/kg is not safe in G6PD deficiency, so that a single dose"
    " of 0.25 mg/kg is used."
)
FORMERLY = (
    "Previously, chemoprevention was recommended in infants (below 12 months), but there is no evidence against age."
)


@pytest.mark.parametrize(
    ("statement", "line", "said"),
    [
        ("Primaquine is recommended at 0.75 mg/kg.", SAFER, "previously recommended"),
        ("Primaquine is used as a single dose of 0.25 mg/kg.", SAFER, ""),
        ("Give primaquine 0.75 mg/kg once daily before meals, until day 14.", SAFER, "previously recommended"),
        ("Until 2012 the dose of primaquine is 0.75 mg/kg.", SAFER, ""),
        ("The former dose of primaquine is 0.75 mg/kg.", SAFER, ""),
        ("Chemoprevention is recommended in infants.", FORMERLY, "Previously"),
        ("Chemoprevention was recommended in infants.", FORMERLY, ""),
        ("There is no evidence against chemoprevention.", FORMERLY, ""),
        ("Previously treated patients get the same.", "Previously treated patients get the same.", ""),
    ],
)
def test_what_was_so_before_is_not_so_now(statement: str, line: str, said: str) -> None:
    """The statement says so too, or is on the rest of the sentence."""
    problem = f"says as of now what the cited lines say of the past: “{said}”"
    assert check_past(statement, line) == ((problem,) if said else ())
