"""Whether what is asked of the vaccine against an illness can be in texts that name the two apart. Pure."""

import re
from collections.abc import Sequence

from rag.checks.medicine_mentions import find_medicines
from rag.checks.medicine_names import VACCINES
from rag.checks.medicines import VACCINE, speaks_of_vaccine

_ILLNESSES = (*VACCINES, "yellow fever")


def missing_vaccines(question: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the illnesses against which a question asks a vaccine that no text speaks of, as "rabies vaccine".

    A bite may be a danger for rabies and the vaccine beside it be another's. One that the question writes as one name
    ("measles vaccine") is a medicine, and left to those who know these, and so is a question that names another.
    """
    if not VACCINE.search(question) or any("vaccine" in part for one in find_medicines(question) for part in one):
        return ()
    asked = [illness for illness in dict.fromkeys(_ILLNESSES) if re.search(rf"\b{illness}\b", question, re.IGNORECASE)]
    return tuple(f"{illness} vaccine" for illness in asked if not any(_vaccinates(text, illness) for text in texts))


def _vaccinates(text: str, illness: str) -> bool:
    """Whether a text names vaccine and illness with at most three words between and no mark, or no other illness."""
    near, vaccine = r"[\s-]+(?:\w+[\s-]+){0,3}", VACCINE.pattern
    together = rf"\b{illness}{near}{vaccine}|{vaccine}{near}{illness}\b"
    return bool(re.search(together, text, re.IGNORECASE)) or speaks_of_vaccine(text, illness)
