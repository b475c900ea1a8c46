"""From what both sides of a search found to the hits: ranks fused, the first put in order by what they hold, and those
that say the same made one."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from indexes.abbreviations import find_names
from indexes.bands import Band, find_measures, fits
from indexes.fusion import fuse, measure_coverage, rank_again
from indexes.late_interaction import match_tokens
from indexes.lexical import LexicalIndex
from indexes.quantities import find_asked
from indexes.repeats import Repeats
from indexes.row_bands import find_row_bands
from indexes.store import Store
from indexes.stored import StoredGuideline, StoredPassage
from indexes.types import Hit, Vectors
from indexes.weights import WEIGHTS, Weights
from ingest.types import Guideline, Passage

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
    beside: Executor,
    weights: Weights = WEIGHTS,
) -> tuple[Hit, ...]:
    """Return the k best hits, best first, of the rows that the dense and the lexical side found, each best first.

    What the index says of them is read `beside` what the store says: each is a core's work, and outside Python.
    """
    fused = fuse([dense, lexical], weights=[weights.dense, weights.lexical])[: max(RANKED_AGAIN, k)]
    rows = [row for row, _ in fused]

    def read_index() -> tuple[dict[int, float], frozenset[int]]:
        terms = index.weigh_terms(question.text)
        names = [(index.terms(short), index.terms(full)) for short, full in find_names(question.text)]
        coverage = measure_coverage(terms, index.find_terms(terms, rows, titles=weights.heading > 0), names)
        return coverage, index.find_quantities(find_asked(question.text), rows)

    of_index = beside.submit(read_index)
    # Another process may remove a guideline between any two reads of the store: what a later read no longer has, signs,
    # passage or vector, is left out.
    signs = store.token_signs(rows)
    matches = dict(zip(signs, match_tokens(question.tokens, list(signs.values())), strict=True))
    measures = find_measures(question.text) if weights.fitting else ()
    found = store.passages(list(signs)) if measures else {}
    fitting = {row for row, stored in found.items() if _has_patients_row(stored.passage, measures)}
    coverage, asked = of_index.result()
    ranked = dict(rank_again([pair for pair in fused if pair[0] in signs], coverage, matches, fitting, asked, weights))
    by_key = {stored.key: stored.guideline for stored in guidelines}
    groups = _group_repeats(list(ranked), k, store, found, by_key)
    there, vectors = store.vectors([row for group in groups for row in group])
    # One by one: what a product of many gives depends on how many there are.
    similarities = {row: float(vector @ question.vector) for row, vector in zip(there.tolist(), vectors, strict=True)}
    dense_ranks = {row: rank for rank, row in enumerate(dense, start=1)}
    lexical_ranks = {row: rank for rank, row in enumerate(lexical, start=1)}

    def make_hit(row: int) -> Hit:
        return Hit(
            passage=found[row].passage,
            guideline=by_key[found[row].guideline_key],
            places=found[row].places,
            score=ranked[row],
            similarity=similarities[row],
            dense_rank=dense_ranks.get(row),
            lexical_rank=lexical_ranks.get(row),
        )

    hits = []
    for group in groups:
        # Of the same words in two editions, the current one's are shown.
        of_group = sorted((make_hit(row) for row in group if row in similarities), key=_is_superseded)
        if of_group:
            hits.append(replace(of_group[0], repeats=tuple(of_group[1:])))
    return tuple(hits)


def _group_repeats(
    rows: Sequence[int], k: int, store: Store, found: dict[int, StoredPassage], guidelines: Mapping[int, Guideline]
) -> list[list[int]]:
    """Return the first k groups of rows whose passages say the same; what is loaded for that is put into `found`."""
    repeats, looked_at = Repeats(), []
    start, at_once = 0, k + 2  # few are repeats
    while start < len(rows) and len(repeats.groups) < k:
        some = rows[start : start + at_once]
        start, at_once = start + at_once, k // 2 + 2
        found |= store.passages([row for row in some if row not in found])
        there = [row for row in some if row in found]
        repeats.add([(guidelines[found[row].guideline_key].title, found[row].passage) for row in there])
        looked_at += there
    return [[looked_at[at] for at in group] for group in repeats.groups[:k]]


def _is_superseded(hit: Hit) -> bool:
    return hit.guideline.status == "superseded"


def _has_patients_row(passage: Passage, patient: Sequence[Band]) -> bool:
    return passage.kind == "table" and bool(fits(patient, find_row_bands(passage.text)))
