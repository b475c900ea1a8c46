"""Whether a section that takes a pregnant or breastfeeding patient in gives its doses for her too. Pure."""

from collections.abc import Sequence

from indexes.context import all_text
from indexes.exclusions import without_exclusions
from indexes.populations import MATERNAL, find_groups
from indexes.types import Hit
from ingest.sentences import find_sentences
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.directives import says_what_to_do
from rag.checks.doses import find_doses, gives_dose
from rag.checks.medicine_mentions import Medicine
from rag.checks.medicines import has_part, names_medicine
from rag.checks.studies import is_on_study


def find_includers(question: str, hits: Sequence[Hit], on_both: Sequence[bool]) -> tuple[int | None, ...]:
    """Return for each hit the place of the hit that makes its doses count for the patient, or None.

    A section that says "adults, including pregnant women, should be treated with artesunate" gives the dose for all of
    them where it gives the adults' dose below. So a hit of the same section, or of a part of it, that gives a dose of
    the medicine counts as one on the patient, if no hit of those `on_both` gives her a dose of her own. What a sentence
    leaves out or forbids takes nobody in, and what was found in a study is no dose.
    """
    nobody = (None,) * len(hits)
    if not asks_for_mother(question):
        return nobody
    medicines = dosed_medicines(question)
    if any(
        on and any(gives_dose_of(_all_text(hit), medicine) for medicine in medicines)
        for on, hit in zip(on_both, hits, strict=True)
    ):
        return nobody
    including = [
        at
        for at, hit in enumerate(hits)
        if on_both[at] and any(takes_in(question, sentence) for sentence in _sentences_of(hit))
    ]
    return tuple(
        None if on or not _doses(hit, medicines) else next((at for at in including if _is_part_of(hit, hits[at])), None)
        for on, hit in zip(on_both, hits, strict=True)
    )


def asks_for_mother(question: str) -> bool:
    """Return whether a question names a medicine, and a pregnant or breastfeeding patient."""
    return bool(find_groups(question) & MATERNAL) and bool(dosed_medicines(question))


def takes_in(question: str, sentence: str) -> bool:
    """Return whether a sentence recommends a medicine of a question to its pregnant or breastfeeding patient."""
    words = without_exclusions(sentence)
    return (
        bool(find_groups(question) & find_groups(words) & MATERNAL)
        and says_what_to_do(words)
        and any(names_medicine(words, medicine) for medicine in dosed_medicines(question))
    )


def gives_dose_of(text: str, medicine: Medicine) -> bool:
    """Return whether a text names a medicine and gives a dose that may be of it."""
    if not names_medicine(text, medicine):
        return False
    doses = find_doses(text)
    # A table's cells have their unit in the header, and what names no medicine before it may be on the title's.
    unowned = not doses and gives_dose(text)
    return unowned or any(dose.of is None or has_part(dose.of, medicine, text) for dose in doses)


def _doses(hit: Hit, medicines: Sequence[Medicine]) -> bool:
    """Whether a hit gives a dose of one of the medicines otherwise than as a study's."""
    gives = any(gives_dose_of(_all_text(hit), medicine) for medicine in medicines)
    return gives and any(gives_dose(sentence) and not is_on_study(sentence) for sentence in _sentences_of(hit))


def _sentences_of(hit: Hit) -> list[str]:
    return [hit.passage.text[start:end] for start, end in find_sentences(hit.passage.text)]


def _is_part_of(hit: Hit, whole: Hit) -> bool:
    """Whether a hit stands in the section of another, or in a part of it."""
    section = whole.passage.heading
    return (
        bool(section)
        and hit.passage.guideline_id == whole.passage.guideline_id
        and hit.passage.heading[: len(section)] == section
    )


def _all_text(hit: Hit) -> str:
    return all_text(hit.guideline.title, hit.passage)
