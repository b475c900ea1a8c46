"""A Reading as JSON, to cross from the worker process and to lie in the library."""

import dataclasses
import json
from typing import Any, cast

from ingest.types import Box, Guideline, Line, Page, Passage, Reading, Span


def dump_reading(reading: Reading) -> bytes:
    """Return the reading as UTF-8 JSON; `load_reading` gives an equal one back."""
    value = {
        "guideline": dataclasses.asdict(reading.guideline),
        "pages": [
            {
                "number": page.number,
                "label": page.label,
                "width": page.width,
                "height": page.height,
                "source": page.source,
                "lines": dump_lines(page.lines),
            }
            for page in reading.pages
        ],
        "passages": [
            {
                "id": passage.id,
                "guideline_id": passage.guideline_id,
                "kind": passage.kind,
                "heading": passage.heading,
                "text": passage.text,
                "spans": dump_spans(passage.spans),
            }
            for passage in reading.passages
        ],
        "problems": reading.problems,
    }
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def load_reading(data: bytes) -> Reading:
    """Return the reading that `dump_reading` wrote."""
    value: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    fields = value["guideline"] | {"supersedes": tuple(value["guideline"]["supersedes"])}
    return Reading(
        guideline=Guideline(**fields),
        pages=tuple(Page(**(page | {"lines": load_lines(page["lines"])})) for page in value["pages"]),
        passages=tuple(
            Passage(**(passage | {"heading": tuple(passage["heading"]), "spans": load_spans(passage["spans"])}))
            for passage in value["passages"]
        ),
        problems=tuple(value["problems"]),
    )


def dump_lines(lines: tuple[Line, ...]) -> list[list[Any]]:
    """Return each line as [text, left, top, right, bottom]."""
    return [[line.text, *line.box] for line in lines]


def load_lines(value: list[list[Any]]) -> tuple[Line, ...]:
    """Return the lines that `dump_lines` wrote."""
    return tuple(Line(text, cast(Box, tuple(box))) for text, *box in value)


def dump_spans(spans: tuple[Span, ...]) -> list[list[int]]:
    """Return each span as [start, end, page, line]."""
    return [[span.start, span.end, span.page, span.line] for span in spans]


def load_spans(value: list[list[int]]) -> tuple[Span, ...]:
    """Return the spans that `dump_spans` wrote."""
    return tuple(Span(*numbers) for numbers in value)
