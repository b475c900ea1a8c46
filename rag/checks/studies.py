"""Whether a text tells what was found in studies, and not what is to be done. Pure."""

import re
from collections.abc import Sequence

_STUDY = re.compile(
    r"\b(?:trials?|randomi[sz]ed|enrolled|participants?|placebo|meta-?analys[ie]s|systematic reviews?|cohorts?|"
    r"relative risks?|based on data from|"
    r"(?:risk|odds|rate|hazard) ratios?|confidence intervals?|95 ?% ?CI|effect estimates?|literature search\w*|"
    r"(?:eligible|included|published|unpublished) studies|"
    r"(?:prospective|retrospective|observational|cross-sectional|modell?ing|case[- ]control|ecological)\s"
    r"(?:study|studies|evidence)|"
    r"stud(?:y|ies) (?:in|of|from|involving|conducted|showed|found|reported|included|identified|assessed|evaluated|"
    r"demonstrated|suggest\w*)|case reports?|reports involving|between (?:19|20)\d\d and (?:19|20)\d\d|"
    r"(?:has|have|was|were) (?:been )?(?:reported|associated|observed))\b"
    r"|\b(?:RR|OR|HR|IRR)\s?[:=]?\s?\d|\bCI[:,]? ?\d",
    re.IGNORECASE,
)


_SECTION = re.compile(
    r"\bGRADE\b|\bPICO\b|\b(?i:references|systematic reviews?|summary of (?:the )?(?:evidence|findings)|"
    r"research (?:needs|priorities|gaps)|evidence to decision|conflicts? of interest|user scenarios?|personas)\b"
    r"|(?i:annex(?:es)?(?:\s\w{1,4})?\W*$|annex\s\w{1,4}\b.*\b(?:evidence|methods?|members|search|declarations?)\b)"
)
"""Titles of sections that tell what a recommendation rests on, or how it came about. An annex with a title of its own,
such as a procedure or a table of doses, is none."""

_PICO = re.compile(r"\bPICO\b|\b(?:Population|Intervention|Comparator|Comparison|Outcomes?):(?: \||$)", re.MULTILINE)


def is_background(titles: Sequence[str]) -> bool:
    """Return whether one of these titles is of a section on evidence, research or how the guideline was made."""
    return any(_SECTION.search(title) for title in titles)


def is_on_study(text: str) -> bool:
    """Return whether a text is on studies: their design, their patients or their effect estimates."""
    return bool(_STUDY.search(text))


def asks_of_review(text: str, titles: Sequence[str]) -> bool:
    """Return whether a line states the question that a review asked: its population, intervention, comparator.

    It reads like a recommendation, and recommends nothing. `titles` are those above it.
    """
    return bool(_PICO.search(text)) or any("PICO" in title for title in titles)
