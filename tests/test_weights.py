"""Weights are found in a folder or the cache; every fault on the way is one sentence that says what to do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from rag.answerers.generation import CompletionModel
from rag.answerers.meditron import MeditronAnswerer, meditron_available
from rag.answerers.weights import count_parameters
from rag.errors import AnswererError
from tests.tiny_models import make_tiny_model


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random model."""
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


def copy_without(tiny: Path, folder: Path, *names: str) -> Path:
    """Copy a model without some of its files."""
    shutil.copytree(tiny, folder, ignore=shutil.ignore_patterns(*names))
    return folder


def load_fault(model: str | Path, **options: Any) -> str:
    """Return the text of the fault that loading gives."""
    with pytest.raises(AnswererError) as fault:
        MeditronAnswerer.from_pretrained(str(model), **{"device": "cpu", **options})
    return str(fault.value)


def test_folders_that_are_no_model(tiny: Path, tmp_path: Path) -> None:
    """Each fault of a folder is one sentence that says what to do."""
    assert load_fault("/no/such/folder") == (
        "There is no folder /no/such/folder: name one that holds a model, or a Hugging Face model such as "
        "EPFLiGHT/Meditron3-Qwen2.5-7B."
    )
    assert load_fault(tmp_path) == f"The folder {tmp_path} holds no model: it has no config.json."
    bare = copy_without(tiny, tmp_path / "bare", "*.safetensors")
    assert load_fault(bare) == f"The folder {bare} has no weights: put the model's *.safetensors files there."
    (bare / "pytorch_model.bin").write_bytes(b"\x80\x02")
    assert load_fault(bare) == (
        f"The folder {bare} has its weights as pickled files only, which can run code when they are loaded: "
        "convert them to safetensors."
    )
    mute = copy_without(tiny, tmp_path / "mute", "tokenizer.json")
    assert load_fault(mute) == f"The folder {mute} has no tokenizer: put the model's tokenizer.json there."
    assert load_fault(tiny, device="gpu") == "There is no device gpu: use cuda or cpu."


def test_weights_that_are_damaged_or_lacking(tiny: Path, tmp_path: Path) -> None:
    """Damaged or missing tensors are never filled with random numbers."""
    from safetensors.torch import load_file, save_file

    tensors = load_file(tiny / "model.safetensors")
    lacking = copy_without(tiny, tmp_path / "lacking", "model.safetensors")
    kept = {name: tensor for name, tensor in tensors.items() if "layers.1.mlp" not in name}
    save_file(kept, lacking / "model.safetensors", metadata={"format": "pt"})
    assert load_fault(lacking) == (
        f"The weights of {lacking} lack 3 of the tensors that its config.json asks for: "
        "copy or download the model again."
    )
    damaged = copy_without(tiny, tmp_path / "damaged", "model.safetensors")
    (damaged / "model.safetensors").write_bytes((tiny / "model.safetensors").read_bytes()[:1000])
    assert load_fault(damaged) == f"{damaged / 'model.safetensors'} is damaged: copy or download the model again."
    shards = copy_without(tiny, tmp_path / "shards", "model.safetensors")
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (shards / "model.safetensors.index.json").write_text(json.dumps(index))
    (shards / "model-00001-of-00002.safetensors").write_bytes(b"")
    assert load_fault(shards) == (
        f"The folder {shards} lacks model-00002-of-00002.safetensors: copy or download its weights again."
    )
    foreign = copy_without(tiny, tmp_path / "foreign", "config.json")
    (foreign / "config.json").write_text('{"model_type": "no such type"}')
    assert load_fault(foreign).startswith(f"{foreign} cannot be loaded (")


def test_parameters_are_counted_from_the_headers(tiny: Path) -> None:
    """The count that the memory check rests on is the model's."""
    model = CompletionModel.from_pretrained(str(tiny), device="cpu")
    assert count_parameters(tiny) == sum(parameter.numel() for parameter in model.model.parameters())


def run_python(code: str, folder: Path, **environment: str) -> str:
    """Run code in a fresh process with an empty Hugging Face cache, and return what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "FIELDGUIDE_"))}
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "HF_HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return result.stdout.strip()


FIND = """
from rag.answerers.weights import find_weights
from rag.errors import AnswererError
try:
    find_weights("EPFLiGHT/Meditron3-Qwen2.5-7B")
except AnswererError as fault:
    print(fault)
"""


def test_hub_that_is_not_reachable(tmp_path: Path) -> None:
    """Offline and unreachable are told apart, and both say what to do."""
    assert run_python(FIND, tmp_path, HF_HUB_OFFLINE="1") == (
        "The weights of EPFLiGHT/Meditron3-Qwen2.5-7B are not on this machine and HF_HUB_OFFLINE forbids downloading "
        "them: unset it once, or set FIELDGUIDE_MEDITRON to a folder that holds the model."
    )
    assert run_python(FIND, tmp_path, HF_ENDPOINT="http://127.0.0.1:9") == (
        "The weights of EPFLiGHT/Meditron3-Qwen2.5-7B are not on this machine and the Hugging Face hub cannot be "
        "reached: connect once to download them, or set FIELDGUIDE_MEDITRON to a folder that holds the model."
    )


def fill_cache(cache: Path, tiny: Path, name: str) -> None:
    """Lay a model into a Hugging Face cache as a download does."""
    repository = cache / f"models--{name.replace('/', '--')}"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text("0" * 40)
    shutil.copytree(tiny, repository / "snapshots" / ("0" * 40))


def test_cached_model_needs_no_network(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights in the cache are taken as they are; a cut-off download is not taken for a model."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    fill_cache(tmp_path, tiny, "fieldguide/tiny")
    assert MeditronAnswerer.from_pretrained("fieldguide/tiny", device="cpu").name == (
        "meditron (fieldguide/tiny, fp32 on cpu)"
    )
    fill_cache(tmp_path, copy_without(tiny, tmp_path / "part", "model.safetensors"), "fieldguide/part")
    assert load_fault("fieldguide/part") == (
        "fieldguide/part is not whole on this machine, or has no safetensors: connect once to the Hugging Face hub to "
        "complete it, or set FIELDGUIDE_MEDITRON to a folder that holds the model."
    )
    assert meditron_available("fieldguide/part") == "the weights of fieldguide/part are not on this machine"


AVAILABLE = """
import sys
from rag.answerers.meditron import meditron_available
print(meditron_available())
print("torch" in sys.modules, "transformers" in sys.modules)
"""


def test_availability_is_told_without_torch(tmp_path: Path) -> None:
    """Where the weights are not here the answer comes with no network and without importing torch."""
    assert run_python(AVAILABLE, tmp_path, HF_ENDPOINT="http://127.0.0.1:9").splitlines() == [
        "the weights of EPFLiGHT/Meditron3-Qwen2.5-7B are not on this machine",
        "False False",
    ]


def test_availability_with_weights(tiny: Path, tmp_path: Path) -> None:
    """With weights it is the GPU that decides; a folder that is no model is named as such."""
    if torch.cuda.is_available():
        assert meditron_available(str(tiny)) is None
    else:
        assert meditron_available(str(tiny)) in (
            "this machine has no CUDA GPU",
            "PyTorch finds no CUDA GPU that it can use",
        )
    assert meditron_available(str(tmp_path)) == f"The folder {tmp_path} holds no model: it has no config.json."
