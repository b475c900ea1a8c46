"""What the library finds: how many hits, in what order, from which guidelines, and where each stands."""

from pathlib import Path

import numpy as np
import pytest

from indexes.context import embedding_text
from indexes.library import Library
from indexes.types import Coverage, Filter, Hit, Place
from tests.conftest import WordEmbedder, make_reading
from tests.ward_library import MALARIA, ZINC, find


def test_an_empty_set(library: Library) -> None:
    """It can be searched, and holds nothing."""
    assert (library.name, library.generation, library.guidelines()) == ("ward", 0, ())
    assert library.search(["zinc", ""]) == [(), ()]
    assert library.search([]) == []
    assert library.cover("zinc", []) == Coverage(0.0, ("zinc",))


def test_a_hit_says_where_it_stands(library: Library, words: WordEmbedder, any_pdf: Path) -> None:
    """Passage, guideline, pages, labels and boxes are those that were read; the similarity is the cosine."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    question = "salt and sugar in clean water"
    first = library.search([question], 2)[0][0]
    embedded = words.embed_passages([embedding_text("Zinc", ZINC.passages[1])])
    vector = embedded.vectors.astype(np.float16).astype(np.float32)[0]
    assert first == Hit(
        passage=ZINC.passages[1],
        guideline=ZINC.guideline,
        places=(Place(1, "5", tuple(line.box for line in ZINC.pages[0].lines[1:3]), ("text", "text")),),
        score=first.score,
        similarity=float(vector @ words.embed_queries([question]).vectors[0]),
        dense_rank=1,
        lexical_rank=1,
    )


def test_k_bounds_the_hits(library: Library, any_pdf: Path) -> None:
    """There are k, or all that there are; asking for a few more does not change the first."""
    library.add(make_reading("many", *[f"Zinc number {place}." for place in range(130)]), any_pdf)
    whole = find(library, "zinc number 7", 1000)
    assert sorted(whole) == sorted(f"many#{place}" for place in range(130))
    assert find(library, "zinc number 7", 3) == find(library, "zinc number 7", 20)[:3]


def test_questions_are_answered_in_their_order(library: Library, any_pdf: Path) -> None:
    """A batch gives what single questions give."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    questions = ["artesunate", "zinc", "nothing of the kind", ""]
    assert library.search(questions, 3) == [library.search([question], 3)[0] for question in questions]


def test_a_filter_holds_on_both_sides(library: Library, any_pdf: Path) -> None:
    """Only the guidelines named are searched, by vector and by word."""
    library.add(make_reading("a", "Zinc for ten days.", "Salt."), any_pdf)
    library.add(make_reading("b", "Zinc for ten days."), any_pdf)
    assert find(library, "zinc", where=Filter(guidelines=("b",))) == ["b#0"]
    assert find(library, "zinc", where=Filter(guidelines=("a",))) == ["a#0", "a#1"]
    assert sorted(find(library, "zinc", where=Filter(guidelines=("a", "b")))) == ["a#0", "a#1", "b#0"]


def test_superseded_editions_are_left_out(library: Library, any_pdf: Path) -> None:
    """They are found only if asked for, even by name, and again once their successor is gone."""
    library.add(make_reading("old", "Zinc for ten days."), any_pdf)
    library.add(make_reading("new", "Zinc for fourteen days.", supersedes=("old",)), any_pdf)
    assert find(library, "zinc ten days") == ["new#0"]
    assert find(library, "zinc", where=Filter(guidelines=("old",))) == []
    assert find(library, "zinc", where=Filter(guidelines=("old",), superseded=True)) == ["old#0"]
    both = library.search(["zinc ten days"], where=Filter(superseded=True))[0]
    assert [(hit.passage.id, hit.guideline.status) for hit in both] == [("old#0", "superseded"), ("new#0", "current")]


def test_coverage_of_the_demonstration(demonstration: Library) -> None:
    """Words that are in the hits or their titles are covered; what is missing is named as it is searched."""
    question = "How much zinc for a child with cholera and leishmaniasis?"
    (hits,) = demonstration.search([question])
    coverage = demonstration.cover(question, hits)
    assert coverage.missing == ("leishmaniasi",)
    assert 0 < coverage.share < 1
    assert demonstration.cover("zinc", hits) == Coverage(1.0, ())
    assert demonstration.cover("what should we do?", hits) == Coverage(0.0, ())


@pytest.mark.parametrize(
    ("question", "guideline", "page", "words_found"),
    [
        ("What dose of artesunate does a child of 9 kg get?", "demonstration-malaria-1", 3, "9 to 10 kg | Dose: 30 mg"),
        ("How long is zinc given at 4 months of age?", "demonstration-diarrhoea-1", 3, "10 mg"),
        ("How much F-75 does a child of 5 kg get?", "demonstration-malnutrition-1", 2, "F-75"),
    ],
)
def test_the_demonstration_is_searched(
    demonstration: Library, question: str, guideline: str, page: int, words_found: str
) -> None:
    """The real embedder, tantivy and FAISS find the page that a reader would open, among the first few."""
    (hits,) = demonstration.search([question], 5)
    found = [hit for hit in hits if page in hit.passage.pages and hit.guideline.id == guideline]
    assert any(words_found in hit.passage.text for hit in found)
