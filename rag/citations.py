"""From a range of a passage's text to the lines on the page: the citation that opens and highlights them."""

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
            (span, box) for span, box in zip(spans, place.boxes, strict=True) if span.start < end and span.end > start
        ]
        if not cited:
            continue
        first, last = max(start, cited[0][0].start), min(end, cited[-1][0].end)
        citations.append(
            Citation(
                label=evidence.label,
                guideline=guideline.id,
                file=guideline.file,
                page=place.page,
                page_label=place.label,
                quote=passage.text[first:last],
                boxes=tuple(dict.fromkeys(box for _, box in cited)),
                source=place.source,
                unreadable=passage.has_unreadable_line(first, last),
            )
        )
    if not citations:
        raise ValueError(f"characters {start} to {end} of passage {passage.id} are on no printed line")
    return tuple(citations)
