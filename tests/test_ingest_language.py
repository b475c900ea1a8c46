"""A text's language by its commonest words, and the choice between it and what a PDF declares."""

import pytest

from ingest.language import choose_language, detect_language

TEXTS = {
    "en": "The child should be given fluids by mouth and zinc for ten days, and the carer is told of the danger signs.",
    "fr": "Les enfants qui ont la diarrhée sont traités avec des liquides et du zinc pour dix jours par le soignant.",
    "es": "Los niños que tienen diarrea se tratan con líquidos y zinc por diez días, y la madre es informada.",
    "pt": "As crianças com diarreia são tratadas em casa com líquidos e zinco por dez dias, e a mãe não deve parar.",
    "de": "Die Kinder mit Durchfall werden mit Flüssigkeit und Zink behandelt, und die Mutter ist informiert.",
    "it": "I bambini con la diarrea sono trattati con lo zinco e gli alimenti per dieci giorni, e la madre è con loro.",
    "ru": "Детей с диареей лечат на дому и дают цинк в течение десяти дней, а мать не должна прекращать кормление.",
    "ar": "يعطى الطفل السوائل عن طريق الفم في البيت من أول يوم مع الزنك كل يوم إلى نهاية العلاج على أن لا يتوقف",
}


@pytest.mark.parametrize("language", TEXTS)
def test_languages_are_told_apart(language: str) -> None:
    """A sentence of a guideline is enough."""
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "12 mg/kg, 250 mg", "Amoxicillin Ceftriaxone Paracetamol", "水 を 飲む 子供"])
def test_too_few_words_tell_nothing(text: str) -> None:
    """Numbers, names and languages that are not known have no language, rather than a guessed one."""
    assert detect_language(text) == ""


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("it-IT", "en", "en"),
        ("en-GB", "en", "en-GB"),
        ("EN", "en", "EN"),
        ("", "fr", "fr"),
        ("sw", "", "sw"),
        ("", "", ""),
        ("fr", "en", "en"),
    ],
)
def test_the_text_overrules_a_wrong_tag(declared: str, text: str, language: str) -> None:
    """The declared tag stays where the text agrees or cannot tell."""
    assert choose_language(declared, TEXTS.get(text, "12 mg/kg")) == language
