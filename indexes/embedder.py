"""Loads the embedder by name: sentence-transformers on a GPU, OpenVINO on a CPU, the same vectors from both."""

from indexes.device import has_cuda
from indexes.embedder_torch import TorchEmbedder, load_sentence_transformer
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
