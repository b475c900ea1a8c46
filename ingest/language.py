"""A text's language by its commonest function words: enough to correct a PDF that names the wrong one."""

import re
from collections import Counter

_FUNCTION_WORDS = {
    "en": "the and of to in is for with be are or that on should not by from this as at",
    "fr": "le la les des et est une dans pour avec sont du qui sur par aux ou plus ne pas",
    "es": "el la los las y es una en para con por del que se su al son como más no",
    "pt": "o os as e é uma em para com por do da dos das que se ao são não mais",
    "it": "il lo gli le e è una in per con del della che si sono di nel non più alla",
    "de": "der die das und ist ein eine in für mit von den dem zu nicht auf sind werden bei im",
    "ar": "في من على إلى أن هذا هذه التي الذي عن مع كان أو لا ما كل بعد قبل عند غير",
    "ru": "и в не на что с по для от из при или как это к до у быть их его",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}


def detect_language(text: str) -> str:
    """Return the BCP 47 tag of the text's language, or "" where too few function words tell it."""
    counts = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    shares = {
        language: sum(counts[word] for word in words) / max(1, counts.total()) for language, words in _WORDS.items()
    }
    language, share = max(shares.items(), key=lambda item: item[1])
    second = sorted(shares.values())[-2]
    return language if share >= 0.08 and share >= 1.3 * second else ""


def detect_other_language(text: str, language: str) -> str:
    """Return the tag of a short text's language if that is clearly not the one expected, else "".

    It is clear where two different function words of another stand in the text, and none of the language expected.
    """
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    if language not in _WORDS or words & _WORDS[language]:
        return ""
    found = detect_language(text)
    return found if found and len(words & _WORDS[found]) >= 2 else ""


def is_detectable(tag: str) -> bool:
    """Whether the language of a BCP 47 tag is one that `detect_language` can return."""
    return tag.lower().split("-")[0] in _WORDS


def choose_language(declared: str, text: str) -> str:
    """Return the declared tag where the text bears it out or cannot tell; else the language detected."""
    detected = detect_language(text)
    if not detected or declared.lower().split("-")[0] == detected:
        return declared or detected
    return detected
