"""Power cuts: `fieldguide add` is killed outright, and what was added before stays while the rest is added later."""

import json
import random
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

from ingest.read import hash_file
from tests.conftest import DEMONSTRATION, fieldguide_command, fieldguide_environment, run_fieldguide

TRIES = 5


PDFS = sorted(DEMONSTRATION.glob("*.pdf"))


def start_adding(home: Path) -> subprocess.Popen[bytes]:
    """Begin to add the demonstration's three PDFs, one at a time."""
    return subprocess.Popen(
        fieldguide_command("add", DEMONSTRATION, "--jobs", 1),
        env=fieldguide_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def find_held(home: Path) -> set[str]:
    """Return the files that are in the set by now, as its database has them; none where there is no set."""
    path = home / "default" / "library.sqlite"
    if not path.exists():
        return set()
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return {json.loads(facts)["file"] for (facts,) in connection.execute("SELECT facts FROM guidelines")}
    finally:
        connection.close()


def add_the_rest(home: Path, held: set[str]) -> None:
    """Add again: what is held is skipped, the rest is added, and then all of it is there, once, whole and searched."""
    again = run_fieldguide("add", DEMONSTRATION, "--json", home=home)
    assert again.returncode == 0, again.stderr
    report: dict[str, Any] = json.loads(again.stdout)
    assert {Path(item["file"]).name for item in report["skipped"]} == held
    assert {added["file"] for added in report["added"]} == {path.name for path in PDFS} - held
    assert report["refused"] == []
    kept = list((home / "default" / "pdfs").glob("*.pdf"))
    assert {path.stem for path in kept} == {hash_file(path) for path in PDFS}
    assert all(hash_file(path) == path.stem for path in kept)
    with sqlite3.connect(home / "default" / "library.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone() == ("3",)
        (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    done = run_fieldguide("search", "a child of 9 kg", "-k", 1000, "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    hits = json.loads(done.stdout)["hits"]
    assert len(hits) == len({(hit["guideline"], hit["text"]) for hit in hits})
    assert sum(1 + len(hit["also"]) for hit in hits) == passages
    assert {hit["file"] for hit in hits} == {path.name for path in PDFS}


def test_killed_after_the_first_file(tmp_path: Path) -> None:
    """What is in the set when the process is killed stays, is searched, and is skipped by its hash afterwards."""
    home = tmp_path / "sets"
    process = start_adding(home)
    deadline = time.monotonic() + 60
    while not find_held(home) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    held = find_held(home)
    assert held == {path.name for path in PDFS[: len(held)]}
    assert 1 <= len(held) < 3
    search = run_fieldguide("search", "zinc for a child", "-k", 3, "--json", home=home)
    assert (search.returncode, search.stderr) == (0, "")
    assert {hit["file"] for hit in json.loads(search.stdout)["hits"]} <= held
    add_the_rest(home, held)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """Killed again and again wherever it happens to be, the set loses nothing, and is finished in the end."""
    home = tmp_path / "sets"
    moments = random.Random(7)
    before: set[str] = set()
    for _ in range(TRIES):
        process = start_adding(home)
        try:
            process.wait(timeout=moments.uniform(0.5, 2.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        held = find_held(home)
        assert before <= held
        before = held
    add_the_rest(home, before)
