"""Where else the guidelines say what a statement rests on: its lines in the passages that repeat the one it cites."""

import re
from collections.abc import Iterator
from dataclasses import replace

from indexes.types import Hit
from rag.citations import Range, cite
from rag.types import Citation, Evidence, Request, Statement


def cite_further_places(request: Request, statement: Statement) -> Statement:
    """Return the statement with a citation more for each further place that says all of its cited lines.

    The label stays that of the evidence: it is the same, printed again.
    """
    evidence = {item.label: item for item in request.evidence}
    pages = {(citation.guideline, citation.page) for citation in statement.citations}
    more: list[Citation] = []
    for label in dict.fromkeys(citation.label for citation in statement.citations):
        if label not in evidence:
            continue
        lines = [
            line for citation in statement.citations if citation.label == label for line in citation.quote.splitlines()
        ]
        for hit in evidence[label].hit.repeats:
            for citation in _cite_lines(evidence[label], hit, lines):
                if (citation.guideline, citation.page) not in pages:
                    pages.add((citation.guideline, citation.page))
                    more.append(citation)
    return replace(statement, citations=(*statement.citations, *more)) if more else statement


def _cite_lines(evidence: Evidence, hit: Hit, lines: list[str]) -> tuple[Citation, ...]:
    """Return citations of these lines in a passage that repeats the evidence's.

    None if it lacks one of them, or has it twice: "2 tablets" in another row is no place of this one.
    """
    found = [list(_find(line, hit.passage.text)) for line in lines]
    if any(len(ranges) != 1 for ranges in found):
        return ()
    place = hit.places[0]
    ranges = [one for (one,) in found]
    return cite(Evidence(evidence.label, hit, hit.passage.text, place.page, place.boxes), *ranges)


def _find(line: str, text: str) -> Iterator[Range]:
    """Yield where a line's words stand in a text, whole, whatever white space is between them.

    "5 mg" is not in "15 mg", "2.5 mg" or "5 mg/kg".
    """
    words = r"\s+".join(map(re.escape, line.split()))
    for match in re.finditer(rf"(?<![^\s|(:]){words}(?![.,]\d)(?![^\s|:,;.)])", text, re.IGNORECASE):
        yield match.start(), match.end()
