"""How each field of a filter is held against a guideline's, and what a filter says in words."""

import pytest

from indexes.errors import LibraryError
from indexes.matching import (
    check_values,
    describe_filter,
    match_edition,
    match_language,
    match_published_from,
    match_published_to,
    match_publisher,
)
from indexes.types import Filter

WHO = "World Health Organization"
EMRO = "World Health Organization, Regional Office for the Eastern Mediterranean"
CDC = "Centers for Disease Control and Prevention"
EPA = "United States Environmental Protection Agency, Office of Water"


@pytest.mark.parametrize(
    ("asked", "held", "matches"),
    [
        ("WHO", WHO, True),
        ("who", EMRO, True),
        ("World Health Organization", "WHO", True),
        ("  world   health ", WHO, True),
        ("organization of world health", WHO, True),
        ("WHO Mediterranean", EMRO, True),
        ("WHO Mediterranean", WHO, False),
        ("CDC", CDC, True),
        ("EPA", EPA, True),
        ("MSF", "Médecins Sans Frontières", True),
        ("medecins sans frontieres", "MÉDECINS SANS FRONTIÈRES", True),
        ("MoH", "Ministry of Health, Uganda", True),
        ("Uganda", "Ministry of Health, Uganda", True),
        ("Ministry of Health", "Ministry of Health, Uganda", True),
        ("Ministry of Health, Kenya", "Ministry of Health, Uganda", False),
        ("WHO", CDC, False),
        ("W", WHO, False),
        ("of", "Ministry of Health", False),
        ("Health Organization", "Health", False),
    ],
)
def test_publishers(asked: str, held: str, matches: bool) -> None:
    """By words or initials, of the one or the other; case, accents and spaces do not count."""
    assert match_publisher(asked, held) is matches


@pytest.mark.parametrize(
    ("asked", "held", "matches"),
    [
        ("en", "en", True),
        ("EN", "en-GB", True),
        ("en-gb", "en-GB", True),
        ("en_GB", "en-GB", True),
        ("en-GB", "en", False),
        ("en-GB", "en-US", False),
        ("e", "en", False),
        ("fr", "en", False),
        ("French", "fr-FR", True),
        ("english", "fr", False),
    ],
)
def test_languages(asked: str, held: str, matches: bool) -> None:
    """A language takes its regions in, and a region takes itself alone."""
    assert match_language(asked, held) is matches


@pytest.mark.parametrize(
    ("asked", "held", "matches"),
    [
        ("2.3", "Version 2.3", True),
        ("second", "Second edition", True),
        ("2", "Version 2.3", False),
        ("2", "Second edition", False),
        ("-", "2", False),
    ],
)
def test_editions(asked: str, held: str, matches: bool) -> None:
    """By words; a number is one word."""
    assert match_edition(asked, held) is matches


@pytest.mark.parametrize(
    ("asked", "held", "is_from", "is_to"),
    [
        ("2022", "2022-06-17", True, True),
        ("2022-06", "2022", True, True),
        ("2022-06-17", "2022-06-17", True, True),
        ("2022-06-18", "2022-06-17", False, True),
        ("2022-06-16", "2022-06-17", True, False),
        ("2022-07", "2022-06-17", False, True),
        ("2021", "2022", True, False),
        ("2023", "2022-12", False, True),
    ],
)
def test_dates(asked: str, held: str, is_from: bool, is_to: bool) -> None:
    """Bounds are taken whole, and a date of which the month is not known may be any of its year."""
    assert (match_published_from(asked, held), match_published_to(asked, held)) == (is_from, is_to)


def test_values_are_made_plain() -> None:
    """Spaces go, ids are named once, and a population gets its proper name."""
    given = Filter(guidelines=("a", "b", "a"), publisher=" World  Health ", population="Pregnant women")
    assert check_values(given) == Filter(guidelines=("a", "b"), publisher="World Health", population="pregnant")


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        (Filter(published_from="2022-13"), "'2022-13' is not a date; write it as 2023-10-16, 2023-10 or 2023"),
        (Filter(published_to="June"), "'June' is not a date; write it as 2023-10-16, 2023-10 or 2023"),
        (
            Filter(published_from="2023", published_to="2022-12"),
            "nothing is published from 2023 to 2022-12: the first date is after the second",
        ),
        (
            Filter(population="martians"),
            "'martians' is not one population; choose one of: adults, elderly, adolescents, children, infants, "
            "pregnant, breastfeeding",
        ),
    ],
)
def test_values_that_are_none(where: Filter, sentence: str) -> None:
    """Each gets a sentence that says how to write it."""
    with pytest.raises(LibraryError) as fault:
        check_values(where)
    assert str(fault.value) == sentence


def test_a_filter_in_words() -> None:
    """Each of its restrictions, and nothing for none."""
    assert describe_filter(Filter()) == ""
    assert describe_filter(Filter(guidelines=("a",), published_to="2023")) == "guideline a; published to 2023"
    whole = Filter(("a", "b"), True, "WHO", "en", "2", "2022", "2023-06", "children")
    assert describe_filter(whole) == (
        "guidelines a, b; publisher WHO; language en; edition 2; published from 2022 to 2023-06; population children; "
        "superseded editions too"
    )
