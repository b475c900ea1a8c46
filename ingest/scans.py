"""Which pages are pictures of text, and their reading by OCR: pages side by side, merged with what text there is."""

import math
import os
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.errors import RecognitionError, UnreadablePDFError
from ingest.language import detect_language
from ingest.ocr import LANGUAGES, LEAST_CONFIDENCE, RESOLUTION, Picture, Recognised, installed_models, recognise
from ingest.pdf import PrintedLine, PrintedPage, commonest_size, open_pdf
from ingest.types import Box, PageSource

PAGE_SECONDS = 90.0
"""What Tesseract may take for one reading of one page."""

INSTALL = "Debian and Ubuntu: apt install tesseract-ocr; macOS: brew install tesseract"

_FEW_LETTERS = 150
_MOST_OF_PAGE = 0.5
_WHOLE_PAGE = 0.8
"""Shares of the page that pictures cover: few letters on a large picture, and a text layer laid under a scan."""

_BAD_SHARE = 0.3
"""A text layer of which so many characters stand for nothing is not read."""

_LEAST_WORDS = 30
"""So many words of running text show their language."""

_SURE = 75.0
"""Confidence in percent from which OCR is believed against a text layer, or beside one."""

_TRIED = 2
_LEAST_NEW = 20
"""So many letters beside a page's text make OCR worth having there; less is lettering in a drawing."""

_MOST_AT_ONCE = 4
_MOST_PIXELS = 25_000_000
_INK_SCALE = 0.5
_INK_DEPTH = 60
_BLANK, _SPECKLED = 0.0002, 0.01
"""Shares of a page's pixels that stand off its paper: on a blank page, and on one with spots but perhaps no text."""

_SAME_SIZE = 0.2
_OVERLAP = 0.3

Announce = Callable[[int], None]
"""Is told how many pages will be read by OCR, before the first."""


@dataclass(frozen=True, slots=True)
class _Job:
    index: int
    keep_text: bool
    """Whether the page's text layer is good, so that only what the picture has beyond it is added."""
    doubted: bool = False
    """Whether the text layer stands unless OCR reads a known language where it shows none."""
    unproven: bool = False
    """Whether nothing but its words speaks against a doubted layer: then a few such pages are tried first."""


def read_scans(
    path: Path,
    pages: tuple[PrintedPage, ...],
    language: str = "",
    password: str | None = None,
    announce: Announce | None = None,
) -> tuple[tuple[PrintedPage, ...], tuple[str, ...]]:
    """Read by OCR the pages that are pictures of text or have an unreadable text layer; return all pages, and problems.

    `language` is the document's BCP 47 tag, or empty; then it is found among the models installed. Blank pages stay as
    they are. Raises UnreadablePDFError if no page can be read without Tesseract and there is none, or if all are blank.
    """
    doubtful = [index for index, page in enumerate(pages) if _shows_no_language(page)]
    thin = [index for index, page in enumerate(pages) if _letters(page) < _FEW_LETTERS or _is_bad(page)]
    if not thin and not doubtful:
        return pages, ()
    with open_pdf(path, password) as document:
        jobs = _find_jobs(document, pages, thin, doubtful)
        if not jobs:
            if not any(page.lines for page in pages):
                raise UnreadablePDFError("all its pages are blank")
            return pages, ()
        installed = installed_models()
        if installed is None or installed <= {"osd"}:
            return _leave_unread(pages, jobs)
        if announce is not None:
            announce(len(jobs))
        models, problems = _choose_models(language, installed, document, jobs)
        return _read_jobs(document, pages, jobs, models, problems)


def _letters(page: PrintedPage) -> int:
    return sum(character.isalnum() for line in page.lines for character in line.text)


def _is_bad(page: PrintedPage) -> bool:
    """Whether so much of a page's text stands for no character that it cannot be read."""
    signs = [character for line in page.lines for character in line.text if not character.isspace()]
    bad = sum(character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc") for character in signs)
    return len(signs) >= 10 and bad > _BAD_SHARE * len(signs)


def _shows_no_language(page: PrintedPage) -> bool:
    """Whether a page's text is long enough to show its language, and shows none.

    A font that maps its glyphs to wrong letters gives such text; so do tables, and languages that are not known.
    """
    text = _text(page.lines)
    return len(text.split()) >= _LEAST_WORDS and not detect_language(text)


def _text(lines: Sequence[PrintedLine]) -> str:
    return " ".join(line.text for line in lines)


def _find_jobs(
    document: pdfium.PdfDocument, pages: Sequence[PrintedPage], thin: Sequence[int], doubtful: Sequence[int]
) -> list[_Job]:
    worded = sum(len(_text(page.lines).split()) >= _LEAST_WORDS for page in pages)
    all_doubtful = 2 * len(doubtful) > worded
    jobs = []
    for index in sorted({*thin, *doubtful}):
        page = pages[index]
        if _is_bad(page):
            jobs.append(_Job(index, keep_text=False))
        elif not page.lines:
            if _ink(document, index) >= _BLANK:
                jobs.append(_Job(index, keep_text=False))
        elif index in doubtful:
            scanned = _picture_share(document, page) >= _WHOLE_PAGE
            if scanned or all_doubtful:
                jobs.append(_Job(index, keep_text=True, doubted=True, unproven=not scanned))
        elif _picture_share(document, page) >= _MOST_OF_PAGE:
            jobs.append(_Job(index, keep_text=True))
    return jobs


def _picture_share(document: pdfium.PdfDocument, page: PrintedPage) -> float:
    """Return how much of a page its pictures cover, at most 1; pictures that overlap count twice."""
    left, bottom, right, top = document[page.number - 1].get_bbox()
    area = 0.0
    for item in document[page.number - 1].get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        item_left, item_bottom, item_right, item_top = item.get_bounds()
        across = min(right, item_right) - max(left, item_left)
        up = min(top, item_top) - max(bottom, item_bottom)
        area += max(0.0, across) * max(0.0, up)
    return min(1.0, area / max(1.0, page.width * page.height))


def _ink(document: pdfium.PdfDocument, index: int) -> float:
    """Return the share of a page's pixels that are far from its commonest grey: 0 on blank paper of any colour."""
    page = document[index]
    if next(iter(page.get_objects(max_depth=1)), None) is None:
        return 0.0
    picture = _render(page, _INK_SCALE)
    counts = [picture.pixels.count(grey) for grey in range(256)]
    paper = max(range(256), key=lambda grey: counts[grey])
    off = sum(count for grey, count in enumerate(counts) if abs(grey - paper) > _INK_DEPTH)
    return off / max(1, len(picture.pixels))


def _render(page: pdfium.PdfPage, scale: float) -> Picture:
    width, height = page.get_size()
    scale = min(scale, math.sqrt(_MOST_PIXELS / (width * height)))
    image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    return Picture(image.width, image.height, image.tobytes(), scale)


def _leave_unread(
    pages: tuple[PrintedPage, ...], jobs: Sequence[_Job]
) -> tuple[tuple[PrintedPage, ...], tuple[str, ...]]:
    """Say which pages stay unread without Tesseract. A page whose text is merely doubted is no such page."""
    unread = [pages[job.index].number for job in jobs if not job.doubted]
    bad = {job.index for job in jobs if not job.keep_text}
    kept = tuple(replace(page, lines=()) if index in bad else page for index, page in enumerate(pages))
    if not any(page.lines for page in kept):
        raise UnreadablePDFError(
            f"its pages are pictures of text, and Tesseract, which reads them, is not installed ({INSTALL}); "
            "install it, and add the PDF again"
        )
    if not unread:
        return kept, ()
    return kept, (
        f"{name_pages(unread)} cannot be read without Tesseract, which is not installed ({INSTALL}): "
        "pictures there are not searched",
    )


def name_pages(numbers: Sequence[int]) -> str:
    """Return "page 3" or "pages 3, 5 and 9"; of more than twenty, the first twenty and how many more there are."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    if len(numbers) > 20:
        return f"pages {', '.join(map(str, numbers[:20]))} and {len(numbers) - 20} more"
    return f"pages {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _choose_models(
    language: str, installed: frozenset[str], document: pdfium.PdfDocument, jobs: Sequence[_Job]
) -> tuple[str, tuple[str, ...]]:
    """Return the models to read with, and a problem where the document's own language has none installed.

    Without a language the first pages are read with every installed model of a language that can be told from its
    words, and what they turn out to be in is read with that model alone.
    """
    tag = language.lower().split("-")[0]
    usable = sorted(installed - {"osd"})
    fallback = "eng" if "eng" in usable else usable[0]
    if tag:
        model = LANGUAGES.get(tag, tag)
        if model in installed:
            return model, ()
        return fallback, (
            f"Tesseract has no model for the language {language!r} (install tesseract-ocr-{model.replace('_', '-')}); "
            f"pictures of text were read as {fallback!r}, and accents or letters may be wrong",
        )
    known = {model: tag for tag, model in LANGUAGES.items() if model in usable}
    if len(known) < 2:
        return fallback, ()
    for job in jobs[:3]:
        picture = _render(document[job.index], RESOLUTION / 72)
        try:
            text = _text(recognise(picture, "+".join(known), PAGE_SECONDS).lines)
        except RecognitionError:
            continue  # the page is read again in its turn, and its fault reported then
        found = LANGUAGES.get(detect_language(text))
        if found in known:
            return found, ()
    return fallback, ()


def _read_jobs(
    document: pdfium.PdfDocument,
    pages: tuple[PrintedPage, ...],
    jobs: Sequence[_Job],
    models: str,
    problems: tuple[str, ...],
) -> tuple[tuple[PrintedPage, ...], tuple[str, ...]]:
    done = list(pages)
    faults: dict[str, list[int]] = {}
    silent: list[int] = []
    tried = [job for job in jobs if job.unproven][:_TRIED]
    left = [job for job in jobs if job.unproven and job not in tried]
    at_once = [job for job in jobs if job not in left]
    for job, outcome in _recognise_all(document, at_once, left, models):
        page = pages[job.index]
        if isinstance(outcome, RecognitionError):
            faults.setdefault(str(outcome), []).append(page.number)
            if not job.keep_text:
                done[job.index] = replace(page, lines=())
            continue
        done[job.index] = _merge(page, job, outcome)
        if not done[job.index].lines and _ink(document, job.index) >= _SPECKLED:
            silent.append(page.number)
    read = [page.number for page in done if page.source == "ocr"]
    told = [*problems, *(f"{name_pages(found)} could not be read by OCR: {fault}" for fault, found in faults.items())]
    if silent:
        told.append(f"no text was found in the picture on {name_pages(silent)}")
    if not any(page.lines for page in done):
        raise UnreadablePDFError(told[-1] if told else "all its pages are blank")
    if read:
        told.append(f"read by OCR: {name_pages(read)}; compare numbers with the picture of the page before use")
    return _even_sizes(done), tuple(told)


def _recognise_all(
    document: pdfium.PdfDocument, jobs: Sequence[_Job], left: Sequence[_Job], models: str
) -> Iterator[tuple[_Job, Recognised | RecognitionError]]:
    """Yield each job with what was read; then those left, if an unproven layer among the first was disproved.

    Pages are rendered here, one at a time and a little ahead: pdfium serves one thread, and a picture takes 9 MB.
    """
    side_by_side = max(1, min(_MOST_AT_ONCE, os.cpu_count() or 1))
    disproved = False
    with ThreadPoolExecutor(side_by_side) as pool:
        pending: deque[tuple[_Job, Future[Recognised | RecognitionError]]] = deque()
        for group in (jobs, left):
            if group is left and not disproved:
                break
            for job in (*group, None):
                if job is not None:
                    picture = _render(document[job.index], RESOLUTION / 72)
                    pending.append((job, pool.submit(_try, picture, models, job.keep_text and not job.doubted)))
                while pending and (job is None or len(pending) > side_by_side + 1):
                    read, future = pending.popleft()
                    outcome = future.result()
                    if read.unproven and isinstance(outcome, Recognised) and _is_language(outcome):
                        disproved = True
                    yield read, outcome


def _try(picture: Picture, models: str, beside_text: bool) -> Recognised | RecognitionError:
    try:
        return recognise(picture, models, PAGE_SECONDS, _SURE if beside_text else LEAST_CONFIDENCE)
    except RecognitionError as fault:
        return fault


def _is_language(recognised: Recognised) -> bool:
    return recognised.confidence >= _SURE and bool(detect_language(_text(recognised.lines)))


def _merge(page: PrintedPage, job: _Job, recognised: Recognised) -> PrintedPage:
    """Return the page with what OCR read: in place of its text, or what it has beyond it."""
    if job.doubted:
        if not _is_language(recognised):
            return page
        return _as_recognised(page, recognised)
    if not job.keep_text:
        return _as_recognised(page, recognised)
    if recognised.turn:
        return page  # what lies on its side beside upright text is a drawing's lettering
    new = [line for line in recognised.lines if not any(_overlap(line.box, other.box) for other in page.lines)]
    if sum(character.isalnum() for line in new for character in line.text) < _LEAST_NEW:
        return page
    return replace(page, lines=(*page.lines, *new), source="ocr")


def _as_recognised(page: PrintedPage, recognised: Recognised) -> PrintedPage:
    width, height = (page.height, page.width) if recognised.turn % 180 else (page.width, page.height)
    source: PageSource = "ocr" if recognised.lines else "text"
    return PrintedPage(page.number, width, height, recognised.lines, source, recognised.turn if recognised.lines else 0)


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > _OVERLAP * min(one[3] - one[1], other[3] - other[1])


def _even_sizes(pages: Sequence[PrintedPage]) -> tuple[PrintedPage, ...]:
    """Give lines read by OCR the commonest size where theirs is near it: ink is as high as the letters it prints."""
    usual = commonest_size(page.lines for page in pages if page.source == "ocr")
    evened = []
    for page in pages:
        if page.source == "ocr":
            lines = (
                replace(line, size=usual) if abs(line.size - usual) <= _SAME_SIZE * usual else line
                for line in page.lines
            )
            page = replace(page, lines=tuple(lines))
        evened.append(page)
    return tuple(evened)


def turn_back(box: Box, page: PrintedPage) -> Box:
    """Return where a box of the page's lines is on the page as it is shown, for a scan that was turned to be read."""
    left, top, right, bottom = box
    if page.turn == 90:
        return (top, page.width - right, bottom, page.width - left)
    if page.turn == 180:
        return (page.width - right, page.height - bottom, page.width - left, page.height - top)
    if page.turn == 270:
        return (page.height - bottom, left, page.height - top, right)
    return box
