"""SHA-256 of what results depend on."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rag.errors import EvaluationError
from rag.evaluation.mcq_types import Item

_OF_A_MODEL = ("*.safetensors", "config.json", "tokenizer*", "vocab*", "merges.txt")


def hash_model(folder: Path) -> str:
    """Return the hash of a model's weights, settings and tokenizer: of their names and contents, in order of the names.

    15 GB take some ten seconds. Raises EvaluationError if a file cannot be read.
    """
    files = sorted({file for pattern in _OF_A_MODEL for file in folder.glob(pattern)}, key=lambda file: file.name)
    whole = hashlib.sha256()
    for file in files:
        try:
            with file.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as fault:
            raise EvaluationError(f"{file} cannot be read ({fault.strerror})") from fault
        whole.update(f"{file.name} {content}\n".encode())
    return whole.hexdigest()


def hash_items(items: Sequence[Item]) -> str:
    """Return the hash of questions with their options and answers, in their order."""
    return hashlib.sha256(json.dumps([asdict(item) for item in items]).encode()).hexdigest()
