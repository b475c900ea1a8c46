"""LangChain's side of benchmarks/ingest.py: what a user would write with its parts. Prints one JSON object.

PyPDFLoader, RecursiveCharacterTextSplitter(1000, 200), all-MiniLM-L6-v2 through sentence-transformers, and FAISS, each
with its own defaults.
"""

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any


def main(folder: Path, index: Path) -> dict[str, Any]:
    """Index the PDFs of a folder, write the index, and return what was done and how long each step took, in seconds."""
    started = time.monotonic()
    # Imported here: the imports are part of what is measured.
    from langchain_community.document_loaders import PyPDFLoader
    from langchain_community.embeddings import HuggingFaceEmbeddings
    from langchain_community.vectorstores import FAISS
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from indexes.model_files import PACKAGED_MODEL, find_model

    embeddings = HuggingFaceEmbeddings(model_name=str(find_model(PACKAGED_MODEL)))
    ready = time.monotonic()

    documents = []
    refused = []
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())
    for path in paths:
        try:
            documents += PyPDFLoader(str(path)).load()
        except Exception as fault:  # whatever a loader raises on a bad file is a file that it cannot read
            refused.append({"file": path.name, "reason": f"{type(fault).__name__}: {fault}".splitlines()[0]})
    loaded = time.monotonic()

    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    # A scan gives no text, and an index of nothing cannot be made.
    if chunks:
        FAISS.from_documents(chunks, embeddings).save_local(str(index))
    done = time.monotonic()
    return {
        "files": len(paths) - len(refused),
        "pages": len(documents),
        "pieces": len(chunks),
        "refused": refused,
        "start_up": ready - started,
        "reading": loaded - ready,
        "embedding": done - loaded,
        "device": str(embeddings.client.device),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
