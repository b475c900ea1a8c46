"""What a PDF says of itself as a document: title, date, language, outline and page labels, by pypdf."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
from pypdf.errors import PyPdfError

# pypdf logs each small flaw of a file; what matters to a reader is reported as a problem of the reading instead.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_DATE = re.compile(r"(?:D:)?(\d{4})(?:-?(\d{2}))?(?:-?(\d{2}))?")
_FAULTS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError)
"""What pypdf raises on damaged structures: its own errors, and builtins where a wrong object is found."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One bookmark: depth from 0, title, page number from 1."""

    depth: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A PDF's own word on itself; empty where it says nothing."""

    title: str
    author: str
    created: str
    """ISO 8601 date."""
    language: str
    outline: tuple[OutlineEntry, ...]
    page_labels: tuple[str, ...]
    """One a page, or none at all."""
    problems: tuple[str, ...]


def read_document_facts(path: Path, password: str | None = None) -> DocumentFacts:
    """Read metadata, outline and page labels. A damaged part is left out and named in `problems`."""
    problems: list[str] = []
    title = author = created = language = ""
    outline: tuple[OutlineEntry, ...] = ()
    labels: tuple[str, ...] = ()
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted:
            reader.decrypt(password or "")
        root = reader.root_object
    except _FAULTS as fault:
        return DocumentFacts("", "", "", "", (), (), (f"its metadata and outline could not be read ({_name(fault)})",))
    try:
        metadata: dict[str, Any] = dict(reader.metadata or {})
        title = _text(metadata.get("/Title"))
        author = _text(metadata.get("/Author"))
        created = _iso_date(_text(metadata.get("/CreationDate")))
        language = _text(root.get("/Lang"))
    except _FAULTS as fault:
        problems.append(f"its metadata could not be read ({_name(fault)})")
    try:
        outline = tuple(_walk_outline(reader, reader.outline, 0))
    except _FAULTS as fault:
        problems.append(f"its outline could not be read ({_name(fault)})")
    try:
        if "/PageLabels" in root:
            if not isinstance(root["/PageLabels"].get_object(), dict):
                raise ValueError("the page labels are no number tree")  # pypdf would number the pages itself
            labels = tuple(reader.page_labels)
    except _FAULTS as fault:
        problems.append(f"its page labels could not be read ({_name(fault)})")
    return DocumentFacts(title, author, created, language, outline, labels, tuple(problems))


def _name(fault: BaseException) -> str:
    return type(fault).__name__


def _text(value: Any) -> str:
    value = value.get_object() if hasattr(value, "get_object") else value
    return " ".join(str(value).replace("\x00", "").split()) if value is not None else ""


def _iso_date(text: str) -> str:
    """Return the calendar date of a PDF date such as "D:20231011112118+02'00'", or "" if it is none."""
    match = _DATE.match(text)
    if match is None:
        return ""
    year, month, day = match.groups()
    if not 1980 <= int(year) <= 2200 or (month and not 1 <= int(month) <= 12) or (day and not 1 <= int(day) <= 31):
        return ""
    return "-".join(part for part in (year, month, day) if part)


def _walk_outline(reader: pypdf.PdfReader, entries: list[Any], depth: int) -> Iterator[OutlineEntry]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _walk_outline(reader, entry, depth + 1)
            continue
        page = reader.get_destination_page_number(entry)
        title = _text(entry.title)
        if page is not None and page >= 0 and title:
            yield OutlineEntry(depth, title, page + 1)
