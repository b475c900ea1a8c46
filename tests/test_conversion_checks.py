"""What a conversion must keep of torch's vectors, and what becomes of a model that cannot be converted."""

import json
import logging
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexes.conversion import FORMAT, LEAST_COSINE, LEAST_TOKEN_COSINE
from indexes.conversion_checks import SAMPLE, embed_sample, worst_cosines
from indexes.embedder import load_embedder
from indexes.embedder_openvino import OpenVINOEmbedder
from indexes.embedder_torch import TorchEmbedder, load_sentence_transformer
from indexes.engine import openvino
from indexes.model_files import hash_model
from indexes.types import Embedded
from tests.conftest import fieldguide_environment
from tests.tiny_embedders import make_model, make_static_model


def read_record(cache: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return the record of a model's conversion, and where it lies."""
    path = cache / f"openvino-{FORMAT}-{hash_model(folder)[:32]}" / "converted.json"
    return path, json.loads(path.read_text())


def turn_tokens(folder: Path) -> None:
    """Give a converted model tokens' vectors that point the other way; the text's vector stays."""
    model = openvino.Core().read_model(folder / "model.xml")
    result = model.outputs[1].get_node()
    turned = openvino.opset13.multiply(result.input_value(0), openvino.opset13.constant(np.float32(-1)))
    result.input(0).replace_source_output(turned.output(0))
    openvino.save_model(model, folder / "turned.xml", compress_to_fp16=False)
    del model  # it keeps the weights' file open
    for end in ("xml", "bin"):
        (folder / f"turned.{end}").replace(folder / f"model.{end}")


def test_tokens_are_compared_as_well(tmp_path: Path, cache: Path) -> None:
    """A conversion whose texts agree with torch, and whose tokens do not, is told by the second figure."""
    folder = make_model(tmp_path / "model")
    embedder = load_embedder(str(folder))
    assert isinstance(embedder, OpenVINOEmbedder)
    path, record = read_record(cache, folder)
    assert record["cosine"] >= LEAST_COSINE
    assert record["token_cosine"] >= LEAST_TOKEN_COSINE
    expected = embed_sample(load_sentence_transformer(folder, "cpu"))
    text, token = worst_cosines(embedder, expected)
    assert (text, token) == pytest.approx((record["cosine"], record["token_cosine"]), abs=1e-5)
    copy = tmp_path / "copy"
    shutil.copytree(path.parent, copy, ignore=shutil.ignore_patterns("compiled"))
    turn_tokens(copy)
    other = OpenVINOEmbedder(copy, embedder.identity, record["inputs"], record["max_length"])
    assert worst_cosines(other, expected) == pytest.approx((text, -1), abs=1e-3)


def test_another_number_of_tokens_is_no_agreement(tmp_path: Path, cache: Path) -> None:  # noqa: ARG001
    """Late interaction would count other words; a model without tokens' vectors has none to differ."""
    folder = make_model(tmp_path / "model")
    embedder = load_embedder(str(folder))
    expected = embed_sample(load_sentence_transformer(folder, "cpu"))
    assert len(expected.tokens) == len(SAMPLE)
    fewer = Embedded(expected.vectors, (expected.tokens[0][1:], *expected.tokens[1:]))
    assert worst_cosines(embedder, fewer)[1] == -1
    static = load_sentence_transformer(make_static_model(tmp_path / "static"), "cpu")
    texts = embed_sample(static)
    assert {tokens.shape for tokens in texts.tokens} == {(0, 1)}
    assert worst_cosines(load_embedder(str(tmp_path / "static")), texts)[1] == 1


def test_unknown_words_are_tokens_on_both_sides(tmp_path: Path, cache: Path) -> None:  # noqa: ARG001
    """What the vocabulary lacks is a piece of the text, for torch as for OpenVINO; the marks at its ends are not."""
    folder = make_model(tmp_path / "model")
    plain = load_embedder(str(folder))
    torch = TorchEmbedder(load_sentence_transformer(folder, "cpu"), plain.identity)
    for embedder in (plain, torch):
        (tokens,) = embedder.embed_passages(["give xylophone zinc"]).tokens
        assert tokens.shape == (3, 32)


def test_a_model_that_cannot_be_converted_is_told_once(
    tmp_path: Path, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One warning with the reason when it is tried, none afterwards, and another try with another OpenVINO."""
    folder = make_static_model(tmp_path / "static")
    assert isinstance(load_embedder(str(folder)), TorchEmbedder)
    path, record = read_record(cache, folder)
    (told,) = caplog.records
    assert (told.levelno, told.name) == (logging.WARNING, "indexes.conversion")
    assert told.getMessage() == (
        f"{folder} cannot be converted for OpenVINO ({record['why']}) and is run by torch, which is slower; "
        f"this is tried again with another release of OpenVINO, or when {path.parent} is deleted"
    )
    caplog.clear()
    assert isinstance(load_embedder(str(folder)), TorchEmbedder)
    assert caplog.records == []
    path.write_text(json.dumps(record | {"openvino": "2025.1.0"}))
    assert isinstance(load_embedder(str(folder)), TorchEmbedder)
    assert len(caplog.records) == 1
    assert read_record(cache, folder)[1] == record


def test_what_failed_before_is_converted_by_another_release(tmp_path: Path, cache: Path) -> None:
    """As a model does whose conversion once ran out of memory."""
    folder = make_model(tmp_path / "model")
    assert isinstance(load_embedder(str(folder)), OpenVINOEmbedder)
    path, record = read_record(cache, folder)
    failed = {"usable": False, "openvino": record["openvino"], "why": "std::bad_alloc"}
    path.write_text(json.dumps(failed))
    assert isinstance(load_embedder(str(folder)), TorchEmbedder)
    path.write_text(json.dumps(failed | {"openvino": "2025.1.0"}))
    assert isinstance(load_embedder(str(folder)), OpenVINOEmbedder)
    assert read_record(cache, folder)[1]["usable"] is True


@pytest.mark.skipif(sys.platform == "win32", reason="it has no limit on the size of files")
def test_a_disk_that_is_full_while_converting(tmp_path: Path, cache: Path) -> None:
    """The model is run by torch, and one line on standard error says so, that first time only."""
    folder = make_model(tmp_path / "model")
    size = (folder / "model.safetensors").stat().st_size
    code = (
        "import resource, sys; from indexes.embedder import load_embedder; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size // 4}, resource.RLIM_INFINITY)); "
        f"print(type(load_embedder({str(folder)!r})).__name__)"
    )
    told = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=fieldguide_environment(tmp_path, FIELDGUIDE_CACHE=str(cache)),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "TorchEmbedder\n"
        told.append([line for line in done.stderr.splitlines() if "cannot be converted for OpenVINO" in line])
    assert [len(lines) for lines in told] == [1, 0]
    path, record = read_record(cache, folder)
    assert record["usable"] is False
    assert f"({record['why']})" in told[0][0]
    assert str(path.parent) in told[0][0]
