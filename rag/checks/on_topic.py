"""Whether hits are on what a question names: its medicine, its illness, and both in one. Pure."""

import re
from collections.abc import Sequence

from indexes.context import all_text
from indexes.populations import MATERNAL, find_groups
from indexes.types import Hit
from rag.checks.asked_medicines import dosed_medicines, written_medicines
from rag.checks.asking import asked_abbreviations, asks_dose
from rag.checks.background import background_conditions
from rag.checks.conditions import are_kin, find_conditions, is_on_illness
from rag.checks.included import find_includers
from rag.checks.indications import asks_prevention, speaks_of_prevention
from rag.checks.medicine_mentions import Medicine
from rag.checks.medicines import names_medicine, write_medicine

NEAREST = 5

_BLEEDING = re.compile(r"\bbleed(?:s|ing)?\b", re.IGNORECASE)
_HAEMORRHAGE = frozenset(["hemorrhage"])


def prefer_on_topic(question: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits, those on a medicine of the question first (and on its illness, if it names one), each in order.

    A question on a medicine that is worded like its neighbours' finds theirs: only what names it can answer. So with
    one on an illness.
    """
    medicines = dosed_medicines(question)
    if not medicines:
        off = [not is_on_illness(question, _conditions_of(_all_text(hit))) for hit in hits]
        # Where none of the nearest is on the illness, one further away need not be on the question.
        return list(hits) if all(off[:NEAREST]) else [hit for _, hit in sorted(zip(off, hits, strict=True), key=_first)]
    on_both = [is_on_both(question, hit) for hit in hits]
    includers = find_includers(question, hits, on_both)
    # What a section gives for those whom it takes in follows what says that it does.
    order = [
        (False, at if includer is None else includer, includer is not None)
        if includer is not None or (on and any(names_medicine(_all_text(hit), medicine) for medicine in medicines))
        else (True, at, False)
        for at, (hit, on, includer) in enumerate(zip(hits, on_both, includers, strict=True))
    ]
    return [hit for _, hit in sorted(zip(order, hits, strict=True), key=lambda pair: pair[0])]


def _first(pair: tuple[bool, Hit]) -> bool:
    return pair[0]


def are_on_both(question: str, hits: Sequence[Hit]) -> tuple[bool, ...]:
    """Return for each hit whether it is on the medicine, the illness and the patient of a question.

    It is by itself (`is_on_both`), or as a part of a section that takes the patient in (`find_includers`).
    """
    alone = [is_on_both(question, hit) for hit in hits]
    includers = find_includers(question, hits, alone)
    return tuple(on or includer is not None for on, includer in zip(alone, includers, strict=True))


def missing_medicines(question: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the medicines that the question names and the hits do not, lower case, a combination's parts in one.

    `texts` are the hits' words with all titles above them, as `indexes.context.all_text` gives them.
    What only an abbreviation of the question stands for counts if its dose is asked: "already on AL" need not be what
    is asked.
    """
    asked = dict.fromkeys([*written_medicines(question), *(dosed_medicines(question) if asks_dose(question) else ())])
    missing = [write_medicine(medicine) for medicine in asked if not _is_named(medicine, texts)]
    lower = [text.lower() for text in texts]
    unknown = (
        short.lower() for short in asked_abbreviations(question) if not any(short.lower() in text for text in lower)
    )
    return (*missing, *unknown)


def _is_named(medicine: Medicine, texts: Sequence[str]) -> bool:
    """Whether each part of a medicine is named by some text."""
    return all(any(names_medicine(text, frozenset([part])) for text in texts) for part in medicine)


def missing_conditions(question: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the illnesses that the question names and none of the hits' texts does, in the alphabet's order.

    One that is only told of the patient is none of them where another, or a medicine, is asked about.
    """
    named = frozenset().union(*map(_conditions_of, texts))
    missing = find_conditions(question) - named
    others = find_conditions(question) - background_conditions(question)
    # What the patient has besides need not be named, if what is asked is.
    if (others and not missing & others) or (not others and dosed_medicines(question)):
        missing -= background_conditions(question)
    return tuple(sorted(missing))


def is_on_both(question: str, hit: Hit) -> bool:
    """Return whether a hit names a medicine of the question and, in it or in the titles above it, an illness of it.

    A medicine has one dose for one illness and another for the next. True where the question does not name both, unless
    it asks for a dose by the illness alone: then the hit must name that. A hit for a medicine in pregnancy or
    breastfeeding must speak of it, and one for a dose that prevents an illness of prevention.
    """
    medicines = dosed_medicines(question)
    # What the patient has besides need not be named: where it is not, the reader is told so.
    conditions = find_conditions(question) - (background_conditions(question) if medicines else frozenset())
    groups = find_groups(question) & MATERNAL if medicines else frozenset()
    if not (groups or (conditions and (medicines or asks_dose(question)))):
        return True
    text = _all_text(hit)
    if asks_dose(question) and asks_prevention(question) and not speaks_of_prevention(text):
        return False
    on_medicine = not medicines or any(names_medicine(text, medicine) for medicine in medicines)
    return (
        on_medicine
        and (not conditions or is_on_illness(question, _conditions_of(text)))
        and (not groups or bool(groups & find_groups(text)))
    )


def is_on_other_illness(question: str, line: str, hit: Hit) -> bool:
    """Return whether a line of a hit is on another illness than the question's: it names one, and the hit none of it.

    What may be treated under the title of the question's illness is no other.
    """
    asked = find_conditions(question)
    named = _conditions_of(line)
    return bool(asked and named) and not are_kin(asked, named) and not asked & _conditions_of(_all_text(hit))


def _conditions_of(text: str) -> frozenset[str]:
    """Return the illnesses that a text names, haemorrhage also where it is called bleeding."""
    return find_conditions(text) | (_HAEMORRHAGE if _BLEEDING.search(text) else frozenset())


def _all_text(hit: Hit) -> str:
    return all_text(hit.guideline.title, hit.passage)
