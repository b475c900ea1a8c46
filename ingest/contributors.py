"""Finds the sections that say who made a guideline and with what interests: they answer nothing on a patient. Pure."""

import re
from collections.abc import Sequence

from ingest.layout import Block

_NUMBER = r"(?:(?:chapter|annex|appendix|section)\s+)?(?:[\dA-Z]{1,2}(?:\.\d{1,2})*[.:)]?\s+)?"
_INTERESTS = (
    r"(?:(?:summary of )?(?:declarations?|disclosures?|management)|assessment|managing)(?: and management)?"
    r"(?: of)? (?:conflicts? of |competing )?interests?"
)
_WORK = r"(?:guid\w+|document|manual|report|publication|development|systematic|review|update|handbook|annex)"
_TITLE = re.compile(
    rf"{_NUMBER}(?:(?:list of )?(?:contributors?|reviewers|participants)"
    rf"(?: and .{{1,60}}| to (?:the |this |these )?(?:\w+ )?{_WORK}.{{0,60}})?"
    rf"|acknowledge?ments?(?: and .{{1,40}}| of (?:financial )?(?:support|funding|contribut\w+))?"
    rf"|{_INTERESTS}(?: .{{1,60}})?|conflicts? of interests?(?: .{{1,60}})?"
    r"|remerciements|déclarations? d[’']intérêts?|agradecimientos|declaraci[oó]n(?:es)? de intereses|agradecimentos"
    r"|declarações? de interesses?|شكر وتقدير)\s?\d{0,2}",
    re.IGNORECASE,
)
"""Such a section's title, with or without a number before it or a footnote's mark after it."""

_DOSE = re.compile(
    r"\d\s?(?:m?g|ml|mcg|µg|μg|micrograms?|IU|(?:million )?units?|mmol|mmHg|tablets?|capsules?|drops?|puffs?|kg)\b"
    r"|\b(?:one|two|three|half an?) (?:tablet|capsule|spoon|sachet|dose)",
    re.IGNORECASE,
)


def find_contributors(blocks: Sequence[Block], paths: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """Return the indices of the blocks below such a title, itself included, given the titles above each block.

    They name hundreds of people and institutions, and the illnesses and medicines that those work on: a search would
    find them for their words. The pages show them as ever. Where a dose is given below such a title, the titles were
    not told apart rightly, and what stands from the dose's own title on is kept for the search.
    """
    found: set[int] = set()
    start = 0
    while start < len(blocks):
        if blocks[start].kind != "heading" or not _TITLE.fullmatch(paths[start][-1]):
            start += 1
            continue
        title, heading, end = paths[start][-1], start, start
        while end < len(blocks) and title in paths[end] and not _DOSE.search(blocks[end].text):
            heading = end if blocks[end].kind == "heading" else heading
            end += 1
        cut_short = end < len(blocks) and title in paths[end]
        found.update(range(start, heading if cut_short else end))
        start = max(end, start + 1)
    return frozenset(found)
