"""Other embedders than the packaged one: tiny models made here, through OpenVINO and through torch."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexes.conversion import FORMAT, LEAST_COSINE
from indexes.embedder import load_embedder
from indexes.embedder_openvino import OpenVINOEmbedder
from indexes.embedder_torch import TorchEmbedder, load_sentence_transformer
from indexes.model_files import hash_model
from indexes.types import EmbedderIdentity
from tests.conftest import fieldguide_environment
from tests.tiny_embedders import SENTENCES, encode_plainly, make_model, make_static_model


def read_conversions(cache: Path) -> list[dict[str, Any]]:
    """Return what the cache says of each conversion."""
    return [json.loads(path.read_text()) for path in sorted(cache.glob("openvino-*/converted.json"))]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model."""
    return make_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def tiny_cache(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the tiny model's conversion."""
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIELDGUIDE_CACHE", str(cache))
        load_embedder(str(tiny))
    return cache


def test_any_folder_works(tmp_path: Path, cache: Path) -> None:
    """A sentence-transformers folder is converted as it is, with its own pooling, and gives torch's vectors.

    What an earlier conversion left when it was cut off, a folder without its record, is not trusted.
    """
    folder = make_model(tmp_path / "model", seed=3, pooling="cls")
    weights = hash_model(folder)
    unfinished = cache / f"openvino-{FORMAT}-{weights[:32]}"
    unfinished.mkdir()
    (unfinished / "model.xml").write_text("<net")
    embedder = load_embedder(str(folder))
    assert isinstance(embedder, OpenVINOEmbedder)
    assert embedder.identity == EmbedderIdentity(str(folder), weights, 32, "", "")
    texts = [*SENTENCES, "give water " * 200]
    assert (embedder.embed_passages(texts).vectors * encode_plainly(folder, texts)).sum(axis=1).min() >= LEAST_COSINE
    (record,) = read_conversions(cache)
    assert (record["usable"], record["max_length"], record["dimension"]) == (True, 48, 32)
    assert record["cosine"] >= LEAST_COSINE


def test_a_conversion_is_made_once(tiny: Path, tiny_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time, torch is not needed at all, and the vectors are the same."""
    code = (
        "import sys; from indexes.embedder import load_embedder; "
        f"vector = load_embedder({str(tiny)!r}).embed_queries(['give zinc']).vectors[0]; "
        "print('torch' in sys.modules, vector.tobytes().hex())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=fieldguide_environment(tiny.parent, FIELDGUIDE_CACHE=str(tiny_cache)),
        capture_output=True,
        text=True,
        check=True,
    )
    monkeypatch.setenv("FIELDGUIDE_CACHE", str(tiny_cache))
    vector = load_embedder(str(tiny)).embed_queries(["give zinc"]).vectors[0]
    assert done.stdout.split() == ["False", vector.tobytes().hex()]


def test_a_model_that_cannot_be_converted(tmp_path: Path, cache: Path) -> None:
    """It runs through torch, and the cache says so and why: it is tried once only."""
    folder = make_static_model(tmp_path / "static")
    embedder = load_embedder(str(folder))
    assert isinstance(embedder, TorchEmbedder)
    assert embedder.identity.dimension == 16
    assert embedder.embed_queries(list(SENTENCES[:3])).vectors == pytest.approx(
        encode_plainly(folder, list(SENTENCES[:3])), abs=1e-6
    )
    (record,) = read_conversions(cache)
    assert record["usable"] is False
    assert record["why"].startswith("it takes ")
    (path,) = cache.glob("openvino-*/converted.json")
    written = path.stat().st_mtime_ns
    assert isinstance(load_embedder(str(folder)), TorchEmbedder)
    assert path.stat().st_mtime_ns == written


def test_a_damaged_conversion_is_made_again(
    tmp_path: Path, tiny: Path, tiny_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conversion is a cache: cut off by a full disk, it is made again from the model."""
    cache = tmp_path / "cache"
    shutil.copytree(tiny_cache, cache)
    monkeypatch.setenv("FIELDGUIDE_CACHE", str(cache))
    (weights,) = cache.glob("openvino-*/model.bin")
    whole = weights.read_bytes()
    weights.write_bytes(whole[:100])
    shutil.rmtree(weights.parent / "compiled", ignore_errors=True)
    embedder = load_embedder(str(tiny))
    assert isinstance(embedder, OpenVINOEmbedder)
    assert weights.read_bytes() == whole
    assert (embedder.embed_queries(["give zinc"]).vectors * encode_plainly(tiny, ["give zinc"])).sum() >= LEAST_COSINE


def test_prefixes_go_before_the_text(tiny: Path, tiny_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each side has its own, as E5 wants; they are part of what the embedder is."""
    monkeypatch.setenv("FIELDGUIDE_CACHE", str(tiny_cache))
    plain = load_embedder(str(tiny))
    prefixed = load_embedder(str(tiny), "query: ", "passage: ")
    assert (prefixed.identity.query_prefix, prefixed.identity.passage_prefix) == ("query: ", "passage: ")
    assert prefixed.identity != plain.identity
    assert np.array_equal(prefixed.embed_queries(["zinc"]).vectors, plain.embed_queries(["query: zinc"]).vectors)
    assert np.array_equal(prefixed.embed_passages(["zinc"]).vectors, plain.embed_passages(["passage: zinc"]).vectors)
    assert not np.array_equal(prefixed.embed_queries(["zinc"]).vectors, prefixed.embed_passages(["zinc"]).vectors)


def test_torch_puts_the_same_prefixes(tiny: Path) -> None:
    """The GPU's path embeds the same text, whatever prompt the model itself would put."""
    model = load_sentence_transformer(tiny, "cpu")
    model.prompts = {"query": "water salt sugar "}
    model.default_prompt_name = "query"
    embedder = TorchEmbedder(model, EmbedderIdentity(str(tiny), "", 32, "query: ", "passage: "))
    expected = encode_plainly(tiny, ["query: zinc", "passage: zinc"])
    found = np.concatenate([embedder.embed_queries(["zinc"]).vectors, embedder.embed_passages(["zinc"]).vectors])
    assert found == pytest.approx(expected, abs=1e-6)
    assert embedder.embed_queries([]).vectors.shape == (0, 32)


def test_other_weights_are_another_embedder(tmp_path: Path, tiny: Path, cache: Path) -> None:
    """The hash is of what is in the files: a copy has the same, one changed byte of weights or tokenizer has not."""
    first = hash_model(tiny)
    copy = tmp_path / "copy"
    shutil.copytree(tiny, copy)
    assert hash_model(copy) == first
    weights = copy / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    second = hash_model(copy)
    assert second != first
    tokenizer = copy / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text().replace('"zinc"', '"zink"'))
    assert hash_model(copy) not in (first, second)
    assert len(list(cache.glob("weights-*.json"))) == 4
