"""The kinds of quantity that questions ask for and texts hold, and that a search puts those that fit first."""

from pathlib import Path

import pytest

from indexes.library import Library
from indexes.quantities import find_asked, find_held
from indexes.weights import Weights
from tests.conftest import WordEmbedder, make_reading


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How often is the net dipped again?", ("frequency",)),
        ("How many times a day is the wound washed?", ("frequency",)),
        ("For how long is the dose given?", ("time",)),
        ("Within how many days must it start?", ("time",)),
        ("Listeria meningitis: shortest course?", ("time",)),
        ("How far apart are the beds?", ("time", "length")),
        ("How far is the latrine from the well?", ("length",)),
        ("At what temperature is the vaccine kept?", ("temperature",)),
        ("What share of families boil their water?", ("share",)),
        ("Dose of amoxicillin for 12 kg?", ("amount",)),
        ("How many tablets at 9 kg?", ("amount",)),
        ("Number of RHZ and ethambutol tablets at 13 kg?", ("amount",)),
        ("Zinc for a child: total mg and how is it split?", ("amount",)),
        ("Is 20 mg of zinc too much?", ()),
        ("Is the prevalence of 6% high?", ()),
        ("Who washes the dosimeter?", ()),
        ("", ()),
    ],
)
def test_what_is_asked(question: str, kinds: tuple[str, ...]) -> None:
    """The first kind that fits, most telling first; a quantity that is only told is not asked for."""
    assert find_asked(question) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Dip the net every year.", {"frequency"}),
        ("At least annually, or 3 times a day.", {"frequency"}),
        ("4-hourly", {"frequency"}),
        ("Boil for 1 minute, then wait two-three days.", {"time"}),
        ("Give 10–20 mg/kg as 2 tablets.", {"amount"}),
        ("Weight | Dose (mg)\n9 kg | 30", {"amount"}),
        ("Keep beds 2.5 metres apart at 2 to 8 °C.", {"length", "temperature"}),
        ("Below 10% of energy; a third of it fat.", {"share"}),
        ("(g) Give one drop once.", {"amount", "frequency"}),
        ("A child of 9 kg, see table 3 and everyone.", set()),
        ("", set()),
    ],
)
def test_what_is_held(text: str, kinds: set[str]) -> None:
    """Every kind that the text has a quantity of; numbers without a unit, and a body's weight, are of none."""
    assert find_held(text) == kinds


TEXTS = "Bed nets are dipped by people.", "Bed nets are dipped every year.", "Bed nets are dipped in permethrin."


def test_a_passage_with_the_quantity_asked_for_is_first(tmp_path: Path, any_pdf: Path) -> None:
    """What is asked decides between passages on the same thing, and adds its weight to nothing else."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("malaria", *TEXTS), any_pdf)
    question = ["How often are bed nets dipped by people in permethrin?"]
    (hits,) = library.search(question)
    (without,) = library.search(question, weights=Weights(asked=0))
    (much,) = library.search(question, weights=Weights(asked=1))
    scores = {hit.passage.text: hit.score for hit in without}
    gained = {hit.passage.text: hit.score - scores[hit.passage.text] for hit in hits}
    assert gained == pytest.approx({TEXTS[0]: 0.0, TEXTS[1]: 0.06, TEXTS[2]: 0.0})
    assert without[-1].passage.text == much[0].passage.text == TEXTS[1]


def test_which_rows_hold_a_quantity(tmp_path: Path, any_pdf: Path) -> None:
    """Of the rows asked about only; none where no kind or no row is."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("malaria", "Every day.", "Give 5 mg.", "Every week 5 mg.", "Rest."), any_pdf)
    library.fold()
    find = library._caches.lexical.find_quantities
    assert find(["frequency"], [1, 2, 3, 4]) == {1, 3}
    assert find(["frequency", "amount"], [2, 3, 4]) == {2, 3}
    assert find(["length"], [1, 2]) == find([], [1, 2]) == find(["amount"], []) == frozenset()
