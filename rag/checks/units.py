"""What a question asks a number of ("how many tablets", "within how many hours"), and whether a text has it. Pure."""

import re

from ingest.table_passages import BETWEEN_CELLS
from rag.checks.places import NAMED_CELL

_UNITS = {
    "mass": r"mg|g|mcg|µg|μg|micrograms?|milligrams?|grams?",
    "volume": r"ml|millilitres?|milliliters?|l|litres?|liters?|drops?|teaspoons?|tablespoons?|cups?|gallons?|quarts?",
    "pieces": r"tablets?|tabs?|pills?|capsules?|sachets?|vials?|ampoules?|packets?",
    "seconds": r"seconds?|minutes?",
    "minutes": r"seconds?|minutes?|hours?",
    "hours": r"minutes?|hours?|hourly|days?",
    "days": r"hours?|days?|weeks?",
    "weeks": r"days?|weeks?|months?|fortnights?",
    "months": r"weeks?|months?|years?",
    "years": r"months?|years?",
    "age": r"days?|weeks?|months?|years?",
    "percent": r"%|per ?cent|percent",
    "concentration": r"%|per ?cent|ppm|parts per million|(?:m|µ|μ)?(?:g|mol)\s?/\s?d?l|mg/ml|IU/l",
    "length": r"mm|cm|m|km|metres?|meters?|feet|foot|inch(?:es)?",
}
"""By kind of quantity, the units that may answer for it: an answer asked for in hours may be in days, not in weeks."""

_GAP = 24
_PATTERNS = {kind: re.compile(rf"(?<![^\W\d_])(?:{units})(?![^\W_])", re.IGNORECASE) for kind, units in _UNITS.items()}
_CLOSE = {
    kind: re.compile(rf"[^.;:|\n]{{0,{_GAP}}}?(?<![^\W\d_])(?:{units})(?![^\W_])", re.IGNORECASE)
    for kind, units in _UNITS.items()
}
_NAMED = {
    "mass": r"(?<!\d\s)(?:mg|micrograms?|milligrams?|grams?)",
    "volume": r"(?<!\d\s)(?:ml|millilitres?|litres?|liters?|drops|teaspoons?|tablespoons?)",
    "pieces": r"tablets?|pills?|capsules?|sachets?|vials?|ampoules?",
    **{kind: kind for kind in ("seconds", "minutes", "hours", "days", "weeks", "months", "years")},
    "length": r"mm|cm|metres?|meters?|feet|inches",
}
_ASKED = re.compile(
    r"\bhow many\s+(?:[\w/.+-]+\s+){0,3}?(?:"
    + "|".join(rf"(?P<{kind}>{units})" for kind, units in _NAMED.items())
    + r")\b"
    r"|\bwhat (?P<percent>percentage|per ?cent)\b"
    r"|\b(?P<age>(?:what|which) ages?|how old)\b"
    r"|(?:^|\b(?:what|which)\s)(?:(?!how|why|when|do|does|is|are|can)[\w-]+\s){0,3}(?P<concentration>concentration)\b",
    re.IGNORECASE,
)
_WEIGHT = re.compile(r"\d\s?kg\b", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,2}(?:\.\d{1,2}|\s?[¼½¾])?|[¼½¾]|\d/\d")
_AGE = frozenset(["age"])
_RATES = frozenset(["every", "each", "once", "twice"])
"""With a time behind them, these say how often: "every year" is no age."""
_BIRTH = re.compile(r"\bbirth\b", re.IGNORECASE)
_ASKED_TIME = re.compile(
    r"\b(?:how (?:long|often|many (?:\w+ )?(?:times|days|weeks|months))|duration|frequency|combien de temps|"
    r"cu[áa]nto tiempo|quanto tempo)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twice|once|every|each)\b",
    re.IGNORECASE,
)


def asked_units(question: str) -> frozenset[str]:
    """Return the kinds of quantity that a question wants a number of, such as "hours" or "pieces"; empty for none."""
    found = (match.lastgroup for match in _ASKED.finditer(question))
    return frozenset(kind for kind in found if kind is not None)


def asks_time(question: str) -> bool:
    """Return whether a question asks for how long something is done, or how often."""
    return bool(_ASKED_TIME.search(question))


def counts_units(text: str, above: str, kinds: frozenset[str]) -> bool:
    """Return whether a text has a number of one of these, the unit at most a few words behind it; birth is an age.

    In a table's row (a text with bars, or one with a header above it that has the unit) the two may stand apart. One
    for a weight with bare numbers in all other cells counts tablets or the like.
    """
    if "age" in kinds and _BIRTH.search(text):
        return True
    if "pieces" in kinds and _counts_without_unit(text):
        return True
    if BETWEEN_CELLS in text or any(_PATTERNS[kind].search(above) for kind in kinds):
        return bool(_NUMBER.search(text)) and any(_PATTERNS[kind].search(f"{above}\n{text}") for kind in kinds)
    numbers = [number for number in _NUMBER.finditer(text) if not (kinds == _AGE and number[0].lower() in _RATES)]
    return any(pattern.match(text, number.end()) for number in numbers for pattern in _close(kinds))


def _counts_without_unit(text: str) -> bool:
    """Whether a text is a row for a weight whose other cells are small numbers alone: a table of fixed combinations."""
    first, *others = (cell.rpartition(NAMED_CELL)[2].strip() for cell in text.split(BETWEEN_CELLS))
    return bool(others) and bool(_WEIGHT.search(first)) and all(_COUNT.fullmatch(cell) for cell in others)


def _close(kinds: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(_CLOSE[kind] for kind in sorted(kinds))
