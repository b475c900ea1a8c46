"""One guideline PDF to a Reading: the only door to this floor."""

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from ingest.back_index import find_back_index
from ingest.bibliography import find_bibliography
from ingest.contributors import find_contributors
from ingest.document import DocumentFacts, read_document_facts
from ingest.errors import UnreadablePDFError
from ingest.furniture import find_running_title, split_furniture
from ingest.headings import heading_paths
from ingest.joining import Vocabulary
from ingest.language import choose_language, detect_language, is_detectable
from ingest.layout import Block, find_blocks
from ingest.manifest import ManifestEntry
from ingest.order import order_lines
from ingest.passages import cut_passages
from ingest.pdf import PrintedLine, PrintedPage, commonest_size, read_pages
from ingest.scans import Announce, name_pages, read_scans, turn_back
from ingest.tables import describe_tables, read_tables, slice_tables
from ingest.types import Guideline, Line, Page, Reading

_NO_TITLE = re.compile(
    r"^(?:microsoft word|untitled|powerpoint|https?:|www\.)|\.[a-z][a-z0-9]{1,4}$|^\S*\d\S*$",
    re.IGNORECASE,
)

_TITLE_SIZE = 1.35
_COVER_WORDS = 60


def read_guideline(
    path: Path,
    guideline_id: str,
    entry: ManifestEntry | None = None,
    password: str | None = None,
    announce: Announce | None = None,
) -> Reading:
    """Read one PDF: its facts from its manifest entry or, without one, from the PDF; its pages; its passages.

    `announce` is told how many pages are pictures that OCR will read, before it does. Raises UnreadablePDFError if the
    PDF cannot be opened, or if no page has any text.
    """
    facts = read_document_facts(path, password)
    text_layer = read_pages(path, password)
    printed, scan_problems = read_scans(
        path, text_layer, _language(entry, facts, text_layer), password=password, announce=announce
    )
    unordered, folios = split_furniture(printed)
    bodies, found_tables = read_tables(printed, [order_lines(body) for body in unordered])
    labels = _page_labels(folios, facts.page_labels)
    pages = tuple(_page(page, body, label) for page, body, label in zip(printed, bodies, labels, strict=True))
    running = find_running_title(printed, bodies)
    guideline = _describe(path, guideline_id, entry, facts, printed, pages, running)
    blocks = find_blocks(bodies, slice_tables(found_tables))
    paths = heading_paths(blocks, facts.outline)
    listed, naming = find_bibliography(blocks, paths), find_contributors(blocks, paths)
    pointing = find_back_index(blocks, paths)
    content = [at for at in range(len(blocks)) if at not in listed | naming | pointing]
    vocabulary = Vocabulary(line.text for body in bodies for line in body)
    tables = describe_tables(found_tables, bodies, vocabulary)
    passages = cut_passages(
        guideline.id, [blocks[at] for at in content], [paths[at] for at in content], vocabulary, bodies
    )
    if not passages:
        raise UnreadablePDFError("nothing but contents lists, running heads and folios was found in it")
    problems = (
        *facts.problems,
        *scan_problems,
        *_unsearched("reference lists", blocks, listed),
        *_unsearched("lists of contributors and interests", blocks, naming),
        *_unsearched("an index", blocks, pointing),
        *_glyph_problems(pages),
    )
    return Reading(guideline, pages, passages, tables, problems)


def _unsearched(what: str, blocks: Sequence[Block], found: Iterable[int]) -> tuple[str, ...]:
    numbers = sorted({placed.page for at in found for placed in blocks[at].lines})
    return (f"{name_pages(numbers)} with {what}: those are shown, not searched",) if numbers else ()


def _glyph_problems(pages: tuple[Page, ...]) -> tuple[str, ...]:
    marked = [page.number for page in pages if any(line.unreadable for line in page.lines)]
    if not marked:
        return ()
    return (f"unreadable glyph beside a number: {name_pages(marked)}; look there before its numbers are used",)


def _language(entry: ManifestEntry | None, facts: DocumentFacts, pages: tuple[PrintedPage, ...]) -> str:
    """Return the language to read pictures in: the manifest's or the text's own; "" where it is to be found out.

    The PDF's word is believed only for a language that cannot be told from its words: it is often wrong.
    """
    if entry is not None and entry.language:
        return entry.language
    detected = detect_language(" ".join(line.text for page in pages[:40] for line in page.lines))
    return detected or ("" if is_detectable(facts.language) else facts.language)


def _page(page: PrintedPage, body: tuple[PrintedLine, ...], label: str | None) -> Page:
    lines = tuple(Line(line.text, turn_back(line.box, page), line.source) for line in body)
    width, height = (page.height, page.width) if page.turn % 180 else (page.width, page.height)
    return Page(page.number, label, width, height, lines, page.source)


def hash_file(path: Path) -> str:
    """Return a file's sha256, hexadecimal. Raises OSError if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_id(name: str) -> str:
    """Return a guideline id made from a file's name: "WHO malaria (2023).pdf" gives "who-malaria-2023"."""
    plain = unicodedata.normalize("NFKD", name.removesuffix(".pdf").removesuffix(".PDF"))
    return re.sub(r"[^a-z0-9.]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-.") or "guideline"


def _page_labels(folios: tuple[str | None, ...], declared: tuple[str, ...]) -> tuple[str | None, ...]:
    """Return printed folios, completed by the PDF's own page labels where nearly all of those agree."""
    if len(declared) != len(folios):
        return folios
    both = [(folio, label) for folio, label in zip(folios, declared, strict=True) if folio is not None]
    agreeing = sum(folio == label for folio, label in both)
    if both and agreeing < 0.9 * len(both):
        return folios
    return tuple(folio or label or None for folio, label in zip(folios, declared, strict=True))


def _describe(
    path: Path,
    guideline_id: str,
    entry: ManifestEntry | None,
    facts: DocumentFacts,
    printed: tuple[PrintedPage, ...],
    pages: tuple[Page, ...],
    running: str,
) -> Guideline:
    sha256 = hash_file(path)
    if entry is None:
        text = " ".join(line.text for page in pages[:40] for line in page.lines)
        entry = ManifestEntry(
            id=guideline_id,
            file=path.name,
            title=_title(facts, printed, running) or path.stem.replace("_", " "),
            sha256=sha256,
            published=facts.created,
            language=choose_language(facts.language, text),
        )
    return Guideline(
        id=guideline_id,
        file=path.name,
        title=entry.title,
        publisher=entry.publisher,
        edition=entry.edition,
        published=entry.published,
        language=entry.language,
        licence=entry.licence,
        url=entry.url,
        sha256=sha256,
        supersedes=entry.supersedes,
        pages=len(pages),
        status="current",
    )


def _title(facts: DocumentFacts, printed: tuple[PrintedPage, ...], running: str) -> str:
    """Return the PDF's own title or, where that is a file name or nothing, what it prints as one; "" if it prints none.

    That is the large type of a cover, a page with few words; else the running head; else type that stands well above
    the commonest size on the first pages: a full page that merely opens with a section's heading has no title.
    """
    if len(facts.title) >= 6 and not _NO_TITLE.search(facts.title):
        return facts.title
    usual = commonest_size(page.lines for page in printed)
    for least, most_words in ((1.0, _COVER_WORDS), (_TITLE_SIZE, math.inf)):
        for page in printed[:3]:
            lines = [line for line in page.lines if sum(character.isalpha() for character in line.text) >= 3]
            largest = max((line.size for line in lines), default=0.0)
            words = sum(len(line.text.split()) for line in lines)
            if lines and words <= most_words and largest >= least * usual:
                return _join_title([line for line in lines if line.size >= 0.9 * largest])
        if running:
            return running
    return ""


def _join_title(lines: list[PrintedLine]) -> str:
    text = ""
    for line in lines:
        if text and len(text) + len(line.text) > 160:
            break
        text = f"{text} {line.text}".strip()
    return text
