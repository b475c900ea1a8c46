"""Many PDFs into a library: found, skipped by hash, read in workers, added one by one."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from indexes.declaring import check_named, declare_superseded, find_refusal, list_doubts
from indexes.errors import AlreadyHeldError, held_already
from indexes.library import Library
from indexes.planned import PlannedLibrary
from ingest.errors import ManifestError, UnreadablePDFError
from ingest.manifest import Manifest, entry_for
from ingest.read import hash_file, make_id
from ingest.sandbox import ReadingTask, read_many
from ingest.types import Guideline


@dataclass(frozen=True, slots=True)
class Added:
    """A PDF that is in the library now."""

    guideline: Guideline
    path: Path
    passages: int
    ocr_pages: int
    seconds: float
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was skipped or refused, and why, in one clause."""

    path: Path
    reason: str


@dataclass(slots=True)
class AddReport:
    """What became of each file."""

    added: list[Added] = field(default_factory=list)
    skipped: list[LeftOut] = field(default_factory=list)
    refused: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What should be looked at in what the guidelines supersede, one sentence each."""


class AddProgress(Protocol):
    """Is told how the work goes on."""

    def start(self, files: int) -> None:
        """The number of files that will be read is known."""

    def embed(self, path: Path, passages: int) -> None:
        """A file was read; this many of its passages are to be embedded."""

    def advance(self, passages: int) -> None:
        """So many more passages are embedded."""

    def finish(self, path: Path) -> None:
        """A file is in the library, or refused."""


def find_pdfs(paths: Iterable[Path]) -> tuple[list[Path], list[LeftOut]]:
    """Return the files named and the PDFs in the folders named, each once and in order, and what leads to none."""
    found: list[Path] = []
    refused: list[LeftOut] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(inner for inner in path.rglob("*") if inner.suffix.lower() == ".pdf" and inner.is_file())
            found += inside
            if not inside:
                refused.append(LeftOut(path, "the folder holds no PDF"))
        elif path.exists():
            found.append(path)
        else:
            refused.append(LeftOut(path, "there is no such file or folder"))
    return list(dict.fromkeys(found)), refused


def add_pdfs(
    library: Library | PlannedLibrary,
    paths: Sequence[Path],
    progress: AddProgress,
    manifest: Manifest | None = None,
    jobs: int = 2,
    password: str | None = None,
    supersedes: Sequence[str] = (),
) -> AddReport:
    """Add PDFs and folders of PDFs. Content that the library holds already is skipped; a bad PDF is refused alone.

    A PDF supersedes what its manifest says, and if it is the only one what `supersedes` names; one that is held already
    does so from now on too.
    Each PDF is in the library as soon as it is done, so that nothing is lost if the work is cut off. Raises
    LibraryError if the library cannot be written, or if `supersedes` names what is not there or is given for several.
    """
    report = AddReport()
    files, report.refused[:] = find_pdfs(paths)
    held = library.guidelines()
    check_named(supersedes, len(files), held)
    changed: list[str] = []
    tasks, copies = _plan(library, files, manifest, password, supersedes, report, changed)
    progress.start(len(tasks))
    for task, outcome in read_many(tasks, jobs):
        started = time.monotonic()
        if isinstance(outcome.result, UnreadablePDFError):
            left_out = LeftOut(task.path, str(outcome.result))
            report.refused.append(left_out)
            report.refused += [LeftOut(path, left_out.reason) for path in copies.get(task.path, ())]
        else:
            read = outcome.result
            older = declare_superseded(task.entry, manifest, supersedes, held)
            reading = replace(read, guideline=replace(read.guideline, supersedes=older))
            progress.embed(task.path, len(reading.passages))
            try:
                stored = library.add(reading, task.path, task.password, progress.advance)
            except AlreadyHeldError as held:
                report.skipped.append(LeftOut(task.path, str(held)))
            else:
                report.added.append(
                    Added(
                        guideline=stored.guideline,
                        path=task.path,
                        passages=stored.passages,
                        ocr_pages=sum(page.source == "ocr" for page in reading.pages),
                        seconds=outcome.seconds + time.monotonic() - started,
                        problems=reading.problems,
                    )
                )
            report.skipped += [LeftOut(path, held_already(task.guideline_id)) for path in copies.get(task.path, ())]
        progress.finish(task.path)
    if report.added:
        library.fold()
    changed += [added.guideline.id for added in report.added]
    report.notes += list_doubts(changed, library.guidelines())
    return report


def _plan(
    library: Library | PlannedLibrary,
    files: Sequence[Path],
    manifest: Manifest | None,
    password: str | None,
    supersedes: Sequence[str],
    report: AddReport,
    changed: list[str],
) -> tuple[list[ReadingTask], dict[Path, list[Path]]]:
    """Return what is to be read, each with an id that is new to the library, and further copies of the same content.

    What need not or cannot be read goes into the report; what is held already and supersedes others now is `changed`.
    """
    held = library.guidelines()
    by_hash = {stored.guideline.sha256: stored.guideline.id for stored in held}
    taken = {stored.guideline.id for stored in held}
    promised = {entry.id for entry in manifest.entries} if manifest else set()
    planned: dict[str, ReadingTask] = {}
    copies: dict[Path, list[Path]] = {}
    for path in files:
        try:
            sha256 = hash_file(path)
        except OSError as fault:
            report.refused.append(LeftOut(path, f"it cannot be read ({fault.strerror})"))
            continue
        entry = entry_for(manifest, sha256) if manifest else None
        older = declare_superseded(entry, manifest, supersedes, held)
        if sha256 in by_hash:
            held_id = by_hash[sha256]
            refusal = find_refusal(held_id, older, library.guidelines()) if older else None
            if refusal is not None:
                report.refused.append(LeftOut(path, refusal))
                continue
            news = _supersede_more(library, held_id, older)
            changed += [held_id] if news else []
            report.skipped.append(LeftOut(path, f"{held_already(held_id)}{news}"))
        elif sha256 in planned:
            copies.setdefault(planned[sha256].path, []).append(path)
        elif entry is not None and entry.id in taken:
            report.refused.append(
                LeftOut(path, f"the set has another PDF as {entry.id}; remove that, or change the manifest's id")
            )
        else:
            # An id that the manifest gives to one of its own is not for another.
            guideline_id = entry.id if entry else _new_id(make_id(path.name), taken | promised)
            refusal = find_refusal(guideline_id, older, held)
            if refusal is not None:
                report.refused.append(LeftOut(path, refusal))
                continue
            taken.add(guideline_id)
            planned[sha256] = ReadingTask(path, guideline_id, entry, password)
    return list(planned.values()), copies


def _supersede_more(library: Library | PlannedLibrary, held_id: str, older: Sequence[str]) -> str:
    """Make a guideline that is held already supersede these too; return what is to be said of it, or nothing."""
    (known,) = [stored.guideline.supersedes for stored in library.guidelines() if stored.guideline.id == held_id]
    more = [each for each in older if each not in known]
    if not more:
        return ""
    library.supersede(held_id, [*known, *more])
    return f"; it supersedes {', '.join(more)} from now on"


def _new_id(wanted: str, ids: set[str]) -> str:
    number = 2
    chosen = wanted
    while chosen in ids:
        chosen = f"{wanted}-{number}"
        number += 1
    return chosen


def match_manifest(manifest: Manifest, folder: Path) -> tuple[list[Path], list[LeftOut]]:
    """Return the PDFs of a folder that a manifest names, in its order, and the entries that have none.

    A PDF is known by its content, whatever it is called; one of the right name but other content is refused. Raises
    ManifestError if there is no such folder.
    """
    if not folder.is_dir():
        raise ManifestError(f"there is no folder {folder}; name the folder of the PDFs with --pdfs")
    by_hash = {hash_file(path): path for path in reversed(find_pdfs([folder])[0])}
    found: list[Path] = []
    refused: list[LeftOut] = []
    for entry in manifest.entries:
        if entry.sha256 in by_hash:
            found.append(by_hash[entry.sha256])
        elif (folder / entry.file).exists():
            refused.append(
                LeftOut(folder / entry.file, f"its sha256 is not the one that the manifest gives for {entry.id}")
            )
        else:
            refused.append(
                LeftOut(folder / entry.file, f"the manifest names it as {entry.id}, and it is not in {folder}")
            )
    return found, refused
