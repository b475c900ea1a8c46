"""For whom a dose in a line is, by the words before it and behind it. Pure.

"Adults: 5 mg/kg" says it before, and "5 mg/kg daily in adults, 7.5 mg/kg in children" behind: what is said behind one
dose is of that one, and not of the next.
"""

import re
from collections.abc import Sequence

from indexes.bands import Band, find_measures, fits
from indexes.exclusions import without_exclusions
from indexes.populations import AGES, MATERNAL, find_age_groups, find_groups
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.line_bands import find_line_bands
from rag.checks.newborns import is_for_newborns_only, is_past_newborn
from rag.checks.populations import LARGER, patient_age_groups
from rag.checks.weight_doses import PlainDose, WeightDose, find_plain_doses, find_weight_doses

AnyDose = WeightDose | PlainDose

_CLAUSE_END = re.compile(rf"[;\n]|\.(?=\s|$)|{re.escape(BETWEEN_CELLS)}")
_FOR = r"(?:in|for|to|if|when|among|weighing|aged)"
_NEXT = rf"\b(?:and|or|but|than|then|while)\s{_FOR}\b"
_SAID_BEHIND = re.compile(
    rf"[)\]]?(?:(?!\b(?:and|or|but|than|then|while)\b)[^,:])*?(?:\b{_FOR}\s(?P<linked>(?:(?!{_NEXT})[^,:)])*)(?P<ahead>:)?"
    r"|\((?P<bracketed>[^():]*)\))",
    re.IGNORECASE,
)
"""What follows a dose and belongs to it: "3 mg/kg bw per dose in children < 20 kg", "3 mg/kg (adults)". What a comma,
"and in" or "than" parts from it, or a colon ends, is of the next dose."""


def is_for_patient(question: str, line: str, dose: AnyDose) -> bool:
    """Return whether one of a line's doses is for the question's patient, as far as what stands around it says.

    A row's first cell holds for all of its cells, and what stands before an earlier dose for those behind it that say
    nothing else.
    """
    before = _list_before(line, dose.start)
    own, behind = before[0], without_exclusions(_find_behind(line, dose))
    first_cell = line.split(BETWEEN_CELLS, 1)[0] if BETWEEN_CELLS in line[: dose.start] else ""
    if not behind and not _names_patients(first_cell):
        own = next(filter(_names_patients, before), own)
    bands: Sequence[Band] = find_line_bands(own) or find_line_bands(first_cell, rows=bool(first_cell))
    if LARGER.search(own):
        stated = find_line_bands(line[: dose.start])
        bands = tuple(Band(band.quantity, band.high, float("inf"), closed=False) for band in stated if band.high)
    return _suits(question, own, bands, find_age_groups(first_cell)) and _suits(
        question, behind, find_line_bands(behind)
    )


def find_own_words(line: str, start: int) -> str:
    """Return what stands before a dose and is said of it: behind the dose before it with its words, in its own cell."""
    return _list_before(line, start)[0]


def _list_before(line: str, start: int) -> list[str]:
    """Return the words before a dose, the nearest first, parted by the doses before it, and by cells."""
    ends = {dose.end + len(_find_behind(line, dose)): dose.start for dose in _find_doses(line) if dose.end <= start}
    bars = {match.end(): match.start() for match in re.finditer(re.escape(BETWEEN_CELLS), line) if match.end() <= start}
    pieces, until = [], start
    for end, begin in sorted((ends | bars | {0: 0}).items(), reverse=True):
        if end <= until:
            pieces.append(without_exclusions(line[end:until]))
            until = begin
    return pieces


def _find_behind(line: str, dose: AnyDose) -> str:
    """Return the words right behind a dose that end with for whom it is; empty if they do not say."""
    following = (each.start for each in _find_doses(line) if each.start >= dose.end and not each.is_maximum)
    end = min(following, default=len(line))
    clause = _CLAUSE_END.split(line[dose.end : end], maxsplit=1)[0]
    match = _SAID_BEHIND.match(clause)
    if match is None or match["ahead"] or not _names_patients(match["linked"] or match["bracketed"]):
        return ""
    return match[0]


def _find_doses(line: str) -> list[AnyDose]:
    return [*find_weight_doses(line), *find_plain_doses(line)]


def _names_patients(words: str) -> bool:
    return bool(find_line_bands(words) or find_groups(words))


def _suits(question: str, words: str, bands: Sequence[Band], ages_above: frozenset[str] = frozenset()) -> bool:
    """Whether words that say for whom a dose is, with the bands that hold for it, may mean the question's patient."""
    measures, asked = find_measures(question), patient_age_groups(question)
    if fits(measures, bands) is False or (is_for_newborns_only(words) and is_past_newborn(question)):
        return False
    ages = find_age_groups(LARGER.sub("", words)) or ages_above
    if ages and not bands and not (asked and asked <= ages):
        return False
    maternal = find_groups(words) & MATERNAL
    if maternal and not maternal <= find_groups(question):
        return False
    # A band of another kind than the question gives leaves it open whether the dose is the patient's.
    return not bands or fits(measures, bands) is not None or (ages == AGES)
