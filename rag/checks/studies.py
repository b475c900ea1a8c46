"""Whether a text tells what was found in studies, and not what is to be done. Pure."""

import re
from collections.abc import Sequence

_STUDY = re.compile(
    r"\b(?:trials?|randomi[sz]ed|enrolled|participants?|placebo|meta-?analys[ie]s|systematic reviews?|cohorts?|"
    r"(?:risk|odds|rate|hazard) ratios?|confidence intervals?|95 ?% ?CI|effect estimates?|literature search\w*|"
    r"(?:observational|eligible|included|published|unpublished) studies|"
    r"stud(?:y|ies) (?:showed|found|reported|included|identified|assessed|evaluated|demonstrated|suggest\w*))\b"
    r"|\b(?:RR|OR|HR|IRR)\s?[:=]?\s?\d|\bCI[:,]? ?\d",
    re.IGNORECASE,
)


_SECTION = re.compile(
    r"\bGRADE\b|\bPICO\b|\b(?i:annex(?:es)?|references|systematic reviews?|summary of (?:the )?(?:evidence|findings)|"
    r"research (?:needs|priorities|gaps)|evidence to decision|conflicts? of interest|user scenarios?|personas)\b"
)
"""Titles of sections that tell what a recommendation rests on, or how it came about."""


def is_background(titles: Sequence[str]) -> bool:
    """Return whether one of these titles is of a section on evidence, research or how the guideline was made."""
    return any(_SECTION.search(title) for title in titles)


def is_on_study(text: str) -> bool:
    """Return whether a text is on studies: their design, their patients or their effect estimates."""
    return bool(_STUDY.search(text))
