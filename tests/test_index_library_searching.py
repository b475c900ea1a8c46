"""What the library finds: how many hits, in what order, from which guidelines, and where each stands."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexes.embedding import embed_guideline
from indexes.errors import LibraryError
from indexes.fusion import CONSTANT
from indexes.late_interaction import match_tokens
from indexes.library import Library
from indexes.types import Coverage, Filter, Hit, Place
from indexes.weights import WEIGHTS
from tests.conftest import WordEmbedder, make_reading
from tests.ward_library import MALARIA, ZINC, find


def test_an_empty_set(library: Library) -> None:
    """It can be searched, and holds nothing."""
    assert (library.name, library.generation, library.guidelines()) == ("ward", 0, ())
    assert library.search(["zinc", ""]) == [(), ()]
    assert library.search([]) == []
    assert library.cover("zinc", []) == Coverage(0.0, ("zinc",), 1.0)


def test_a_question_that_is_no_text(library: Library) -> None:
    """A terminal's bytes that are no UTF-8 come in as halves of characters, which nothing can embed or write."""
    with pytest.raises(LibraryError) as fault:
        library.search(["zinc", "zinc \udcff"])
    assert str(fault.value) == "the question is no text: it holds bytes that are not UTF-8, or half a character"


def test_a_hit_says_where_it_stands(library: Library, words: WordEmbedder, any_pdf: Path) -> None:
    """Passage, guideline, pages, labels and boxes are those that were read; the similarity is the cosine.

    Its score is that of two first ranks, of all the question's words, and of how well its tokens match.
    """
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    question = "salt and sugar in clean water"
    first = library.search([question], 2)[0][0]
    embedded = embed_guideline("Zinc", ZINC.passages, words)[1]
    vector = embedded.vector.astype(np.float16).astype(np.float32)
    asked = words.embed_queries([question])
    (match,) = match_tokens(asked.tokens[0], [embedded.signs])
    score: Any = pytest.approx(2 / (CONSTANT + 1) + WEIGHTS.coverage + WEIGHTS.match * match)
    assert first == Hit(
        passage=ZINC.passages[1],
        guideline=ZINC.guideline,
        places=(Place(1, "5", tuple(line.box for line in ZINC.pages[0].lines[1:3]), ("text", "text")),),
        score=score,
        similarity=float(vector @ asked.vectors[0]),
        dense_rank=1,
        lexical_rank=1,
    )


def test_k_bounds_the_hits(library: Library, any_pdf: Path) -> None:
    """There are k, or all that there are; asking for a few more does not change the first."""
    library.add(make_reading("many", *[f"Zinc number {place}." for place in range(130)]), any_pdf)
    whole = find(library, "zinc number 7", 1000)
    assert sorted(whole) == sorted(f"many#{place}" for place in range(130))
    assert find(library, "zinc number 7", 0) == []
    assert find(library, "zinc number 7", 3) == find(library, "zinc number 7", 20)[:3]


def test_questions_are_answered_in_their_order(library: Library, any_pdf: Path) -> None:
    """A batch gives what single questions give."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    questions = ["artesunate", "zinc", "nothing of the kind", ""]
    found = library.search(questions, 3)
    assert found == [library.search([question], 3)[0] for question in questions]
    assert [hits[0].passage.id for hits in found[:2]] == ["malaria#0", "zinc#0"]


def test_a_filter_holds_on_both_sides(library: Library, any_pdf: Path) -> None:
    """Only the guidelines named are searched, by vector and by word."""
    library.add(make_reading("a", "Zinc for ten days.", "Salt."), any_pdf)
    library.add(make_reading("b", "Zinc for twelve days."), any_pdf)
    assert find(library, "zinc", where=Filter(guidelines=("b",))) == ["b#0"]
    assert find(library, "zinc", where=Filter(guidelines=("a",))) == ["a#0", "a#1"]
    assert sorted(find(library, "zinc", where=Filter(guidelines=("a", "b")))) == ["a#0", "a#1", "b#0"]


def test_superseded_editions_are_left_out(library: Library, any_pdf: Path) -> None:
    """They are found only if asked for; a filter by name alone says so."""
    library.add(make_reading("old", "Zinc for ten days."), any_pdf)
    library.add(make_reading("new", "Zinc for fourteen days.", supersedes=("old",)), any_pdf)
    assert find(library, "zinc ten days") == ["new#0"]
    with pytest.raises(LibraryError) as fault:
        find(library, "zinc", where=Filter(guidelines=("old",)))
    assert str(fault.value) == (
        "nothing in the set 'ward' is left by this filter (guideline old); "
        "superseded editions, which must be asked for, are left: old"
    )
    assert find(library, "zinc", where=Filter(guidelines=("old",), superseded=True)) == ["old#0"]
    both = library.search(["zinc ten days"], where=Filter(superseded=True))[0]
    assert [(hit.passage.id, hit.guideline.status) for hit in both] == [("old#0", "superseded"), ("new#0", "current")]


def test_coverage_is_weighed_by_rarity(library: Library, any_pdf: Path) -> None:
    """A word counts by its inverse document frequency: of five passages "zinc" is in one, "leishmaniasis" in none."""
    library.add(ZINC, any_pdf)
    library.add(MALARIA, any_pdf)
    (hits,) = library.search(["zinc"])
    coverage = library.cover("zinc for leishmaniasis", hits)
    held, missing = math.log(1 + 4.5 / 1.5), math.log(1 + 5.5 / 0.5)
    share: Any = pytest.approx(held / (held + missing))
    assert coverage == Coverage(share, ("leishmaniasi",), pytest.approx(missing / (held + missing)))


def test_coverage_of_the_demonstration(demonstration: Library) -> None:
    """Words that are in the hits or their titles are covered; what is missing is named as it is searched."""
    question = "How much zinc for a child with cholera and leishmaniasis?"
    (hits,) = demonstration.search([question])
    assert demonstration.cover(question, hits).missing == ("leishmaniasi",)
    assert demonstration.cover("zinc", hits) == Coverage(1.0, ())
    assert demonstration.cover("what should we do?", hits) == Coverage(0.0, ())


@pytest.mark.parametrize(
    ("question", "guideline", "pages", "row"),
    [
        (
            "What dose of artesunate does a child of 9 kg get?",
            "demonstration-malaria-1",
            (2, 3),
            "Weight: 9 to 10 kg | Dose: 30 mg | Into a vein (10 mg/ml): 3 ml | Into a muscle (20 mg/ml)*: 1.5 ml "
            "| 60 mg vials: 1",
        ),
        (
            "How long is zinc given at 4 months of age?",
            "demonstration-diarrhoea-1",
            (3,),
            "Under 6 months | Dose, once a day: 10 mg | 20 mg dispersible tablets: half a tablet | For: 10 to 14 days",
        ),
        (
            "How much F-75 does a child of 5 kg get?",
            "demonstration-malnutrition-1",
            (2,),
            "Weight: 5.0 to 5.4 kg | No oedema, or + or ++: 85 ml | In 24 hours: 680 ml | Severe oedema (+++)*: 65 ml",
        ),
    ],
)
def test_the_demonstration_is_searched(
    demonstration: Library, question: str, guideline: str, pages: tuple[int, ...], row: str
) -> None:
    """The real embedder, tantivy and FAISS find the row that a reader would look up, among the first few, once."""
    (hits,) = demonstration.search([question], 5)
    found = [hit for hit in hits if row in hit.passage.text.splitlines()]
    assert [(hit.guideline.id, hit.passage.pages) for hit in found] == [(guideline, pages)]
