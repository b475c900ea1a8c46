"""Whether the evidence is silent on a question: first thresholds on what the search found. Pure."""

import re
from collections.abc import Sequence

from indexes.types import Coverage, Hit

LEAST_SIMILARITY = 0.25
"""Below this cosine of question and best passage, the passages are about something else."""

LEAST_CLOSENESS = 0.72
"""Least sum of that cosine and half the share of the question's weight that the passages hold."""

_MEDICINE = re.compile(
    r"\b(?:cef|sulfa|rifa|arte|quin)\w{3,}|\b\w{3,}(?:alol|azole|bactam|caine|cillin|cycline|dipine|fenac|floxacin|gliptin|ilide|"
    r"lukast|mab|mectin|metasone|methasone|micin|mycin|tericin|mide|nidazole|olol|olone|pam|parin|penem|prazole|"
    r"pril|profen|prost\w{0,3}|quantel|quine|quin|quiline|sartan|setron|statin|terol|thiazide|tidine|tocin|toin|triptan|"
    r"vir|xaban|xate|zolid|zumab)s?\b",
    re.IGNORECASE,
)
"""Words with a stem of an international nonproprietary name (WHO, The use of stems in the selection of INN)."""

_ABBREVIATION = re.compile(r"\b[A-Z]{3,6}\b")
_ASKS_DOSE = re.compile(r"\b(?:dos(?:e|es|age|ing)|how (?:much|many)|mg|ml|tablets?)\b", re.IGNORECASE)


def is_silent(question: str, hits: Sequence[Hit], coverage: Coverage) -> bool:
    """Return whether the hits for a question are too far from it to hold an answer.

    They are if they are about something else, or if the question names a medicine, in full or by an abbreviation in a
    question on its dose, that none of them names. The two thresholds suit all-MiniLM-L6-v2, whose cosines for matching
    questions and passages lie between about 0.4 and 0.8; another embedder has other cosines.
    """
    similarity = max((hit.similarity for hit in hits), default=0.0)
    if similarity < LEAST_SIMILARITY or similarity + coverage.share / 2 < LEAST_CLOSENESS:
        return True
    return bool(missing_medicines(question, hits))


def missing_medicines(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the medicines that the question names, lower case, and no hit does; hyphens do not count."""
    text = " ".join(" ".join([hit.guideline.title, *hit.passage.heading, hit.passage.text]) for hit in hits).lower()
    held = f"{text} {text.replace('-', '')}"  # "co-trimoxazole" and "cotrimoxazole" are one
    named = dict.fromkeys(match[0].lower() for match in _MEDICINE.finditer(question.replace("-", " ")))
    if _ASKS_DOSE.search(question):
        named |= dict.fromkeys(match[0].lower() for match in _ABBREVIATION.finditer(question))
    return tuple(name for name in named if name.rstrip("s") not in held)
