"""Doses for newborns: what is for children or adults does not hold for the first four weeks of life. Pure.

Kidneys and liver that are not ripe yet change the dose and the interval of most medicines, so a guideline that has
a newborn's dose says that it is one.
"""

import re
from collections.abc import Iterator, Sequence

from indexes.bands import Band, find_measures, fits
from indexes.measures import in_standard_unit
from rag.checks.doses import gives_dose
from rag.checks.line_bands import find_line_bands

_NEWBORN_DAYS = "28"
_ASKED = re.compile(
    r"(?<!of )(?<!of an )(?<!of a )(?<!of her )\b(?:newborns?|neonates?"
    r"|(?:pre-?term|premature)\s(?:bab(?:y|ies)|infants?))\b",
    re.IGNORECASE,
)
"""The patient, who is not only somebody's: "a mother of a newborn"."""

_ONLY_NEWBORNS = re.compile(r"\b(?:newborns?|neonat(?:es?|al))\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:infants?|bab(?:y|ies)|child(?:ren)?|adults?|adolescents?)\b", re.IGNORECASE)
_HEAVIEST_NEWBORN = "6"
"""In kilograms: no newborn weighs more."""

_NAMED = re.compile(
    r"\b(?:newborns?|neonat\w*|infants?|bab(?:y|ies)|nouveau-?n[ée]s?|nourrissons?|reci[ée]n nacid[oa]s?|lactantes?|"
    r"rec[ée]m-?nascid[oa]s?)\b",
    re.IGNORECASE,
)


def check_newborn(question: str, text: str, titles: Sequence[str]) -> Iterator[str]:
    """Yield a problem where a question's patient is a newborn, and a dose and the titles above it name none."""
    if not gives_dose(text) or not _is_on_newborn(question):
        return
    if not _NAMED.search("\n".join([text, *titles])) and not _fits(question, text):
        yield "the patient is a newborn, and these lines do not say that they are for newborns"


def is_for_newborns_only(text: str) -> bool:
    """Return whether words that say for whom a dose is name newborns and nobody else."""
    return bool(_ONLY_NEWBORNS.search(text)) and not _OTHERS.search(text)


def is_past_newborn(question: str) -> bool:
    """Return whether the patient of a question is older, or heavier, than any newborn."""
    return any(
        measure.low > in_standard_unit(_NEWBORN_DAYS, "days")
        if measure.quantity == "age"
        else measure.quantity == "weight" and measure.low > in_standard_unit(_HEAVIEST_NEWBORN, "kg")
        for measure in find_measures(question)
    )


def _is_on_newborn(question: str) -> bool:
    ages = [measure for measure in find_measures(question) if measure.quantity == "age"]
    return any(map(_is_newborn, ages)) if ages else bool(_ASKED.search(question))


def _is_newborn(age: Band) -> bool:
    return age.high <= in_standard_unit(_NEWBORN_DAYS, "days")


def _fits(question: str, text: str) -> bool:
    """Whether a text has an age or weight that holds for the patient: "under 2 months", "below 20 kg"."""
    return bool(fits(find_measures(question), find_line_bands(text)))
