"""Which populations the titles above a passage name, and to whom a passage is shown for them."""

import pytest

from indexes.populations import POPULATIONS, find_populations, is_for, meeting_populations, read_population
from indexes.sections import Section, find_sections
from tests.conftest import make_reading


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("5. Case management", set()),
        ("2.7 TUBERCULOSIS IN CHILDREN", {"children"}),
        ("5.2.1.4.2 Young children and infants", {"children", "infants"}),
        ("Neonatal sepsis", {"infants"}),
        ("5.2.1.4.1 Pregnant and lactating women", {"pregnant", "breastfeeding"}),
        ("Women of child-bearing age", {"adults"}),
        ("Care during child birth", set()),
        ("Adolescents and young people", {"adolescents"}),
        ("Hypertension in older people", {"elderly"}),
        ("Man-made disasters", set()),
        ("All patients except children", set()),
        ("Treatment of non-pregnant adults", {"adults"}),
        ("Medicines that are contraindicated in pregnancy", set()),
        ("Preventing mother-to-child transmission", {"pregnant", "breastfeeding", "infants", "children"}),
        ("Maternal and newborn health", {"pregnant", "breastfeeding", "infants"}),
        ("Paludisme chez la femme enceinte", {"pregnant"}),
        ("Prise en charge de l’enfant et du nourrisson", {"children", "infants"}),
        ("Tratamiento de los niños y adultos", {"children", "adults"}),
        ("El Niño", set()),
    ],
)
def test_titles(title: str, named: set[str]) -> None:
    """By words; whom a title leaves out it does not name."""
    assert find_populations([title]) == named


def test_all_titles_of_a_path_count() -> None:
    """What one names, the others do not take away."""
    assert find_populations(["Malaria in pregnancy", "5 Treatment", "In the infant"]) == {"pregnant", "infants"}
    assert find_populations([]) == set()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("adults", {"adults", "elderly", "adolescents", "pregnant", "breastfeeding"}),
        ("elderly", {"elderly", "adults"}),
        ("adolescents", {"adolescents", "children", "adults"}),
        ("children", {"children", "infants", "adolescents"}),
        ("infants", {"infants", "children"}),
        ("pregnant", {"pregnant", "adults"}),
        ("breastfeeding", {"breastfeeding", "adults"}),
    ],
)
def test_who_is_shown_what(asked: str, shown: set[str]) -> None:
    """What names the population, part of it or what it is part of, and what names others too or none."""
    assert meeting_populations(asked) == shown
    assert {named for named in POPULATIONS if is_for(asked, frozenset([named]))} == shown
    assert is_for(asked, frozenset())
    assert is_for(asked, frozenset(POPULATIONS))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        *((name, name) for name in POPULATIONS),
        ("Newborns", "infants"),
        ("baby", "infants"),
        ("child", "children"),
        ("pregnancy", "pregnant"),
        ("pregnant women", "pregnant"),
        ("men", "adults"),
        ("the aged", None),
        ("adults and children", None),
        ("", None),
    ],
)
def test_words_for_a_population(words: str, read: str | None) -> None:
    """Its name or another word for it; nothing where they mean two or none."""
    assert read_population(words) == read


def test_sections_are_runs_of_passages() -> None:
    """Passages that follow one another below the same populations are one, whatever their titles; others are none."""
    passages = [
        make_reading("a", "text", headings=headings).passages[0]
        for headings in ([], ["Children"], ["Young children"], ["Adults"], ["Diagnosis"], ["Children"])
    ]
    assert list(find_sections("Malaria", passages, 10)) == [
        Section(11, 12, frozenset(["children"])),
        Section(13, 13, frozenset(["adults"])),
        Section(15, 15, frozenset(["children"])),
    ]
    assert list(find_sections("Malaria in pregnancy", passages[:1], 1)) == [Section(1, 1, frozenset(["pregnant"]))]
