"""A guideline's passages to vectors: the title once, a text once, in order whatever their lengths."""

from collections.abc import Sequence

import numpy as np
import pytest

from indexes.embedding import embed_guideline
from indexes.late_interaction import pack_signs
from indexes.types import Embedded, Embedder, EmbedderIdentity
from ingest.types import Passage


class Counted:
    """Hands on to an embedder, and keeps what it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.given: list[str] = []

    @property
    def identity(self) -> EmbedderIdentity:
        """The embedder's."""
        return self.embedder.identity

    def embed_queries(self, texts: Sequence[str]) -> Embedded:
        """Embed questions."""
        return self.embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Embedded:
        """Embed passages."""
        self.given += texts
        return self.embedder.embed_passages(texts)


def make_passages(*texts: str) -> list[Passage]:
    """Return passages of prose without titles."""
    return [Passage(f"p{at}", "g", "prose", (), text, ()) for at, text in enumerate(texts)]


def test_title_is_added_by_its_words(packaged: Embedder) -> None:
    """The vector is the mean of the passage's and half the title's, by their words; its tokens' signs go before."""
    title, text = packaged.embed_passages(["Care of children", "Give zinc for ten days."]).vectors
    signs = [
        pack_signs(packaged.embed_passages([of]).tokens[0]) for of in ("Care of children", "Give zinc for ten days.")
    ]
    (found,) = embed_guideline("Care of children", make_passages("Give zinc for ten days."), packaged)
    mixed = 5 * text + 0.5 * 3 * title
    assert found.vector == pytest.approx(mixed / np.linalg.norm(mixed), abs=1e-6)
    assert np.array_equal(found.signs, np.concatenate(signs))


def test_each_text_is_embedded_once(packaged: Embedder) -> None:
    """However often it comes; all passages have their vectors in order, and all are reported."""
    texts = [f"Give {number % 300} ml {'and wait ' * (number % 5)}" for number in range(700)]
    counted = Counted(packaged)
    told: list[int] = []
    found = embed_guideline("Salts", make_passages(*texts), counted, told.append)
    plain = [" ".join(text.split()) for text in texts]
    assert sorted(counted.given) == sorted(["Salts", *set(plain)])
    assert sum(told) == 700
    assert len(told) == -(-len(set(plain)) // 256)
    alone = {text: embed_guideline("Salts", make_passages(text), packaged)[0] for text in plain[:40]}
    for text, vectors in zip(plain[:40], found[:40], strict=True):
        assert float(vectors.vector @ alone[text].vector) > 0.999


def test_no_passages_have_no_vectors(packaged: Embedder) -> None:
    """Then nothing is embedded, not even the title."""
    counted = Counted(packaged)
    assert embed_guideline("Salts", [], counted) == []
    assert counted.given == []
