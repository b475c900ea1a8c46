"""The command that a mismatch of embedders names does what it says when it is typed as it stands."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import MALARIA_PDF, Fieldguide
from tests.tiny_embedders import make_model


@pytest.mark.usefixtures("cache")
def test_the_named_command_keeps_prefixes_and_spaces(fieldguide: Fieldguide, tmp_path: Path, other_set: str) -> None:
    """After it the set has the very embedder that was asked for: its prefixes, and a folder with a space in its name.

    With that embedder PDFs can be added, which was refused before.
    """
    folder = make_model(tmp_path / "my model")
    embedder = ["--embedder", str(folder), "--query-prefix", "query: ", "--passage-prefix", "it's: "]
    refused = fieldguide("add", MALARIA_PDF, "--set", other_set, *embedder)
    assert refused.status == 2
    found = re.search(r"with fieldguide (reembed .*)\n", refused.err)
    assert found is not None
    assert fieldguide(*shlex.split(found[1])).status == 0
    done = fieldguide("add", MALARIA_PDF, "--set", other_set, *embedder, "--json")
    assert [added["id"] for added in json.loads(done.out)["added"]] == ["severe-malaria"]
