"""One side of benchmarks/search.py in a process of its own: opens an index of a set's passages and asks. Prints JSON.

    python -m benchmarks.search_sides SIDE SET QUESTIONS COUNT

Each side asks one question after another and gets ten passages; embedding the question is part of it. Ours opens the
set. The others are given the texts and vectors of the same passages, and build what they search: that is not counted
as opening, as each can be saved, but for BM25Retriever, which has no form to be saved in.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.asked import read_rows
from indexes.store import Store
from indexes.types import Vectors

K = 10
Ask = Callable[[str], Any]


def open_fieldguide(folder: Path) -> Ask:
    """Return a search of the set as it is."""
    from indexes.library import Library

    library = Library.open(folder)
    return lambda question: library.search([question], K)


def open_flat(folder: Path) -> Ask:
    """Return a plain scan of all vectors with FAISS, in float32."""
    import faiss

    texts, vectors = read_passages(folder)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    embed = _load_model()

    def ask(question: str) -> list[str]:
        _, rows = index.search(embed([question]), K)
        return [texts[row] for row in rows[0]]

    return ask


def open_langchain(folder: Path) -> Ask:
    """Return LangChain's ensemble of FAISS and BM25Retriever, half and half, with their defaults."""
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    embed = _load_model()

    class Model(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, vector)) for vector in embed(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    texts, vectors = read_passages(folder)
    dense = FAISS.from_embeddings(zip(texts, vectors, strict=True), Model())
    lexical = BM25Retriever.from_texts(texts, k=K)
    both = EnsembleRetriever(retrievers=[lexical, dense.as_retriever(search_kwargs={"k": K})], weights=[0.5, 0.5])
    return lambda question: both.invoke(question)


def open_txtai(folder: Path) -> Ask:
    """Return txtai's hybrid search, with its defaults."""
    from txtai import Embeddings

    embed = _load_model()
    texts, vectors = read_passages(folder)
    given: dict[str, Vectors] = dict(zip(texts, vectors, strict=True))

    def transform(wanted: list[str]) -> Vectors:
        return np.stack([given[text] if text in given else embed([text])[0] for text in wanted])

    index = Embeddings({"method": "external", "transform": transform, "hybrid": True, "content": False})
    index.index((row, text, None) for row, text in enumerate(texts))
    given.clear()
    return lambda question: index.search(question, K)


SIDES: dict[str, Callable[[Path], Ask]] = {
    "fieldguide": open_fieldguide,
    "langchain": open_langchain,
    "txtai": open_txtai,
    "flat": open_flat,
}


def read_passages(folder: Path) -> tuple[list[str], Vectors]:
    """Return the texts of a set's passages and their vectors of shape (n, dimension), in order."""
    store = Store.open(folder / "library.sqlite")
    pieces = [vectors for _, vectors in store.read_vectors()]
    texts = [found.passage.text for stored in store.guidelines() for found in store.passages_of(stored.key)]
    store.close()
    return texts, np.concatenate(pieces)


def _load_model() -> Callable[[Sequence[str]], Vectors]:
    from sentence_transformers import SentenceTransformer

    from indexes.model_files import PACKAGED_MODEL, find_model

    model = SentenceTransformer(str(find_model(PACKAGED_MODEL)))
    return lambda texts: np.asarray(model.encode(list(texts), normalize_embeddings=True), dtype=np.float32)


def main(side: str, folder: Path, questions: Path, limit: int) -> dict[str, Any]:
    """Return the seconds until the first answer, those of each later question, and the memory in bytes."""
    asked = [row["question"] for row in read_rows(questions)[:limit]]
    started = time.perf_counter()
    ask = SIDES[side](folder)
    ask(asked[0])
    opened = time.perf_counter() - started
    seconds = []
    for question in asked:
        started = time.perf_counter()
        ask(question)
        seconds.append(time.perf_counter() - started)
    return {"opened": opened, "seconds": seconds, "memory": read_memory()}


def read_memory() -> int:
    """Return this process's resident memory in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


if __name__ == "__main__":
    side, folder, questions, limit = sys.argv[1:]
    print(json.dumps(main(side, Path(folder), Path(questions), int(limit))))
