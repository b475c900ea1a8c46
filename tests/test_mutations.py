"""Changed statements and paraphrases, by which the checks are measured."""

import random
from collections import Counter

import pytest

from benchmarks.intervals import wilson
from benchmarks.mutant_contraries import turn_words
from benchmarks.mutant_exchanges import exchange_cells, exchange_values
from benchmarks.mutants import make_mutants
from benchmarks.paraphrases import load_paraphrases
from benchmarks.reorderings import reorder
from ingest.types import Passage
from tests.factories import make_passage

LINES = [
    "Artesunate is given IV at 2.4 mg/kg per dose, twice daily for at least 3 days.",
    "Quinine is given at 10 mg/kg per day for 7 days in children under 5 years.",
]


def passages() -> tuple[Passage, ...]:
    """Return one passage of two sentences."""
    return (make_passage(LINES),)


def test_mutants_say_what_their_line_does_not() -> None:
    """The same for the same seed; each differs from the statement it was made of, and none stands in the passage."""
    made = list(make_mutants([("Malaria", passages())]))
    assert made == list(make_mutants([("Malaria", passages())]))
    assert {"value", "decimal", "unit", "per", "route", "frequency", "duration", "drug", "comparator"} <= {
        mutant.kind for mutant in made
    }
    assert all(mutant.text != mutant.faithful and mutant.text not in mutant.passages[0] for mutant in made)


@pytest.mark.parametrize(
    ("text", "exchanged"),
    [
        ("Adults 1 tablet, children 2 tablets.", "Adults 2 tablets, children 1 tablet."),
        (
            "Relapse in more than 3 years, reaction in < 3 years.",
            "Relapse in < 3 years, reaction in more than 3 years.",
        ),
        ("Zinc daily, iron every 12 hours.", "Zinc every 12 hours, iron daily."),
        ("Between 5 kg and less than 10 kg.", None),
        ("At 6 months, 9 months or 12 months of age.", None),
        ("Zinc twice daily, iron every 12 hours.", None),
        ("There is no difference between 3 days of zinc and 7 days of iron.", None),
        ("Zinc 5 mg, iron 5 mg, at most 3 mg/kg.", None),
    ],
)
def test_values_change_places(text: str, exchanged: str | None) -> None:
    """Only where that says something else."""
    assert list(exchange_values(text, random.Random(1))) == ([] if exchanged is None else [exchanged])


def test_values_of_cells_change_places() -> None:
    """The row is read out as it is, and with the values of two columns in each other's."""
    cells = ["RHZ:", "4-7 kg: 1 tablet", "8-11 kg: 2 tablet", "Note: none"]
    assert list(exchange_cells(cells, random.Random(1))) == [
        (
            "For RHZ, 4-7 kg should be 1 tablet and 8-11 kg should be 2 tablet.",
            "For RHZ, 4-7 kg should be 2 tablet and 8-11 kg should be 1 tablet.",
        )
    ]
    assert list(exchange_cells(["RHZ", "4-7 kg: 1", "8-11 kg: 1"], random.Random(1))) == []


def test_a_word_is_turned_into_its_contrary() -> None:
    """Unless the line has that as well."""
    chance = random.Random(1)
    assert list(turn_words("Take it before meals.", "Take it before meals.", chance)) == ["Take it after meals."]
    assert list(turn_words("Take it before meals.", "Take it before meals, not after.", chance)) == []


def test_parts_in_another_order() -> None:
    """Cells, and parts of a sentence, with their labels."""
    chance = random.Random(1)
    assert list(reorder("RHZ | 4-7 kg: 1 | 8-11 kg: 2", chance)) == [
        "For RHZ, 8-11 kg should be 2 and 4-7 kg should be 1.",
        "RHZ: 2 for 8-11 kg; 1 for 4-7 kg.",
    ]
    assert list(reorder("Adults get 2 tablets; children get 1.", chance)) == ["Children get 1; Adults get 2 tablets."]
    assert list(reorder("5 mg in adults and 2 mg in children.", chance)) == ["2 mg in children and 5 mg in adults."]


def test_the_paraphrases() -> None:
    """Each once, with a file, a page and at most five words to find its passage by."""
    paraphrases = load_paraphrases()
    assert len({each.id for each in paraphrases}) == len({each.text for each in paraphrases}) == len(paraphrases)
    parts = {
        "choose": 201,
        "first": 100,
        "last": 30,
        "second": 96,
        "third": 59,
        "fourth": 100,
        "fifth": 60,
        "sixth": 50,
    }
    assert Counter(each.part for each in paraphrases) == parts
    assert all(each.file.endswith(".pdf") and each.page >= 1 for each in paraphrases)
    assert all(1 <= len(each.holds.split()) <= 5 for each in paraphrases)


def test_wilson() -> None:
    """As published for 8 of 10; nothing counted says nothing."""
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) == (0.0, 1.0)
