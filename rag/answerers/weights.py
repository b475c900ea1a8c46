"""Finds a model's weights: a folder, or a Hugging Face name that is cached here or downloaded. Needs no torch."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from rag.errors import AnswererError

DEFAULT_MODEL = "EPFLiGHT/Meditron3-Qwen2.5-7B"
MODEL_VARIABLE = "FIELDGUIDE_MEDITRON"
"""Environment variable that names another model or folder."""

_ELSEWHERE = f"or set {MODEL_VARIABLE} to a folder that holds the model"

_WANTED_FILES = ["*.json", "*.safetensors", "*.model", "*.jinja", "vocab.txt", "merges.txt"]
"""What is downloaded; never pickled weights (*.bin, *.pt) or code."""

_LONGEST_HEADER = 100_000_000
"""Bytes that a safetensors header may take, by its format; a longer one is damage."""

_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")


def meditron_model() -> str:
    """Return the model's name or folder: what FIELDGUIDE_MEDITRON names, or else Meditron3."""
    return os.environ.get(MODEL_VARIABLE) or DEFAULT_MODEL


def find_local_weights(model: str) -> Path | None:
    """Return the folder with the model's weights if they are on this machine, else None. Never uses the network.

    Raises AnswererError if the folder is there but is no model that can be loaded.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _check_folder(folder)
    if not _HUB_NAME.fullmatch(model):
        return None
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return _check_folder(Path(snapshot_download(model, allow_patterns=_WANTED_FILES, local_files_only=True)))
    except (LocalEntryNotFoundError, HFValidationError, AnswererError):
        # A cached folder that lacks files is a download that was cut off: downloading again completes it.
        return None


def find_weights(model: str) -> Path:
    """Return the folder with the model's weights, downloading them from the Hugging Face hub if they are not here.

    Raises AnswererError if there is no such folder or model, if the hub cannot be reached, or if the folder is no model
    that can be loaded.
    """
    local = find_local_weights(model)
    if local is not None:
        return local
    if not _HUB_NAME.fullmatch(model):
        raise AnswererError(
            f"There is no folder {model}: name one that holds a model, or a Hugging Face model such as {DEFAULT_MODEL}."
        )
    folder = _download(model)
    try:
        return _check_folder(folder)
    except AnswererError as fault:
        raise AnswererError(
            f"{model} is not whole on this machine, or has no safetensors: "
            f"connect once to the Hugging Face hub to complete it, {_ELSEWHERE}."
        ) from fault


def count_parameters(folder: Path) -> int:
    """Return the number of parameters in the folder's safetensors files, from their headers alone.

    Raises AnswererError if a file is damaged.
    """
    return sum(_count_tensors(file) for file in sorted(folder.glob("*.safetensors")))


def _download(model: str) -> Path:
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import (  # type: ignore[attr-defined]
        HFValidationError,
        HTTPError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
        XetDownloadError,
    )

    try:
        return Path(snapshot_download(model, allow_patterns=_WANTED_FILES))
    except (RepositoryNotFoundError, HFValidationError) as fault:
        raise AnswererError(
            f"The Hugging Face hub shows no model {model}: check the name, or sign in with `hf auth login` "
            "if it is private."
        ) from fault
    except LocalEntryNotFoundError as fault:
        if constants.HF_HUB_OFFLINE:
            raise AnswererError(
                f"The weights of {model} are not on this machine and HF_HUB_OFFLINE forbids downloading them: "
                f"unset it once, {_ELSEWHERE}."
            ) from fault
        raise AnswererError(
            f"The weights of {model} are not on this machine and the Hugging Face hub cannot be reached: "
            f"connect once to download them, {_ELSEWHERE}."
        ) from fault
    except (HTTPError, OSError, XetDownloadError) as fault:
        reason = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
        raise AnswererError(
            f"The weights of {model} could not be downloaded ({reason}): try again, {_ELSEWHERE}."
        ) from fault


def _check_folder(folder: Path) -> Path:
    """Return the folder if it holds a config, a tokenizer and all its weights as safetensors."""
    if not (folder / "config.json").is_file():
        raise AnswererError(f"The folder {folder} holds no model: it has no config.json.")
    if not any((folder / name).is_file() for name in ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt")):
        raise AnswererError(f"The folder {folder} has no tokenizer: put the model's tokenizer.json there.")
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        missing = [name for name in _read_shards(index) if not (folder / name).is_file()]
        if missing:
            raise AnswererError(f"The folder {folder} lacks {missing[0]}: copy or download its weights again.")
        return folder
    if (folder / "model.safetensors").is_file():
        return folder
    if any(folder.glob("*.bin")) or any(folder.glob("*.pt")) or any(folder.glob("*.pth")):
        raise AnswererError(
            f"The folder {folder} has its weights as pickled files only, which can run code when they are loaded: "
            "convert them to safetensors."
        )
    raise AnswererError(f"The folder {folder} has no weights: put the model's *.safetensors files there.")


def _read_shards(index: Path) -> list[str]:
    """Return the names of the files that an index lists, each once."""
    try:
        content = json.loads(index.read_text("utf-8"))
        weight_map: Mapping[str, str] = content["weight_map"]
        return sorted(set(weight_map.values()))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise AnswererError(f"{index} is damaged: copy or download the model again.") from fault


def _count_tensors(file: Path) -> int:
    """Count one file's elements: safetensors begins with 8 bytes of header length and a JSON header of that length."""
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = json.loads(stream.read(min(length, _LONGEST_HEADER)))
        header.pop("__metadata__", None)
        total = 0
        for tensor in header.values():
            elements = 1
            for size in tensor["shape"]:
                elements *= int(size)
            total += elements
        return total
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise AnswererError(f"{file} is damaged: copy or download the model again.") from fault
