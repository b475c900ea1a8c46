"""Passages to vectors as they are stored: texts of like length together, a few packets at a time, signs packed."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from indexes.late_interaction import pack_signs
from indexes.stored import PassageVectors
from indexes.types import Embedder

Progress = Callable[[int], None]
"""Called with the number of passages embedded since the last call."""

_AT_ONCE = 256
"""Texts in a packet: their tokens' vectors are in memory until they are packed."""

_PACKETS = 2
"""Packets under way: while one comes to its end and is packed, the other keeps the processor busy."""


def embed_texts(texts: Sequence[str], embedder: Embedder, progress: Progress | None = None) -> list[PassageVectors]:
    """Return each text's vectors, in order; a text that comes again is embedded once."""
    distinct: dict[str, int] = {}
    for text in texts:
        distinct[text] = distinct.get(text, 0) + 1
    # Texts of like length go together: what is embedded at once is padded to the longest.
    order = sorted(distinct, key=len)
    packets = [order[start : start + _AT_ONCE] for start in range(0, len(order), _AT_ONCE)]
    found: dict[str, PassageVectors] = {}

    def embed(packet: list[str]) -> list[PassageVectors]:
        embedded = embedder.embed_passages(packet)
        return [
            PassageVectors(vector, pack_signs(tokens))
            for vector, tokens in zip(embedded.vectors, embedded.tokens, strict=True)
        ]

    threads = ThreadPoolExecutor(_PACKETS)
    try:
        for packet, vectors in zip(packets, threads.map(embed, packets), strict=True):
            found.update(zip(packet, vectors, strict=True))
            if progress is not None:
                progress(sum(distinct[text] for text in packet))
    finally:
        threads.shutdown(cancel_futures=True)  # who interrupts does not wait for packets that were not begun
    return [found[text] for text in texts]
