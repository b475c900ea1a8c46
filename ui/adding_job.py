"""Adding PDFs beside the page: the work goes on while its reader asks, turns pages or reloads."""

import re
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import streamlit as st

from indexes.adding import AddReport, add_pdfs
from ingest.errors import FieldguideError
from ingest.manifest import Manifest
from ui.demonstration import find_demonstration
from ui.sets import prepare_set, set_folder

_JOBS = 2
_NOT_IN_NAMES = re.compile(r"[^\w.() +-]+")
_LONGEST_NAME = 120


class Upload(Protocol):
    """A file that a browser sent."""

    @property
    def name(self) -> str: ...

    def getbuffer(self) -> memoryview: ...


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be added."""

    paths: tuple[Path, ...]
    manifest: Manifest | None = None
    password: str | None = None
    uploaded: "tempfile.TemporaryDirectory[str] | None" = None
    """Where uploaded files wait; deleted when the work is over."""
    supersedes: tuple[str, ...] = ()
    """Ids of what the only PDF replaces."""


class AddingJob:
    """One addition to a set, in a thread of its own. It is told how the work goes on, and tells the page."""

    def __init__(self, set_name: str, work: Work) -> None:
        self.set_name = set_name
        self.report: AddReport | None = None
        self.fault: str | None = None
        self._work = work
        self._files = len(work.paths)
        self._finished = 0
        self._embedding: Path | None = None
        self._passages = 0
        self._embedded = 0
        # A daemon, so that closing the server does not wait for a long PDF: each is added whole or not at all.
        self._thread = threading.Thread(target=self._run, name=f"adding to {set_name}", daemon=True)

    def begin(self) -> None:
        """Start the work."""
        self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Return when the work is over, or after so many seconds."""
        self._thread.join(seconds)

    @property
    def is_over(self) -> bool:
        """Whether the report, or the fault that ended the work, is there."""
        return self.report is not None or self.fault is not None

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        inside = self._embedded / self._passages if self._embedding and self._passages else 0.0
        return min(1.0, (self._finished + inside) / max(1, self._files))

    @property
    def words(self) -> str:
        """What is being done."""
        if self._embedding is None:
            return f"Reading PDFs: {self._finished} of {self._files} done"
        return (
            f"{self._embedding.name}: passage {self._embedded} of {self._passages} "
            f"(PDF {min(self._finished + 1, self._files)} of {self._files})"
        )

    def start(self, files: int) -> None:
        """The number of files that will be read is known."""
        self._files = files

    def embed(self, path: Path, passages: int) -> None:
        """A file was read; its passages are to be embedded."""
        self._passages, self._embedded = passages, 0
        self._embedding = path

    def advance(self, passages: int) -> None:
        """So many more passages are embedded."""
        self._embedded += passages

    def finish(self, path: Path) -> None:  # noqa: ARG002 (files are counted; which one it was is told by `embed`)
        """A file is in the library, or refused."""
        self._embedding = None
        self._finished += 1

    def _run(self) -> None:
        work = self._work
        try:
            # Its own connection and embedder: a question asked meanwhile need not wait, and they share no state.
            library = prepare_set(self.set_name)
            try:
                report = add_pdfs(library, work.paths, self, work.manifest, _JOBS, work.password, work.supersedes)
            finally:
                library.close()
            self.report = report
        except FieldguideError as fault:
            self.fault = str(fault)
        finally:
            if work.uploaded is not None:
                work.uploaded.cleanup()
            if not self.is_over:
                self.fault = "the addition broke off; the terminal that runs Fieldguide says why"


class AddingJobs:
    """The last job of each set. Shared by all who look at the page, so that two cannot add to one set at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[Path, AddingJob] = {}

    def last(self, set_name: str) -> AddingJob | None:
        """Return the set's job that runs, or ended last and has not been put away."""
        return self._jobs.get(set_folder(set_name))

    def begin(self, set_name: str, work: Work) -> AddingJob:
        """Start a job. Raises FieldguideError if the set's last one still runs."""
        with self._lock:
            last = self.last(set_name)
            if last is not None and not last.is_over:
                raise FieldguideError(f"PDFs are being added to the set {set_name!r}; wait until they are in")
            job = self._jobs[set_folder(set_name)] = AddingJob(set_name, work)
            job.begin()
            return job

    def put_away(self, set_name: str) -> None:
        """Forget a job that is over."""
        with self._lock:
            last = self.last(set_name)
            if last is not None and last.is_over:
                del self._jobs[set_folder(set_name)]


@st.cache_resource(show_spinner=False)
def adding_jobs() -> AddingJobs:
    """Return the jobs of this server."""
    return AddingJobs()


def plan_uploads(uploads: Sequence[Upload], password: str = "", supersedes: tuple[str, ...] = ()) -> Work:
    """Write uploaded files to a temporary folder, each under its own name made safe, to be added from there."""
    folder = tempfile.TemporaryDirectory(prefix="fieldguide-upload-")
    paths = tuple(
        _write_upload(upload, Path(folder.name) / str(number)) for number, upload in enumerate(uploads, start=1)
    )
    return Work(paths, password=password or None, uploaded=folder, supersedes=supersedes)


def plan_demonstration() -> Work:
    """Return the shipped demonstration guidelines, to be added under their manifest."""
    manifest, found = find_demonstration()
    return Work(tuple(found), manifest)


def make_safe_name(name: str) -> str:
    """Return a file name that can stand in any folder: no path, no odd characters, not hidden, ending in ".pdf"."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = re.sub(r"\.pdf$", "", last, flags=re.IGNORECASE)
    safe = _NOT_IN_NAMES.sub("-", stem).strip(" .-")[:_LONGEST_NAME].strip(" .-")
    return f"{safe or 'upload'}.pdf"


def count_outcomes(report: AddReport) -> str:
    """Return what became of the files, in words."""
    counts: Iterable[tuple[int, str]] = (
        (len(report.added), "added"),
        (len(report.skipped), "there already"),
        (len(report.refused), "refused"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "No PDF was given"


def _write_upload(upload: Upload, folder: Path) -> Path:
    folder.mkdir()  # a folder each: two uploads may have one name
    path = folder / make_safe_name(upload.name)
    path.write_bytes(upload.getbuffer())
    return path
