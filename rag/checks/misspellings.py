"""Names of medicines and illnesses that a question misspells by one letter, read as the evidence spells them. Pure."""

import re
from collections.abc import Iterable, Sequence

from rag.checks.conditions import find_condition_mentions
from rag.checks.medicine_mentions import find_mentions
from rag.checks.medicine_names import NAMES

_LEAST_LETTERS = 8
"""Shorter names may differ by a letter, and be of two things."""

_WORD = re.compile(rf"[^\W\d_]{{{_LEAST_LETTERS},}}")
_KNOWN = frozenset(NAMES)


def correct_names(question: str, texts: Sequence[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a question with its misspelt names mended, and each as it was written and as it is read.

    A word is one if no text has it, it is no medicine's name, and just one name of those in the texts is one letter
    added, left out, changed or swapped away from it: "ceftriaxon", "menengitis".
    """
    words = dict.fromkeys(match[0] for match in _WORD.finditer(question) if match[0].lower() not in _KNOWN)
    if not words:
        return question, ()
    used = {match[0].lower() for text in texts for match in _WORD.finditer(text)}
    unknown = [word for word in words if word.lower() not in used]
    names = _names_in(texts) if unknown else frozenset()
    mended = []
    for word in unknown:
        near = [name for name in names if _is_one_slip(word.lower(), name)]
        if len(near) == 1:
            question = re.sub(rf"\b{word}\b", near[0], question)
            mended.append((word, near[0]))
    return question, tuple(mended)


def _names_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of one word that texts have, in lower case."""
    medicines = (text[each.start : each.end] for text in texts for each in find_mentions(text))
    illnesses = (text[each.start : each.end] for text in texts for each in find_condition_mentions(text))
    return frozenset(name.lower() for name in (*medicines, *illnesses) if _WORD.fullmatch(name))


def _is_one_slip(word: str, name: str) -> bool:
    """Whether two words differ by one letter added, left out or changed, or by two neighbours swapped."""
    if abs(len(word) - len(name)) > 1 or word == name:
        return False
    start = next((at for at, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), None)
    if start is None:
        return True  # the longer one has a last letter more
    rest, other = word[start:], name[start:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == other
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped
