"""What filters leave of a set: every field on both sides, nothing lost to what is nearer, and what is said."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from indexes.errors import LibraryError
from indexes.filters import Selection, Selector
from indexes.library import Library
from indexes.sections import Section
from indexes.types import Filter
from tests.conftest import WordEmbedder, make_reading
from tests.ward_library import find

WHO = "World Health Organization"
FACTS: dict[str, dict[str, Any]] = {
    "who-old": {"publisher": WHO, "published": "2019", "language": "en", "edition": "1"},
    "who-new": {"publisher": WHO, "published": "2023-10-16", "language": "en-GB", "edition": "2"},
    "moh-fr": {"publisher": "Ministère de la Santé", "published": "2022-06", "language": "fr", "edition": ""},
    "leaflet": {"publisher": "", "published": "", "language": "", "edition": ""},
}


@pytest.fixture
def four(library: Library, any_pdf: Path) -> Library:
    """Four guidelines that differ in hardly more than what is known of them."""
    for name, facts in FACTS.items():
        library.add(make_reading(name, f"Zinc: {name}.", f"Salt: {name}.", **facts), any_pdf)
    return library


def found_in(library: Library, where: Filter) -> set[str]:
    """Return the guidelines that a search finds, which finds all passages that it may."""
    hits = library.search(["zinc salt"], 100, where)[0]
    assert len(hits) == 2 * len({hit.guideline.id for hit in hits})
    assert all(hit.dense_rank is not None and hit.lexical_rank is not None for hit in hits)
    return {hit.guideline.id for hit in hits}


@pytest.mark.parametrize(
    ("where", "left"),
    [
        (Filter(), set(FACTS)),
        (Filter(guidelines=("leaflet", "moh-fr")), {"leaflet", "moh-fr"}),
        (Filter(publisher="WHO"), {"who-old", "who-new"}),
        (Filter(publisher="sante"), {"moh-fr"}),
        (Filter(language="en"), {"who-old", "who-new"}),
        (Filter(language="en-gb"), {"who-new"}),
        (Filter(edition="2"), {"who-new"}),
        (Filter(published_from="2022-07"), {"who-new"}),
        (Filter(published_from="2019-05", published_to="2022"), {"who-old", "moh-fr"}),
        (Filter(publisher="who", published_to="2022"), {"who-old"}),
    ],
)
def test_each_field_holds_on_both_sides(four: Library, where: Filter, left: set[str]) -> None:
    """Only what is asked for is found, by vector and by word, and all of it."""
    assert found_in(four, where) == left


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        (
            Filter(guidelines=("fr",)),
            "there is no guideline 'fr' in the set 'ward'; there are: moh-fr, who-old, who-new, leaflet",
        ),
        (
            Filter(publisher="CDC"),
            "no guideline of the set 'ward' is left by publisher 'CDC'; "
            "there are: Ministère de la Santé; World Health Organization",
        ),
        (Filter(language="es"), "no guideline of the set 'ward' is left by language 'es'; there are: en; en-GB; fr"),
        (Filter(edition="3"), "no guideline of the set 'ward' is left by edition '3'; there are: 1; 2"),
        (
            Filter(published_from="2024"),
            "no guideline of the set 'ward' is left by published from '2024'; their dates are from 2019 to 2023-10-16",
        ),
        (
            Filter(publisher="who", language="fr"),
            "nothing in the set 'ward' is left by this filter (publisher who; language fr)",
        ),
    ],
)
def test_nothing_left_is_one_sentence(four: Library, where: Filter, sentence: str) -> None:
    """A value that no guideline has, with those that there are; and values that no guideline has together."""
    for ask in (lambda: four.search(["zinc"], 10, where), lambda: four.check_filter(where)):
        with pytest.raises(LibraryError) as fault:
            ask()
        assert str(fault.value) == sentence


def test_facts_that_no_guideline_says(library: Library, any_pdf: Path) -> None:
    """PDFs without a manifest name no publisher."""
    library.add(make_reading("a", "Zinc.", publisher=""), any_pdf)
    with pytest.raises(LibraryError) as fault:
        library.check_filter(Filter(publisher="WHO"))
    assert str(fault.value) == (
        "no guideline of the set 'ward' is left by publisher 'WHO': none says its publisher, as a manifest could"
    )


def test_many_guidelines_are_not_all_listed(library: Library, any_pdf: Path) -> None:
    """The first twelve, and how many more there are."""
    for number in range(14):
        library.add(make_reading(f"g{number:02}", "Zinc."), any_pdf)
    with pytest.raises(LibraryError) as fault:
        library.check_filter(Filter(guidelines=("x",)))
    assert str(fault.value).endswith("g09, g10, g11, and 2 more (see fieldguide list)")


def test_what_is_left_out_for_saying_nothing_is_told(four: Library) -> None:
    """A guideline without a date is out where a date is asked for; one that another field leaves out is not told of."""
    assert four.check_filter(Filter(published_to="2022")) == (
        "1 guideline is left out for not saying the date: leaflet",
    )
    assert four.check_filter(Filter(publisher="WHO", published_from="2019")) == (
        "1 guideline is left out for not saying the publisher and date: leaflet",
    )
    assert four.check_filter(Filter(published_from="2019", published_to="2022", guidelines=("leaflet", "moh-fr"))) == (
        "1 guideline is left out for not saying the date: leaflet",
    )
    assert four.check_filter(Filter(publisher="WHO", guidelines=("who-old", "moh-fr"))) == ()
    assert four.check_filter(Filter()) == ()


def test_a_small_guideline_is_found_though_a_thousand_passages_are_nearer(library: Library, any_pdf: Path) -> None:
    """Neither side takes its best first and filters then."""
    near = [f"Zinc zinc zinc zinc {'days ' * (number % 7)}." for number in range(1000)]
    library.add(make_reading("large", *near, headings=("Zinc in children",)), any_pdf)
    far = "Among many other things that are written here and there about salt, sugar and water, zinc is named once."
    library.add(make_reading("small", far, "Nothing of the kind.", headings=("Adults",)), any_pdf)
    library.fold()
    assert {hit.guideline.id for hit in library.search(["zinc"], 100)[0]} == {"large"}
    for where in (Filter(guidelines=("small",)), Filter(population="adults")):
        (first, second) = library.search(["zinc"], 10, where)[0]
        assert (first.passage.text, first.lexical_rank) == (far, 1)
        assert (second.passage.text, second.lexical_rank) == ("Nothing of the kind.", None)
        assert {first.dense_rank, second.dense_rank} == {1, 2}


def test_a_filter_gives_what_a_set_of_its_guidelines_alone_would(
    library: Library, tmp_path: Path, words: WordEmbedder, any_pdf: Path
) -> None:
    """The same passages by the same vectors' ranks, though the rest of the set is much larger."""
    readings = {
        name: make_reading(name, *[f"{name} zinc {'salt ' * (number % 5)} number {number}" for number in range(150)])
        for name in ("a", "b", "c")
    }
    for reading in readings.values():
        library.add(reading, any_pdf)
    alone = Library.create(tmp_path / "alone", words)
    alone.add(readings["b"], any_pdf)
    filtered = library.search(["zinc salt number 7"], 150, Filter(guidelines=("b",)))[0]
    whole = alone.search(["zinc salt number 7"], 150)[0]
    assert {hit.passage.id: (hit.dense_rank, hit.similarity) for hit in filtered} == {
        hit.passage.id: (hit.dense_rank, hit.similarity) for hit in whole
    }
    assert len(filtered) == 150
    alone.close()


def add_populations(library: Library, any_pdf: Path) -> None:
    """Add a guideline for all with a section on children and one on pregnant women, and one on infants as a whole."""
    for name, heading in (("general", ()), ("child", ("2 Children",)), ("pregnant", ("3 Pregnant women",))):
        library.add(make_reading(name, f"Zinc: {name}.", headings=heading), any_pdf)
    library.add(make_reading("small", "Zinc: small.", headings=("Dose",), title="Care of the newborn"), any_pdf)


@pytest.mark.parametrize(
    ("population", "left"),
    [
        ("children", {"general", "child", "small"}),
        ("newborns", {"general", "child", "small"}),
        ("pregnancy", {"general", "pregnant"}),
        ("adults", {"general", "pregnant"}),
        ("breastfeeding", {"general"}),
    ],
)
def test_populations(library: Library, any_pdf: Path, population: str, left: set[str]) -> None:
    """Passages are out only if their titles, or their guideline's, name none but others; both sides agree."""
    add_populations(library, any_pdf)
    hits = library.search(["zinc"], 10, Filter(population=population))[0]
    assert {hit.guideline.id for hit in hits} == left
    assert all(hit.dense_rank is not None and hit.lexical_rank is not None for hit in hits)


def test_a_population_that_is_nowhere(library: Library, any_pdf: Path) -> None:
    """A guideline on children alone has nothing for pregnant women, and says so."""
    add_populations(library, any_pdf)
    with pytest.raises(LibraryError) as fault:
        library.search(["zinc"], 10, Filter(guidelines=("child",), population="pregnant"))
    assert str(fault.value) == (
        "nothing in the set 'ward' is left by this filter (guideline child; population pregnant)"
    )


def test_populations_after_a_removal_and_a_new_embedder(library: Library, any_pdf: Path) -> None:
    """The rows of what is removed are forgotten; those of what is added since are known."""
    add_populations(library, any_pdf)
    assert sorted(find(library, "zinc", where=Filter(population="children"))) == ["child#0", "general#0", "small#0"]
    library.remove("child")
    library.add(make_reading("school", "Zinc: school.", headings=("School-children",)), any_pdf)
    assert sorted(find(library, "zinc", where=Filter(population="children"))) == ["general#0", "school#0", "small#0"]
    assert sorted(find(library, "zinc", where=Filter(population="adults"))) == ["general#0", "pregnant#0"]
    library.reembed(WordEmbedder(seed=5))
    assert sorted(find(library, "zinc", where=Filter(population="adults"))) == ["general#0", "pregnant#0"]


def test_the_shorter_list_of_guidelines_is_searched_by(four: Library) -> None:
    """Few that may be searched are named, or few that may not: a set of thousands has one old edition."""
    stored = four.guidelines()
    selector = Selector("ward", stored, (), lambda: ())
    one = selector.select(Filter(guidelines=("who-new",)))
    assert (one.only, one.without, one.rows.tolist() if one.rows is not None else None) == (
        (2,),
        (),
        [False] * 3 + [True] * 2 + [False] * 4,
    )
    most = selector.select(Filter(guidelines=("who-old", "who-new", "moh-fr")))
    assert (most.only, most.without) == (None, (4,))
    assert selector.select(Filter()) == Selection(None, (), "", None, ())


def test_selections_are_kept_but_not_all(four: Library) -> None:
    """The same filter is not worked out again, nor are the sections loaded; old selections go."""
    loads = []

    def load() -> Sequence[Section]:
        loads.append("loaded")
        return (Section(1, 2, frozenset(["children"])),)

    selector = Selector("ward", four.guidelines(), (), load)
    selector.select(Filter())
    assert loads == []
    first = selector.select(Filter(population="adults"))
    assert selector.select(Filter(population="adults")) is first
    for year in range(16):
        selector.select(Filter(published_to=f"{2030 + year}", population="adults"))
    again = selector.select(Filter(population="adults"))
    assert again is not first
    assert first.rows is not None and again.rows is not None
    assert first.rows.tolist() == again.rows.tolist() == [False] * 3 + [True] * 6
    assert loads == ["loaded"]
