"""Loading of models that read two texts together: rerankers, and judges of whether one text follows from another."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexes.device import has_cuda
from indexes.errors import LibraryError
from indexes.model_files import find_model

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


def load_cross_encoder(name: str, purpose: str) -> "CrossEncoder":
    """Load a cross-encoder by its hub's name or from a folder: safetensors only, and no code of its own.

    It runs on a GPU where torch has one. `purpose` names it in messages, such as "reranker". Raises LibraryError if
    there is no such model, or if it is no cross-encoder.
    """
    folder = find_model(name, purpose)
    _check_files(folder)
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {"use_safetensors": True}
    try:
        model: CrossEncoder = CrossEncoder(
            str(folder),
            device="cuda" if has_cuda() else "cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs=options,
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as fault:
        raise LibraryError(f"{folder} cannot be loaded as a cross-encoder ({fault})") from fault
    return model


def _check_files(folder: Path) -> None:
    """Raise LibraryError unless a folder says that it holds a cross-encoder, with safetensors weights.

    Any other model would be loaded too, with a last layer made up of random numbers.
    """
    try:
        settings = json.loads((folder / "config.json").read_text("utf-8"))
        classes = [str(name) for name in settings.get("architectures") or ()]
    except (OSError, ValueError, AttributeError) as fault:
        raise LibraryError(f"{folder} holds no cross-encoder: its config.json cannot be read ({fault})") from fault
    if not any(name.endswith("ForSequenceClassification") for name in classes):
        raise LibraryError(f"{folder} holds no cross-encoder: its config.json names {', '.join(classes) or 'no class'}")
    if not any(folder.glob("*.safetensors")):
        raise LibraryError(f"{folder} holds no cross-encoder: it has no .safetensors weights")
