"""A guideline's passages to vectors as they are stored."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from indexes.context import embedding_text, embedding_title
from indexes.late_interaction import pack_signs
from indexes.stored import PassageVectors
from indexes.types import Embedder
from indexes.unit_length import to_unit_length
from ingest.types import Passage

Progress = Callable[[int], None]
"""Called with the number of passages embedded since the last call."""

_AT_ONCE = 256
"""Texts in a packet: their tokens' vectors are in memory until they are packed."""

_PACKETS = 2
"""Packets under way: while one comes to its end and is packed, the other keeps the processor busy."""


_TITLE_WEIGHT = 0.5
"""What a word of the guideline's title counts beside one of the passage."""


def embed_guideline(
    title: str, passages: Sequence[Passage], embedder: Embedder, progress: Progress | None = None
) -> list[PassageVectors]:
    """Return each passage's vectors, in order.

    Every passage is embedded below its guideline's title, which tells the guidelines apart. A text's vector is the mean
    of its tokens', so the title is embedded once and its vector added, by the number of words, and its tokens' signs
    are put before the passage's own: to embed it again with every passage would be a twelfth of all work.
    """
    if not passages:
        return []
    title = embedding_title(title)
    (name,) = _embed_packet([title], embedder)
    texts = [embedding_text(passage) for passage in passages]
    found = _embed_texts(texts, embedder, progress)
    words = np.array([[len(text.split())] for text in texts], dtype=np.float32)
    own = np.stack([vectors.vector for vectors in found])
    mixed = to_unit_length(words * own + _TITLE_WEIGHT * len(title.split()) * name.vector)
    signs = [np.concatenate([name.signs, vectors.signs]) for vectors in found]
    return [PassageVectors(vector, of_tokens) for vector, of_tokens in zip(mixed, signs, strict=True)]


def _embed_texts(texts: Sequence[str], embedder: Embedder, progress: Progress | None) -> list[PassageVectors]:
    """Return each text's vectors, in order; a text that comes again is embedded once."""
    distinct: dict[str, int] = {}
    for text in texts:
        distinct[text] = distinct.get(text, 0) + 1
    # Texts of like length go together: what is embedded at once is padded to the longest.
    order = sorted(distinct, key=len)
    packets = [order[start : start + _AT_ONCE] for start in range(0, len(order), _AT_ONCE)]
    found: dict[str, PassageVectors] = {}

    threads = ThreadPoolExecutor(_PACKETS)
    try:
        embedded = threads.map(lambda packet: _embed_packet(packet, embedder), packets)
        for packet, vectors in zip(packets, embedded, strict=True):
            found.update(zip(packet, vectors, strict=True))
            if progress is not None:
                progress(sum(distinct[text] for text in packet))
    finally:
        threads.shutdown(cancel_futures=True)  # who interrupts does not wait for packets that were not begun
    return [found[text] for text in texts]


def _embed_packet(packet: Sequence[str], embedder: Embedder) -> list[PassageVectors]:
    embedded = embedder.embed_passages(packet)
    return [
        PassageVectors(vector, pack_signs(tokens))
        for vector, tokens in zip(embedded.vectors, embedded.tokens, strict=True)
    ]
