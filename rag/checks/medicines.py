"""Which medicines a text names, by the stems of their international nonproprietary names. Pure."""

import re
from collections.abc import Iterable

from indexes.abbreviations import MEDICINES, spell_out

_STEM = re.compile(
    r"\b(?:(?:cef|sulfa|rifa|quin)\w{3,}|arte(?:me|mi|su|ni|e)\w+|\w{3,}(?:alol|azole|bactam|butol|caine|cillin|cycline|dipine|"
    r"fenac|floxacin|gliptin|iazid|ilide|kacin|lukast|mab|mectin|metasone|methasone|micin|mycin|tericin|mide|nidazole|olol|olone|pam|"
    r"parin|penem|prazole|pril|profen|prost\w{0,3}|quantel|quine|quin|quiline|sartan|ridine|setron|statin|terol|thiazide|tidine|"
    r"tocin|toin|triptan|vir|xaban|xate|zolid|zumab))s?\b",
    re.IGNORECASE,
)
"""Words with a stem of an international nonproprietary name (WHO, The use of stems in the selection of INN)."""

_DOSE_OF = re.compile(
    r"(?:\b(?:dos(?:e|es|age|ages)|mg|ml|tablets?|units)\s+of\s+"
    r"|\bhow much\s+(?=\S+\s(?:should|is|do|does|can|for|per|to|a)\b))"
    r"(?:(?:the|oral|iv|im|intravenous|intramuscular|rectal|injectable)\s+)*(?P<name>[a-z][\w-]{3,})",
    re.IGNORECASE,
)
"""What a question on a dose asks of: "dose of aspirin", "how much paracetamol does"."""

_OTHER_NOUNS = """adult antibiotic baby blood boluses capsules child children days drug each every fluid fluids follow
given girl given hours infant infants injections liquid litres meals medication medicine milk months need needed oxygen
patient patients person people should that the there these times treatment vials water weeks with years"""
_NO_NAME = frozenset([*_OTHER_NOUNS.split(), *map(str.lower, MEDICINES)])
_ABBREVIATION = re.compile(r"\b[A-Z]{3,6}\b")
_ASKS_DOSE = re.compile(r"\b(?:dos(?:e|es|age|ing)|how (?:much|many)|mg|ml|tablets?)\b", re.IGNORECASE)


def asks_dose(question: str) -> bool:
    """Return whether a question is about how much of a medicine is given."""
    return bool(_ASKS_DOSE.search(question))


def find_medicines(text: str) -> tuple[str, ...]:
    """Return the words of a text that are medicines by their stem, in lower case, each once, in order."""
    return tuple(dict.fromkeys(match[0].lower() for match in _STEM.finditer(text.replace("-", " "))))


def asked_medicines(question: str) -> tuple[str, ...]:
    """Return the medicines that a question names, in lower case, those that a known abbreviation stands for too."""
    return written_medicines(spell_out(question))


def written_medicines(question: str) -> tuple[str, ...]:
    """Return the medicines that a question writes out, in lower case: by their stem, or as what a dose is asked of."""
    asked = (match["name"].lower() for match in _DOSE_OF.finditer(question))
    return tuple(dict.fromkeys([*find_medicines(question), *(name for name in asked if name not in _NO_NAME)]))


def asked_abbreviations(question: str) -> tuple[str, ...]:
    """Return the unknown abbreviations in capitals of a question on a dose, in lower case: most such are medicines."""
    if question.isupper():
        return ()  # all of it is in capitals
    found = (match[0].lower() for match in _ABBREVIATION.finditer(question) if match[0] not in MEDICINES)
    return tuple(dict.fromkeys(found)) if asks_dose(question) else ()


def names_medicine(text: str, medicine: str) -> bool:
    """Return whether a text names a medicine; hyphens, case and a plural do not count.

    An abbreviation in capitals must stand there as a word, in capitals.
    """
    if medicine.isupper():
        return re.search(rf"(?<![^\W_]){re.escape(medicine)}(?![^\W_])", text) is not None
    lower = text.lower()
    # "co-trimoxazole" and "cotrimoxazole" are one
    return any(medicine.replace("-", "").rstrip("s") in form for form in (lower, lower.replace("-", "")))


def find_aliases(medicines: Iterable[str], texts: Iterable[str]) -> frozenset[str]:
    """Return the abbreviations that texts give of medicines, as written: "praziquantel (PZQ)" gives "PZQ"."""
    names = [re.escape(name) for name in medicines]
    if not names:
        return frozenset()
    pattern = re.compile(rf"(?i:\b(?:{'|'.join(names)}))s?\s\((?P<short>[A-Z]{{2,6}})\)")
    return frozenset(match["short"] for text in texts for match in pattern.finditer(text))
