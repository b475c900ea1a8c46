"""Whom a text leaves out: "except infants < 6 months", "contraindicated in pregnancy", "not for children". Pure."""

import re
from collections.abc import Iterator

from indexes.bands import find_bands, find_measures, fits
from indexes.patients_abroad import EXCEPT, FORBIDS
from rag.checks.circumstances import PATIENTS_OWN, find_circumstances
from rag.checks.populations import MATERNAL, find_groups, patient_groups

_END = r"[^.;:•\n|()✓✗]*"
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
_OTHER_CHILDREN = re.compile(r"\b(?:older|larger|heavier|bigger|other) (?:children|infants)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:\b(?:e\.g|i\.e)\.|(?<=\d)\.(?=\d)|[^.;•\n|✓✗])+")

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


def find_excluding(question: str, text: str) -> tuple[str, ...]:
    """Return the words of a text that leave out the patient of a question, each once, in order.

    By age or weight, if both give one, else by being a child or an adult; by pregnancy or breastfeeding; and by what
    else the patient has, such as G6PD deficiency. Words on children of other ages than the child's do not leave it out.
    """
    measures, groups = find_measures(question), patient_groups(question)
    has = find_circumstances(question) & PATIENTS_OWN
    found = []
    for start, end in find_exclusions(text):
        words = text[start:end].strip()
        # Older children are others than the child whose age or weight is given.
        named = find_groups(_OTHER_CHILDREN.sub("", words) if measures else words)
        of_ages = fits(measures, find_bands(words))
        if of_ages is None:
            of_ages = bool(_ages(groups) & _ages(named))
        if of_ages or groups & named & MATERNAL or has & find_circumstances(words):
            found.append(words)
    return tuple(dict.fromkeys(found))


def check_exclusions(question: str, text: str) -> tuple[str, ...]:
    """Return a problem for the reader for each place where a quote leaves out the patient of a question."""
    return tuple(
        f"leaves out patients such as the one asked about: “{words}”" for words in find_excluding(question, text)
    )


def _ages(groups: frozenset[str]) -> frozenset[str]:
    """Return the groups by age; a woman is named for her pregnancy, not for her age."""
    return groups - MATERNAL - (frozenset(["adults"]) if groups & MATERNAL else frozenset())
