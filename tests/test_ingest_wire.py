"""A Reading as JSON: what was dumped is loaded again, equal in every field."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read import read_guideline
from ingest.types import Guideline, Line, Page, Passage, Reading, Span, Table, TableCell, TableRow
from ingest.wire import dump_lines, dump_reading, dump_spans, load_lines, load_reading, load_spans
from tests.pdf_factory import make_pdf, wrap

TEXT_FIELDS = ("id", "file", "title", "publisher", "edition", "published", "language", "licence", "url", "sha256")

texts = st.text(max_size=30)
any_unicode = st.text(alphabet=st.characters(exclude_categories=()), max_size=30)
numbers = st.integers(0, 10**6)
points = st.floats(allow_nan=False, allow_infinity=False)
boxes = st.tuples(points, points, points, points)
lines = st.lists(st.builds(Line, any_unicode, boxes, st.sampled_from(("text", "ocr"))), max_size=4).map(tuple)
spans = st.lists(st.builds(Span, numbers, numbers, numbers, numbers), max_size=4).map(tuple)
pages = st.builds(
    Page, number=numbers, label=st.none() | texts, width=points, height=points, lines=lines, source=st.just("text")
)
passages = st.builds(
    Passage,
    id=texts,
    guideline_id=texts,
    kind=st.sampled_from(("prose", "list", "table")),
    heading=st.lists(texts, max_size=3).map(tuple),
    text=any_unicode,
    spans=spans,
)
guidelines = st.builds(
    Guideline,
    **dict.fromkeys(TEXT_FIELDS, texts),
    supersedes=st.lists(texts, max_size=3).map(tuple),
    pages=numbers,
    status=st.sampled_from(("current", "superseded")),
)
short = st.lists(texts, max_size=2).map(tuple)
cells = st.builds(TableCell, any_unicode, short, boxes, st.lists(numbers, max_size=2).map(tuple))
rows = st.builds(TableRow, numbers, short, st.lists(cells, max_size=2).map(tuple))
tables = st.builds(Table, texts, st.lists(rows, max_size=2).map(tuple), short)
readings = st.builds(
    Reading,
    guideline=guidelines,
    pages=st.lists(pages, max_size=3).map(tuple),
    passages=st.lists(passages, max_size=3).map(tuple),
    tables=st.lists(tables, max_size=2).map(tuple),
    problems=st.lists(texts, max_size=3).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(readings)
def test_a_reading_comes_back_equal(reading: Reading) -> None:
    """Every field, to the last digit of a box, and any character that a PDF may hold, lone surrogates too."""
    assert load_reading(dump_reading(reading)) == reading


@given(lines)
def test_lines_come_back_equal(value: tuple[Line, ...]) -> None:
    """As the library stores them."""
    assert load_lines(dump_lines(value)) == value


@given(spans)
def test_spans_come_back_equal(value: tuple[Span, ...]) -> None:
    """As the library stores them."""
    assert load_spans(dump_spans(value)) == value


def test_a_line_is_its_text_and_its_box() -> None:
    """The form that lies on disk does not change unnoticed."""
    assert dump_lines((Line("Give 10 mg", (1.5, 2.0, 3.0, 4.5)),)) == [["Give 10 mg", 1.5, 2.0, 3.0, 4.5, "text"]]
    assert dump_spans((Span(0, 10, 3, 1),)) == [[0, 10, 3, 1]]


def test_what_was_read_from_a_pdf_comes_back_equal(tmp_path: Path) -> None:
    """All types are those that reading makes, tuples and not lists."""
    reading = read_guideline(make_pdf(tmp_path / "a.pdf", [wrap("Give zinc for 10 days. " * 20), []]), "a")
    assert load_reading(dump_reading(reading)) == reading
