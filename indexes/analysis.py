"""A set's text to the words and terms that its lexical side counts, by the set's language. Pure."""

import re
from collections.abc import Iterator

import tantivy

from indexes.languages import ENGLISH, OWN_STOP_WORDS, language_of
from indexes.spelling import fold_arabic, fold_latin, plain_numbers, stem_arabic

_WORDS = r"[\p{L}\p{M}]+|\p{N}+(?:[.,]\p{N}+)*"
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑/.+,][^\W_]+)+")
_QUANTITY = re.compile(r"\d+(?:[.,]\d+)*\s?(?:%|[a-zµμ]+(?:/[a-z]+\d?)*)", re.IGNORECASE)

_ENDINGS = {
    "fr": ((r"(?<=[^\W\d_]{2})ee(?=s?\b)", "e"),),
    "pt": ((r"(?<=[^\W\d_]{2})cao\b", "ção"), (r"(?<=[^\W\d_]{2})coes\b", "ções"), (r"encia(?=s?\b)", "ência")),
}
"""Endings that Snowball cuts only with their accents, by the form that it cuts: "traitee" is "traité" to it, "criacao"
nothing."""


class Analysis:
    """How one language's text becomes terms: the same for passages and for questions, so that they meet.

    Accents do not count in French, Spanish and Portuguese, as titles in capitals and questions in haste leave them out;
    an elided article is a word apart ("l'enfant" has "enfant"). Of Arabic, forms of a letter and vowel marks do not
    count, nor an article, a conjunction before it, and endings.
    """

    def __init__(self, code: str = ENGLISH) -> None:
        """Make the analysis of an ISO 639-1 code. Raises LibraryError if there is none."""
        self.language = language_of(code)
        endings = _ENDINGS.get(self.language.code, ())
        self._endings = [(re.compile(pattern, re.IGNORECASE), ending) for pattern, ending in endings]
        self.analyzer = self._make_analyzer()
        """What cuts a text that `prepare` has prepared into terms, for tantivy."""

    def terms(self, text: str) -> list[str]:
        """Return a text's terms in order: lower case, accents and endings off, question and function words left out."""
        return list(self.analyzer.analyze(self.prepare(text)))

    def prepare(self, text: str) -> str:
        """Return a text as the analyzer takes it."""
        text = self.spell(text)
        for pattern, ending in self._endings:
            text = pattern.sub(ending, text)
        if self.language.code == "ar":
            return _ARABIC_WORD.sub(lambda match: "" if match[0] in _ARABIC_STOP_WORDS else stem_arabic(match[0]), text)
        return text

    def spell(self, text: str) -> str:
        """Return a text in the one spelling that its language is searched in; English stays as it is."""
        code = self.language.code
        if code == ENGLISH:
            return text
        text = plain_numbers(text)
        if code == "ar":
            return fold_arabic(text)
        return fold_latin(text) if code in ("fr", "es", "pt") else text

    def whole_terms(self, text: str) -> Iterator[str]:
        """Yield compounds and quantities as one term each, hyphens and spaces dropped: "Co-trimoxazole 2.4 mg/kg" gives
        "cotrimoxazole", "mg/kg" and "2.4mg/kg"; "cotrimoxazole" itself is yielded too, so that both spellings meet.
        """
        lowered = self.spell(text).lower().replace("μ", "µ")
        for match in _COMPOUND.finditer(lowered):
            yield re.sub(r"[-‐‑]", "", match[0])
        for match in _QUANTITY.finditer(lowered):
            yield re.sub(r"\s", "", match[0])
        yield from re.findall(r"[^\W\d_]{6,}", lowered)

    def _make_analyzer(self) -> tantivy.TextAnalyzer:
        language = self.language
        name = language.name.lower()
        steps = [tantivy.Filter.lowercase()]
        if language.code == ENGLISH:
            steps.append(tantivy.Filter.ascii_fold())
        if language.stop_words:
            steps.append(tantivy.Filter.stopword(name))
        if language.code != "ar":
            if language.code in OWN_STOP_WORDS:
                steps.append(tantivy.Filter.custom_stopword(list(OWN_STOP_WORDS[language.code])))
            steps.append(tantivy.Filter.stemmer(name))
        if language.code != ENGLISH:
            # Elsewhere last: a stemmer knows its language's endings by their accents.
            steps.append(tantivy.Filter.ascii_fold())
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORDS))
        for step in steps:
            builder = builder.filter(step)
        return builder.build()


_ARABIC_STOP_WORDS = frozenset(fold_arabic(word) for word in OWN_STOP_WORDS["ar"])
