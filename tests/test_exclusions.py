"""Whom a line leaves out."""

import pytest

from indexes.exclusions import find_exclusions, without_exclusions
from indexes.populations import find_age_groups, find_groups
from rag.checks.exclusions import check_exclusions, find_excluding


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("Give it to all except infants < 6 months. Go on.", ["except infants < 6 months"]),
        ("Give 15 mg to non-pregnant adults.", ["non-pregnant"]),
        (
            "Safe. Contraindicated in pregnancy, e.g. at term; else give 15 mg.",
            ["Contraindicated in pregnancy, e.g. at term"],
        ),
        (
            "Dose: 15 mg - Not to be used in nursing mothers - Take it with food",
            ["Not to be used in nursing mothers"],
        ),
        ("It should never be given to children.", ["It should never be given to children"]),
        ("Do not wait.", []),
    ],
)
def test_ranges(text: str, ranges: list[str]) -> None:
    """The rest of a clause, or the sentence that forbids."""
    assert [text[start:end].strip(" ;") for start, end in find_exclusions(text)] == ranges
    assert len(without_exclusions(text)) == len(text)
    assert not any(words in without_exclusions(text) for words in ranges)


@pytest.mark.parametrize(
    ("question", "text", "excluded"),
    [
        ("a baby of 4 months", "for all except infants < 6 months", True),
        ("an infant of 9 months", "for all except infants < 6 months", False),
        ("a child", "not recommended for infants below 6 months", True),
        ("an adult", "not recommended for infants below 6 months", False),
        ("a pregnant woman of 25 years", "not to be given to children < 8 years or pregnant women", True),
        ("a man of 60 kg", "not to be given to children < 8 years or pregnant women", False),
        ("a child of 30 kg", "contraindicated in lactation, unless the infant was tested", False),
        ("a child of 2 years", "not to be given to infants", False),
        ("a child of 9 kg", "not to be given to infants", True),
        ("a child of 30 kg", "not to be given to children", True),
        ("breastfeeding mothers", "avoid in lactating women", True),
        ("in pregnancy", "Pregnant women are given 15 mg.", False),
    ],
)
def test_the_patient_asked_about(question: str, text: str, excluded: bool) -> None:
    """By age, else by group."""
    assert bool(find_excluding(question, text)) is excluded


def test_the_reader_is_told() -> None:
    """In the line's own words."""
    assert check_exclusions("Dose in pregnancy?", "15 mg (not in pregnancy)") == (
        "leaves out patients such as the one asked about: “not in pregnancy”",
    )


def test_groups() -> None:
    """Words for patients."""
    assert find_groups("a pregnant woman") == {"adults", "pregnant"}
    assert find_groups("nursing mothers") == {"breastfeeding"}
    assert find_age_groups("school-children and men") == {"children", "adults"}


def test_an_age_says_who_is_left_out() -> None:
    """A 4-year-old is a child, and none of the older ones."""
    assert find_excluding("aspirin for a 4-year-old", "not for children") == ("not for children",)
    assert find_excluding("aspirin for a 30-year-old", "not for children") == ()
    assert find_excluding("rectal artesunate for a 2-year-old", "It should not be used in older children.") == ()


def test_what_the_patient_has_besides() -> None:
    """A medicine may be forbidden for it; those compared with are not left out."""
    deficient = "primaquine for a man with G6PD deficiency"
    assert find_excluding(deficient, "for all (except people with G6PD deficiency)") == (
        "except people with G6PD deficiency",
    )
    avoided = "It should be avoided by those with liver disease"
    assert find_excluding("is it safe in liver disease?", avoided) == (avoided,)
    assert find_excluding("dose in pregnancy", "mortality is higher than in non-pregnant adults") == ()
    assert find_excluding("dose in pregnancy", "for non-pregnant adults") == ("non-pregnant",)


def test_the_point_of_a_species_ends_no_sentence() -> None:
    """Who is left out is said to the end."""
    forbidden = "It is contraindicated in pregnant women with P. vivax malaria"
    assert find_excluding("dose in pregnancy", f"{forbidden}. Give chloroquine.") == (forbidden,)
    excepted = "except pregnant women with P. vivax malaria"
    assert find_excluding("dose in pregnancy", f"for all, {excepted}. Give chloroquine.") == (excepted,)
