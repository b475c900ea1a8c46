"""A worker process from outside: one order at a time, each with a limit of time."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

Word = Literal["READ", "REFUSED"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order."""

    word: Word | None
    """None if the worker said neither."""
    said: bytes
    """The reading as JSON, or the sentence of a refusal."""
    status: int
    """The exit status of the process that read; below zero for the signal that ended it."""
    late: float | None
    """The seconds that it was given, if it took longer and was stopped."""
    last_words: str
    """The last line on standard error."""


class WorkerProcess:
    """A process of `ingest.worker`, started when it is first needed and again after it was stopped or has died.

    It serves one thread at a time.
    """

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed in close)
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, order: dict[str, Any], seconds: float, ocr_page_seconds: float) -> Outcome:
        """Give an order and wait for what comes of it; stopped after so many seconds, and more for each OCR page."""
        self._errors.seek(0)
        self._errors.truncate()
        process = self._started()
        late: list[float] = []

        def stop() -> None:
            late.append(seconds)
            _kill(process)

        timer = threading.Timer(seconds, stop)
        timer.start()
        word: Word | None = None
        said, status = b"", None
        assert process.stdin is not None and process.stdout is not None
        try:
            with suppress(BrokenPipeError):  # broken if it died at once; its exit status says why
                limits = {"seconds": seconds, "ocr_page_seconds": ocr_page_seconds}
                process.stdin.write(json.dumps(order | limits).encode() + b"\n")
                process.stdin.flush()
            while status is None and (line := process.stdout.readline()):
                first, _, number = line.decode("ascii", "replace").strip().partition(" ")
                if first == "OCR":
                    seconds += ocr_page_seconds * int(number)
                    timer.cancel()
                    timer = threading.Timer(seconds, stop)
                    timer.start()
                elif first in ("READ", "REFUSED"):
                    word = "READ" if first == "READ" else "REFUSED"
                    said = process.stdout.read(int(number))
                elif first == "END":
                    status = int(number)
        except BaseException:
            _kill(process)
            raise
        finally:
            timer.cancel()
            timer.join()
        ended = status is not None
        if not ended or late or not hasattr(os, "fork"):  # it was stopped, has died itself, or takes one order only
            exit_status = process.wait()
            status = status if status is not None else exit_status
            self._let_go(process)
        # One that came to its end just before it was stopped was not late.
        return Outcome(word, said, status or 0, late[0] if late and not ended else None, self._last_words())

    def stop(self) -> None:
        """Stop the process with what it reads, for good; `read` then returns at once."""
        self._stopped = True
        if self._process is not None:
            _kill(self._process)

    def close(self) -> None:
        """Stop the process and close what is open. Nobody may be in `read`."""
        self.stop()
        if self._process is not None:
            self._process.wait()
            self._let_go(self._process)
        self._errors.close()

    def _let_go(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None and process.stdout is not None
        with suppress(BrokenPipeError):  # an order that it did not live to take
            process.stdin.close()
        process.stdout.close()
        self._process = None

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            # -P: what lies in the working folder is not run. Orders go in by standard input: a password on a command
            # line could be seen by every user of the machine. In a session of its own it is stopped with all that it
            # has started.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "ingest.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                start_new_session=True,
            )
            if self._stopped:  # while it was being started
                _kill(self._process)
        return self._process

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "no reason given"


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # it has ended since
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
