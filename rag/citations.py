"""From a range of a passage's text to the lines on the page: the citation that opens and highlights them."""

from ingest.types import Passage
from rag.types import Citation, Evidence


def cite(evidence: Evidence, start: int, end: int) -> tuple[Citation, ...]:
    """Cite the printed lines behind `evidence.quote[start:end]`, one citation a page, in reading order.

    Raises ValueError if the range is empty or holds no printed character.
    """
    passage = evidence.hit.passage
    guideline = evidence.hit.guideline
    citations: list[Citation] = []
    for place in evidence.hit.places:
        spans = [span for span in passage.spans if span.page == place.page]
        cited = [
            (span, box, source)
            for span, box, source in zip(spans, place.boxes, place.sources, strict=True)
            if span.start < end and span.end > start
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
                quote=_quote(passage, place.page, start, end),
                boxes=tuple(dict.fromkeys(box for _, box, _ in cited)),
                source="ocr" if any(source == "ocr" for _, _, source in cited) else "text",
                unreadable=any(passage.has_unreadable_line(span.start, span.end) for span, _, _ in cited),
            )
        )
    if not citations:
        raise ValueError(f"characters {start} to {end} of passage {passage.id} are on no printed line")
    return tuple(_order(citations, evidence, start, end))


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


def _order(citations: list[Citation], evidence: Evidence, start: int, end: int) -> list[Citation]:
    """Return the citations in reading order; for a table's rows, the page that they stand on before their header's."""
    passage = evidence.hit.passage
    last = [span.page for span in passage.spans if span.start < end and span.end > start][-1]
    if passage.kind != "table":
        return citations
    return sorted(citations, key=lambda citation: citation.page != last)
