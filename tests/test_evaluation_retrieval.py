"""How found pages are scored, and that the questions are split for good."""

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.asked import ANSWERABLE, half_of
from benchmarks.retrieval import WITHOUT
from indexes.library import Library
from indexes.weights import WEIGHTS
from rag.errors import EvaluationError
from rag.evaluation.gold import read_gold
from rag.evaluation.retrieval import Gold, Score, search_for, split_words, summarise
from tests.conftest import Fieldguide, WordEmbedder, make_reading


def test_the_halves() -> None:
    """A question is in one half by its id alone; the own questions are all there, once."""
    gold = read_gold(ANSWERABLE)
    assert len({one.id for one in gold}) == len(gold) == 190
    assert Counter(half_of(one.id) for one in gold) == {"choose": 95, "report": 95}
    assert [half_of(one.id) for one in gold[:6]] == ["choose", "choose", "choose", "report", "report", "report"]


def test_gold_files_of_both_forms(tmp_path: Path) -> None:
    """Evidence is texts or words; what cannot be answered is left out."""
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "a", "question": "A?", "answerable": true, "file": "a.pdf", "pages": [3], "evidence": ["Give 5 mg."]}\n'
        '{"id": "b", "question": "B?", "answerable": true, "file": "a.pdf", "pages": [4, 5],'
        ' "evidence_words": ["give", "10%"]}\n'
        '{"id": "c", "question": "C?", "answerable": false, "file": null, "pages": []}\n'
    )
    first, second = read_gold(path)
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
    assert [search_for(library, one) for one in gold] == [
        Score(1, held=True),
        Score(None, held=False),
        Score(None, held=True),
        Score(None, held=False),
    ]


def test_figures_with_intervals() -> None:
    """Each over all questions; a rank that there is not counts as 0."""
    found = summarise([Score(1, True), Score(2, False), Score(None, False), Score(10, True)])
    assert [found[name].value for name in ("page@1", "page@5", "page@10", "MRR", "evidence@5")] == pytest.approx(
        [0.25, 0.5, 0.75, 0.4, 0.5]
    )


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


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("zinc", "it is not JSON (Expecting value: line 1 column 1 (char 0))"),
        ("[1]", "it is not a JSON object"),
        ('{"id": "a", "question": " ", "file": "a.pdf", "pages": [1], "evidence": []}', "its 'question' is no text"),
        ('{"id": 7, "question": "A?", "file": "a.pdf", "pages": [1], "evidence": []}', "its 'id' is no text"),
        ('{"id": "a", "question": "A?", "pages": [1], "evidence": []}', "its 'file' is no text"),
        (
            '{"id": "a", "question": "A?", "file": "a.pdf", "pages": [0], "evidence": []}',
            "its 'pages' are no list of page numbers",
        ),
        (
            '{"id": "a", "question": "A?", "file": "a.pdf", "pages": [1], "evidence": "Give"}',
            "its 'evidence' is no list of texts",
        ),
        ('{"id": "a", "question": "A?", "file": "a.pdf", "pages": [1]}', "its 'evidence_words' is no list of texts"),
        (
            '{"id": "first", "question": "A?", "file": "a.pdf", "pages": [1], "evidence": []}',
            "the id 'first' stands there twice",
        ),
    ],
)
def test_a_bad_line_of_gold_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    """One sentence with the line's number: nothing is measured on a file that is not what it should be."""
    path = tmp_path / "gold.jsonl"
    good = '{"id": "first", "question": "A?", "file": "a.pdf", "pages": [1], "evidence": ["Give zinc."]}'
    path.write_text(f"{good}\n\n{line}\n")
    with pytest.raises(EvaluationError) as refused:
        read_gold(path)
    assert str(refused.value) == f"{path}, line 3: {sentence}"


def test_gold_without_a_question_is_refused(tmp_path: Path) -> None:
    """A file of unanswerable questions has nothing to find."""
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "c", "question": "C?", "answerable": false, "file": null, "pages": []}\n')
    with pytest.raises(EvaluationError, match="holds no answerable question"):
        read_gold(path)


GOLD = """\
{"id": "a", "question": "What dose of artesunate does a child of 9 kg with severe malaria get?", "file": \
"severe-malaria.pdf", "pages": [1, 2, 3, 4, 5], "evidence": ["artesunate"]}
{"id": "b", "question": "How should zinc be given?", "file": "elsewhere.pdf", "pages": [1], "evidence": ["zinc"]}
{"id": "c", "question": "What is the capital?", "answerable": false, "file": null, "pages": []}
"""


def test_evaluate_retrieval(read_only: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """Each figure with its interval; a file that the set lacks is named, and counts as not found."""
    path = tmp_path / "gold.jsonl"
    path.write_text(GOLD)
    outcome = fieldguide("evaluate", "retrieval", path, "--set", "demonstration")
    assert outcome.status == 0
    assert outcome.out.splitlines() == [
        "2 questions to the set demonstration, with 95% intervals",
        "  page@1      0.500 (0.095-0.905)  a page that answers is the first hit",
        "  page@5      0.500 (0.095-0.905)  it is among the first five",
        "  page@10     0.500 (0.095-0.905)  it is among the first ten",
        "  MRR         0.500 (0.000-1.000)  mean of 1 / its rank, 0 where it is not among the first ten",
        "  evidence@5  0.500 (0.095-0.905)  the first five hold nine tenths of the words of a text that answers",
    ]
    assert "the set 'demonstration' lacks elsewhere.pdf: 1 of 2 questions count as not found\n" in outcome.err


def test_evaluate_retrieval_as_json(read_only: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """One object with the same figures."""
    path = tmp_path / "gold.jsonl"
    path.write_text(GOLD)
    outcome = fieldguide("evaluate", "retrieval", path, "--set", "demonstration", "--json")
    assert outcome.status == 0
    told = json.loads(outcome.out)
    assert (told["library"]["set"], told["questions"], told["files_lacking"], told["reranker"]) == (
        "demonstration",
        2,
        ["elsewhere.pdf"],
        None,
    )
    assert list(told["figures"]) == ["page@1", "page@5", "page@10", "MRR", "evidence@5"]
    assert told["figures"]["page@1"] == pytest.approx({"value": 0.5, "low": 0.0945, "high": 0.9055}, abs=1e-4)
