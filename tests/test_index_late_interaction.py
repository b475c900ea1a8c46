"""Late interaction on small vectors, by its formula, and with the packaged model's own tokens."""

import numpy as np
import pytest

from indexes.late_interaction import match_tokens, pack_signs
from indexes.types import Embedder, Vectors
from indexes.unit_length import to_unit_length


def make_tokens(count: int, width: int, seed: int) -> Vectors:
    """Make random unit vectors."""
    return to_unit_length(np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32))


def test_signs_are_one_bit_a_component() -> None:
    """Eight components a byte, the first in the highest bit; what is zero counts as negative."""
    assert pack_signs(np.array([[1, -1, 0.5, 0, 2, -3, -1, 1], [-1] * 8], dtype=np.float32)).tolist() == [
        [0b10101001],
        [0],
    ]
    assert pack_signs(np.zeros((0, 384), dtype=np.float32)).shape == (0, 48)


@pytest.mark.parametrize("width", [8, 20, 384])
def test_each_token_takes_its_best_match(width: int) -> None:
    """The mean over the question's tokens of the largest cosine to a passage's signs, whatever the width."""
    question = make_tokens(5, width, 0)
    passages = [make_tokens(count, width, count) for count in (7, 1, 30)]
    expected = []
    for tokens in passages:
        signs = np.where(tokens > 0, 1.0, -1.0) / np.sqrt(width)
        expected.append((question @ signs.T).max(axis=1).mean())
    assert match_tokens(question, [pack_signs(tokens) for tokens in passages]) == pytest.approx(expected, abs=1e-5)


def test_sides_without_tokens_match_nothing() -> None:
    """A model without token vectors, or a text without words, changes no order."""
    question, tokens = make_tokens(3, 16, 0), pack_signs(make_tokens(4, 16, 1))
    empty = pack_signs(np.zeros((0, 16), dtype=np.float32))
    assert match_tokens(question[:0], [tokens, empty]) == [0.0, 0.0]
    assert match_tokens(question, [empty, empty]) == [0.0, 0.0]
    assert match_tokens(question, []) == []
    alone = match_tokens(question, [tokens])[0]
    assert match_tokens(question, [empty, tokens, empty]) == pytest.approx([0.0, alone, 0.0])


def test_other_words_for_the_same_thing_match(packaged: Embedder) -> None:
    """With the packaged model a passage that says it in other words is nearer than one that shares a word by chance."""
    question = packaged.embed_queries(["stop a nosebleed"]).tokens[0]
    assert question.shape == (5, 384)  # stop, a, nose, ##ble, ##ed: not the two that mark start and end
    assert np.linalg.norm(question, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    passages = packaged.embed_passages(
        ["Bleeding from the nostrils is controlled by pinching the nose.", "Stop the car at a safe place."]
    )
    near, far = match_tokens(question, [pack_signs(tokens) for tokens in passages.tokens])
    assert near > far
