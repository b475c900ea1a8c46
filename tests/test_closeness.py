"""Cosines of other embedders than the one that the thresholds were set for."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from indexes.types import Coverage, Embedded, Embedder, Vectors
from rag.checks.anchors import ANCHORS
from rag.checks.closeness import REFERENCE, measure_scale
from rag.checks.silence import decide
from tests.conftest import WordEmbedder
from tests.factories import make_guideline, make_hit, make_passage

UNSAID = Coverage(0.0, ("hands",))


class NarrowEmbedder:
    """The packaged embedder with one coordinate more, the same for all texts: its cosines lie between 0.7 and 1."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.identity = replace(inner.identity, name="narrow", dimension=inner.identity.dimension + 1)

    def embed_queries(self, texts: Sequence[str]) -> Embedded:
        """Embed questions."""
        return self._narrow(self._inner.embed_queries(texts))

    def embed_passages(self, texts: Sequence[str]) -> Embedded:
        """Embed passages."""
        return self._narrow(self._inner.embed_passages(texts))

    def _narrow(self, embedded: Embedded) -> Embedded:
        same = np.full((len(embedded.vectors), 1), np.sqrt(3), dtype=np.float32)
        vectors: Vectors = np.concatenate([embedded.vectors, same], axis=1) / 2
        return Embedded(vectors, embedded.tokens)


def test_the_reference_is_that_of_the_packaged_embedder(packaged: Embedder) -> None:
    """Its numbers are those that its cosines have on the English anchors; on these its thresholds are as they are."""
    assert measure_scale(packaged, "en") is REFERENCE
    as_another = measure_scale(NarrowEmbedder(packaged), "en")
    assert as_another is not None
    assert 4 * as_another.unrelated - 3 == pytest.approx(REFERENCE.unrelated, abs=0.005)
    assert 4 * as_another.related - 3 == pytest.approx(REFERENCE.related, abs=0.005)
    assert REFERENCE.on_reference(0.123) == 0.123


class DeafEmbedder(NarrowEmbedder):
    """One that has the same vector for all texts."""

    def _narrow(self, embedded: Embedded) -> Embedded:
        return Embedded(
            np.eye(1, embedded.vectors.shape[1], dtype=np.float32).repeat(len(embedded.vectors), 0), embedded.tokens
        )


def test_an_embedder_that_knows_no_word_has_no_scale(packaged: Embedder) -> None:
    """As one with English words alone has none in Arabic."""
    assert measure_scale(DeafEmbedder(packaged), "ar") is None


@pytest.mark.parametrize(
    ("question", "passage", "silent"),
    [
        ("How are hands washed?", "Wash the hands with soap for 40 seconds.", False),
        ("What is the capital of France?", "Wash the hands with soap for 40 seconds.", True),
        ("Who repairs a bicycle?", "Keep the vaccines in the refrigerator.", True),
    ],
)
def test_an_embedder_of_near_cosines(packaged: Embedder, question: str, passage: str, silent: bool) -> None:
    """Read as the packaged one's, its cosines would answer everything; on its own scale it decides as that does."""
    for embedder in (packaged, NarrowEmbedder(packaged)):
        cosine = embedder.embed_queries([question]).vectors[0] @ embedder.embed_passages([passage]).vectors[0]
        hits = [make_hit(make_passage([passage]), make_guideline("guide"), similarity=float(cosine))]
        share = Coverage(0.4, ()) if not silent else UNSAID
        assert (decide(question, hits, share, measure_scale(embedder, "en")).silence is not None) is silent
    assert decide(question, hits, share).silence is None


def test_an_embedder_that_does_not_know_the_language(packaged: Embedder) -> None:
    """The packaged one knows English only: elsewhere the share of the question's words decides."""
    assert [code for code in ANCHORS if measure_scale(packaged, code) is not None] == ["en"]
    hits = [make_hit(make_passage(["Se laver les mains."]), make_guideline("guide"), similarity=0.1)]
    question = "Comment se laver les mains ?"
    assert decide(question, hits, Coverage(1.0, ()), None).silence is None
    assert decide(question, hits, Coverage(0.0, ()), None).silence is not None
    assert decide(question, [], Coverage(1.0, ()), None).silence is not None


def test_a_language_without_anchors_is_measured_in_english() -> None:
    """The scale of an embedder in German is its scale in English."""
    embedder = WordEmbedder()
    assert measure_scale(embedder, "de") == measure_scale(embedder, "en")


def test_the_anchors_are_ten_of_each() -> None:
    """Ten questions with their passages in each language, all different."""
    assert {code: len(pairs) for code, pairs in ANCHORS.items()} == dict.fromkeys(["en", "fr", "es", "pt", "ar"], 10)
    texts = [text for pairs in ANCHORS.values() for pair in pairs for text in pair]
    assert len(set(texts)) == 100
