"""Loads the embedder by name: sentence-transformers on a GPU, OpenVINO on a CPU, the same vectors from both."""

import shlex
from dataclasses import asdict

from indexes.device import has_cuda
from indexes.embedder_torch import TorchEmbedder, load_sentence_transformer
from indexes.errors import EmbedderMismatchError
from indexes.model_files import PACKAGED_MODEL, find_model, hash_model
from indexes.types import Embedder, EmbedderIdentity


def load_embedder(name: str = PACKAGED_MODEL, query_prefix: str = "", passage_prefix: str = "") -> Embedder:
    """Load a sentence-transformers model by name or folder, with the prefixes that it was trained with.

    Raises LibraryError if there is no such model, or if it cannot be loaded.
    """
    folder = find_model(name)
    weights = hash_model(folder)
    if not has_cuda():
        # Imported here: a GPU machine need not pay for OpenVINO.
        from indexes.conversion import load_converted

        converted = load_converted(folder, name, weights, query_prefix, passage_prefix)
        if converted is not None:
            return converted
    model = load_sentence_transformer(folder, "cuda" if has_cuda() else "cpu")
    dimension = len(model.encode(["one"])[0])
    return TorchEmbedder(model, EmbedderIdentity(name, weights, dimension, query_prefix, passage_prefix))


def check_same(set_name: str, recorded: EmbedderIdentity, given: EmbedderIdentity) -> None:
    """Raise EmbedderMismatchError unless the embedder given is the one that made a set's vectors."""
    if recorded == given:
        return
    before, now = asdict(recorded), asdict(given)
    differing = next(name for name in before if before[name] != now[name])
    ours, theirs = (str(facts[differing])[:16] for facts in (before, now))
    command = ["fieldguide", "reembed", "--set", set_name, "--embedder", given.name]
    for option, prefix in (("--query-prefix", given.query_prefix), ("--passage-prefix", given.passage_prefix)):
        command += [option, prefix] if prefix else []
    raise EmbedderMismatchError(
        f"the set {set_name!r} was embedded by {recorded.name} ({differing.replace('_', ' ')} {ours!r}), "
        f"not by {given.name} ({theirs!r}); leave out --embedder, "
        f"or embed the whole set again with {shlex.join(command)}"
    )
