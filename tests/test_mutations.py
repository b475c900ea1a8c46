"""Changed statements and paraphrases, by which the checks are measured."""

from collections import Counter

from benchmarks.intervals import wilson
from benchmarks.mutants import make_mutants
from benchmarks.paraphrases import load_paraphrases
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
