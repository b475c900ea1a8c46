"""Statements on another time, group or side than their line: a word without a number is turned into its contrary."""

import random
import re
from collections.abc import Iterator

_TURNS = (
    (r"first(?= trimester)", ("second", "third"), r"second|third"),
    (r"(?:second|third)(?= trimester)", ("first",), r"first"),
    (r"first(?=[ -]line)", ("second",), r"second"),
    (r"second(?=[ -]line)", ("first",), r"first"),
    (r"first(?= (?:dose|day|week|month|year|phase|round|visit|stage))", ("second",), r"second"),
    (r"before", ("after",), r"after|following|post"),
    (r"after", ("before",), r"before|prior|pre-"),
    (r"during", ("after", "before"), r"after|before|following|prior|post"),
    (r"severe", ("uncomplicated", "mild"), r"uncomplicated|mild|non-severe"),
    (r"uncomplicated", ("severe",), r"severe|complicated"),
    (r"mild", ("severe",), r"severe"),
    (r"children", ("adults",), r"adult|all ages|everyone"),
    (r"adults", ("children", "infants"), r"child|infant|paediatric|all ages"),
    (r"infants", ("adults", "adolescents"), r"adult|adolescent|women"),
    (r"newborns?", ("adolescents",), r"adolescent"),
    (r"adolescents", ("newborns", "infants"), r"newborn|infant|neonat"),
    (r"pregnant", ("breastfeeding",), r"breast|lactat"),
    (r"breastfeeding(?= (?:women|mothers))", ("pregnant",), r"pregnan"),
    (r"women", ("men",), r"\bmen\b|male"),
    (r"(?<!wo)men", ("women",), r"women|female"),
    (r"girls", ("boys",), r"boys|male"),
    (r"morning", ("evening",), r"evening|night"),
    (r"evening", ("morning",), r"morning"),
    (r"night", ("day",), r"\bday\b"),
    (r"left(?= (?:side|upper|lower|arm|leg|hand|lung|ventricular|lobe|lateral)|-sided)", ("right",), r"right"),
    (r"right(?= (?:side|upper|lower|arm|leg|hand|lung|ventricular|lobe|lateral)|-sided)", ("left",), r"left"),
    (r"latent", ("active",), r"active"),
    (r"active(?= (?:TB|tuberculosis|infection|disease))", ("latent",), r"latent"),
    (r"positive", ("negative",), r"negative"),
    (r"negative", ("positive",), r"positive"),
    (r"upper", ("lower",), r"lower"),
    (r"lower(?= (?:respiratory|limb|abdom|lobe|eyelid|back))", ("upper",), r"upper"),
    (r"acute", ("chronic",), r"chronic"),
    (r"chronic", ("acute",), r"acute"),
    (r"asymptomatic", ("symptomatic",), r"(?<!a)symptomatic"),
    (r"symptomatic", ("asymptomatic",), r"asymptomatic"),
    (r"resistant", ("susceptible",), r"susceptible|sensitive"),
    (r"(?:susceptible|sensitive)(?= (?:TB|tuberculosis|parasites|strains|to))", ("resistant",), r"resistan"),
    (r"increased?", ("decreased",), r"decreas|reduc|lower|fall|declin"),
    (r"increases", ("decreases",), r"decreas|reduc|lower|fall|declin"),
    (r"(?:decreases|reduces)", ("increases",), r"increas|higher|rais|more"),
    (r"(?:decreased|reduced)", ("increased",), r"increas|higher|rais|more"),
    (r"high(?=[ -](?:risk|transmission|prevalence|dose|burden))", ("low",), r"\blow"),
    (r"low(?=[ -](?:risk|transmission|prevalence|dose|burden))", ("high",), r"\bhigh"),
    (r"early", ("late",), r"\blate"),
    (r"initial(?= phase| dose)", ("final",), r"final|last"),
    (r"intensive(?= phase)", ("continuation",), r"continuation"),
    (r"continuation(?= phase)", ("intensive",), r"intensive|initial"),
    (r"indoor", ("outdoor",), r"outdoor|outside"),
    (r"outdoor", ("indoor",), r"indoor|inside"),
    (r"hot", ("cold",), r"cold|cool"),
    (r"cold(?= (?:water|weather|climate|injur\w+))", ("hot",), r"\bhot|heat|warm"),
    (r"wet", ("dry",), r"\bdry"),
    (r"dry", ("wet",), r"\bwet|moist"),
    (r"systolic", ("diastolic",), r"diastolic"),
    (r"diastolic", ("systolic",), r"systolic"),
    (r"inpatients?", ("outpatients",), r"outpatient"),
    (r"outpatients?", ("inpatients",), r"inpatient"),
    (r"rural", ("urban",), r"urban"),
    (r"urban", ("rural",), r"rural"),
    (r"internal(?=ly)?", ("external",), r"external"),
    (r"external(?=ly)?", ("internal",), r"internal"),
)
"""A word, what it is turned into, and what of that must not be in the line."""


def turn_words(text: str, line: str, chance: random.Random) -> Iterator[str]:
    """Yield a text with one word turned into its contrary, of which nothing is in its line."""
    found = [
        (match, new)
        for pattern, others, never in _TURNS
        for match in re.finditer(rf"(?<![\w-]){pattern}(?![\w])", text)
        if not re.search(rf"(?<!\w)(?:{never})", line, re.IGNORECASE)
        for new in others
    ]
    if found:
        match, new = chance.choice(found)
        yield text[: match.start()] + new + text[match.end() :]
