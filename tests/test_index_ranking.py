"""How hits are put in order where words and meaning do not decide: the patient's row of a table, and repeats."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexes.library import Library
from indexes.types import Filter
from tests.conftest import WordEmbedder, make_reading

HEADER = "Table 2. Artesunate by weight\nWeight | Dose"
PARTS = (
    f"{HEADER}\nWeight: 5 to 8 kg | Dose: 20 mg\nWeight: 9 to 12 kg | Dose: 30 mg",
    f"{HEADER}\nWeight: 13 to 16 kg | Dose: 40 mg\nWeight: 17 to 19 kg | Dose: 60 mg",
    f"{HEADER}\nWeight: 20 to 25 kg | Dose: 70 mg\nWeight: 26 to 29 kg | Dose: 80 mg",
)


def make_library(folder: Path, pdf: Path, texts: Sequence[str]) -> Library:
    """Make a set of one guideline with these passages, all of tables."""
    library = Library.create(folder / "ward", WordEmbedder())
    reading = make_reading("malaria", *texts)
    library.add(replace(reading, passages=tuple(replace(one, kind="table") for one in reading.passages)), pdf)
    return library


@pytest.mark.parametrize(("patient", "part"), [("9 kg", 0), ("14 kg", 1), ("28 kg", 2)])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_the_part_with_the_patients_row_is_first(
    tmp_path: Path, any_pdf: Path, patient: str, part: int, order: tuple[int, ...]
) -> None:
    """The parts of a table share their words; the row for the weight decides, wherever it stands."""
    library = make_library(tmp_path, any_pdf, [PARTS[at] for at in order])
    (hits,) = library.search([f"What dose of artesunate by weight at {patient}?"])
    assert hits[0].passage.text == PARTS[part]
    assert len(hits) == 3


def test_without_a_measure_nothing_is_moved(tmp_path: Path, any_pdf: Path) -> None:
    """A question that gives no weight is ranked by words and tokens alone."""
    library = make_library(tmp_path, any_pdf, PARTS)
    (hits,) = library.search(["Artesunate by weight, dose 60 mg"])
    assert hits[0].passage.text == PARTS[1]


ADVICE = "Give zinc for ten days to children with diarrhoea, in water or in milk, once each day, after a meal."


def test_repeats_are_one_hit(tmp_path: Path, any_pdf: Path) -> None:
    """The list is filled with what says something else; each further place is kept with its own hit."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("a", ADVICE, "Zinc is a metal.", f"Summary: {ADVICE}"), any_pdf)
    library.add(make_reading("b", ADVICE, "Zinc is dear."), any_pdf)
    (hits,) = library.search(["zinc for ten days"], k=3)
    assert sorted(hit.passage.text for hit in hits) == [ADVICE, "Zinc is a metal.", "Zinc is dear."]
    assert hits[0].passage.id == "a#0"
    assert {(hit.passage.id, hit.guideline.id) for hit in hits[0].repeats} == {("a#2", "a"), ("b#0", "b")}
    assert [hit.repeats for hit in hits[1:]] == [(), ()]
    (fewer,) = library.search(["zinc for ten days"], k=1)
    assert [hit.passage.id for hit in fewer] == ["a#0"]


def test_of_two_editions_the_current_one_is_shown(tmp_path: Path, any_pdf: Path) -> None:
    """Though the old one was added first, and both say the same."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("old", ADVICE), any_pdf)
    library.add(make_reading("new", ADVICE, supersedes=("old",)), any_pdf)
    (hits,) = library.search(["zinc for ten days"], where=Filter(superseded=True))
    assert [hit.passage.id for hit in (hits[0], *hits[0].repeats)] == ["new#0", "old#0"]
