"""8-bit weights: which products have them, and what they do to the packaged model's vectors."""

from collections import Counter

import numpy as np
import pytest

from indexes.conversion import FORMAT, LEAST_COSINE, LEAST_TOKEN_COSINE, QUANTISED_COSINE
from indexes.conversion_checks import SAMPLE, embed_sample, worst_cosines
from indexes.embedder import load_embedder
from indexes.embedder_openvino import OpenVINOEmbedder
from indexes.embedder_torch import load_sentence_transformer
from indexes.engine import openvino
from indexes.model_files import PACKAGED_MODEL, cache_folder, find_model
from indexes.quantisation import GROUP, quantise_weights

INPUTS = ["input_ids", "token_type_ids", "attention_mask"]


@pytest.fixture(scope="module")
def quantised(tmp_path_factory: pytest.TempPathFactory) -> OpenVINOEmbedder:
    """The packaged model with 8-bit weights, whether or not this machine's own conversion took them."""
    plain = load_embedder()
    assert isinstance(plain, OpenVINOEmbedder)
    converted = cache_folder() / f"openvino-{FORMAT}-{plain.identity.weights[:32]}"
    folder = tmp_path_factory.mktemp("quantised")
    for name in ("model.xml", "model.bin", "tokenizer.json"):
        (folder / name).write_bytes((converted / name).read_bytes())
    model = openvino.Core().read_model(folder / "model.xml")
    theirs = load_sentence_transformer(find_model(PACKAGED_MODEL), "cpu")
    samples = (theirs.preprocess([text]) for text in SAMPLE)
    # Of 36 products in 6 layers, the 6 that make attention's values are left.
    assert quantise_weights(model, ({name: sample[name].numpy() for name in INPUTS} for sample in samples)) == 30
    openvino.save_model(model, folder / "quantised.xml", compress_to_fp16=False)
    return OpenVINOEmbedder(folder, plain.identity, INPUTS, 256, quantised=True)


def multiply(columns: int, outer: int = 4) -> openvino.Model:
    """Return a model that multiplies tokens' channels, (1, tokens, columns), by weights."""
    operators = openvino.opset13
    tokens = operators.parameter([1, -1, columns], dtype=np.float32, name="tokens")
    weights = np.random.default_rng(0).normal(size=(outer, columns)).astype(np.float32)
    product = operators.matmul(tokens, operators.constant(weights), transpose_a=False, transpose_b=True)
    model = openvino.Model([product], [tokens])
    model.inputs[0].get_tensor().set_names({"tokens"})
    return model


def test_real_passages_keep_their_vectors(quantised: OpenVINOEmbedder) -> None:
    """On sample texts of all lengths the cosine to torch is what a conversion must keep, with something to spare."""
    model = load_sentence_transformer(find_model(PACKAGED_MODEL), "cpu")
    text, token = worst_cosines(quantised, embed_sample(model))
    assert text >= QUANTISED_COSINE > LEAST_COSINE
    assert token >= LEAST_TOKEN_COSINE


def test_short_texts_and_single_batches_are_not_rounded(quantised: OpenVINOEmbedder) -> None:
    """A question, and a few words among many passages, get exactly what the plain model gives."""
    plain = OpenVINOEmbedder(quantised._folder, quantised.identity, INPUTS, 256)
    question = ["What dose of artesunate for a child of 9 kg with severe malaria, and how often is it repeated then?"]
    assert np.array_equal(quantised.embed_queries(question).vectors, plain.embed_queries(question).vectors)
    texts = [*("", "?", "zinc", "zinc?", "water", "salt", "ORS", "F-75"), *SAMPLE[-16:]]
    ours, theirs = quantised.embed_passages(texts).vectors, plain.embed_passages(texts).vectors
    assert np.allclose((ours[:8] * theirs[:8]).sum(axis=1), 1, atol=1e-4)
    assert not np.allclose(ours[8:], theirs[8:], atol=1e-5)


def test_the_product_is_the_same_but_for_rounding() -> None:
    """Also where one channel is a thousand times the others, and another always zero."""
    model = multiply(2 * GROUP)
    tokens = np.random.default_rng(1).normal(size=(1, 5, 2 * GROUP)).astype(np.float32)
    tokens[..., 7] *= 1000
    tokens[..., 9] = 0
    # In float32: the weights' rounding alone is looked at.
    exact = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(tokens)[0]
    assert quantise_weights(model, [{"tokens": tokens}]) == 1
    kinds = Counter(node.get_element_type().to_string() for node in model.get_ordered_ops() if is_constant(node))
    assert kinds["i8"] == 1
    settings = {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0"}
    rounded = openvino.Core().compile_model(model, "CPU", settings)(tokens)[0]
    assert np.abs(rounded - exact).max() <= 0.01 * np.abs(exact).max()


def is_constant(node: openvino.Node) -> bool:
    """Whether a node holds fixed numbers."""
    return bool(node.get_type_name() == "Constant")


def test_weights_that_make_no_whole_groups_are_left() -> None:
    """Nothing is quantised, and the model is what it was."""
    model = multiply(GROUP + 1)
    assert quantise_weights(model, [{"tokens": np.ones((1, 2, GROUP + 1), dtype=np.float32)}]) == 0
    assert "i8" not in {node.get_element_type().to_string() for node in model.get_ordered_ops() if is_constant(node)}
