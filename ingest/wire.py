"""A Reading as JSON, to cross from the worker process and to lie in the library."""

import dataclasses
import json
from typing import Any, cast

from ingest.types import Box, Guideline, Line, Page, Passage, Reading, Span, Table, TableCell, TableRow


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
        "tables": [dump_table(table) for table in reading.tables],
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
        tables=tuple(load_table(table) for table in value["tables"]),
        problems=tuple(value["problems"]),
    )


def dump_lines(lines: tuple[Line, ...]) -> list[list[Any]]:
    """Return each line as [text, left, top, right, bottom, source]."""
    return [[line.text, *line.box, line.source] for line in lines]


def load_lines(value: list[list[Any]]) -> tuple[Line, ...]:
    """Return the lines that `dump_lines` wrote."""
    return tuple(Line(text, cast(Box, tuple(box)), source) for text, *box, source in value)


def dump_spans(spans: tuple[Span, ...]) -> list[list[int]]:
    """Return each span as [start, end, page, line]."""
    return [[span.start, span.end, span.page, span.line] for span in spans]


def load_spans(value: list[list[int]]) -> tuple[Span, ...]:
    """Return the spans that `dump_spans` wrote."""
    return tuple(Span(*numbers) for numbers in value)


def dump_table(table: Table) -> dict[str, Any]:
    """Return the table as {"caption", "notes", "rows": [[page, group, [[text, column, box, lines], ...]], ...]}."""
    rows = [
        [row.page, row.group, [[cell.text, cell.column, cell.box, cell.lines] for cell in row.cells]]
        for row in table.rows
    ]
    return {"caption": table.caption, "notes": table.notes, "rows": rows}


def load_table(value: dict[str, Any]) -> Table:
    """Return the table that `dump_table` wrote, itself or by way of JSON."""
    rows = tuple(
        TableRow(
            page,
            tuple(group),
            tuple(
                TableCell(text, tuple(column), cast(Box, tuple(box)), tuple(lines))
                for text, column, box, lines in cells
            ),
        )
        for page, group, cells in value["rows"]
    )
    return Table(value["caption"], rows, tuple(value["notes"]))
