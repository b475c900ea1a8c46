"""What a cosine of an embedder says: each embedder has its own for questions and passages that match or do not."""

from dataclasses import dataclass

import numpy as np

from indexes.languages import ENGLISH
from indexes.model_files import PACKAGED_MODEL
from indexes.types import Embedder
from rag.checks.anchors import ANCHORS

LEAST_APART = 4.0


@dataclass(frozen=True, slots=True)
class Scale:
    """An embedder's mean cosines in one language."""

    unrelated: float
    """Of questions and passages on other subjects."""
    related: float
    """Of questions and the passages that answer them."""

    def on_reference(self, similarity: float) -> float:
        """Return the cosine that all-MiniLM-L6-v2 would have for texts as near as those of this one."""
        if self == REFERENCE:
            return similarity
        share = (similarity - self.unrelated) / (self.related - self.unrelated)
        return REFERENCE.unrelated + share * (REFERENCE.related - REFERENCE.unrelated)


REFERENCE = Scale(0.1325, 0.6998)
"""That of all-MiniLM-L6-v2 in English, for which the thresholds of `silence` were set."""


def measure_scale(embedder: Embedder, language: str) -> Scale | None:
    """Return an embedder's scale in a language (ISO 639-1), None where it does not tell matching texts from others.

    It is measured on the questions and passages of `anchors` in that language, or in English where there are none of
    it. An embedder whose two means lie fewer than LEAST_APART deviations apart does not know it well enough: in
    English all-MiniLM-L6-v2 has 5.5, in French 3.3, in Portuguese 2.7, in Spanish 1.9, in Arabic 0.1.
    """
    if embedder.identity.name == PACKAGED_MODEL and language == ENGLISH:
        return REFERENCE
    pairs = ANCHORS.get(language, ANCHORS[ENGLISH])
    questions = embedder.embed_queries([question for question, _ in pairs]).vectors
    passages = embedder.embed_passages([passage for _, passage in pairs]).vectors
    cosines = questions @ passages.T
    related, unrelated = np.diagonal(cosines), cosines[~np.eye(len(pairs), dtype=np.bool_)]
    scale = Scale(float(unrelated.mean()), float(related.mean()))
    deviation = float(np.sqrt((unrelated.var() + related.var()) / 2))
    return scale if scale.related - scale.unrelated >= LEAST_APART * deviation else None
