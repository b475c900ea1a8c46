"""A set's language, from its declaration to what is found in it: the commands, a manifest, a multilingual embedder."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexes.adding import add_pdfs
from indexes.library import Library
from ingest.read import hash_file, read_guideline
from tests.conftest import MALARIA_PDF, Fieldguide, NoProgress
from tests.foreign_guidelines import (
    ARABIC_LINES,
    ARABIC_OTHER_LINES,
    DIARRHEE,
    NEUMONIA,
    PALUDISME,
    write_arabic,
    write_booklet,
)
from tests.tiny_embedders import make_multilingual_model

PREFIXES = ("--query-prefix", "query: ", "--passage-prefix", "passage: ")


@pytest.fixture
def french(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> str:
    """A set in French of two guidelines, with the packaged embedder."""
    pdfs = [write_booklet(booklet, tmp_path) for booklet in (PALUDISME, DIARRHEE)]
    outcome = fieldguide("add", *pdfs, "--set", "ward", "--language", "FR")
    assert (outcome.status, [line for line in outcome.err.splitlines() if line.startswith("note")]) == (0, [])
    assert Library.open(home / "ward").language == "fr"
    return "ward"


@pytest.fixture(scope="module")
def french_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the same set, made once. Read only."""
    folder = tmp_path_factory.mktemp("french")
    library = Library.create(folder / "ward", language="fr")
    report = add_pdfs(library, [write_booklet(booklet, folder) for booklet in (PALUDISME, DIARRHEE)], NoProgress())
    assert len(report.added) == 2
    library.close()
    return folder


def notes_of(err: str) -> list[str]:
    """Return the lines of standard error that note something of the set."""
    return [line for line in err.splitlines() if line.startswith("note: ") and "in the set" in line]


def ask(fieldguide: Fieldguide, set_name: str, question: str) -> tuple[str, list[str], list[str]]:
    """Return a question's outcome, the statements, and the problems of all of them."""
    answer = json.loads(fieldguide("ask", question, "--set", set_name, "--answerer", "quote", "--json").out)
    statements = answer["statements"]
    return (
        answer["outcome"],
        [statement["text"] for statement in statements],
        [problem for statement in statements for problem in statement["problems"]],
    )


def test_a_set_has_one_language(french: str, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """It is listed, it may be said again, and another is refused before anything is read."""
    listed = fieldguide("list", "--set", french)
    assert listed.out.splitlines()[-1] == "The set ward is in French (fr)."
    assert json.loads(fieldguide("list", "--set", french, "--json").out)["set"] == {"name": "ward", "language": "fr"}
    again = fieldguide("add", tmp_path / "paludisme.pdf", "--set", french, "--language", "fr")
    assert again.out == "skipped  paludisme.pdf: its content is in the set already, as paludisme\n"
    refused = fieldguide("add", MALARIA_PDF, "--set", french, "--language", "en")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == (
        "fieldguide: the set 'ward' is in French (fr), not in English (en); "
        "name another set with --set, or ask for no other language\n"
    )


def test_a_language_that_is_none(home: Path, fieldguide: Fieldguide) -> None:
    """It is refused with those that there are, and no set is made."""
    outcome = fieldguide("add", MALARIA_PDF, "--language", "klingon")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("fieldguide: 'klingon' is no language that a set can be in; use one of: ar (Arabic),")
    assert not home.exists()


def test_guidelines_in_another_language_than_their_set(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """It is said once, with the command that helps, as soon as most of them are."""
    first = fieldguide("add", MALARIA_PDF, write_booklet(NEUMONIA, tmp_path), "--set", "ward")
    assert notes_of(first.err) == []
    second = fieldguide("add", *(write_booklet(booklet, tmp_path) for booklet in (PALUDISME, DIARRHEE)), "--set", "two")
    assert notes_of(second.err) == [
        "note: 2 of the 2 guidelines in the set two are in French (fr), and its words are searched as English (en); "
        "make a set of their own for them with fieldguide add ... --set two-fr --language fr"
    ]


def test_a_manifest_declares_the_language(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:
    """Both commands that take one follow it; an option that says otherwise is refused."""
    pdf = write_booklet(NEUMONIA, tmp_path)
    manifest = tmp_path / "ward.toml"
    manifest.write_text(
        '[set]\nname = "ward"\ntitle = "Ward"\nlanguage = "es"\n\n[[guideline]]\nid = "neumonia"\n'
        f'file = "neumonia.pdf"\ntitle = "Neumonía"\nsha256 = "{hash_file(pdf)}"\n'
    )
    assert fieldguide("build", manifest, "--set", "built").status == 0
    assert fieldguide("add", pdf, "--manifest", manifest, "--set", "added").status == 0
    assert [Library.open(home / name).language for name in ("built", "added")] == ["es", "es"]
    refused = fieldguide("build", manifest, "--set", "other", "--language", "fr")
    assert refused.status == 2
    assert "the manifest is in 'es', and --language says 'fr'; leave --language out" in refused.err
    assert not (home / "other").exists()


@pytest.mark.parametrize(
    ("question", "quotes", "problems"),
    [
        (
            "Quelle dose d'artésunate pour un enfant de 9 kg avec un paludisme grave ?",
            ["L'enfant de moins de 20 kg reçoit 3 mg/kg d'artésunate par dose."],
            [],
        ),
        (
            "Combien de comprimés d'artemether-lumefantrine pour un enfant de 17 kg ?",
            [
                "Tableau 1. Artéméther-luméfantrine (comprimés de 20 mg/120 mg), par prise\n"
                "Poids: 15 à 24,9 kg | Comprimés par prise: 2 | Nombre de prises: 6"
            ],
            [],
        ),
        (
            "Quelle est la posologie du zinc chez un enfant de 8 mois avec diarrhée ?",
            ["L'enfant de 6 mois et plus reçoit 20 mg de zinc par jour pendant 14 jours."],
            [],
        ),
        (
            "Peut-on donner la primaquine à une femme enceinte ?",
            ["La primaquine est contre-indiquée chez la femme enceinte et chez le nourrisson de moins de 6 mois."],
            [
                "leaves out patients such as the one asked about: “La primaquine est contre-indiquée chez la femme "
                "enceinte et chez le nourrisson de moins de 6 mois”"
            ],
        ),
        ("Quelle dose d'amoxicilline pour une pneumonie ?", [], []),
        ("Quelle dose de quinine pour un adulte ?", [], []),
        ("Quelle est la capitale de la France ?", [], []),
    ],
)
def test_what_a_clinician_asks_in_french(
    french_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    fieldguide: Fieldguide,
    question: str,
    quotes: list[str],
    problems: list[str],
) -> None:
    """The patient's line or row and no other; whom it leaves out; and silence on what the guidelines do not have."""
    monkeypatch.setenv("FIELDGUIDE_HOME", str(french_home))
    outcome, told, warned = ask(fieldguide, "ward", question)
    assert (told, warned) == (quotes, problems)
    assert outcome == ("answered" if quotes else "not_in_guidelines")


def test_what_a_clinician_asks_in_spanish(home: Path, fieldguide: Fieldguide, tmp_path: Path) -> None:  # noqa: ARG001
    """Amoxicillin's dose and not its neighbour's; azithromycin for whoever cannot have penicillin."""
    fieldguide("add", write_booklet(NEUMONIA, tmp_path), "--set", "sala", "--language", "es")
    assert ask(fieldguide, "sala", "¿Cuál es la dosis de amoxicilina para un niño con neumonía?") == (
        "answered",
        ["El tratamiento es la amoxicilina por vía oral: 40 mg/kg cada 12 horas durante 5 días."],
        [],
    )
    assert ask(fieldguide, "sala", "¿Cuánta azitromicina se da en caso de alergia a la penicilina?") == (
        "answered",
        [
            "En los niños con alergia a la penicilina se da azitromicina: 10 mg/kg una vez al día durante 3 días.",
        ],
        [],
    )
    assert ask(fieldguide, "sala", "¿Qué dosis de artesunato para un niño?")[0] == "not_in_guidelines"


def make_multilingual_set(
    fieldguide: Fieldguide, folder: Path, pdfs: Sequence[Path], language: str, cache: Path
) -> Path:
    """Add PDFs to a set named by its language, with a tiny multilingual embedder given by its folder's name."""
    texts = ["query: passage:", *(passage.text for pdf in pdfs for passage in read_guideline(pdf, "any").passages)]
    model = make_multilingual_model(folder / "tiny-multilingual", texts)
    added = fieldguide("add", *pdfs, "--set", language, "--language", language, "--embedder", model, *PREFIXES)
    assert (added.status, notes_of(added.err)) == (0, [])
    assert list(cache.glob("openvino-*")), "it is converted as any other"
    return model


def test_a_multilingual_embedder_in_french(home: Path, fieldguide: Fieldguide, tmp_path: Path, cache: Path) -> None:
    """By the name of its folder and with its prefixes: searched, asked, and refused without the prefixes."""
    pdfs = [write_booklet(booklet, tmp_path) for booklet in (PALUDISME, DIARRHEE)]
    model = make_multilingual_set(fieldguide, tmp_path, pdfs, "fr", cache)
    identity = Library.open(home / "fr").embedder.identity
    assert (identity.name, identity.query_prefix, identity.passage_prefix) == (str(model), "query: ", "passage: ")
    found = json.loads(fieldguide("search", "dose artesunate enfant", "--set", "fr", "-k", 1, "--json").out)
    assert [hit["heading"] for hit in found["hits"]] == [["3 Paludisme grave", "3.2 Artésunate injectable"]]
    assert ask(fieldguide, "fr", "Combien de zinc pour un enfant de 8 mois ?") == (
        "answered",
        ["L'enfant de 6 mois et plus reçoit 20 mg de zinc par jour pendant 14 jours."],
        [],
    )
    assert ask(fieldguide, "fr", "Quelle est la capitale de la France ?")[0] == "not_in_guidelines"
    refused = fieldguide("add", MALARIA_PDF, "--set", "fr", "--embedder", model)
    assert refused.status == 2
    assert "(query prefix 'query: ')" in refused.err


def test_a_multilingual_embedder_in_arabic(home: Path, fieldguide: Fieldguide, tmp_path: Path, cache: Path) -> None:  # noqa: ARG001
    """The same in Arabic: found with article and without, digits as they are printed."""
    pdfs = [
        write_arabic(tmp_path / "malaria.pdf"),
        write_arabic(tmp_path / "diarrhoea.pdf", ARABIC_OTHER_LINES),
    ]
    make_multilingual_set(fieldguide, tmp_path, pdfs, "ar", cache)
    for question, guideline in (("جرعات ملاريا", "malaria"), ("الزنك والإسهال", "diarrhoea")):
        found = json.loads(fieldguide("search", question, "--set", "ar", "-k", 1, "--json").out)
        assert [hit["guideline"] for hit in found["hits"]] == [guideline]
    outcome, told, _ = ask(fieldguide, "ar", "ما جرعة الأرتيسونات للبالغين؟")
    assert outcome == "answered"
    assert any(ARABIC_LINES[3] in text for text in told)
    assert ask(fieldguide, "ar", "ما عاصمة فرنسا؟")[0] == "not_in_guidelines"
