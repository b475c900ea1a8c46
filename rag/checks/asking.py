"""What a question asks about a medicine: its dose, how much of it, or one by an unknown abbreviation. Pure."""

import re

from indexes.bands import find_measures
from rag.checks.asked_medicines import UNITS_OF, dosed_medicines, taken_medicines
from rag.checks.medicine_mentions import find_mentions

_ABBREVIATION = re.compile(r"\b[A-Z]{3,6}\b")
_OF_TIME_ABROAD = r"(?:temps|tiempo|tempo|fois|ve[cz]es|jours|d[ií]as|semaines|semanas|mois|meses|heures|horas)\b"
_HOW_MUCH_ABROAD = (
    rf"(?:combien d(?:e\s|[’'])|cu[áa]nt[oa]s?\s|quant[oa]s?\s|quelle quantit[ée] )(?!(?:de )?{_OF_TIME_ABROAD})"
)
"""As French, Spanish and Portuguese ask, but not for how long or how often."""

_OF_TIME = r"(?:\w+ )?(?:times|seconds|minutes|hours|days|nights|weeks|months|years)\b"
_ASKS_DOSE = re.compile(
    rf"\b(?:dos(?:e|es|age|ing)|how much|how many(?! {_OF_TIME})|mg|ml|tablets?|pills?|daily amount|micrograms?)\b"
    rf"|\b(?:dosis|posolog[ií][ae]s?|comprim[ée]s|comprimidos?|{_HOW_MUCH_ABROAD})",
    re.IGNORECASE,
)
_ASKS_AMOUNT = re.compile(
    r"\b(?:dos(?:e|age)\s(?:of|for|in)|dosage|dosing|mg|ml|daily amount|"
    rf"how (?:much|many\s(?:\w+\s){{0,2}}{UNITS_OF})|"
    r"(?:what|which|daily|weekly|monthly|loading|maintenance|single|starting|initial|adult|usual)"
    r"\s(?:[\w-]+\s){0,3}dose)\b"
    r"|\bdose\W*$"
    r"|\b(?:quelles?|cu[áa]l(?:es)?|qu[ée]|quais|qual)\b.{0,30}\bdos(?:es?|is)\b"
    rf"|\bposolog[ií][ae]s?\b|\b{_HOW_MUCH_ABROAD}(?!(?:doses|dosis|prises|tomas)\b)",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(
    r"(?:when|should|can|may|is|are|do|does|why|who|must)\b(?!.*\b(?:what|which|how)\b)"
    r"|¿?(?:peut|faut|doit|dois|puis|est-ce|quand|pourquoi|(?:se )?(?:puede|debe)|cu[áa]ndo|pode|deve|quando)\b"
    r"(?!.*\b(?:quel(?:le)?s?|combien|qu[ée]|cu[áa]l|cu[áa]nt[oa]s?|qual|quant[oa]s?)\b)",
    re.IGNORECASE,
)


_ASKS_OTHERWISE = re.compile(
    r"\b(?:what|which|how|when|should|can|could|may|is|are|was|do|does|why|who|whether|must|safe|safety|allowed|avoid|stop|"
    r"contra-?indicat\w+|interact\w*|monitor\w*|side[ -]effects?|overdose|toxicity)\b",
    re.IGNORECASE,
)
_MOST_TERSE = 12
"""More words than these tell a story, whose end need not be a dose."""


def asks_amount(question: str) -> bool:
    """Return whether a question is about the amount of a dose, and not only about how many, when or whether."""
    return (bool(_ASKS_AMOUNT.search(question)) and not _ASKS_WHETHER.match(question)) or _gives_weight_only(question)


def asks_dose(question: str) -> bool:
    """Return whether a question is about how much of a medicine is given."""
    return bool(_ASKS_DOSE.search(question)) or _gives_weight_only(question)


def is_terse(question: str) -> bool:
    """Return whether a question is a medicine and few other words, and asks nothing in words: "dapsone, leprosy"."""
    if len(question.split()) > _MOST_TERSE or _ASKS_OTHERWISE.search(question) or _ASKS_WHETHER.search(question):
        return False
    return bool(set(dosed_medicines(question)) - set(taken_medicines(question)))


def _gives_weight_only(question: str) -> bool:
    """Whether a question is but a medicine and a weight, with few other words: "captopril child 10 kg"."""
    return any(measure.quantity == "weight" for measure in find_measures(question)) and is_terse(question)


def asked_abbreviations(question: str) -> tuple[str, ...]:
    """Return the unknown abbreviations in capitals of a question on a dose: most such are medicines."""
    if question.isupper() or not asks_amount(question):
        return ()  # all of it may be in capitals
    mentions = find_mentions(question)
    found = (
        match[0]
        for match in _ABBREVIATION.finditer(question)
        if not any(mention.start <= match.start() < mention.end for mention in mentions)
    )
    return tuple(dict.fromkeys(found))
