"""What a question asks a number or a choice of: "chest compressions" of "how many chest compressions a minute".

Pure. Only English is read.
"""

import re
from collections.abc import Sequence

from indexes.languages import ENGLISH
from rag.checks.conditions import find_conditions
from rag.checks.medicine_classes import is_class
from rag.checks.medicine_mentions import find_mentions
from rag.checks.words import content_words

_ENDS = """a about according after ago already am an and are as at be before below between but by can come comes could
count counts decide define defines did do does drop during each every fall fit fits for from get gets give given gives
had has have he her his i if in instead into is it its keep keeps lower lowers make makes may mean means might must my
need needs on or our per put reach replace replaces restore restores say says she should since stop stops suggest
suggests suit suits take takes tell tells than that the their they this though to treat treats until upon use used via
was we were when while will with within without would you your"""
"""Words that end what is asked of."""

_SUBJECT = re.compile(
    r"\b(?:how (?:much|many)|what|which)\s+"
    rf"(?P<words>(?:(?!(?:{'|'.join(_ENDS.split())})\b)[^\W_][\w'’/-]*\s*(?:of\s+)?){{1,6}})",
    re.IGNORECASE,
)
_OF_ANYTHING = """adult adults advice age amount best biggest body child children class common concentration course
cut-off cutoff daily day days dosage dose doses drops drug drugs duration exact findings first first-line frequency g
grams group groups gap highest hour hours infants interval iu kg kind kinds kit lab largest least length level litres
loading longest lowest main maintenance maximum medicine medicines mg microgram micrograms minimum minutes ml mmol month
monthly months names number other patient patients people percentage person pill pills practice proportion quantity
range rate ratio recommended regimen schedule seconds share shortest signs single size smallest starting steps strength
tablet tablets threshold time times total treatment type types units usual value values volume weekly weeks year years
one two three four five six"""
_GENERAL = frozenset(_OF_ANYTHING.split())
"""Words for quantities, kinds and patients: they say nothing of what is counted."""


_LEAST_COMPOUND = 6
"""A shorter stem may end a word of another meaning."""

_DESCRIBING = re.compile(r"-\w+(?:ing|ed)$", re.IGNORECASE)
"""A word that only says of what kind the thing is: "sugar-lowering"."""


def asked_subjects(question: str) -> tuple[str, ...]:
    """Return the words for what a question asks a number or a choice of, as written and in its order, each once.

    None where it asks "what is", "when" or "how". Medicines, their classes and illnesses, which have other names as
    well, are left to those who know these.
    """
    words = (word.strip("'’") for match in _SUBJECT.finditer(question) for word in match["words"].split())
    return tuple(
        word
        for word in dict.fromkeys(words)
        if word.lower() not in _GENERAL
        and content_words(word)
        and not _DESCRIBING.search(word)
        and not _has_other_names(word)
    )


def _has_other_names(word: str) -> bool:
    return bool(find_mentions(word) or find_conditions(word)) or is_class(word)


def missing_subjects(question: str, texts: Sequence[str], language: str = ENGLISH) -> tuple[str, ...]:
    """Return those of the asked subjects of which no text has a form; none in other languages than English."""
    subjects = asked_subjects(question) if language == ENGLISH else ()
    whole = "\n".join(texts).lower() if subjects else ""
    return tuple(word for word in subjects if not all(_stands_in(stem, whole) for stem in content_words(word)))


def _stands_in(stem: str, text: str) -> bool:
    """Whether a lower-case text has a word of this stem, or one that ends like it if it is long: "haemodialysis"."""
    before = r"[^\W\d_]*" if len(stem) >= _LEAST_COMPOUND else r"(?<![^\W\d_])"
    forms = set(re.findall(rf"{before}{re.escape(stem)}[^\W\d_]*(?:['’][^\W\d_]+)*", text))
    return any(found.endswith(stem) for form in forms for found in content_words(form))
