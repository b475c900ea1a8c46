"""A text file that grows line by line, and that can be gone on with after any interruption."""

import os
import secrets
from pathlib import Path

from ingest.errors import FieldguideError


class GrowingFile:
    """An output of a long run. What cannot be done is a fault of the kind that the run's own faults are."""

    def __init__(self, path: Path, run: str, fault: type[FieldguideError]) -> None:
        """Take where it lies, and what writes it, such as "batch"."""
        self.path = path
        self._run = run
        self._fault = fault

    def check(self, resume: bool) -> None:
        """Raises a fault if something stands in the way, as a file does where `resume` is False."""
        if self.path.is_dir():
            raise self._fault(f"{self.path} is a folder; name a file as --out")
        if self.path.exists() and not resume:
            raise self._fault(f"{self.path} is there already; go on with it by --resume, or give another --out")

    def start(self, resume: bool) -> None:
        """Make the output, or see that it may be gone on with. Raises what `check` raises, or if it cannot be made."""
        self.check(resume)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch()
        except OSError as fault:
            raise self._fault(f"{self.path} cannot be written ({fault.strerror})") from fault

    def read_lines(self) -> tuple[list[str], bytes]:
        """Return the finished lines with their ends, and what is left of one that was interrupted."""
        try:
            data = self.path.read_bytes()
        except OSError as fault:
            raise self._fault(f"{self.path} cannot be read ({fault.strerror}); give another --out") from fault
        whole = data[: data.rfind(b"\n") + 1]
        try:
            lines = [f"{line}\n" for line in whole.decode("utf-8").split("\n")[:-1]]
        except UnicodeDecodeError as fault:
            raise self._fault(
                f"{self.path} is not UTF-8 text, so no {self._run} wrote it; give another --out"
            ) from fault
        return lines, data[len(whole) :]

    def cut_off(self, end: bytes) -> None:
        """Take this end away from the file. Only once it is known what wrote the file."""
        if not end:
            return
        try:
            with self.path.open("r+b") as file:
                file.truncate(self.path.stat().st_size - len(end))
        except OSError as fault:
            raise self._fault(f"{self.path} cannot be written ({fault.strerror})") from fault

    def append(self, text: str) -> None:
        """Add a text at the end, and have it on disk before returning."""
        try:
            with self.path.open("a", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            raise self._fault(
                f"{self.path} cannot be written ({fault.strerror}); go on by --resume when it can"
            ) from fault

    def write_anew(self, text: str) -> None:
        """Put a text in the file's place, whole or not at all."""
        try:
            write_whole(self.path, text.encode("utf-8"))
        except OSError as fault:
            raise self._fault(f"{self.path} cannot be written ({fault.strerror})") from fault


def write_whole(path: Path, content: bytes) -> None:
    """Put a content in a file's place, whole or not at all. Raises OSError if that cannot be."""
    target = path.resolve()
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
