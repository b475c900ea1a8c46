"""One spelling for what a language may write in several ways: accents, forms of letters, numbers. Pure."""

import re
import unicodedata

_ACCENT = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_SEPARATORS = str.maketrans({"٫": ".", "٬": None})
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)(?:[\u00a0\u2009\u202f](?=\d{3}(?!\d))|\s(?=0\d{2}(?!\d)))")
"""Spaces that part thousands; a plain one only where what follows is no number of its own."""

_ARABIC_MARKS = re.compile(r"[\u0640\u064b-\u065f\u0670]")
"""Tatweel, which only stretches a word, and vowel marks."""

_ARABIC_LETTERS = str.maketrans("أإآٱىة", "ااااي\u0647")
_PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_LEAST_LETTERS = 2
"""What is left of a word has at least so many letters, and one more where a single letter is taken from its front."""


def fold_latin(text: str) -> str:
    """Return a text without the accents of its Latin letters and without ligatures: "œdème" gives "oedeme"."""
    plain = _ACCENT.sub("", unicodedata.normalize("NFD", text.translate(_LIGATURES)))
    return unicodedata.normalize("NFC", plain)


def plain_numbers(text: str) -> str:
    """Return a text with its numbers as English writes them: "2,4" and "٢٫٤" give "2.4", "1 000" gives "1000".

    A space counts if it is narrow or does not break, or if a 0 follows: "1 500 mg" may be one tablet of 500 mg.
    """
    text = _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    return _THOUSANDS.sub("", _DECIMAL_COMMA.sub(".", text.translate(_SEPARATORS)))


def fold_arabic(text: str) -> str:
    """Return an Arabic text with one form of each letter: alefs without hamza, no teh marbuta, tatweel or vowel marks.

    Presentation forms, as some PDFs have them, become the letters that they present. As Lucene's ArabicNormalizer.
    """
    return _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_ARABIC_LETTERS)


def stem_arabic(word: str) -> str:
    """Return a folded Arabic word without article, conjunction and endings.

    This is light10 (Larkey, Ballesteros and Connell, "Light stemming for Arabic information retrieval", 2007), as
    Lucene has it. Snowball's stemmer leaves "malaria" and "the malaria" apart.
    """
    for prefix in _PREFIXES:
        least = len(prefix) + _LEAST_LETTERS + (len(prefix) == 1)
        if word.startswith(prefix) and len(word) >= least:
            word = word.removeprefix(prefix)
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + _LEAST_LETTERS:
            word = word.removesuffix(suffix)
    return word
