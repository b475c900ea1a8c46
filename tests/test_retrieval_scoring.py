"""How found pages are scored, and that the questions are split for good."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.asked import ANSWERABLE
from benchmarks.retrieval import WITHOUT, load_gold, search_all
from benchmarks.retrieval_scoring import Gold, Score, mean_of, share_of, split_words, summarise
from indexes.library import Library
from indexes.weights import WEIGHTS
from tests.conftest import WordEmbedder, make_reading


def test_the_halves() -> None:
    """A question is in one half by its id alone; the own questions are all there, once."""
    gold = load_gold(ANSWERABLE)
    assert len({one.id for one in gold}) == len(gold) == 190
    assert Counter(one.half for one in gold) == {"choose": 95, "report": 95}
    assert [one.half for one in gold[:6]] == ["choose", "choose", "choose", "report", "report", "report"]


def test_gold_files_of_both_forms(tmp_path: Path) -> None:
    """Evidence is texts or words; what cannot be answered is left out."""
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "a", "question": "A?", "answerable": true, "file": "a.pdf", "pages": [3], "evidence": ["Give 5 mg."]}\n'
        '{"id": "b", "question": "B?", "answerable": true, "file": "a.pdf", "pages": [4, 5],'
        ' "evidence_words": ["give", "10%"]}\n'
        '{"id": "c", "question": "C?", "answerable": false, "file": null, "pages": []}\n'
    )
    first, second = load_gold(path)
    assert first == Gold("a", "A?", "a.pdf", frozenset([3]), (("give", "5", "mg."),))
    assert second.evidence == (("give", "10%"),)


def test_found_pages_are_scored_by_rank(tmp_path: Path, any_pdf: Path) -> None:
    """The rank is that of the first hit on a page of the file; words of other files are no evidence."""
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("malaria", "Give zinc.", "Give zinc and salt daily for diarrhoea."), any_pdf)
    (hits,) = library.search(["zinc salt daily"])
    file = hits[0].guideline.file
    pages = frozenset(hits[0].passage.pages)
    evidence = (split_words("zinc salt daily"),)
    gold = [
        Gold("a", "zinc salt daily", file, pages, evidence),
        Gold("b", "zinc salt daily", "other.pdf", pages, evidence),
        Gold("c", "zinc salt daily", file, frozenset([99]), (split_words("zinc salt weekly"), split_words("zinc"))),
        Gold("d", "zinc salt daily", file, frozenset([99]), (split_words("zinc salt weekly"), ())),
    ]
    assert search_all(library, gold, WEIGHTS) == [
        Score(1, held=True),
        Score(None, held=False),
        Score(None, held=True),
        Score(None, held=False),
    ]


def test_figures_with_intervals() -> None:
    """Wilson's interval for shares; the mean reciprocal rank within the least and the greatest drawn mean."""
    found = summarise([Score(1, True), Score(2, False), Score(None, False), Score(10, True)])
    assert [found[name].value for name in ("page@1", "page@10", "MRR", "evidence@5")] == pytest.approx(
        [0.25, 0.75, 0.4, 0.5]
    )
    assert str(share_of([True] * 8 + [False] * 2)) == "0.800 (0.490-0.943)"
    assert str(share_of([True] * 4)) == "1.000 (0.510-1.000)"
    assert str(mean_of([0.5] * 7)) == "0.500 (0.500-0.500)"
    drawn = mean_of([0.0, 1.0] * 50)
    assert (drawn.value, round(drawn.low, 1), round(drawn.high, 1)) == (0.5, 0.4, 0.6)
    assert mean_of([0.0, 1.0] * 50) == drawn


def test_each_clue_can_be_switched_off(tmp_path: Path, any_pdf: Path) -> None:
    """Every weight has its row in the ablation, and a search without any one of them still finds."""
    changed = [
        name
        for weights in WITHOUT.values()
        for name in WEIGHTS.__slots__
        if getattr(weights, name) != getattr(WEIGHTS, name)
    ]
    assert sorted(changed) == sorted(WEIGHTS.__slots__)
    library = Library.create(tmp_path / "ward", WordEmbedder())
    library.add(make_reading("malaria", "Give zinc.", "Wash hands."), any_pdf)
    for weights in WITHOUT.values():
        (hits,) = library.search(["zinc"], weights=weights)
        assert hits[0].passage.text == "Give zinc."
