"""tantivy over stored text: compounds and quantities found whole, and any question harmless."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexes.analysis import Analysis
from indexes.store import Store
from indexes.types import EmbedderIdentity
from tests.lexical_index import add, find, make_index

DOSES = (
    "Give co-trimoxazole 24 mg per kg in two doses.",
    "Give artesunate 2.4 mg/kg by injection.",
    "Give quinine 24 mg/kg by infusion, never more than 2.4 g.",
    "HIV-1 is the commoner virus.",
    "HIV-2 is less often passed on.",
    "Wash hands; a trial of the two co-operatives gave 1 result.",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in the test's folder."""
    made = Store.create(tmp_path / "library.sqlite", EmbedderIdentity("words", "0" * 64, 2, "", ""))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Co-trimoxazole", ["cotrimoxazole", "trimoxazole"]),
        ("cotrimoxazole", ["cotrimoxazole"]),
        ("2.4 mg/kg", ["2.4", "mg/kg", "2.4mg/kg"]),
        ("2.4mg/kg", ["2.4mg/kg", "2.4mg/kg"]),
        ("HIV-1", ["hiv1"]),
        ("HIV‑1", ["hiv1"]),
        ("5 μg/kg", ["µg/kg", "5µg/kg"]),
        ("95 %", ["95%"]),
        ("1 and 2", ["1and"]),
        ("", []),
        ("[\"')(", []),
    ],
)
def test_whole_terms(text: str, terms: list[str]) -> None:
    """Compounds and quantities become one term each, in one spelling."""
    assert list(Analysis().whole_terms(text)) == terms


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("co-trimoxazole", 1),
        ("cotrimoxazole", 1),
        ("Cotrimoxazole?", 1),
        ("2.4 mg/kg", 2),
        ("2.4mg/kg", 2),
        ("24 mg/kg", 3),
        ("HIV-1", 4),
        ("hiv-2", 5),
        ("HIV 1", 4),
    ],
)
def test_compounds_and_quantities_are_found_whole(tmp_path: Path, store: Store, question: str, first: int) -> None:
    """Whichever way it is written, the passage that says just this comes first."""
    add(store, "doses", *DOSES)
    assert find(make_index(tmp_path, store), question)[0] == first


def test_words_meet_whatever_their_ending_and_case(tmp_path: Path, store: Store) -> None:
    """Plurals, accents and capitals do not count; a word that is nowhere finds nothing."""
    add(store, "a", "Infusions were given.", "Diarrhée aiguë.", "Nothing of the kind.")
    index = make_index(tmp_path, store)
    assert find(index, "INFUSION") == [1]
    assert find(index, "diarrhee") == [2]
    assert find(index, "bradycardia") == []


def test_titles_above_a_passage_are_searched(tmp_path: Path, store: Store) -> None:
    """The guideline's title and the headings lead to a passage that does not repeat them."""
    add(store, "cholera", "Give fluids.", headings=("3 Rehydration",))
    add(store, "malaria", "Give artesunate.")
    index = make_index(tmp_path, store)
    assert find(index, "rehydration") == [1]
    assert find(index, "cholera") == [1]


def test_only_the_guidelines_allowed_are_found(tmp_path: Path, store: Store) -> None:
    """The filter holds for every clause, and changes no order."""
    add(store, "a", "Zinc for children.", "Zinc and zinc again.")
    add(store, "b", "Zinc for adults.")
    add(store, "c", "Salt.")
    index = make_index(tmp_path, store)
    everything = find(index, "zinc")
    assert sorted(everything) == [1, 2, 3]
    assert find(index, "zinc", [1]) == [row for row in everything if row < 3]
    assert find(index, "zinc", [2, 3]) == [3]
    assert find(index, "zinc", [3]) == []
    assert find(index, "zinc", []) == []
    assert index.search("zinc", 100, without=[1]) == [3]
    assert index.search("zinc", 100, [1, 2], without=[2]) == [row for row in everything if row < 3]


def test_a_population_leaves_out_what_is_for_others_alone(tmp_path: Path, store: Store) -> None:
    """Passages whose titles name it or nobody are found, with the scores that they have anyway."""
    add(store, "a", "Zinc.", headings=("Children", "Dose"))
    add(store, "b", "Zinc.", headings=("Adults", "Dose"))
    add(store, "c", "Zinc.", headings=("Pregnant women and children", "Dose"))
    add(store, "d", "Zinc.", headings=("Dose",))
    index = make_index(tmp_path, store)
    everything = find(index, "zinc")
    assert sorted(everything) == [1, 2, 3, 4]
    for population, rows in (
        ("children", {1, 3, 4}),
        ("infants", {1, 3, 4}),
        ("pregnant", {2, 3, 4}),
        ("elderly", {2, 4}),
    ):
        assert index.search("zinc", 100, population=population) == [row for row in everything if row in rows]
    assert index.search("zinc", 100, [1, 2], population="adults") == [2]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "?",
        "the of and",
        "What should I do?",
        "-- () [] {} :: \"\" '' \\ / ^ ~ * + !",
        "\x00",
        "…“”„",
    ],
)
def test_nothing_to_search_for_finds_nothing(tmp_path: Path, store: Store, question: str) -> None:
    """Stop words, symbols and nothing at all are no query, and no fault."""
    add(store, "a", *DOSES)
    index = make_index(tmp_path, store)
    assert find(index, question) == []
    assert find(index, question, [1]) == []


@pytest.mark.parametrize(
    "question",
    [
        'artesunate "',
        "artesunate AND",
        "(artesunate",
        "artesunate)) OR [",
        "words:artesunate",
        "row:[0 TO 10] artesunate",
        "+artesunate -artesunate",
        "artesunate^2 ~1 *",
        'artesunate\\" \\',
        "artesunate {*}",
        "artesunate IN [1 2]",
        "/artesunate/",
        "\nartesunate\t\x00",
    ],
)
def test_query_syntax_is_only_text(tmp_path: Path, store: Store, question: str) -> None:
    """A question is never parsed: whatever stands around the word, the word is found, and found alone."""
    add(store, "a", *DOSES)
    assert find(make_index(tmp_path, store), question)[0] == 2


def test_a_very_long_question(tmp_path: Path, store: Store) -> None:
    """A pasted page is searched by all its words."""
    add(store, "a", *DOSES)
    page = " ".join(f"word{number} 5.{number} mg/kg pre-{number}" for number in range(3000))
    assert find(make_index(tmp_path, store), f"{page} artesunate")[0] == 2


def test_equal_scores_keep_the_library_s_order(tmp_path: Path, store: Store) -> None:
    """Passages of the same words come by row."""
    add(store, "a", *["Zinc for ten days."] * 7)
    assert find(make_index(tmp_path, store), "zinc") == [1, 2, 3, 4, 5, 6, 7]
    add(store, "b", *["Zinc for ten days."] * 3)
    assert find(make_index(tmp_path, store), "days") == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_rare_terms_weigh_more(tmp_path: Path, store: Store) -> None:
    """Weights are Robertson and Spärck Jones's, over the passages that are there."""
    add(store, "a", "Zinc for days.", "Salt for days.", "Days.")
    index = make_index(tmp_path, store)
    assert index.weigh_terms("zinc, days and mercury?") == {
        "zinc": pytest.approx(np.log(1 + 2.5 / 1.5)),
        "day": pytest.approx(np.log(1 + 0.5 / 3.5)),
        "mercuri": pytest.approx(np.log(1 + 3.5 / 0.5)),
    }
    assert index.terms("The Zincs, the days") == {"zinc", "day"}


def test_weights_after_a_removal(tmp_path: Path, store: Store) -> None:
    """A removed guideline's passages no longer count among those that hold a term."""
    add(store, "a", "Zinc.", "Salt.")
    add(store, "b", "Zinc.", "Zinc.", "Zinc.")
    index = make_index(tmp_path, store)
    store.remove("b")
    index.refresh(store.guidelines())
    weight = pytest.approx(np.log(1 + 1.5 / 1.5))
    assert index.weigh_terms("zinc salt") == {"zinc": weight, "salt": weight}


def test_terms_held_by_each_row(tmp_path: Path, store: Store) -> None:
    """Each row gets the terms of its words and titles, of however many are asked for, and no other row is looked at."""
    words = [chr(ord("a") + at) * 3 for at in range(26)]
    add(store, "a", " ".join(words), "aaa zzz", "bbb", "ttt uuu")
    index = make_index(tmp_path, store)
    assert index.find_terms(words, [1, 2, 4]) == {
        1: frozenset(words),
        2: {"aaa", "zzz"},
        4: {"ttt", "uuu"},
    }
    assert index.find_terms(["mercuri"], [3]) == {3: frozenset()}
    assert index.find_terms([], [3]) == {3: frozenset()}
