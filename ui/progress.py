"""Progress bars of the command line, on standard error."""

from pathlib import Path
from types import TracebackType
from typing import Self

from tqdm import tqdm


class AddBar:
    """Shows files and passages while PDFs are added."""

    def __init__(self) -> None:
        self._bar: tqdm | None = None
        self._passages = 0
        self._done = 0

    def start(self, files: int) -> None:
        """Open the bar."""
        if files:
            self._bar = tqdm(total=files, unit="file", desc="reading", dynamic_ncols=True)

    def embed(self, path: Path, passages: int) -> None:
        """Name the file that is being embedded."""
        self._passages, self._done = passages, 0
        if self._bar is not None:
            self._bar.set_description(path.name[:40])

    def advance(self, passages: int) -> None:
        """Show how many of its passages are done."""
        self._done += passages
        if self._bar is not None:
            self._bar.set_postfix_str(f"passage {self._done} of {self._passages}")

    def finish(self, path: Path) -> None:  # noqa: ARG002 (the bar counts files; which one it was stands in it already)
        """Count one file."""
        if self._bar is not None:
            self._bar.update(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
