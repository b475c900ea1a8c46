"""The weights and ages that a text is about, and whether a patient's falls among them. Pure."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexes.measures import NUMBER, UNIT, Quantity, in_standard_unit, quantity_of, with_digits

_LESS = (
    r"<|≤|≦|\b(?:under|below|less than|not more than|no more than|at most|up to|younger than|lighter than|"
    r"weighing less than|fewer than)"
)
_MORE = (
    r">|≥|≧|\b(?:over|above|more than|not less than|no less than|at least|older than|heavier than|from|"
    r"(?:not|no longer) (?:under|below|younger than))"
)
_AGE_OF = r"(?:\s(?:the\s)?ages?\sof)"
_TO = r"(?:-|–|—|\b(?:up )?to\b|\band\b|\b(?:un)?till?\b)"
_BAND = re.compile(
    rf"(?:(?:(?P<less>{_LESS})|(?P<more>{_MORE}))(?P<age_of>{_AGE_OF})?)?\s?"
    rf"(?:(?<!\d)(?P<low>{NUMBER}|\bbirth)[\s-]?(?:(?P<low_unit>{UNIT})\s?)?{_TO}\s?"
    r"(?P<below>(?:<|less than|under)\s?)?)?"
    rf"(?<![\d./])(?P<high>{NUMBER})(?P<plus>\s?\+)?[\s-]?(?P<unit>{UNIT})(?P<old>[\s-](?:old|of age)\b)?"
    r"(?:,?\s(?:of age\s)?(?:or|and)\s(?:(?P<upward>more|over|above|older|heavier)|"
    r"(?P<downward>less|under|below|younger|lighter)))?",
    re.IGNORECASE,
)

_CHILD = r"(?:child(?:ren)?|infants?|bab(?:y|ies)|neonates?|newborns?|toddlers?|boys?|girls?)"
_PERSON = r"(?:m[ae]n|wom[ae]n|males?|females?|patients?|adults?|persons?|people|adolescents?|teenagers?)"
_AGE_COMPARED = r"(?:(?:under|below|over|above|less than|more than|at least|up to|from|between)\s|[<≤>≥]\s?)?"
_AGE_BEFORE = re.compile(
    rf"(?:\bage[ds]?(?: (?:of|group|range|is|was))?[:,(]?\s*|\b(?:younger|older) than\s*|\bunder\s*"
    rf"|\b{_CHILD}(?:,| (?:of|is|was|who (?:is|are)|aged|between))?[\s(]*"
    rf"|\b{_PERSON}(?: (?:of|is|was|who (?:is|are)|aged)| ?\()\s*){_AGE_COMPARED}$",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(rf"\s{_CHILD}\b", re.IGNORECASE)
_AGE_UNIT = re.compile(r"mos?$|yo$|y/o$", re.IGNORECASE)
_AGE_COMPARISONS = frozenset(["<", "≤", ">", "≥"])
_SPAN_BEFORE = re.compile(
    r"\b(?:for|lasting|within|every|each|last|past|previous|after|during|duration(?: of)?|over the|since)"
    r"(?: (?:more|less) than| at least| up to| over| under)?\s*$",
    re.IGNORECASE,
)
_SPAN_AFTER = re.compile(
    r"[\s'’-]{1,2}(?:of )?(?:pregnan|gestation|amenorrh|post-?partum|post-?natal|after (?:birth|delivery)|ill\b|sick)",
    re.IGNORECASE,
)
_PREGNANT_BEFORE = re.compile(
    r"\b(?:pregnan\w+|gestation\w*)(?: (?:wom[ae]n|girl|lady|mother|patient|adolescent|teenager))?"
    r"(?: (?:of|at|is|who is)|,| ?\()*\s*$",
    re.IGNORECASE,
)
_PRETERM_BEFORE = re.compile(r"\b(?:pre-?term|premature)\b[^.;\d]{0,20}$", re.IGNORECASE)
_LEAST_GESTATION = 22
"""In weeks, as the World Health Organization counts births: so many of who was born too early are of the pregnancy."""

_WITHOUT_UNIT = re.compile(
    rf"(?:\b(?:age[ds]?|{_CHILD}(?:,? aged)?)\s(?:(?P<less>{_LESS})|(?P<more>{_MORE}))(?:{_AGE_OF})?\s?"
    rf"|(?:(?P<less_of>{_LESS})|(?P<more_of>{_MORE})){_AGE_OF}\s"
    rf"|\bunder[\s-](?=5\b)|\bage[ds]?:?\s(?:(?P<low>{NUMBER})\s?{_TO}\s?)?)"
    rf"(?P<high>{NUMBER})(?!\s?(?:{_TO}\s?\d|{UNIT}|[\d.,]*\d|%|/|°|[- ]?(?:g|mg|ml|mcg|cm|mm|hours?|h)\b))",
    re.IGNORECASE,
)
"""An age whose unit goes without saying: "children under 10", "aged 6 to 12", "under-fives"."""

_GRAMS = re.compile(
    rf"\b(?:weigh\w*|weight|bab(?:y|ies)|infants?|newborns?|neonates?)\b[^.;]{{0,20}}?"
    rf"(?:(?P<less>{_LESS})|(?P<more>{_MORE}))?\s?\b(?P<high>[1-5]?\d{{3}})\s?(?:g|grams?)\b",
    re.IGNORECASE,
)
_NOT_OF_THE_BODY = re.compile(
    r"\b(?:los[et]|losing|loss(?: of)?|gain(?:s|ed|ing)?(?: of)?)(?: (?:about|over|more than|at least))?\s*$",
    re.IGNORECASE,
)
"""What is lost or gained is no patient's weight."""

_NEWBORN = re.compile(
    r"\b(?:for|in|to|treat)\s(?:an?\s|the\s)?(?:[\w-]+\s)?(?:newborns?|neonates?)\b(?! (?:of )?\w*\s?\d)", re.IGNORECASE
)
_NEWBORN_DAYS = "28"
_HEAVIEST_NEWBORN = 7.0
"""In kilograms: whoever weighs more has days of treatment, and not of life."""

_NEAR = 80
"""How many characters before a span of time say what it is of."""


@dataclass(frozen=True, slots=True)
class Band:
    """Weights in kg or ages in months from low to high; one value alone is a band from itself to itself."""

    quantity: Quantity
    low: float
    high: float
    closed: bool
    """Whether high itself belongs to it."""
    above: bool = False
    """Whether low itself does not belong to it. Only a patient's band says so: of a text's "under 5" and "over 5", one
    has to be on those who are 5."""

    def meets(self, patient: "Band") -> bool:
        """Return whether some patient of one band may be of this one."""
        if self.quantity != patient.quantity:
            return False
        low, high = max(self.low, patient.low), min(self.high, patient.high)
        if low != high:
            return low < high
        return not (
            (high == self.high and not self.closed)
            or (high == patient.high and not patient.closed)
            or (low == patient.low and patient.above)
        )


@lru_cache(maxsize=64)
def find_measures(question: str) -> tuple[Band, ...]:
    """Return the patient's weight and age as a question gives them: "9 kg", "a 3-year-old", "children under 10 kg".

    A time that is not said to be an age is a duration, and is left out, and so are the "14 days" of a child of 30 kg.
    A newborn without an age is one of the first 28 days.
    """
    question = with_digits(question)
    bands = list(_find_bands(question))
    for match in _GRAMS.finditer(question):
        bands.append(_limited("weight", float(match["high"]) / 1000, match["less"], match["more"], None))
    if any(band.quantity == "weight" and band.low > _HEAVIEST_NEWBORN for band in bands):
        newborn = in_standard_unit(_NEWBORN_DAYS, "days")
        bands = [band for band in bands if band.quantity != "age" or band.high > newborn]
    if _NEWBORN.search(question) and not any(band.quantity == "age" for band in bands):
        bands.append(Band("age", 0.0, in_standard_unit(_NEWBORN_DAYS, "days"), closed=True))
    return tuple(bands)


def find_bands(text: str) -> tuple[Band, ...]:
    """Return the bands of weight and age that a sentence speaks of; one value alone is a band of that value.

    A span of time counts as an age only where the text says so ("aged", "old", "of age", "children under"). "2.4 mg/kg"
    is no weight. Of "6 months to 5 years" each end has its own unit.
    """
    return tuple(Band(band.quantity, band.low, band.high, band.closed) for band in _find_bands(with_digits(text)))


def fits(patient: Sequence[Band], bands: Sequence[Band]) -> bool | None:
    """Return whether a patient's measures are each met by a band; None where the two speak of nothing in common."""
    common = [
        (measure, [band for band in bands if band.quantity == measure.quantity])
        for measure in patient
        if any(band.quantity == measure.quantity for band in bands)
    ]
    if not common:
        return None
    return all(any(band.meets(measure) for band in of_its_kind) for measure, of_its_kind in common)


def _find_bands(text: str) -> Iterator[Band]:
    matches = list(_BAND.finditer(text))
    ages = [match for match in matches if quantity_of(match["unit"]) == "age" and _is_age(match, text)]
    for match in matches:
        unit = match["unit"]
        quantity = quantity_of(unit)
        # Beside "under 6 months", "from 6 to 12 months" and "over 12 months" are ages too.
        limits = ages and match["more"] and unit[0].lower() in "my" and not _SPAN_BEFORE.search(_before(match, text))
        if quantity == "weight" and _NOT_OF_THE_BODY.search(_before(match, text)):
            continue
        if quantity == "age" and not (limits or match in ages):
            continue
        high = in_standard_unit(match["high"], unit)
        low_unit = match["low_unit"] or unit
        if match["low"] is not None and quantity_of(low_unit) == quantity:
            low = 0.0 if match["low"].lower() == "birth" else in_standard_unit(match["low"], low_unit)
            if low <= high:
                yield Band(quantity, low, high, closed=not match["below"])
        elif match["downward"]:
            yield Band(quantity, 0.0, high, closed=True)
        else:
            yield _limited(quantity, high, match["less"], match["more"], match["upward"] or match["plus"])
    for match in _WITHOUT_UNIT.finditer(text):
        high = in_standard_unit(match["high"], "years")
        if match["low"]:
            yield Band("age", in_standard_unit(match["low"], "years"), high, closed=True)
        elif match[0].lower().startswith("under") and not match["less_of"]:
            yield Band("age", 0.0, high, closed=False)
        else:
            less, more = match["less"] or match["less_of"], match["more"] or match["more_of"]
            yield _limited("age", high, less, more, None)


def _is_age(match: re.Match[str], text: str) -> bool:
    """Return whether a span of time is said to be an age."""
    before, unit = _before(match, text), match["unit"]
    if match["old"] or match["age_of"] or _AGE_UNIT.fullmatch(unit):
        return True
    if _SPAN_BEFORE.search(before) or _is_of_pregnancy(match, text):
        return False
    compared = (match["less"] or match["more"] or "").lower()
    if compared in ("younger than", "older than") or _AGE_BEFORE.search(before) or _AGE_AFTER.match(text, match.end()):
        return True
    # "Cough < 2 weeks" and "under 3 days" are spans of an illness; limits in months and years are mostly ages.
    return unit[0].lower() in "my" and (compared == "under" or compared in _AGE_COMPARISONS)


def _is_of_pregnancy(match: re.Match[str], text: str) -> bool:
    """Return whether a span of time is of a pregnancy, of what follows it or of an illness: "10 weeks pregnant"."""
    before, unit = _before(match, text), match["unit"][0].lower()
    if _SPAN_AFTER.match(text, match.end()) or (unit in "wm" and _PREGNANT_BEFORE.search(before)):
        return True
    return unit == "w" and float(match["high"]) >= _LEAST_GESTATION and bool(_PRETERM_BEFORE.search(before))


def _before(match: re.Match[str], text: str) -> str:
    """Return the words right before a match: a question may be as long as a letter."""
    return text[max(0, match.start() - _NEAR) : match.start()]


def _limited(quantity: Quantity, value: float, less: str | None, more: str | None, upward: str | None) -> Band:
    """Return the band that a comparison gives, or that of the value alone."""
    if less:
        open_end = less == "<" or less.lower() in ("under", "below") or less.lower().endswith(("less than", "er than"))
        return Band(quantity, 0.0, value, closed=not open_end)
    if more or upward:
        above = (more or "").lower() in (">", "over", "above", "more than", "older than", "heavier than")
        return Band(quantity, value, math.inf, closed=False, above=above)
    return Band(quantity, value, value, closed=True)
