"""From what both sides of a search found to the hits: ranks fused, then the first put in order by what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexes.bands import Band, find_measures, fits
from indexes.fusion import fuse, measure_coverage, rank_again
from indexes.late_interaction import match_tokens
from indexes.lexical import LexicalIndex
from indexes.quantities import find_asked
from indexes.row_bands import find_row_bands
from indexes.store import Store
from indexes.stored import StoredGuideline
from indexes.types import Hit, Vectors
from indexes.weights import WEIGHTS, Weights
from ingest.types import Passage

RANKED_AGAIN = 50
"""How many fused candidates are put in order by their words and tokens."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched."""

    text: str
    vector: Vectors
    """Its unit vector, shape (dimension,)."""
    tokens: Vectors
    """Its tokens' unit vectors, shape (tokens, width)."""


def rank_hits(
    question: Question,
    dense: Sequence[int],
    lexical: Sequence[int],
    k: int,
    store: Store,
    index: LexicalIndex,
    guidelines: Sequence[StoredGuideline],
    weights: Weights = WEIGHTS,
) -> tuple[Hit, ...]:
    """Return the k best hits, best first, of the rows that the dense and the lexical side found, each best first."""
    fused = fuse([dense, lexical], weights=[weights.dense, weights.lexical])[: max(RANKED_AGAIN, k)]
    rows = [row for row, _ in fused]
    terms = index.weigh_terms(question.text)
    coverage = measure_coverage(terms, index.find_terms(terms, rows, titles=weights.heading > 0))
    asked = index.find_quantities(find_asked(question.text), rows)
    # Another process may remove a guideline between any two reads of the store: what a later read no longer has, signs,
    # passage or vector, is left out.
    signs = store.token_signs(rows)
    matches = dict(zip(signs, match_tokens(question.tokens, list(signs.values())), strict=True))
    measures = find_measures(question.text) if weights.fitting else ()
    found = store.passages(list(signs)) if measures else {}
    fitting = {row for row, stored in found.items() if _has_patients_row(stored.passage, measures)}
    ranked = rank_again([pair for pair in fused if pair[0] in signs], coverage, matches, fitting, asked, weights)[:k]
    found = found or store.passages([row for row, _ in ranked])
    vectors = store.vectors([row for row, _ in ranked])
    by_key = {stored.key: stored for stored in guidelines}
    dense_ranks = {row: rank for rank, row in enumerate(dense, start=1)}
    lexical_ranks = {row: rank for rank, row in enumerate(lexical, start=1)}
    hits = []
    for row, score in ranked:
        if row not in found or row not in vectors:
            continue
        hits.append(
            Hit(
                passage=found[row].passage,
                guideline=by_key[found[row].guideline_key].guideline,
                places=found[row].places,
                score=score,
                similarity=float(vectors[row] @ question.vector),
                dense_rank=dense_ranks.get(row),
                lexical_rank=lexical_ranks.get(row),
            )
        )
    return tuple(hits)


def _has_patients_row(passage: Passage, patient: Sequence[Band]) -> bool:
    return passage.kind == "table" and bool(fits(patient, find_row_bands(passage.text)))
