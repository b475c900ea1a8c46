"""Illnesses that a question only says its patient to have besides: "a diabetic man with malaria". Pure."""

import re

from rag.checks.conditions import find_conditions

_PATIENT_HAS = re.compile(
    r"\b(?:diabetics?|epileptics?|asthmatics?|hypertensives?|obese|(?:mal|under)nourished|"
    r"with (?:\w+ ){0,2}malnutrition|"
    r"(?:renal|kidney|hepatic|liver) (?:failure|diseases?|impairment|insufficiency)|"
    r"hiv[- ](?:positive|infected|exposed)|"
    r"(?:known|with (?:a )?history of|previous|who also has|also has) (?:\w+ )?\w+)\b",
    re.IGNORECASE,
)


def background_conditions(question: str) -> frozenset[str]:
    """Return the illnesses that are told of the patient only, if the question names something else to be answered."""
    told = [match[0] for match in _PATIENT_HAS.finditer(question)]
    found = frozenset().union(*(find_conditions(words) for words in told))
    rest = _PATIENT_HAS.sub("", question)
    return found - find_conditions(rest)


def check_background(question: str, text: str) -> tuple[str, ...]:
    """Return a problem for the reader for each such illness that a quote does not speak of."""
    unsaid = background_conditions(question) - find_conditions(text)
    return tuple(f"does not say whether it holds for a patient with {name}" for name in sorted(unsaid))
