"""What tells, before anything is answered, whether the hits for a question can hold its answer. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexes.context import all_text
from indexes.languages import ENGLISH
from indexes.types import Coverage, Hit
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.asked_subjects import missing_subjects
from rag.checks.asking import asks_amount
from rag.checks.closeness import REFERENCE, Scale
from rag.checks.included import gives_dose_of
from rag.checks.medicine_classes import missing_classes
from rag.checks.medicines import write_medicine
from rag.checks.on_topic import is_on_both, missing_conditions, missing_medicines
from rag.checks.passing import named_in_passing
from rag.checks.purposes import missing_purposes
from rag.checks.vaccines import missing_vaccines


@dataclass(frozen=True, slots=True)
class Clues:
    """What a question and its hits have in common, and what of the question is in none of them."""

    similarity: float | None
    """Cosine of question and nearest hit, as all-MiniLM-L6-v2 would have it; None where the embedder has no scale."""
    share: float
    """Of the weight of the question's words, what stands in some hit: from 0 to 1."""
    rarest: float
    """Of that weight, what the weightiest word has that stands in none."""
    medicines: tuple[str, ...] = ()
    """Medicines, classes of them and vaccines of the question that no hit names."""
    conditions: tuple[str, ...] = ()
    """Illnesses of the question that no hit names."""
    in_passing: tuple[str, ...] = ()
    """Illnesses of the question that hits name, and say nothing of that is asked."""
    apart: bool = False
    """Whether no hit is on the medicine and on the illness of the question, or on the patient or purpose of a dose."""
    undosed: tuple[str, ...] = ()
    """Medicines whose dose is asked, that are named, and of which no hit gives one."""
    subjects: tuple[str, ...] = ()
    """Words for what the question asks a number or a choice of that no hit has."""
    purposes: tuple[str, ...] = ()
    """Words for what a dose is asked for that no hit on the medicine has."""


def find_clues(
    question: str,
    hits: Sequence[Hit],
    coverage: Coverage,
    scale: Scale | None = REFERENCE,
    language: str = ENGLISH,
) -> Clues:
    """Return the clues of a question with at least one hit; `language` (ISO 639-1) is the set's."""
    texts = [all_text(hit.guideline.title, hit.passage) for hit in hits]
    nearest = max(hit.similarity for hit in hits)
    medicines = (
        *missing_medicines(question, texts),
        *missing_classes(question, texts),
        *missing_vaccines(question, texts),
    )
    return Clues(
        similarity=None if scale is None else scale.on_reference(nearest),
        share=coverage.share,
        rarest=coverage.rarest,
        medicines=medicines,
        conditions=missing_conditions(question, texts),
        in_passing=named_in_passing(question, hits, language),
        apart=not any(is_on_both(question, hit) for hit in hits),
        undosed=() if medicines else _find_undosed(question, texts),
        subjects=missing_subjects(question, texts, language),
        purposes=missing_purposes(question, texts, language),
    )


def _find_undosed(question: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the medicines whose amount is asked if no text gives a dose of any of them."""
    asked = dosed_medicines(question) if asks_amount(question) else ()
    if any(gives_dose_of(text, medicine) for medicine in asked for text in texts):
        return ()
    return tuple(write_medicine(medicine) for medicine in asked)
