"""From ranges of a passage's text to the lines on the page: the citation that opens and highlights them."""

from collections.abc import Sequence

from ingest.types import Passage, Span
from rag.types import Citation, Evidence

Range = tuple[int, int]
"""Start and end of a piece of a passage's text."""


def cite(evidence: Evidence, *ranges: Range) -> tuple[Citation, ...]:
    """Cite the printed lines behind these ranges of `evidence.quote`, in order, one citation a page, in reading order.

    Raises ValueError if there is none, or if one is empty or holds no printed character.
    """
    passage = evidence.hit.passage
    guideline = evidence.hit.guideline
    citations: list[Citation] = []
    for place in evidence.hit.places:
        spans = [span for span in passage.spans if span.page == place.page]
        cited = [
            (span, box, source)
            for span, box, source in zip(spans, place.boxes, place.sources, strict=True)
            if _is_in(span, ranges)
        ]
        if not cited:
            continue
        citations.append(
            Citation(
                label=evidence.label,
                guideline=guideline.id,
                file=guideline.file,
                page=place.page,
                page_label=place.label,
                quote="\n".join(filter(None, (_quote(passage, place.page, start, end) for start, end in ranges))),
                boxes=tuple(dict.fromkeys(box for _, box, _ in cited)),
                source="ocr" if any(source == "ocr" for _, _, source in cited) else "text",
                unreadable=any(passage.has_unreadable_line(span.start, span.end) for span, _, _ in cited),
                published=guideline.published,
                status=guideline.status,
            )
        )
    if not all(any(_is_in(span, [one]) for span in passage.spans) for one in ranges) or not ranges:
        raise ValueError(f"characters {ranges} of passage {passage.id} are on no printed line")
    return tuple(_order(citations, evidence, ranges))


def _is_in(span: Span, ranges: Sequence[Range]) -> bool:
    return any(span.start < end and span.end > start for start, end in ranges)


def _quote(passage: Passage, page: int, start: int, end: int) -> str:
    """Return what of passage.text[start:end] is printed on the page.

    A row of a table that goes on from another page bears labels that are printed there: they are left out, and the
    pieces between them are set apart by a bar.
    """
    pieces: list[list[int]] = []
    lines: list[list[int]] = []
    for span in passage.spans:
        if span.start >= end or span.end <= start:
            continue
        if span.page != page:
            pieces.append([])
            lines.append([])  # what follows stands apart from what was before
        elif pieces and pieces[-1]:
            pieces[-1][1] = min(end, span.end)
            lines[-1].append(span.line)
        else:
            pieces.append([max(start, span.start), min(end, span.end)])
            lines.append([span.line])
    # A label that several cells bear is printed once; two cells that say the same are two.
    printed = {
        (tuple(where), passage.text[piece[0] : piece[1]].strip(" |:,\n")): None
        for piece, where in zip(pieces, lines, strict=True)
        if piece
    }
    return " | ".join(text for _, text in printed)


def _order(citations: list[Citation], evidence: Evidence, ranges: Sequence[Range]) -> list[Citation]:
    """Return the citations in reading order; for a table's rows, the page that they stand on before their header's."""
    passage = evidence.hit.passage
    last = [span.page for span in passage.spans if _is_in(span, ranges)][-1]
    if passage.kind != "table":
        return citations
    return sorted(citations, key=lambda citation: citation.page != last)
