"""The worked line for a patient whose weight the question gives: so much for each kilogram, times the kilograms. Pure.

It is arithmetic on a quoted dose, and no quote. There is none unless the quoted lines give this patient exactly one
dose for each kilogram of the medicine asked for: two are a choice, which is the reader's.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from indexes.bands import find_measures, fits
from indexes.populations import find_age_groups
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.circumstances import find_circumstances
from rag.checks.dose_limits import has_limit_behind, may_exceed_day
from rag.checks.dose_patients import find_own_words, is_for_patient
from rag.checks.doses import Dose, find_doses
from rag.checks.line_bands import find_line_bands
from rag.checks.medicine_mentions import Medicine, find_medicines
from rag.checks.medicines import write_medicine
from rag.checks.patients import unread_measures
from rag.checks.populations import LARGER, patient_age_groups
from rag.checks.routes import name_routes
from rag.checks.steps import is_step
from rag.checks.studies import is_background, is_on_study
from rag.checks.weight_doses import (
    PlainDose,
    WeightDose,
    find_plain_doses,
    find_weight_doses,
    has_unread_maximum,
    is_plain_instruction,
    plain_unit,
    read_number,
)
from rag.checks.worked_lines import Concentration, Factor, work_out
from rag.types import Calculation, Citation, Evidence, Request, Statement

_HEAVIEST = 300
_TELLING = 20
"""So many of a line's last letters tell which page it ends on."""
_CONCENTRATION = re.compile(
    r"(?<![\d.,])(?P<amount>\d+(?:\.\d+)?)\s?(?P<unit>mg|mcg|µg|μg|micrograms?|g|IU|units?)\s?(?:/|per)\s?"
    r"(?P<volume>\d+(?:\.\d+)?)?\s?ml\b",
    re.IGNORECASE,
)
_STRENGTH_BEHIND = re.compile(r"\s?(?:vials?|tablets?|tabs?|capsules?|ampoules?|syrup|powder|\)?$)", re.IGNORECASE)
_BLOCKING = re.compile(
    r"^is for another weight|^[^:]* is not given\b|^does not say whether|^the question names no illness"
    r"|^no row of this table|^the patient is a newborn|^“.*” in the question was not understood"
)
"""Problems after which it is not sure that a dose is this patient's."""
_OTHER_WEIGHT = re.compile(r"\b(?:ideal|lean|adjusted)(?: body)? (?:weight|mass)\b", re.IGNORECASE)
_LEFT_OUT = re.compile(r"^leaves out patients")


def calculate(request: Request, statements: Sequence[Statement]) -> tuple[Calculation, ...]:
    """Return a worked line for each of an answer's statements that allows one, which have been checked for the patient.

    None if one of them shows that the choice of a dose needs what the question does not give, or is the table's row for
    the patient: what that says is rounded to what can be measured out.
    """
    question = request.question
    weight = _patients_weight(question)
    medicines = dosed_medicines(question)
    if weight is None or len(medicines) != 1 or len(medicines[0]) != 1:
        return ()
    (medicine,) = medicines
    on_it = [each for each in statements if medicine in find_medicines(each.text)]
    if any(_is_doubtful(question, problem) for each in on_it for problem in each.problems):
        return ()
    if any(_is_patients_row(question, line) for each in on_it for line in each.text.splitlines()):
        return ()
    return tuple(
        line
        for number, statement in enumerate(statements)
        if statement.verdict == "supported"
        for line in _calculate_one(request, number, statement, weight, medicine)
    )


def _is_doubtful(question: str, problem: str) -> bool:
    """Whether a problem of a statement makes it unsure that the medicine, or this dose of it, is for the patient.

    That some patients are left out of another way to give it ("rectal ... not in adults") does not.
    """
    if _LEFT_OUT.search(problem):
        return not find_circumstances(problem) - find_circumstances(question)
    return bool(_BLOCKING.search(problem))


def _calculate_one(
    request: Request, number: int, statement: Statement, weight: Decimal, medicine: Medicine
) -> Iterator[Calculation]:
    question = request.question
    label = statement.citations[0].label
    evidence = next(item for item in request.evidence if item.label == label)
    titles = [evidence.hit.guideline.title, *evidence.hit.passage.heading]
    if is_background(titles) or _has_other_circumstances(question, "\n".join([*titles, statement.text])):
        return
    found = [
        Factor(dose, line, citation)
        for line, citation in _quoted_lines(statement, evidence)
        if not citation.unreadable and citation.source == "text"
        for dose in _patients_doses(question, line, medicine)
    ]
    if any(each.dose.unit != "ml" for each in found):
        # The volume beside a mass is the same dose again.
        found = [each for each in found if each.dose.unit != "ml"]
    amounts = {(each.dose.low, each.dose.high, each.dose.target, each.dose.unit) for each in found}
    given_in = {each.dose.basis for each in found} - {None}
    if len(amounts) != 1 or len(given_in) > 1 or _gives_plain_dose(question, statement, medicine):
        return
    if any(
        _is_conditional(question, each.line) or not is_plain_instruction(each.line, each.dose.start) for each in found
    ):
        return
    if any(may_exceed_day(each.line, each.dose, weight) for each in found):
        return
    if any(has_limit_behind(each.line, evidence.quote, medicine) for each in found):
        return
    chosen = next((each for each in found if each.dose.basis is not None), found[0])
    yield work_out(chosen, weight, write_medicine(medicine), number, _find_concentration(evidence.quote, medicine))


def _quoted_lines(statement: Statement, evidence: Evidence) -> Iterator[tuple[str, Citation]]:
    """Yield the lines of the first passage that a statement quotes or rests on, each with the citation that has it.

    A quoted line may begin on one page and end on the next: it has the citation with its last words.
    """
    cited = [citation for citation in statement.citations if citation.label == evidence.label]
    passage = _fold(evidence.quote)
    if all(_fold(line) in passage for line in statement.text.splitlines()):
        for line in statement.text.splitlines():
            holding = (each for each in cited if _fold(line)[-_TELLING:] in _fold(each.quote))
            yield line, next(holding, cited[0])
        return
    for citation in cited:
        for line in citation.quote.splitlines():
            yield line, citation


def _fold(text: str) -> str:
    return "".join(text.split())


def _patients_weight(question: str) -> Decimal | None:
    """Return the one weight in kilograms that a question gives, or None."""
    weights = {band for band in find_measures(question) if band.quantity == "weight"}
    if len(weights) != 1 or unread_measures(question):
        return None
    (band,) = weights
    return Decimal(repr(band.low)).normalize() if band.low == band.high and 0 < band.low < _HEAVIEST else None


def _patients_doses(question: str, line: str, medicine: Medicine) -> list[WeightDose]:
    """Return the doses for each kilogram of a line that are of this medicine, for this patient, and no highest ones."""
    owners = find_doses(line)
    found = find_weight_doses(line)
    return [
        dose
        for dose in found
        if not dose.is_maximum
        and _is_of(medicine, dose, owners)
        and not _is_part(line, dose, found, owners, medicine)
        and is_for_patient(question, line, dose)
    ]


def _is_of(medicine: Medicine, dose: WeightDose | PlainDose, owners: Sequence[Dose]) -> bool:
    """Whether the dose is of this medicine alone."""
    of = [owner.of for owner in owners if owner.start < dose.end and dose.start < owner.end]
    return bool(of) and all(mention is not None and mention.medicine == medicine for mention in of)


def _is_part(
    line: str, dose: WeightDose, doses: Sequence[WeightDose], owners: Sequence[Dose], medicine: Medicine
) -> bool:
    """Whether a dose is a part of a combination's: "5 mg/kg of artemether and 29 mg/kg of lumefantrine"."""
    for other in doses:
        first, second = sorted([dose, other], key=lambda one: one.start)
        if other is not dose and ";" not in line[first.end : second.start] and not _is_of(medicine, other, owners):
            return True
    return False


def _is_patients_row(question: str, line: str) -> bool:
    """Whether a line is a table's row for the patient's weight or age that gives no dose for each kilogram."""
    if BETWEEN_CELLS not in line or find_weight_doses(line):
        return False
    return bool(fits(find_measures(question), find_line_bands(line)))


def _gives_plain_dose(question: str, statement: Statement, medicine: Medicine) -> bool:
    """Whether the quoted lines give this patient an amount of the medicine that needs no arithmetic."""
    for line in statement.text.splitlines():
        owners = find_doses(line)
        doses = find_plain_doses(line)
        weighed = find_weight_doses(line)
        for dose in doses:
            if dose.is_maximum or not _is_of(medicine, dose, owners) or _is_strength(line, dose):
                continue
            own = find_own_words(line, dose.start)
            # "2 g every 12 hours. Child: 100 mg/kg" gives the adults' dose first.
            adults = any(
                find_age_groups(line[dose.end : other.start]) == frozenset(["children"])
                for other in weighed
                if other.start > dose.end
            )
            if adults and not find_age_groups(own) and patient_age_groups(question) == frozenset(["children"]):
                continue
            if is_for_patient(question, line, dose):
                return True
    return False


def _is_strength(line: str, dose: PlainDose) -> bool:
    """Whether an amount is what a tablet or vial holds: "Isoniazid (H) (100, 300 mg)", "1 g vial"."""
    in_brackets = line[: dose.start].count("(") > line[: dose.start].count(")")
    return in_brackets or bool(_STRENGTH_BEHIND.match(line, dose.end))


def _is_conditional(question: str, line: str) -> bool:
    """Whether a line tells of a study, has a maximum that is not understood, or gives a step, or another route.

    So does one that goes by another weight than the scales tell, or that sets larger patients apart and not from whom.
    """
    larger = LARGER.search(line)
    if _OTHER_WEIGHT.search(line) or (larger is not None and not find_line_bands(line[: larger.start()])):
        return True
    asked, given = (name_routes(text) for text in (question, line))
    return is_on_study(line) or is_step(line) or has_unread_maximum(line) or bool(asked and given and not asked & given)


def _has_other_circumstances(question: str, text: str) -> bool:
    """Whether a text holds under circumstances that the question does not name, such as drug resistance."""
    others = find_circumstances(text) - find_circumstances(question)
    # "Orally or as a suppository" is no dose for the rectum alone.
    return bool(others - ({"by rectum"} if len(name_routes(text)) > 1 else frozenset()))


def _find_concentration(passage: str, medicine: Medicine) -> Concentration | None:
    """Return the amount in 1 ml, its unit and the concentration as printed, if a passage on this medicine gives one."""
    found = list(_CONCENTRATION.finditer(passage))
    printed = {" ".join(match[0].split()) for match in found}
    owners = {dose.of.medicine for dose in find_doses(passage) if dose.of is not None}
    if len(printed) != 1 or owners != {medicine}:
        return None
    volume = read_number(found[0]["volume"] or "1")
    if not volume:
        return None
    return Concentration(read_number(found[0]["amount"]) / volume, plain_unit(found[0]["unit"]), printed.pop())
