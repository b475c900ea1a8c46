"""What a question gives a medicine for, by words that no list of illnesses has: "H. pylori eradication". Pure."""

import re
from collections.abc import Sequence

from indexes.languages import ENGLISH
from rag.checks.asked_medicines import dosed_medicines
from rag.checks.asking import asks_dose, is_terse
from rag.checks.conditions import find_condition_mentions
from rag.checks.medicine_mentions import find_mentions, is_spelled_abroad
from rag.checks.medicines import names_medicine
from rag.checks.words import content_words

_GIVEN_FOR = re.compile(r"\b(?:for|in|against|to treat|treats?|treating)\s+(?P<what>[^.?;:,()]+)", re.IGNORECASE)
_OF_ANY_DOSE = content_words(
    """added adequate adjusted adult after again age agent allowed alone also amount amp ampoule another baby before
    best bid body bolus both boy breastfeeding cap capsule ceiling child choice choose combination combined common
    concentration continuous correct course cream current cutoff daily day divided dosage dose dosing drip drop drug
    duration during each effective elderly emergency exact exactly fast first first- form frequency girl give given
    gram group guideline help high hour hourly how im immediate infant info infusion inhaler initial injection
    instead intramuscular intranasal intravenous iu iv just kg kilo lactating latest level line liquid litre load
    loading long low lower main maintenance male man many maximum mcg medicine mg microgram milligram minimum minute
    ml mmol month morning mother neb nebule nebulised nebuliser nebulized nebulizer neonate new newborn night normal
    now number od ointment old once only oral orally patient people per percent permitted person pill please plus po
    pregnancy pregnant prevent prevention preventive prophylaxis protocol push quantity range rate ratio really
    recommended rectal rectally regimen repeat required right route safe sc schedule second single size slow
    solution start starting stat step still stop strength subcutaneous suitable suspension syrup tablet take tds
    teenager then therapy third three time times today toddler together top topical total treat treatment tube twice
    two type unit update upper use usual value versus vial volume vs want week weekly weight woman year"""
)
"""Words for doses, ways and patients: they say nothing of what a medicine is given for."""

_EVERYDAY = content_words(
    """ache acute attack bad belly bite bleed blood bone breath breathing broken burn chest chronic cold complicated
    cough cramp cut danger diarrhoea disease ear earache eye fast fever fit foot hand head headache heart illness
    infected infection injury itch itching joint kidney leg liver lung mild mouth muscle neck nose operation pain
    poisoning rash runs severe shot sick skin sleep sore sting stomach stool suspected swelling swollen syndrome
    teeth throat tooth toothache uncomplicated urine vomit vomiting water wheeze womb worm worms wound"""
)
"""Words of everyday speech, for which guidelines have others: that none of them stands there says little."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")

_MOST_WORDS = 12
"""A longer question tells a story, and gives reasons for much."""

_SUPERLATIVE = re.compile(r"\w{2,}(?<!inf)est", re.IGNORECASE)

_LEAST_SHORT = 5
"""A word cut short has so many letters at least: "resus"."""


def missing_purposes(question: str, texts: Sequence[str], language: str = ENGLISH) -> tuple[str, ...]:
    """Return the words for what a dose is asked for, as written, if no text that names its medicine has any of them.

    They follow "for", "in" and the like, or are all that a question of few words has beside the medicine. Illnesses,
    which have other names, are left to those who know these. None where the question asks for no dose, where no text
    names the medicine, and in other languages than English. What stands in brackets is another name, or a remark.
    """
    medicines = dosed_medicines(question) if language == ENGLISH and not is_spelled_abroad(question) else ()
    words = _asked_purposes(question) if medicines else {}
    on_it = [text for text in texts if any(names_medicine(text, medicine) for medicine in medicines)] if words else []
    if not on_it or any(_speaks_of(text, stem) for text in on_it for stem in words):
        return ()
    return tuple(words.values())


def _asked_purposes(question: str) -> dict[str, str]:
    """Return the words for what a dose is asked for by their stems."""
    terse = is_terse(question)
    if len(question.split()) > _MOST_WORDS or not (terse or asks_dose(question)):
        return {}
    known = [(each.start, each.end) for each in find_mentions(question)]
    known += [(each.start, each.end) for each in find_condition_mentions(question)]
    rest = "".join(
        " " if any(start <= at < end for start, end in known) else character for at, character in enumerate(question)
    )
    rest = _IN_BRACKETS.sub(" ", rest)
    parts = [rest] if terse else [match["what"] for match in _GIVEN_FOR.finditer(rest)]
    stems = {}
    for word in re.findall(r"[^\W\d_]+", " ".join(parts)):
        if _SUPERLATIVE.fullmatch(word):
            continue
        for stem in content_words(word) - _OF_ANY_DOSE - _EVERYDAY:
            stems[stem] = word
    return stems


def _speaks_of(text: str, stem: str) -> bool:
    held = content_words(text)
    return stem in held or (len(stem) >= _LEAST_SHORT - 1 and any(word.startswith(stem) for word in held))
