"""Pictures of text among a PDF's pages, read by OCR side by side, and merged with what text there is."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from ingest.errors import RecognitionError, UnreadablePDFError
from ingest.language import detect_language
from ingest.ocr import LANGUAGES, LEAST_CONFIDENCE, RESOLUTION, Picture, Recognised, installed_models, recognise
from ingest.pdf import PrintedLine, PrintedPage, commonest_size, open_pdf
from ingest.types import Box, PageSource
from ingest.unread import PictureJob, find_pictures, find_suspects, measure_ink, render_grey, text_of

PAGE_SECONDS = 90.0
"""What Tesseract may take for one reading of one page."""

INSTALL = "Debian and Ubuntu: apt install tesseract-ocr; macOS: brew install tesseract"

_SURE = 75.0
"""Confidence in percent from which OCR is believed against a text layer, or beside one."""

_TRIED = 2
_LEAST_NEW = 20
"""So many letters beside a page's text make OCR worth having there; less is lettering in a drawing."""

_MOST_AT_ONCE = 4
_SPECKLED = 0.01
"""The share of a page's pixels that stand off its paper; with less it may be an empty sheet that was scanned."""

_MOST_NAMED = 20
_SAME_SIZE = 0.2
_OVERLAP = 0.3

Announce = Callable[[int], None]
"""Is told how many pages will be read by OCR, before the first."""


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
    suspects = find_suspects(pages)
    if not suspects:
        return pages, ()
    with open_pdf(path, password) as document:
        jobs = find_pictures(document, pages, suspects)
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


def _leave_unread(
    pages: tuple[PrintedPage, ...], jobs: Sequence[PictureJob]
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
    """Return "page 7" or "pages 7, 9-12": runs as ranges, and of many only the first."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    named = ["-".join(map(str, run)) for run in runs[:_MOST_NAMED]]
    more = f" and {len(runs) - _MOST_NAMED} more" if len(runs) > _MOST_NAMED else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {', '.join(named)}{more}"


def _choose_models(
    language: str, installed: frozenset[str], document: pdfium.PdfDocument, jobs: Sequence[PictureJob]
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
        picture = render_grey(document[job.index], RESOLUTION / 72)
        try:
            text = text_of(recognise(picture, "+".join(known), PAGE_SECONDS).lines)
        except RecognitionError:
            continue  # the page is read again in its turn, and its fault reported then
        found = LANGUAGES.get(detect_language(text))
        if found in known:
            return found, ()
    return fallback, ()


def _read_jobs(
    document: pdfium.PdfDocument,
    pages: tuple[PrintedPage, ...],
    jobs: Sequence[PictureJob],
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
        if not done[job.index].lines and measure_ink(document, job.index) >= _SPECKLED:
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
    document: pdfium.PdfDocument, jobs: Sequence[PictureJob], left: Sequence[PictureJob], models: str
) -> Iterator[tuple[PictureJob, Recognised | RecognitionError]]:
    """Yield each job with what was read; then those left, if an unproven layer among the first was disproved.

    Pages are rendered here, one at a time and a little ahead: pdfium serves one thread, and a picture takes 9 MB.
    """
    side_by_side = max(1, min(_MOST_AT_ONCE, os.cpu_count() or 1))
    disproved = False
    with ThreadPoolExecutor(side_by_side) as pool:
        pending: deque[tuple[PictureJob, Future[Recognised | RecognitionError]]] = deque()
        for group in (jobs, left):
            if group is left and not disproved:
                break
            for job in (*group, None):
                if job is not None:
                    picture = render_grey(document[job.index], RESOLUTION / 72)
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
    return recognised.confidence >= _SURE and bool(detect_language(text_of(recognised.lines)))


def _merge(page: PrintedPage, job: PictureJob, recognised: Recognised) -> PrintedPage:
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
    usual = commonest_size([[line for page in pages for line in page.lines if line.source == "ocr"]])
    evened = []
    for page in pages:
        if page.source == "ocr":
            page = replace(page, lines=tuple(_even_size(line, usual) for line in page.lines))
        evened.append(page)
    return tuple(evened)


def _even_size(line: PrintedLine, usual: float) -> PrintedLine:
    near = line.source == "ocr" and abs(line.size - usual) <= _SAME_SIZE * usual
    return replace(line, size=usual) if near else line


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
