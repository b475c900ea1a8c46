"""Text to terms by the set's language: what meets and what does not in French, Spanish, Portuguese, Arabic, others."""

import pytest

from indexes.analysis import Analysis
from indexes.errors import LibraryError
from indexes.languages import LANGUAGES, check_language, find_other_language, language_of


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "The Zincs, the days 2,4", ["zinc", "day", "2,4"]),
        ("fr", "Quelle est la dose d'artésunate chez l'enfant ?", ["dos", "artesunat", "enfant"]),
        ("fr", "d’artésunate artesunate ARTÉSUNATE", ["artesunat"] * 3),
        ("fr", "traitement traité traitée traités traitees TRAITEES", ["trait"] * 6),
        ("fr", "diarrhée diarrhees DIARRHEE", ["diarrh"] * 3),
        ("fr", "œdème oedèmes", ["oedem"] * 2),
        ("fr", "jusqu'à ce qu'il y ait", []),
        ("fr", "2,4 mg/kg ou 1\u202f000 mg ou 1 050 mg", ["2.4", "mg", "kg", "1000", "mg", "1050", "mg"]),
        ("fr", "1 500 mg", ["1", "500", "mg"]),
        ("es", "¿Cuánta amoxicilina se da a los niños? ninos niño", ["amoxicilin", "nin", "nin", "nin"]),
        ("es", "administración administracion administraciones", ["administr"] * 3),
        ("pt", "Qual é a dose para as crianças? criança CRIANCA", ["dos", "crianc", "crianc", "crianc"]),
        ("pt", "administração administracao administrações administrar", ["administr"] * 4),
        ("pt", "resistência resistencias", ["resistent"] * 2),
        ("ar", "ما جرعة الملاريا للأطفال؟", ["جرع", "ملاريا", "اطفال"]),
        ("ar", "ملاريا الملاريا والملاريا بالملاريا", ["ملاريا"] * 4),
        ("ar", "جُرْعَة جرعات الجرعة جرعه", ["جرع"] * 4),
        ("ar", "عـــلاج العلاج", ["علاج"] * 2),
        ("ar", "ﻣﻼﺭﻳﺎ", ["ملاريا"]),
        ("ar", "إلى أن في هذا", []),
        ("ar", "٢٫٤ 2.4 ٢٬٠٠٠", ["2.4", "2.4", "2000"]),
        ("de", "für die Kinder, dem Kinde, Übelkeit", ["kind", "kind", "ubel"]),
        ("sv", "för barnen och barn", ["barn", "barn"]),
    ],
)
def test_terms(language: str, text: str, terms: list[str]) -> None:
    """Accents, capitals, elisions, articles and endings do not keep a word from itself; words that ask are left out."""
    assert Analysis(language).terms(text) == terms


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "2,4 mg/kg", ["2,4", "mg/kg", "2,4mg/kg"]),
        ("fr", "2,4\u202fmg/kg", ["2.4", "mg/kg", "2.4mg/kg"]),
        ("fr", "artésunate", ["artesunate"]),
        ("ar", "٢٫٤ mg/kg", ["2.4", "mg/kg", "2.4mg/kg"]),
    ],
)
def test_whole_terms(language: str, text: str, terms: list[str]) -> None:
    """Quantities are one term, however the language writes its numbers; English ones stay as they are."""
    assert list(Analysis(language).whole_terms(text)) == terms


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_stemmer(language: str) -> None:
    """Each listed code makes an analysis, and a number comes out of it whole."""
    assert Analysis(language).terms("12.5") == ["12.5"]


def test_codes_are_known_in_any_case() -> None:
    """A code of another case is the same; one that is not listed is refused in one sentence, with those that are."""
    assert language_of("FR").name == "French"
    with pytest.raises(LibraryError) as caught:
        language_of("sw")
    assert str(caught.value).startswith(
        "'sw' is no language that a set can be in; use one of: ar (Arabic), da (Danish)"
    )


def test_a_set_keeps_its_language() -> None:
    """The same in any case is no other; another is refused."""
    check_language("ward", "fr", "FR")
    with pytest.raises(LibraryError) as caught:
        check_language("ward", "fr", "es")
    assert str(caught.value) == (
        "the set 'ward' is in French (fr), not in Spanish (es); "
        "name another set with --set, or ask for no other language"
    )


@pytest.mark.parametrize(
    ("recorded", "tags", "found"),
    [
        ("en", ["fr", "fr-FR", "en"], ("fr", 2)),
        ("fr", ["fr", "fr-FR", "en"], None),
        ("en", ["fr", "en"], None),
        ("en", ["fr", "fr", "", "", ""], None),
        ("en", ["sw", "sw"], None),
        ("en", [], None),
    ],
)
def test_most_guidelines_of_a_set(recorded: str, tags: list[str], found: tuple[str, int] | None) -> None:
    """More than half must be in one other language, and in one that can be stemmed."""
    assert find_other_language(recorded, tags) == found
