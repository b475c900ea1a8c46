"""Whom a text leaves out: "except infants < 6 months", "contraindicated in pregnancy", "not for children". Pure."""

import re
from collections.abc import Iterator

from indexes.patients_abroad import EXCEPT, FORBIDS

_SPECIES = r"\b[A-Z]\.(?=\s[a-z]{3})"
"""The genus cut short, as in "P. vivax": its point ends nothing."""

_END = rf"(?:{_SPECIES}|[^.;:•\n|()✓✗])*"
_AFTER = re.compile(
    rf"\b(?:{EXCEPT}|except(?:ing|ion)?(?: of)?|excluding|excludes?|other than|apart from|unless|aside from)\b{_END}"
    rf"|(?<!than )(?<!than in )(?<!than for )\bnon-?\s?(?:pregnant|lactating|breast-?feeding)\b"
    r"|\bnot (?:in|for|during|to|be)? ?(?:the )?"
    rf"(?:pregnan|lactat|breast|first|child|infant|adult|wom[ae]n|neonat|under)\w*{_END}",
    re.IGNORECASE,
)
"""What follows is left out, to the end of the clause."""

_FORBIDS = re.compile(
    r"\b(?:contra-?\s?indicat(?:ed|ions?)"
    r"|(?:not|never|cannot) (?:yet )?(?:to )?(?:be )?(?:been )?(?:routinely )?"
    r"(?:given?|used?|recommended|indicated|suitable|safe|advised|administered|received?|taken?|prescribed?|licen[cs]ed|eligible)"
    r"|avoid(?:ed|ing)? (?:in|during|for|by)|(?:to|should|must) be avoided|withheld|(?:be|are|is) excluded"
    rf"|exclusion of|{FORBIDS})\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(rf"(?:\b(?:e\.g|i\.e)\.|{_SPECIES}|(?<=\d)\.(?=\d)|[^.;•\n|✓✗])+")

_DASH = re.compile(r"(?<=\s)[-–](?=\s[A-Z])")
"""A dash before an item inside a line."""


def find_exclusions(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of a text that say who is left out, in order.

    After "except" that is the rest of the clause; where a medicine is forbidden ("contraindicated", "should not"), the
    whole sentence speaks of who must not have it.
    """
    return tuple(_find(text))


def _find(text: str) -> Iterator[tuple[int, int]]:
    for sentence in _SENTENCE.finditer(_DASH.sub(";", text)):
        if _FORBIDS.search(sentence[0]):
            yield sentence.span()
        else:
            for match in _AFTER.finditer(sentence[0]):
                yield sentence.start() + match.start(), sentence.start() + match.end()


def without_exclusions(text: str) -> str:
    """Return a text with what says who is left out blanked, its length unchanged."""
    for start, end in find_exclusions(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
