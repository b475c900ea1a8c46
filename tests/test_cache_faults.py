"""A cache folder that cannot be used: one sentence that names the variable, and no folder is left for the set."""

from pathlib import Path

import pytest

from indexes.conversion import FORMAT
from indexes.embedder import load_embedder
from indexes.errors import LibraryError
from indexes.model_files import PACKAGED_MODEL, find_model, hash_model
from tests.conftest import MALARIA_PDF, Fieldguide


@pytest.mark.parametrize("command", [["add", MALARIA_PDF], ["demo"]], ids=["add", "demo"])
def test_a_cache_that_nobody_may_write(
    home: Path, fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch, command: list[object]
) -> None:
    """The folder is there, and the system lets nobody make a file in it."""
    if not Path("/proc/1").is_dir():
        pytest.skip("this system has no /proc")
    monkeypatch.setenv("FIELDGUIDE_CACHE", "/proc/1")
    outcome = fieldguide(*command)
    assert (outcome.status, outcome.out) == (2, "")
    start, end = "fieldguide: the cache folder /proc/1 cannot be used (", "); name another in FIELDGUIDE_CACHE\n"
    assert outcome.err.startswith(start)
    assert outcome.err.endswith(end)
    assert outcome.err.count("\n") == 1
    assert not home.exists()


@pytest.mark.parametrize("place", ["openvino-{format}-{weights}.lock", "openvino-{format}-{weights}/converted.json"])
def test_a_folder_in_a_file_s_place(cache: Path, place: str) -> None:
    """Neither the lock nor the record of a conversion can be opened."""
    weights = hash_model(find_model(PACKAGED_MODEL))
    (cache / place.format(format=FORMAT, weights=weights[:32])).mkdir(parents=True)
    with pytest.raises(LibraryError) as fault:
        load_embedder()
    assert str(fault.value) == (
        f"the cache folder {cache} cannot be used (Is a directory); name another in FIELDGUIDE_CACHE"
    )
