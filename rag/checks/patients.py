"""What a reader must know before a statement is used for the patient of the question. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexes.bands import Band, find_measures, fits
from indexes.exclusions import without_exclusions
from indexes.measures import Quantity, with_digits
from ingest.sentences import find_sentences
from ingest.table_passages import BETWEEN_CELLS
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.asking import asks_dose, is_terse
from rag.checks.background import check_background
from rag.checks.conditions import find_conditions
from rag.checks.doses import gives_dose
from rag.checks.exclusions import check_exclusions
from rag.checks.line_bands import find_line_bands, find_needed
from rag.checks.medicine_mentions import find_medicines, find_mentions
from rag.checks.missing import check_unsaid, find_unsaid_of
from rag.checks.newborns import check_newborn
from rag.checks.populations import LARGER, patient_age_groups
from rag.checks.table_ends import check_table_ends
from rag.checks.units import asked_units
from rag.checks.unsaid import Fact
from rag.checks.words import content_words
from rag.types import Request, Statement

_ADULT_YEARS = 18 * 12.0
_GROWN = Band("age", _ADULT_YEARS, _ADULT_YEARS, closed=True)

_PERSON = (
    r"(?:child|infant|baby|neonate|newborn|toddler|boy|girl|man|woman|male|female|patient|adult|adolescent|teenager|"
    r"person|weigh(?:t|s|ing)?|aged?)"
)
_LIKE_WEIGHT = r"\d[\d.,/½]*[\s-]?(?:lbs?|pounds?|stones?|st|kg\w*|kilo\w*)"
_LIKE_AGE = r"\d[\d.,½]*\s?(?:/\s?(?:12|52|7)|y\.?\s?o\.?|yrs?|y|mths?|mos?|m|wks?|w|d)(?:[- ]?old)?"
_NEAR = r"[^.?;\d]{0,12}"
_APART = (
    rf"|\b{_PERSON}\b[^.?;\d]*(?<!for )(?<!every )(?<!in )(?<!over )(?<!after )(?<!last )(?<!within )"
    r"\b(?P<apart>\d{1,3}\s?(?:years?|months?))\W*$"
)
"""An age at the very end, apart from the patient: "child with leprosy, 8 years"."""


_NO_SPAN = r"(?<!for )(?<!every )(?<!in )(?<!over )"
"""A time behind one of these is how long or how often."""

_NOT_OF_AN_ILLNESS = """dose dosing dosage treatment therapy management medicine drug tablet injection table weight age
adult child children infant newborn baby patient man woman pregnancy emergency general other"""


def _near_person(measure: str, before: str = "", apart: str = "") -> re.Pattern[str]:
    return re.compile(
        rf"{before}(?<![\w/.])(?P<before>{measure})(?![\w/%]){_NEAR}\b{_PERSON}"
        rf"|\b{_PERSON}(?: of| is| aged|,| \(| at)?\s(?P<behind>{measure})(?![\w/%]){apart}",
        re.IGNORECASE,
    )


_UNREAD = {"weight": _near_person(_LIKE_WEIGHT), "age": _near_person(_LIKE_AGE, _NO_SPAN, _APART)}


def check_patient(request: Request, statement: Statement) -> Statement:
    """Return a statement with the problems that it has for the patient of the question, by whomever it was made.

    Its own words count, and the lines that it cites with those beside them in their passages that speak of the same
    medicine: whom these leave out, which weights and ages they are for, and which illness of the patient they do not
    name. The verdict stays: the words do stand in the cited lines.
    """
    question = request.question
    beside = "\n".join(_lines_on_it(request, statement))
    found = [
        *check_exclusions(question, f"{statement.text}\n{beside}"),
        *_check_bands(question, statement),
        *check_table_ends(request, statement),
        *check_unsaid(request, statement),
        *check_newborn(question, f"{statement.text}\n{_cited(statement)}", _titles_above(request, statement)),
        *check_background(question, "\n".join([statement.text, beside, *_titles_above(request, statement)])),
        *_check_illness(request, statement),
        *(f"“{written}” in the question was read as “{name}”" for written, name in request.read_as),
        *(_check_reading(question) if gives_dose(statement.text) else ()),
    ]
    problems = dict.fromkeys([*statement.problems, *found])
    return replace(statement, problems=tuple(problems))


def unread_measures(question: str) -> tuple[str, ...]:
    """Return what of a question looks like the patient's weight or age and cannot be read: "6/12", "35 lb"."""
    read = {measure.quantity for measure in find_measures(question)}
    return tuple(
        next(group for group in match.groups() if group)
        for quantity, pattern in _UNREAD.items()
        if quantity not in read
        for match in pattern.finditer(with_digits(question))
    )


def is_for_other_patient(measures: Sequence[Band], text: str, *, rows: bool = False) -> bool:
    """Return whether a text is for patients of other weights or ages only, whomever it leaves out."""
    text = without_exclusions(text)
    bands = find_line_bands(text, rows)
    return fits(measures, bands) is False and not _speaks_of_larger(text, measures, bands)


def _speaks_of_larger(text: str, measures: Sequence[Band], bands: Sequence[Band]) -> bool:
    """Whether a line gives the dose of those above its bands too, and the patient is: "larger children and adults"."""
    above = all(measure.low >= band.high for measure in measures for band in bands if band.quantity == measure.quantity)
    return above and bool(LARGER.search(text))


def _lines_on_it(request: Request, statement: Statement) -> Iterator[str]:
    """Yield the sentences and rows of the cited passages that are cited, or that leave the medicine open or name it."""
    evidence = {item.label: item for item in request.evidence}
    stated = frozenset().union(*find_medicines(statement.text))
    medicines = stated & frozenset().union(*dosed_medicines(request.question)) or stated
    for label in dict.fromkeys(citation.label for citation in statement.citations):
        quote = evidence[label].quote
        cited = [citation.quote for citation in statement.citations if citation.label == label]
        for start, end in find_sentences(quote):
            line = quote[start:end]
            named = frozenset().union(*find_medicines(line))
            # Another row, and another item, is for others.
            is_text = BETWEEN_CELLS not in line and not named - medicines
            if is_text or any(line in each or each in line for each in cited):
                yield line


def _titles_above(request: Request, statement: Statement) -> list[str]:
    """Return the titles of the cited passages and of their guidelines."""
    labels = {citation.label for citation in statement.citations}
    hits = [item.hit for item in request.evidence if item.label in labels]
    return [title for hit in hits for title in (hit.guideline.title, *hit.passage.heading)]


def _check_illness(request: Request, statement: Statement) -> Iterator[str]:
    """Yield a problem where a dose is from a book on many illnesses, and the question names none.

    Without the titles above, it reads like the dose for any.
    """
    question = request.question
    weighed = any(measure.quantity == "weight" for measure in find_measures(question))
    asks = asks_dose(question) or (weighed and bool(dosed_medicines(question)))
    if find_conditions(question) or not asks or not gives_dose(statement.text):
        return
    labels = {citation.label for citation in statement.citations}
    for hit in (item.hit for item in request.evidence if item.label in labels):
        if hit.passage.heading and not find_conditions(hit.guideline.title):
            titles = [title for title in hit.passage.heading if find_conditions(title)][-1:]
            titles = titles or list(dict.fromkeys([hit.passage.heading[0], hit.passage.heading[-1]]))
            if not _is_asked_by_title(question, titles):
                yield f"the question names no illness, and this stands below “{' > '.join(titles)}”"


def _is_asked_by_title(question: str, titles: Sequence[str]) -> bool:
    """Whether a question has all words of one of these titles but what says nothing of an illness: "3 Fever"."""
    asked = content_words(question)
    for title in titles:
        medicines = (title[mention.start : mention.end] for mention in find_mentions(title))
        told = content_words(title) - content_words(" ".join(medicines)) - content_words(_NOT_OF_AN_ILLNESS)
        if told and told <= asked:
            return True
    return False


def _check_bands(question: str, statement: Statement) -> Iterator[str]:
    """Yield a problem where a dose is for other patients, or for some whom the question may or may not mean."""
    if not _is_on_a_dose(question) or not gives_dose(statement.text):
        return
    measures = find_measures(question)
    for text in dict.fromkeys([statement.text, _cited(statement)]):
        if is_for_other_patient(measures, text):
            yield "is for another weight or age than that of the patient asked about"
            return
    for quantity, bands in sorted(find_needed_measures(question, statement).items()):
        of_these = (
            f"these lines are for different {quantity}s, and the page may have more"
            if bands > 1
            else f"this holds for some {quantity}s only"
        )
        yield f"the patient's {quantity} is not given: {of_these}"


def _is_on_a_dose(question: str) -> bool:
    """Whether a quoted dose may be used for the question's patient: it asks for one, or nothing else in words."""
    return asks_dose(question) or bool(find_measures(question)) or is_terse(question)


def find_needed_measures(question: str, statement: Statement) -> dict[Quantity, int]:
    """Return which of weight and age choose among a statement's lines and the question lacks, each with how many bands.

    None where the statement gives no dose, or is for other patients.
    """
    if not _is_on_a_dose(question) or not gives_dose(statement.text):
        return {}
    measures = find_measures(question)
    texts = [statement.text, _cited(statement)]
    if any(is_for_other_patient(measures, text) for text in texts):
        return {}
    aged = any(measure.quantity == "age" for measure in measures)
    adult = patient_age_groups(question) == frozenset(["adults"]) and not aged
    for text in texts:
        needed = find_needed(measures, without_exclusions(text))
        if "age" in asked_units(question):
            needed.pop("age", None)  # it is what is asked
        if adult and not any(_parts_adults(band) for band in find_line_bands(text) if band.quantity == "age"):
            needed.pop("age", None)
        if needed:
            return needed
    return {}


def find_missing(request: Request, statement: Statement) -> frozenset[Fact]:
    """Return what of the patient chooses among a statement's lines, or between them and others, and is not given."""
    return frozenset(find_needed_measures(request.question, statement)) | find_unsaid_of(request, statement)


def _cited(statement: Statement) -> str:
    return "\n".join(citation.quote for citation in statement.citations)


def _parts_adults(band: Band) -> bool:
    """Whether a band of ages holds some adults and not others."""
    return band.high > _ADULT_YEARS and not (band.meets(_GROWN) and band.high == float("inf"))


def _check_reading(question: str) -> Iterator[str]:
    for written in unread_measures(question):
        yield f"“{written}” in the question was not understood: see for which weight or age the lines are"
